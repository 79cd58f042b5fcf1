"""Derived versions of kept copies: a part of a picture, a picture or a text with something made unreadable (E4, L14).

The original never changes.  Here is what may be asked for and what becomes of a text; pixels are the adapters' work.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import DERIVED_AREAS, DERIVED_PASSAGES
from factcheck.domain.terms import Part, Term

BLOCK = "█████"  # as long for two letters as for a page, so that not even the length tells
_NUMBERS = re.compile(r"[\s,;:x×]+", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)

AREA_SENTENCE = "Write each area as four whole numbers: left, top, width, height."


class DerivedKind(Term):
    """What was made of a copy."""

    CROP = "crop", "A part of the picture.", "Cut out"
    REDACTION = "redaction", "The picture with areas painted over.", "Painted over"
    TEXT_REDACTION = "text_redaction", "The readable text with words taken out.", "Words taken out"

    @property
    def is_picture(self) -> bool:
        return self is not DerivedKind.TEXT_REDACTION


class Circle(Term):
    """Who may still open originals whose access is restricted, beside whoever restricted it."""

    APPROVERS = "approvers", "Reviewers, editors and legal reviewers.", "all who approve"
    SENIOR = "senior", "Editors and legal reviewers.", "editors and legal reviewers"
    LEGAL = "legal", "Legal reviewers alone.", "legal reviewers"

    @property
    def parts(self) -> frozenset[Part]:
        return _CIRCLES[self]


_CIRCLES = {
    Circle.APPROVERS: frozenset({Part.REVIEWER, Part.EDITOR, Part.LEGAL_REVIEWER}),
    Circle.SENIOR: frozenset({Part.EDITOR, Part.LEGAL_REVIEWER}),
    Circle.LEGAL: frozenset({Part.LEGAL_REVIEWER}),
}


class Area(NamedTuple):
    """A rectangle of a picture as it is seen, in pixels from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


def read_areas(text: str, kind: DerivedKind) -> list[Area]:
    """The areas a form names, one a line.  Raises `BadInput`; whether they lie in the picture, the picture says."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadInput("Name the part to keep." if kind is DerivedKind.CROP else "Name an area.")
    if kind is DerivedKind.CROP and len(lines) > 1:
        raise BadInput("One part is cut out at a time; name one area.")
    if len(lines) > DERIVED_AREAS:
        raise BadInput(f"At most {DERIVED_AREAS} areas.")
    return [_area(line) for line in lines]


def _area(line: str) -> Area:
    numbers = [part for part in _NUMBERS.split(line) if part]
    if len(numbers) != 4 or not all(
        one.isascii() and one.isdigit() and len(one) < 7 for one in numbers
    ):
        raise BadInput(AREA_SENTENCE)
    area = Area(*map(int, numbers))
    if not area.width or not area.height:
        raise BadInput("An area is at least one pixel wide and high.")
    return area


# ── Passages of a text ───────────────────────────────────────────────────────────────────────────


class Passage(NamedTuple):
    """Characters `start` to `end` of a readable text, in code points."""

    start: int
    end: int


def spelled(passages: Iterable[Passage]) -> str:
    """The passages as an address carries them: `12-40.99-105`."""
    return ".".join(f"{one.start}-{one.end}" for one in passages)


def read_passages(spelling: str, length: int) -> list[Passage]:
    """What `spelled` wrote, put in order, of a text of `length` characters.  Raises `BadInput` for anything else."""
    parts = spelling.split(".") if spelling else []
    matches = [_SPAN.fullmatch(part) for part in parts]
    found = [Passage(int(one[1]), int(one[2])) for one in matches if one]
    if len(found) < len(parts) or any(not one.start < one.end <= length for one in found):
        raise BadInput("These words are not in the kept copy.")
    return merged(found)


def merged(passages: Iterable[Passage]) -> list[Passage]:
    """The same in order; those that touch or overlap become one.  Raises `BadInput` for too many."""
    found: list[Passage] = []
    for one in sorted(passages):
        if found and one.start <= found[-1].end:
            found[-1] = Passage(found[-1].start, max(one.end, found[-1].end))
        else:
            found.append(one)
    if len(found) > DERIVED_PASSAGES:
        raise BadInput(f"At most {DERIVED_PASSAGES} passages.")
    return found


def redacted(text: str, passages: Sequence[Passage]) -> str:
    """The text with each passage as a block of always the same length."""
    parts, at = [], 0
    for one in merged(passages):
        parts += [text[at : one.start], BLOCK]
        at = one.end
    return "".join([*parts, text[at:]])


def everywhere(text: str, words: str) -> list[Passage]:
    """Every place where the words stand as whole words, whatever their case and their blanks."""
    pieces = [re.escape(piece) for piece in words.split()]
    if not pieces:
        return []
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(pieces) + r"(?!\w)", re.IGNORECASE)
    return [Passage(*found.span()) for found in pattern.finditer(text)]
