"""The text of a Word document: paragraphs, lists, tables and footnotes, as a person sees them with changes accepted.

By the standard library: the archive is judged before anything is unpacked, the parser takes no document type, and
what is deleted, hidden, a field's code or a comment is left out, as are heads and feet of pages.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from factcheck.adapters.reading import DAMAGED, Found, NoText, Reading
from factcheck.domain.inputs import BadInput

# The same numbers stand in the table of limits, and a test compares them.
UNPACKED, PARTS = 50_000_000, 2_000

TOO_BIG = f"The file unpacks to more than {UNPACKED // 1_000_000} MB."
TOO_MANY = f"The file has more than {PARTS:,} parts."
DOCUMENT_TYPE = "The file has an XML document type, which Word never writes."
NOT_WORD = "This is no Word document."
LOCKED = "This document is locked by a password, or an old .doc file; save it as .docx without one."
NO_TEXT = "This document has no text."

_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
# Their content is no text of the document: deleted, moved away, codes, and doubles for old programs.
_UNSEEN = frozenset("del moveFrom delText delInstrText instrText fldData Fallback".split())
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_TITLE_STYLES = frozenset(("title", "titel", "titre", "название", "heading1", "heading 1", "1"))


def read(data: bytes, _address: str, _charset: str) -> Reading:
    """Text, title, author and language of a document.  Raises `BadInput`."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except BadInput:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ):
        raise BadInput(DAMAGED) from None
    except expat.ExpatError:
        raise BadInput(DAMAGED) from None


def _read(archive: zipfile.ZipFile) -> Reading:
    parts = archive.infolist()
    if len(parts) > PARTS:
        raise BadInput(TOO_MANY)
    if sum(part.file_size for part in parts) > UNPACKED:
        raise BadInput(TOO_BIG)
    if _BODY not in archive.namelist():
        raise BadInput(NOT_WORD)
    body = _Body()
    _parse(_unpack(archive, _BODY), body.open, body.close, body.say)
    lines = body.lines() + _notes(archive, body)
    text = "".join(lines).strip()
    if not any(map(str.isalnum, text)):
        raise NoText(NO_TEXT)
    return Reading(text, "document", _found(archive, body))


def _unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, whatever size the archive claims for it."""
    with archive.open(name) as part:
        data = part.read(UNPACKED + 1)
    if len(data) > UNPACKED:
        raise BadInput(TOO_BIG)
    return data


def _parse(
    data: bytes,
    opened: Callable[[str, dict[str, str]], None],
    closed: Callable[[str], None],
    said: Callable[[str], None],
) -> None:
    """Walk one part; names come without their namespace, which is all the difference strict files make."""

    def refuse(*_declared: object) -> None:
        raise BadInput(DOCUMENT_TYPE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: opened(
        name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: closed(name.rpartition(" ")[2])
    parser.CharacterDataHandler = said
    parser.Parse(data, True)


class _Body:
    """Collects paragraphs while the elements of a part open and close; boxes and tables may nest."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []
        self.heading = ""
        self.by_id: dict[str, str] = {}
        self._lines: list[str] = []
        self._paragraphs: list[list[str]] = []  # a text box is a paragraph inside a paragraph
        self._cells: list[list[list[str]]] = []  # of the rows that are open
        self._unseen = 0
        self._is_text, self._is_hidden, self._is_listed, self._was_listed = (
            False,
            False,
            False,
            False,
        )
        self._style = ""
        self._note = ""

    def lines(self) -> list[str]:
        return self._lines

    def open(self, tag: str, given: dict[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "p":
            self._paragraphs.append([])
            self._style, self._is_listed = "", False
        elif tag == "tr":
            self._cells.append([])
        elif tag == "tc" and self._cells:
            self._cells[-1].append([])
        elif tag in {"footnote", "endnote"}:
            self._lines = []
            self._note = given.get("id", "") if "type" not in given else ""
        else:
            self._open_within(tag, given)

    def _open_within(self, tag: str, given: dict[str, str]) -> None:
        if tag == "r":
            self._is_hidden = False
        elif tag == "vanish":
            self._is_hidden = given.get("val", "true") not in {"false", "0", "off"}
        elif tag == "t":
            self._is_text = True
        elif tag == "pStyle":
            self._style = given.get("val", "").lower()
        elif tag == "numPr":
            self._is_listed = True
        elif tag in {"footnoteReference", "endnoteReference"}:
            self.notes.append((tag.removesuffix("Reference"), given.get("id", "")))
            self._add(f"[{len(self.notes)}]")
        elif tag == "br":
            self._add("\n" if given.get("type", "textWrapping") == "textWrapping" else " ")
        elif tag in _SIGNS and "pos" not in given:  # a tab with a position is a tab stop
            self._add(_SIGNS[tag])

    def close(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "t":
            self._is_text = False
        elif tag == "p" and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()).strip())
        elif tag == "tr" and self._cells:
            self._end_row(self._cells.pop())
        elif tag in {"footnote", "endnote"} and self._note:
            self.by_id[self._note] = " ".join("".join(self._lines).split())

    def say(self, text: str) -> None:
        if self._is_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraphs and not self._unseen and not self._is_hidden:
            self._paragraphs[-1].append(text)

    def _end_paragraph(self, text: str) -> None:
        if not text:
            return
        if self._style in _TITLE_STYLES and not self.heading:
            self.heading = " ".join(text.split())
        if self._cells and self._cells[-1]:
            self._cells[-1][-1].append(text)
            return
        gap = "\n" if self._is_listed and self._was_listed else "\n\n"
        self._was_listed = self._is_listed
        self._lines += [gap, text]

    def _end_row(self, cells: list[list[str]]) -> None:
        """A row is a line, its cells parted by tabs; a table in a cell becomes words of that cell."""
        text = "\t".join(" ".join(" ".join(cell).split()) for cell in cells).strip()
        if not text:
            return
        if self._cells and self._cells[-1]:
            self._cells[-1][-1].append(text)
        else:
            self._lines += ["\n", text]


def _notes(archive: zipfile.ZipFile, body: _Body) -> list[str]:
    """The notes that the text refers to, in its order, with the number that stands there."""
    texts = {}
    for kind in {kind for kind, _ in body.notes} & _NOTES.keys():
        if _NOTES[kind] in archive.namelist():
            part = _Body()
            _parse(_unpack(archive, _NOTES[kind]), part.open, part.close, part.say)
            texts[kind] = part.by_id
    lines = []
    for number, (kind, of) in enumerate(body.notes, start=1):
        if note := texts.get(kind, {}).get(of):
            lines.append(f"\n\n[{number}] {note}")
    return lines


def _found(archive: zipfile.ZipFile, body: _Body) -> dict[str, Found]:
    said = _properties(archive) if _PROPERTIES in archive.namelist() else {}
    found = {}
    for name, key in (("title", "title"), ("byline", "creator"), ("language", "language")):
        if said.get(key):
            found[name] = Found(said[key], "properties")
    if body.heading:
        found["title"] = Found(body.heading, "heading")
    return found


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    """Title, author and language as the program that wrote the file noted them."""
    said: dict[str, list[str]] = {}
    place: list[str] = []

    def speak(text: str) -> None:
        if place:
            said.setdefault(place[-1], []).append(text)

    def leave() -> None:
        place.pop()

    data = _unpack(archive, _PROPERTIES)
    _parse(data, lambda tag, _given: place.append(tag), lambda _tag: leave(), speak)
    return {tag: " ".join("".join(texts).split()) for tag, texts in said.items()}
