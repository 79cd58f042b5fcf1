"""The readable text of a kept copy: its paragraphs with their numbers, and the pages of a PDF.

A form feed parts pages; nothing else in the text is a sign of ours.  All offsets are code points of the whole text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

PAGE_END = "\f"
_LINE = re.compile(r"[^\n\f]*[^\s][^\n\f]*|\f")


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
        else:
            found.append(KeptParagraph(len(found) + 1, page, *line.span()))
    return found


def has_pages(text: str) -> bool:
    return PAGE_END in text
