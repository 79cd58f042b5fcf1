"""Files that people bring: .txt, .md, .html, .docx and .pdf, read to plain text.

`read_article` reads what is to become an article, with all that the file says about itself;
`read_document` reads the plain kinds, for their text alone.

The text is not normalised here; that is the article's own rule (`factcheck.domain.texts`). Nothing
is fetched, no name of a file is used as a path, and no file is trusted to be what its name says.
"""

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from factcheck.adapters.html_text import read_html
from factcheck.adapters.markdown_text import markdown_to_html
from factcheck.adapters.reading import Found, Reading, read_apart
from factcheck.domain.inputs import BadInput, read_text

# The same numbers stand in the table of limits, and a test compares them.
DOCUMENT_BYTES, HTML_BYTES, MARKDOWN_BYTES = 4_000_000, 3_000_000, 1_000_000
OFFICE_BYTES = 6_000_000

_NOT_UTF8 = "The text is not UTF-8; save it as UTF-8."
_ONLY_PLAIN = "Only .txt, .md and .html files are taken; "
_ONLY = "Only .txt, .md, .html, .docx and .pdf files are taken; "
_OLD = "Old .doc files are not read; save as .docx."
_PLAIN = {"txt": "txt", "text": "txt", "md": "md", "markdown": "md", "html": "html", "htm": "html"}
_KINDS = {**_PLAIN, "docx": "docx", "pdf": "pdf"}
# How the kinds that are read apart begin; before a PDF a few bytes of something else may stand.
_OFFICE = {"docx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"), "pdf": (b"%PDF-",)}
_BEGINS_WITHIN = {"docx": 8, "pdf": 1_024}
# Endings that may be named back, since they are ours and not the sender's words.
_KNOWN_OTHERS = frozenset("csv doc docx epub jpg json odt pdf png rtf svg xhtml xml zip".split())
_HEADS = (
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "a packed file"),
)
_HTML_HEAD = re.compile(r"\s*<(!doctype\s+html|html[\s>])", re.IGNORECASE)


class Document(NamedTuple):
    """What a file says: its text, and its title or ''. Neither is cleaned or shortened yet."""

    text: str
    title: str


def read_document(name: str, data: bytes) -> Document:
    """Read an article's file by the ending of its name and by its content.

    Raises BadInput, with a sentence fit to show, for other kinds of files, for what is not UTF-8
    (or UTF-16 with its mark), for control characters, and for what is too long, deep or dense;
    status 413 where it is too long. Answers within two seconds, whatever the file holds.
    """
    return _read_plain(_kind_of(name, _PLAIN, _ONLY_PLAIN), data, _ONLY_PLAIN)


def read_article(name: str, data: bytes) -> Reading:
    """Read a file that is to become an article: its text, and what it says about itself and where.

    Raises BadInput like `read_document`, and for what .docx and .pdf files may hide. What is not
    plain text is read in a child process (`factcheck.adapters.reading`), within 15 seconds.
    """
    kind = _kind_of(name, _KINDS, _ONLY)
    if kind in _OFFICE:
        return _read_office(kind, data)
    document = _read_plain(kind, data, _ONLY)
    if kind == "html" or (kind == "txt" and _HTML_HEAD.match(_decode(data))):
        return read_apart("html", _decode(data).encode(), charset="utf-8")
    found = {"title": Found(document.title, "heading")} if document.title else {}
    return Reading(document.text, "document", found)


def _read_office(kind: str, data: bytes) -> Reading:
    begins = data[: _BEGINS_WITHIN[kind]]
    if not any(head in begins for head in _OFFICE[kind]):
        _refuse_foreign(data, _ONLY)
        raise BadInput(f"{_ONLY}this one is no .{kind} file inside.")
    if len(data) > OFFICE_BYTES:
        raise BadInput(f"The file is larger than {OFFICE_BYTES // 1_000_000} MB.", 413)
    return read_apart(kind, data)


def _read_plain(kind: str, data: bytes, only: str) -> Document:
    _refuse_foreign(data, only)
    _refuse_long(kind, len(data))
    text = _decode(data)
    if kind == "html" or (kind == "txt" and _HTML_HEAD.match(text)):
        # A form feed is a blank in HTML and a control character elsewhere.
        return Document(*read_html(read_text(text.replace("\f", " "), "The text")))
    text = read_text(text, "The text")
    return Document(*read_html(markdown_to_html(text))) if kind == "md" else Document(text, "")


def _kind_of(name: str, kinds: Mapping[str, str], only: str) -> str:
    ending = name.strip().lower().rpartition(".")[2]
    if ending in kinds and "." in name:
        return kinds[ending]
    if ending == "doc" and "docx" in kinds:
        raise BadInput(_OLD)
    known = f".{ending}" if ending in _KNOWN_OTHERS else "something else"
    raise BadInput(f"{only}this one ends in {known}.")


def _refuse_foreign(data: bytes, only: str) -> None:
    if not data:
        raise BadInput("The file is empty.")
    for head, looks in _HEADS:
        if data.startswith(head):
            raise BadInput(f"{only}this one looks like {looks}.")


def _refuse_long(kind: str, size: int) -> None:
    if kind == "html" and size > HTML_BYTES:
        raise BadInput("The HTML file is larger than 3 MB; save its text as .txt.", 413)
    # Four million bytes of plain text are over two million in UTF-8, however they are encoded.
    if size > DOCUMENT_BYTES:
        raise BadInput("The text is longer than 2 MB.", 413)
    if kind == "md" and size > MARKDOWN_BYTES:
        raise BadInput("The Markdown file is larger than 1 MB; save it as .txt.", 413)


def _decode(data: bytes) -> str:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(_NOT_UTF8) from None
