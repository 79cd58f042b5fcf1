"""One text woven of two: what stayed, what went, what came.  For reading the difference of two versions in one go.

Two texts side by side, for a save that came too late, are in `differences`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from factcheck.domain.content import Difference
from factcheck.web.differences import pieces

LINES_MAX = 1_000  # above it paragraphs are not matched: that too grows with the square


@dataclass(frozen=True)
class Strand:
    """A stretch of text: `kept`, `went` or `came`."""

    how: str
    text: str


@dataclass(frozen=True)
class Woven:
    """One thing that differs between two versions, woven paragraph by paragraph."""

    where: str
    strands: tuple[Strand, ...]


def woven(differences: Iterable[Difference]) -> list[Woven]:
    return [Woven(one.where, tuple(weave(one.old, one.new))) for one in differences]


def weave(old: str, new: str) -> Iterator[Strand]:
    """Every character of both texts in order, what they share once.

    Paragraphs are matched first, so that a long text with one changed sentence costs little.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(before), len(after)) > LINES_MAX:
        yield from _by_words(old, new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Strand("kept", went)
        else:
            yield from _by_words(went, came)


def _by_words(went: str, came: str) -> Iterator[Strand]:
    """Words of one changed stretch: `pieces` says on either side what the other has not."""
    left, right = (list(side) for side in pieces(went, came))
    while left or right:
        if left and left[0].is_changed:
            yield Strand("went", left.pop(0).text)
        elif right and right[0].is_changed:
            yield Strand("came", right.pop(0).text)
        else:
            # Stretches that are not marked are the same on both sides, cut alike at every mark.
            same = left.pop(0).text
            right.pop(0)
            yield Strand("kept", same)
