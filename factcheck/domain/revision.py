"""Two versions of an article, sentence by sentence: what carried on, changed, moved, went and came.

For the page that shows a new version beside the old one, and for the states of its sentences: one
that is `came` or `changed` has not been looked at. Where a claim's own words went is `reanchoring`.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from factcheck.domain import selectors
from factcheck.domain.alignment import NONE, Alignment, Run, align, in_main_order
from factcheck.domain.content import Difference
from factcheck.domain.sentences import sentences

_SHARED = 0.5  # of the words of the shorter sentence: below it, two sentences are two


class Fate(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    CHANGED = "changed"
    WENT = "went"
    CAME = "came"


@dataclass(frozen=True)
class Revised:
    """One sentence: its place in the old text, in the new one, or in both (code points, end exclusive).

    `is_moved`: it stands in another order to the others than before; it may be kept or changed.
    """

    fate: Fate
    is_moved: bool
    old: tuple[int, int] | None
    new: tuple[int, int] | None


def revised(old: str, new: str) -> list[Revised]:
    """Every sentence of both texts once, in the order of the new one; what went, where it stood."""
    return revised_of(align(old, new))


def revised_of(made: Alignment) -> list[Revised]:
    """The same for two texts already aligned."""
    before, after = list(sentences(made.old.text)), list(sentences(made.new.text))
    partners = _partners(made, before, after)
    in_order = in_main_order([Run(at, to, 1) for at, to in sorted(partners.items())])
    stayed = {run.new: run.old for run in in_order}
    by_new = {to: at for at, to in partners.items()}
    gone = deque(at for at in range(len(before)) if at not in partners)
    until = _next_stayed(stayed, len(after), len(before))
    found: list[Revised] = []
    for to, place in enumerate(after):
        while gone and gone[0] < until[to]:
            found.append(_went(before[gone.popleft()]))
        at = by_new.get(to)
        old = None if at is None else before[at]
        found.append(_one(made, old, place, is_moved=at is not None and to not in stayed))
    return found + [_went(before[at]) for at in gone]


def _next_stayed(stayed: dict[int, int], size: int, end: int) -> list[int]:
    """For each new sentence, the old one that the next sentence which kept its order was; else `end`."""
    found = []
    following = end
    for to in reversed(range(size)):
        following = stayed.get(to, following)
        found.append(following)
    return found[::-1]


def differences(old: str, new: str, found: Iterable[Revised]) -> Iterator[Difference]:
    """What differs, for `web.woven`: changed sentences with both wordings, then came and went alone."""
    for number, one in enumerate(found, start=1):
        if one.fate is Fate.KEPT and not one.is_moved:
            continue
        before = old[slice(*one.old)] if one.old else ""
        after = new[slice(*one.new)] if one.new else ""
        yield Difference(_where(number, one), before, after)


def _where(number: int, one: Revised) -> str:
    words = {Fate.KEPT: "moved", Fate.CHANGED: "changed", Fate.WENT: "went", Fate.CAME: "new"}
    moved = ", moved" if one.is_moved and one.fate is Fate.CHANGED else ""
    return f"sentence {number:,}, {words[one.fate]}{moved}"


def _went(old: tuple[int, int]) -> Revised:
    return Revised(Fate.WENT, False, old, None)


def _one(
    made: Alignment, old: tuple[int, int] | None, new: tuple[int, int], *, is_moved: bool
) -> Revised:
    if old is None:
        return Revised(Fate.CAME, False, None, new)
    was, now = made.old.text[slice(*old)], made.new.text[slice(*new)]
    is_same = was == now or selectors.plain(was) == selectors.plain(now)
    return Revised(Fate.KEPT if is_same else Fate.CHANGED, is_moved, old, new)


def _partners(
    made: Alignment, before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> dict[int, int]:
    """Which old sentence became which new one: those that share most words first, each once."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    in_old, in_new = _sentence_of(made.old.starts, before), _sentence_of(made.new.starts, after)
    for word, partner in enumerate(made.forward):
        if partner != NONE:
            shared[in_old[word], in_new[partner]] += 1
    sizes_old, sizes_new = _sizes(in_old), _sizes(in_new)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (at, to), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        is_enough = count >= _SHARED * min(sizes_old[at], sizes_new[to])
        if is_enough and at not in found and to not in taken:
            found[at] = to
            taken.add(to)
    return found


def _sentence_of(starts: Iterable[int], places: list[tuple[int, int]]) -> list[int]:
    """The number of the sentence in which each word stands, or the last before it."""
    found, at = [], 0
    for start in starts:
        while at + 1 < len(places) and places[at + 1][0] <= start:
            at += 1
        found.append(at)
    return found


def _sizes(numbers: Iterable[int]) -> dict[int, int]:
    sizes: dict[int, int] = defaultdict(int)
    for number in numbers:
        sizes[number] += 1
    return sizes
