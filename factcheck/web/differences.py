"""Two texts side by side, word by word, for the page that shows a conflict.

Versions of a verdict are compared in `factcheck.domain.content`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS_MAX = 4_000  # above it whole texts are marked: the comparison grows with the square
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether the other text has it not."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Compared:
    """One field in which two saves differ."""

    label: str
    theirs: tuple[Piece, ...]
    yours: tuple[Piece, ...]


def compare(theirs: Mapping[str, str], yours: Mapping[str, str]) -> list[Compared]:
    """The fields that differ, in the order of the form; a field that one side lacks counts as empty."""
    labels = dict.fromkeys([*yours, *theirs])
    return [
        Compared(label, *pieces(theirs.get(label, ""), yours.get(label, "")))
        for label in labels
        if theirs.get(label, "") != yours.get(label, "")
    ]


def pieces(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Each text cut where it differs from the other."""
    left, right = _WORD.findall(one), _WORD.findall(other)
    if max(len(left), len(right)) > WORDS_MAX:
        return (Piece(one, True),), (Piece(other, True),)
    steps = SequenceMatcher(None, left, right).get_opcodes()
    return (
        _joined([(left[a:b], tag != "equal") for tag, a, b, _, _ in steps]),
        _joined([(right[c:d], tag != "equal") for tag, _, _, c, d in steps]),
    )


def _joined(parts: list[tuple[list[str], bool]]) -> tuple[Piece, ...]:
    return tuple(Piece("".join(words), is_changed) for words, is_changed in parts if words)
