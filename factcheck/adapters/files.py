"""Files that are kept as evidence: what kind a file is by its content, and what can be read in it.

No name says what a file is.  It only chooses between two sentences of refusal, and what calls itself a picture or a
document but is text or a page is refused.  What is not plain text is opened in a child process alone.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NoReturn

from factcheck.adapters.reading import NoText, Reading, read_apart
from factcheck.domain.inputs import BadInput, read_text

# The same numbers stand in the table of limits, and a test compares them.
FILE_BYTES, TEXT_BYTES = 20_000_000, 2_000_000

ONLY = "Only PNG, JPEG, WebP, PDF, DOCX, TXT files and saved pages are taken; "
NOT_UTF8 = "The text is not UTF-8; save it as UTF-8."
OLD = "Old .doc files are not read; save as .docx."
EMPTY = "The file is empty."
TOO_LARGE = f"The file is larger than {FILE_BYTES // 1_000_000} MB."
TOO_LONG = f"The text is longer than {TEXT_BYTES // 1_000_000} MB."


class Kind(Enum):
    """A kind of file that is taken: its media type, how it is read apart ('' where it is not), and how names of such
    files end, the usual ending first."""

    PDF = "application/pdf", "pdf", ("pdf",)
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        ("docx",),
    )
    TXT = "text/plain", "", ("txt", "text", "csv", "tsv", "md", "log", "srt", "vtt")
    PNG = "image/png", "picture", ("png",)
    JPEG = "image/jpeg", "picture", ("jpg", "jpeg", "jpe", "jfif")
    WEBP = "image/webp", "picture", ("webp",)
    HTML = "text/html", "html", ("html", "htm")

    def __init__(self, content_type: str, reader: str, endings: tuple[str, ...]) -> None:
        self.content_type = content_type
        self.reader = reader
        self.endings = endings

    @property
    def is_picture(self) -> bool:
        return self.reader == "picture"


@dataclass(frozen=True)
class Looked:
    """What is known of a file that may be kept.

    `text` is all that can be read in it, cleaned of what no line may hold; '' for pictures and scans.  In it a form
    feed parts the pages of a PDF.  `facts` is what the file says of itself.
    """

    kind: Kind
    content_type: str
    text: str = ""
    width: int = 0
    height: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


def look_into(data: bytes, name: str, *, address: str = "", charset: str = "") -> Looked:
    """Read a file within 15 seconds.  Raises `BadInput`: status 415 for another kind, 413 for too much of it.

    `address` is where a page came from, `charset` what was said about its letters; both may be ''.
    """
    if len(data) > FILE_BYTES:
        raise BadInput(TOO_LARGE, 413)
    kind = kind_of(data, name)
    if kind is Kind.TXT:
        text = read_text(_decode(data).replace("\f", "\n"), "The text")
        return Looked(kind, kind.content_type, _short(text))
    try:
        reading = read_apart(kind.reader, data, address=address, charset=charset)
    except NoText:
        return Looked(kind, kind.content_type)
    return _looked(kind, reading)


def _looked(kind: Kind, reading: Reading) -> Looked:
    facts = {name: found.value for name, found in reading.found.items()}
    return Looked(
        kind,
        kind.content_type,
        _short(text_of(reading)),
        int(facts.pop("width", 0)) if kind.is_picture else 0,
        int(facts.pop("height", 0)) if kind.is_picture else 0,
        facts,
    )


def text_of(reading: Reading) -> str:
    """All the letters of a reading, the pages of a PDF parted by form feeds, without what no line may hold."""
    return "\f".join(map(_clean, reading.pages)) or _clean(reading.text)


def plain_text(text: str) -> str:
    """The text of a plain file as it can be shown: it has no pages."""
    return shown_text(_clean(text.replace("\f", "\n")))


def shown_text(text: str) -> str:
    """The same text; '' where there is more of it than can be looked at."""
    return text if len(text.encode()) <= TEXT_BYTES else ""


def _short(text: str) -> str:
    if len(text.encode()) > TEXT_BYTES:
        raise BadInput(TOO_LONG, 413)
    return text


def _clean(text: str) -> str:
    """Readers hand on what a file holds: controls, direction characters and what is no character are left out."""
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    return text.translate({ord(character): None for character in filter(_is_refused, set(text))})


def _is_refused(character: str) -> bool:
    point = ord(character)
    return (
        (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t")
        or 0x202A <= point <= 0x202E
        or 0x2066 <= point <= 0x206F
        or 0xFDD0 <= point <= 0xFDEF
        or 0xE0000 <= point <= 0xE007F
        or 0xFFF9 <= point <= 0xFFFB
        or point & 0xFFFE == 0xFFFE
    )


# ── Kinds ────────────────────────────────────────────────────────────────────────────────────────

_HEADS = (
    (re.compile(rb"\s*%PDF-"), Kind.PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Kind.PNG),
    (re.compile(rb"\xff\xd8\xff"), Kind.JPEG),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), Kind.WEBP),
)
# Each head is long enough that no text begins with it.
_OTHERS = tuple(
    (re.compile(head, re.DOTALL), looks)
    for head, looks in (
        (rb"GIF8[79]a", "a GIF picture"),
        (rb"BM.{4}\0{4}", "a BMP picture"),
        (rb"II\*\0|MM\0\*", "a TIFF picture"),
        (rb"RIFF.{4}|ID3[\0-\4]|OggS\0|fLaC\0", "a recording"),
        (rb"\x1aE\xdf\xa3|.{4}ftyp", "a film"),
        (rb"\{\\rtf", "a rich text document"),
        (rb"\x7fELF|MZ.\0", "a program"),
        (rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY|\xfd7zXZ", "a packed file"),
        (rb"PK[\3\5][\4\6]", "a ZIP archive or an office document"),
        (rb"\xd0\xcf\x11\xe0", "an old office document"),
    )
)
_ZIP, _OLE, _BODY = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"word/document.xml"
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_HEAD_BYTES = 4_096
# Comments, declarations and what the document is called stand before its first element; possessive, so read once.
_BEFORE = re.compile(
    r"(?:\s++|<!--.*?-->|<\?[^>]*+>|<!doctype[^>]*+>)*+", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(r"<([a-z][a-z0-9:]*)", re.IGNORECASE)
_PAGE = frozenset(
    "html head body title meta link script style base div p h1 h2 h3 table article main section header span"
    " a b br ul ol iframe img form font center".split()
)
_NAMED_OTHERWISE = frozenset(
    "png jpg jpeg jpe jfif webp gif bmp pdf docx doc svg svgz xhtml xml".split()
)
_TEXTUAL = frozenset(("", *Kind.TXT.endings))


def kind_of(data: bytes, name: str) -> Kind:
    """What a file is by its content.  Raises `BadInput`, status 415, for everything that is not taken."""
    if not data:
        raise BadInput(EMPTY)
    for head, kind in _HEADS:
        if head.match(data):
            return kind
    ending = _ending(name)
    if data.startswith(_ZIP) and (_BODY in data or ending == "docx"):
        return Kind.DOCX
    if data.startswith(_OLE) and ending in {"doc", "docx"}:
        raise BadInput(OLD, 415)
    for other, looks in _OTHERS:
        if other.match(data):
            _refuse(looks)
    return _kind_of_text(data, ending)


def _kind_of_text(data: bytes, ending: str) -> Kind:
    head = _head(data)
    before = _BEFORE.match(head)
    element = _ELEMENT.match(head, before.end() if before else 0)
    first = element[1].lower().rpartition(":")[2] if element else ""
    is_page = first in _PAGE or bool(re.match(r"\s*<!doctype html", head, re.IGNORECASE))
    if first == "svg" or re.search(r"<!doctype svg", head, re.IGNORECASE):
        _refuse("an SVG picture")
    if head.lstrip().startswith("<?xml") or ending == "xhtml":
        _refuse("XHTML" if is_page else "XML")
    if is_page:
        if ending in _NAMED_OTHERWISE:
            _refuse("HTML")
        return Kind.HTML
    _refuse_no_text(data, ending)
    if ending in _NAMED_OTHERWISE:
        _refuse("plain text")
    return Kind.TXT


def _refuse_no_text(data: bytes, ending: str) -> None:
    """Bytes that are no text; who calls them text is told what is wrong with it."""
    try:
        is_text = "\0" not in _decode(data)
    except BadInput:
        if ending in _TEXTUAL:
            raise
        is_text = False
    if not is_text and ending not in _TEXTUAL:
        _refuse("something else")


def _refuse(looks: str) -> NoReturn:
    raise BadInput(f"{ONLY}this one looks like {looks}.", 415)


def _head(data: bytes) -> str:
    """The first letters, for looking at their marks alone: which letters the others are does not matter."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[:_HEAD_BYTES].decode(encoding, "replace")
    return data[:_HEAD_BYTES].decode("latin-1")


def _decode(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput(NOT_UTF8) from None


def _ending(name: str) -> str:
    stem, dot, ending = name.strip().lower().rpartition(".")
    return ending if dot and stem else ""
