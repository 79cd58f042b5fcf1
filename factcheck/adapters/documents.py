"""Files that people bring: .txt, .md and .html, read to plain text.

The text is not normalised here; that is the article's own rule (`factcheck.domain.texts`). Nothing
is fetched, no name of a file is used as a path, and no file is trusted to be what its name says.
"""

import codecs
import re
from typing import NamedTuple

from factcheck.adapters.html_text import read_html
from factcheck.adapters.markdown_text import markdown_to_html
from factcheck.domain.inputs import BadInput, read_text

# The same numbers stand in the table of limits, and a test compares them.
DOCUMENT_BYTES, HTML_BYTES, MARKDOWN_BYTES = 4_000_000, 3_000_000, 1_000_000

_NOT_UTF8 = "The text is not UTF-8; save it as UTF-8."
_ONLY = "Only .txt, .md and .html files are taken; "
_KINDS = {"txt": "txt", "text": "txt", "md": "md", "markdown": "md", "html": "html", "htm": "html"}
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
    kind = _kind_of(name)
    _refuse_foreign(data)
    _refuse_long(kind, len(data))
    text = _decode(data)
    if kind == "html" or (kind == "txt" and _HTML_HEAD.match(text)):
        # A form feed is a blank in HTML and a control character elsewhere.
        return Document(*read_html(read_text(text.replace("\f", " "), "The text")))
    text = read_text(text, "The text")
    return Document(*read_html(markdown_to_html(text))) if kind == "md" else Document(text, "")


def _kind_of(name: str) -> str:
    ending = name.strip().lower().rpartition(".")[2]
    if ending in _KINDS and "." in name:
        return _KINDS[ending]
    known = f".{ending}" if ending in _KNOWN_OTHERS else "something else"
    raise BadInput(f"{_ONLY}this one ends in {known}.")


def _refuse_foreign(data: bytes) -> None:
    if not data:
        raise BadInput("The file is empty.")
    for head, looks in _HEADS:
        if data.startswith(head):
            raise BadInput(f"{_ONLY}this one looks like {looks}.")


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
