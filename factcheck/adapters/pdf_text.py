"""The text of a PDF: lines as they were drawn, made paragraphs again; running heads and page numbers left out.

By `pdfminer.six` for the letters and where they stand; which letters make lines and which lines make paragraphs is
decided here, in the order of drawing, which is the order of reading in what word processors and browsers print.
`pypdf` was tried and puts blanks into words whose letters come from two fonts, as Kazakh ones do.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from factcheck.adapters.reading import DAMAGED, Found, NoText, Reading
from factcheck.domain.inputs import BadInput

# The same number stands in the table of limits, and a test compares them.
PAGES = 1_000

LOCKED = "This PDF is locked by a password."
NO_TEXT = "This PDF has no text (a scan?)."
NO_LETTERS = "The letters of this PDF cannot be read: its fonts do not say which they are."

_EDGE_LINES = 2  # at the head and at the foot of a page, where what repeats is looked for
_STEPS_THAT_TELL = 4
_PAGE_NUMBER = re.compile(r"[\W\d]*\d+[\W\d]*|\w+\W+\d+(\W+\w+\W+\d+)?")
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_CLOSED = re.compile(r"[.!?…:;][»”“’\"')\]]*$")
_BULLET = re.compile(r"[•‣▪●◦–—*-]\s")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_PROGRAM_TITLE = re.compile(
    r"^(microsoft word - .*|untitled.*|.*\.(docx?|odt|pdf|indd|rtf))$", re.IGNORECASE
)
# What is broken in a broken file shows as any of these.
_FAULTS = (
    *(PDFException, PSException, ArithmeticError, AssertionError, AttributeError, LookupError),
    *(TypeError, ValueError, OSError),
)


@dataclass
class Line:
    """Letters on one base line; all numbers are points."""

    text: str
    left: float
    right: float
    base: float
    size: float


def read(data: bytes, _address: str, _charset: str) -> Reading:
    """Text, title and author of a PDF.  Raises `BadInput`."""
    try:
        return _read(data)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise BadInput(LOCKED) from None
    except BadInput:
        raise
    except _FAULTS:
        raise BadInput(DAMAGED) from None


def _read(data: bytes) -> Reading:
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    pages = _without_running_heads(list(_pages(document)))
    text = "\n\n".join(_paragraphs(pages))
    _refuse_empty(text)
    each = [_UNKNOWN.sub("", "\n\n".join(_paragraphs([page]))) for page in pages]
    return Reading(_UNKNOWN.sub("", text), "document", _found(document, pages), each)


def _refuse_empty(text: str) -> None:
    unknown = len(_UNKNOWN.findall(text))
    letters = sum(map(str.isalnum, _UNKNOWN.sub("", text)))
    if unknown > letters / 10:
        raise NoText(NO_LETTERS)
    if not letters:
        raise NoText(NO_TEXT)


def _pages(document: PDFDocument) -> Iterator[list[Line]]:
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number == PAGES:
            raise BadInput(f"The PDF has more than {PAGES:,} pages; split it.")
        interpreter.process_page(page)
        yield list(_lines(_letters(device.get_result())))


def _letters(holder: LTPage) -> Iterator[LTChar]:
    """All letters in the order of drawing; upright ones alone, since a watermark is no text."""
    waiting: list[Iterator[LTItem]] = [iter(holder)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, LTChar):
                if item.upright:
                    yield item
            elif isinstance(item, LTContainer):
                waiting.append(iter(item))
                break
        else:
            waiting.pop()


def _lines(letters: Iterable[LTChar]) -> Iterator[Line]:
    line: Line | None = None
    for letter in letters:
        base, size = letter.matrix[5], letter.size
        if line and _goes_on(line, letter):
            if letter.x0 - line.right > line.size * 0.2 and not line.text.endswith(" "):
                line.text += " "
            line.text += letter.get_text()
            line.right = max(line.right, letter.x1)
            line.size = max(line.size, size)
            continue
        if line and line.text.strip():
            yield _tidied(line)
        line = Line(letter.get_text(), letter.x0, letter.x1, base, size)
    if line and line.text.strip():
        yield _tidied(line)


def _goes_on(line: Line, letter: LTChar) -> bool:
    """Whether the letter stands behind the line; a superscript is up to half a letter higher."""
    is_level = abs(letter.matrix[5] - line.base) < max(line.size, letter.size) * 0.5
    return is_level and letter.x0 > line.right - line.size


def _tidied(line: Line) -> Line:
    line.text = " ".join(line.text.replace("\u00a0", " ").split())
    return line


# ── Running heads ────────────────────────────────────────────────────────────────────────────────


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out what stands in one place at the edge of half of the pages, its numbers aside, and page numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(mask for page in edges for mask in {_masked(line) for line in page})
    often = max(2, len(pages) / 2)

    def is_running(line: Line) -> bool:
        return seen[_masked(line)] >= often or (
            len(pages) > 1 and _PAGE_NUMBER.fullmatch(line.text) is not None and len(line.text) < 20
        )

    return [
        [line for line in page if not (any(line is edge for edge in around) and is_running(line))]
        for page, around in zip(pages, edges, strict=True)
    ]


def _edges(page: list[Line]) -> list[Line]:
    from_the_top = sorted(page, key=lambda line: -line.base)
    return from_the_top[:_EDGE_LINES] + from_the_top[_EDGE_LINES:][-_EDGE_LINES:]


def _masked(line: Line) -> tuple[str, int]:
    """What running heads have in common: their words, and their height to within a few points."""
    return re.sub(r"\d+", "#", line.text).casefold(), round(line.base / 4)


# ── Paragraphs ───────────────────────────────────────────────────────────────────────────────────


def _paragraphs(pages: list[list[Line]]) -> list[str]:
    texts: list[str] = []
    before: Line | None = None
    for page in pages:
        step, width = _usual_step(page), _usual_width(page)
        for line in page:
            if before and _is_joined(before, line, step, width):
                texts[-1] = _join(texts[-1], line.text)
            else:
                texts.append(line.text)
            before = line
    return texts


def _usual_step(page: list[Line]) -> float:
    """From one base line to the next, in heights of a letter: that of most lines."""
    steps = [
        (one.base - two.base) / two.size
        for one, two in pairwise(page)
        if 0 < one.base - two.base < two.size * 3
    ]
    return median(steps) if len(steps) >= _STEPS_THAT_TELL else 1.2


def _usual_width(page: list[Line]) -> float:
    widths = [line.right - line.left for line in page]
    return sorted(widths)[len(widths) * 3 // 4] if widths else 0


def _is_joined(before: Line, line: Line, step: float, width: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if _BULLET.match(line.text) or not 0.9 < line.size / before.size < 1.1:
        return False
    down = (before.base - line.base) / line.size
    is_open = not _CLOSED.search(before.text)
    if not 0 < down < 4:  # the next column or page
        return is_open or line.text[:1].islower()
    if down > step * 1.25:
        return False
    is_indented = line.left > before.left + line.size and down <= step * 1.25
    is_short = before.right - before.left < width * 0.8
    return not ((is_indented or is_short) and not (is_open and line.text[:1].islower()))


def _join(text: str, more: str) -> str:
    """Two lines as one; a word broken at their end is made whole."""
    if more[:1].islower() and _BROKEN.search(text):
        return text[:-1] + more
    return f"{text} {more}"


# ── About it ─────────────────────────────────────────────────────────────────────────────────────


def _found(document: PDFDocument, pages: list[list[Line]]) -> dict[str, Found]:
    said = document.info[0] if document.info else {}
    title, author = _said(said.get("Title")), _said(said.get("Author"))
    found = {}
    if heading := _heading(pages):
        found["title"] = Found(heading, "heading")
    elif title and not _PROGRAM_TITLE.match(title):
        found["title"] = Found(title, "properties")
    if author:
        found["byline"] = Found(author, "properties")
    return found


def _said(value: object) -> str:
    value = resolve1(value)
    return " ".join(decode_text(value).split()) if isinstance(value, bytes) else ""


def _heading(pages: list[list[Line]]) -> str:
    """The largest letters of the first page, where they are larger than most and no more than three lines."""
    first = pages[0] if pages else []
    if len(first) < 3:
        return ""
    largest, usual = max(line.size for line in first), median(line.size for line in first)
    large = [line.text for line in first if line.size > largest * 0.95]
    return " ".join(large) if largest > usual * 1.2 and len(large) <= 3 else ""
