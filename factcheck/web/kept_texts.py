"""The readable text of a kept copy cut for its page: paragraphs, and words marked in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.anchoring import Span
from factcheck.domain.kept_text import KeptParagraph, has_pages, kept_paragraphs

WINDOW = 400  # paragraphs on one page, so that a text of 2 MB stays quick


@dataclass(frozen=True)
class Line:
    """One paragraph: what stands before the marked words, those, and what stands behind."""

    number: int
    page: int
    start: int
    before: str
    marked: str
    behind: str
    is_first_marked: bool

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return self.before + self.marked + self.behind


@dataclass(frozen=True)
class Shown:
    """The paragraphs of one page of the viewer, and the first ones of the pages beside it by number, or None."""

    lines: tuple[Line, ...]
    total: int
    has_pages: bool
    previous: int | None
    next: int | None


def window(text: str, first: int, at: int | None, marked: Span | None) -> Shown:
    """The page of the viewer that holds paragraph `first`, or the character `at`; the last one for what lies behind."""
    every = kept_paragraphs(text)
    begin = min(_index(every, first, at), max(len(every) - 1, 0)) // WINDOW * WINDOW
    end = begin + WINDOW
    return Shown(
        tuple(_line(text, one, marked) for one in every[begin:end]),
        total=len(every),
        has_pages=has_pages(text),
        previous=begin - WINDOW + 1 if begin else None,
        next=end + 1 if end < len(every) else None,
    )


def _index(every: Sequence[KeptParagraph], first: int, at: int | None) -> int:
    if at is None:
        return max(first - 1, 0)
    return next((place for place, one in enumerate(every) if one.end > at), len(every))


def _line(text: str, one: KeptParagraph, marked: Span | None) -> Line:
    low = high = one.start
    if marked is not None and marked.start < one.end and marked.end > one.start:
        low, high = max(marked.start, one.start), min(marked.end, one.end)
    is_first = marked is not None and low < high and marked.start >= one.start
    parts = text[one.start : low], text[low:high], text[high : one.end]
    return Line(one.number, one.page, one.start, *parts, is_first)
