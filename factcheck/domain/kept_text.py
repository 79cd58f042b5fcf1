"""The readable text of a kept copy: its paragraphs with their numbers, and the pages of a PDF.

A form feed parts pages; nothing else in the text is a sign of ours.  All offsets are code points of the whole text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from factcheck.domain.inputs import clean_text
from factcheck.domain.limits import QUOTE_CHARS

PAGE_END = "\f"
_LINE = re.compile(
    r"[^\n\f]+|\f"
)  # whether a line is blank is asked afterwards: asked here, it takes for ever


class KeptParagraph(NamedTuple):
    """A line that is not blank: its number from 1 in the whole text, its page from 1, and where it stands."""

    number: int
    page: int
    start: int
    end: int


def kept_paragraphs(text: str) -> Sequence[KeptParagraph]:
    """The paragraphs of a kept text in order."""
    found: list[KeptParagraph] = []
    page = 1
    for line in _LINE.finditer(text):
        if line[0] == PAGE_END:
            page += 1
        elif not line[0].isspace():
            found.append(KeptParagraph(len(found) + 1, page, *line.span()))
    return found


def has_pages(text: str) -> bool:
    return PAGE_END in text


def quote_of(exact: str) -> str:
    """Marked words as the evidence quotes them.  Raises `BadInput` for more than a quote may have."""
    return clean_text(exact.replace(PAGE_END, "\n"), label="The exact quote", limit=QUOTE_CHARS)


def locator_of(text: str, start: int, end: int) -> str:
    """Where the marked words stand, as one writes it: `page 3, paragraph 12`."""
    every = kept_paragraphs(text)
    touched = [one for one in every if one.start < end and one.end > start]
    if not touched:
        return ""
    parts = [_span("page", touched[0].page, touched[-1].page)] if has_pages(text) else []
    return ", ".join([*parts, _span("paragraph", touched[0].number, touched[-1].number)])


def _span(word: str, first: int, last: int) -> str:
    return f"{word} {first}" if first == last else f"{word}s {first}–{last}"
