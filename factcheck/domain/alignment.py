"""Which word of an old text became which word of a new one, moved passages included.

Landmarks come first: three words in a row that stand once in either text, wherever they stand.
They grow over the equal words beside them; what is left between two neighbours is compared by
itself. A word has one partner at most, so a repeated sentence that went is never found in its
twin. What a reader is told about it is in `reanchoring` and `revision`.
"""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from factcheck.domain.tokens import Words, words_of

_LINE = re.compile(r"[^\n]+")
_LANDMARK = 3  # words in a row
_STRAY = 6  # words: a shorter passage out of order is a turn of phrase, no passage that moved
_SQUARE = 160_000  # pairs of words: a larger gap is not compared pair by pair
_DEPTH = 12  # gaps within gaps
NONE = -1


class Run(NamedTuple):
    """Words in a row that are the same in both texts: where they begin, and how many."""

    old: int
    new: int
    size: int


@dataclass(frozen=True)
class Alignment:
    """Two texts as words, and each word's partner in the other text (`NONE` for none).

    `doubtful` are the old words whose partner could as well be another: equal words stood in the
    way of equal words, as when one of two identical paragraphs went.
    """

    old: Words
    new: Words
    forward: "array[int]"
    backward: "array[int]"
    doubtful: set[int] = field(default_factory=set)

    @cached_property
    def same_ends(self) -> tuple[int, int]:
        """How many words the texts share from their beginning, and from their end."""
        pairs = zip(self.old.keys, self.new.keys, strict=False)
        head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        back = zip(reversed(self.old.keys), reversed(self.new.keys), strict=False)
        return head, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], back))

    @cached_property
    def places(self) -> dict[int, list[int]]:
        """Where each word stands in the new text, by its number."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, key in enumerate(self.new.keys):
            found[key].append(at)
        return found

    def link(self, old: int, new: int) -> None:
        self.forward[old], self.backward[new] = new, old

    def unlink(self, run: Run) -> None:
        for step in range(run.size):
            self.forward[run.old + step] = self.backward[run.new + step] = NONE


def align(old: str, new: str) -> Alignment:
    """Compare two texts word by word; linear but for what was rewritten at length."""
    left, right = words_of(old, new)
    made = Alignment(
        left,
        right,
        array("l", [NONE]) * len(left.keys),
        array("l", [NONE]) * len(right.keys),
    )
    _link_lines(made)
    _link_landmarks(made)
    _drop_strays(made)
    _fill_gaps(made)
    # What is still alone on both sides may be a repeated sentence that moved.
    _link_landmarks(made)
    _drop_strays(made)
    _fill_gaps(made)
    return made


def runs(made: Alignment) -> list[Run]:
    """The linked words as runs, in the order of the old text."""
    found: list[Run] = []
    start = size = 0
    forward = made.forward
    for at, to in enumerate(forward):
        if size and to == forward[start] + size:
            size += 1
            continue
        if size:
            found.append(Run(start, forward[start], size))
        start, size = at, int(to != NONE)
    if size:
        found.append(Run(start, forward[start], size))
    return found


# ── Landmarks ────────────────────────────────────────────────────────────────────────────────────


def _link_lines(made: Alignment) -> None:
    """Link the lines that stand once in either text, whole: most of a long text costs no more."""
    here, there = _unique_lines(made.old), _unique_lines(made.new)
    for line in here.keys() & there.keys():
        _link_run(made, Run(here[line][0], there[line][0], here[line][1]))


def _unique_lines(words: Words) -> dict[str, tuple[int, int]]:
    """Of each line of some words that stands once: its first word, and how many it has."""
    seen: dict[str, tuple[int, int] | None] = {}
    for line in _LINE.finditer(words.text):
        seen[line[0]] = line.span() if line[0] not in seen else None
    found = {}
    for text, span in seen.items():
        first, end = words.touching(*span) if span else (0, 0)
        if end - first >= _LANDMARK:
            found[text] = (first, end - first)
    return found


def _link_landmarks(made: Alignment) -> None:
    """Link what is unique among the words that have no partner; then all runs grow, long ones first."""
    here = _unique(made.old.keys, _free(made.forward, 0, len(made.forward)), _LANDMARK)
    there = _unique(made.new.keys, _free(made.backward, 0, len(made.backward)), _LANDMARK)
    pairs = [(here[gram], there[gram]) for gram in here.keys() & there.keys()]
    for run in sorted(_joined(pairs), key=lambda run: -run.size):
        _link_run(made, run)
    for run in sorted(runs(made), key=lambda run: -run.size):
        _grow(made, run.old - 1, run.new - 1, -1)
        _grow(made, run.old + run.size, run.new + run.size, 1)


def _free(partners: "array[int]", start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of [start, end) whose words have no partner."""
    found = []
    for is_free, group in groupby(range(start, end), lambda at: partners[at] == NONE):
        if is_free:
            first = next(group)
            found.append((first, first + 1 + sum(1 for _ in group)))
    return found


def _unique(
    keys: Sequence[int], stretches: Sequence[tuple[int, int]], size: int
) -> dict[tuple[int, ...], int]:
    """Where each sequence of `size` words begins that stands once within these stretches."""
    grams: list[tuple[int, ...]] = []
    places: list[int] = []
    for start, end in stretches:
        grams += zip(*(keys[start + shift : end] for shift in range(size)), strict=False)
        places += range(start, max(start, end - size + 1))
    last = dict(zip(grams, places, strict=True))
    first = dict(zip(reversed(grams), reversed(places), strict=True))
    return {gram: at for gram, at in last.items() if first[gram] == at}


def _joined(pairs: list[tuple[int, int]]) -> Iterator[Run]:
    """Landmarks that follow each other in both texts, as one run."""
    start: tuple[int, int] | None = None
    last = (NONE, NONE)
    for pair in sorted(pairs):
        if start and pair == (last[0] + 1, last[1] + 1):
            last = pair
            continue
        if start:
            yield Run(*start, last[0] - start[0] + _LANDMARK)
        start = last = pair
    if start:
        yield Run(*start, last[0] - start[0] + _LANDMARK)


def _link_run(made: Alignment, run: Run) -> None:
    """Link a run, or those of its words that are free on both sides."""
    here, there = slice(run.old, run.old + run.size), slice(run.new, run.new + run.size)
    if max(*made.forward[here], *made.backward[there], NONE) == NONE:
        made.forward[here] = array("l", range(there.start, there.stop))
        made.backward[there] = array("l", range(here.start, here.stop))
        return
    for step in range(run.size):
        _link_free(made, run.old + step, run.new + step)


def _link_free(made: Alignment, old: int, new: int) -> bool:
    if made.forward[old] == NONE == made.backward[new]:
        made.link(old, new)
        return True
    return made.forward[old] == new


def _grow(made: Alignment, old: int, new: int, step: int) -> None:
    """Link equal words on from the end of a run; where one is taken, both takers are in doubt."""
    while 0 <= old < len(made.forward) and 0 <= new < len(made.backward):
        if made.old.keys[old] != made.new.keys[new] or made.forward[old] == new:
            return
        if not _link_free(made, old, new):
            _doubt(made, old, new, step)
            return
        old, new = old + step, new + step


def _doubt(made: Alignment, old: int, new: int, step: int) -> None:
    """Mark the words two runs want, as far as they are equal and no further than the rival goes."""
    while 0 <= old < len(made.forward) and 0 <= new < len(made.backward):
        is_same = made.old.keys[old] == made.new.keys[new] and made.forward[old] != new
        if not is_same or (made.forward[old] == NONE == made.backward[new]):
            return
        made.doubtful.add(old)
        if made.backward[new] != NONE:
            made.doubtful.add(made.backward[new])
        old, new = old + step, new + step


def _drop_strays(made: Alignment) -> None:
    """Undo short runs that stand in another order than the bulk of the text."""
    found = runs(made)
    in_order = in_main_order(found)
    for run in found:
        if run.size < _STRAY and run not in in_order and not _is_whole(made, run):
            made.unlink(run)


def _is_whole(made: Alignment, run: Run) -> bool:
    """Whether the run is one whole sentence, or several, in both texts."""
    ends = ((made.old, run.old), (made.new, run.new))
    return run.size >= _LANDMARK and all(
        words.is_bound(at) and words.is_bound(at + run.size) for words, at in ends
    )


def in_main_order(found: Sequence[Run]) -> set[Run]:
    """The runs, sorted by the old text, that hold most words without crossing each other."""
    ends: list[int] = []  # where in the new text the best chains end, ascending
    best: list[tuple[int, int]] = []  # their words, ascending too, and their last run
    before: list[int] = []
    for index, run in enumerate(found):
        at = bisect_left(ends, run.new + run.size)
        # Chains whose last run ends before this one begins.
        prior = bisect_left(ends, run.new + 1) - 1
        weight = run.size + (best[prior][0] if prior >= 0 else 0)
        before.append(best[prior][1] if prior >= 0 else NONE)
        if at and best[at - 1][0] >= weight:
            continue
        last = at
        while last < len(best) and best[last][0] <= weight:
            last += 1
        ends[at:last], best[at:last] = [run.new + run.size], [(weight, index)]
    chain = best[-1][1] if best else NONE
    kept = set()
    while chain != NONE:
        kept.add(found[chain])
        chain = before[chain]
    return kept


# ── Between the landmarks ────────────────────────────────────────────────────────────────────────


def _fill_gaps(made: Alignment) -> None:
    """Compare what lies between runs: first where both neighbours agree, then beside one of them."""
    ends = Run(len(made.forward), len(made.backward), 0)
    found = [Run(0, 0, 0), *runs(made), ends]
    in_new = sorted(found, key=lambda run: (run.new, run.size))
    after = {run: in_new[at + 1] for at, run in enumerate(in_new[:-1])}
    before = {follower: run for run, follower in after.items()}
    pairs = list(pairwise(found))
    agreed = [(run, follower) for run, follower in pairs if after.get(run) == follower]
    for run, follower in agreed:
        _fill(made, run.old + run.size, follower.old, run.new + run.size, follower.new, 0)
    for run, follower in pairs:
        if after.get(run) != follower:
            to_new = after[run].new if run in after else run.new + run.size
            _fill_beside(made, run.old + run.size, follower.old, run.new + run.size, to_new)
            prior = before.get(follower)
            from_new = prior.new + prior.size if prior else follower.new
            _fill_beside(made, run.old + run.size, follower.old, from_new, follower.new)


def _fill_beside(made: Alignment, a: int, b: int, c: int, d: int) -> None:
    """The same for a gap that has one agreed neighbour: the part of it that is still free."""
    while a < b and made.forward[a] != NONE:
        a += 1
    while a < b and made.forward[b - 1] != NONE:
        b -= 1
    while c < d and made.backward[c] != NONE:
        c += 1
    while c < d and made.backward[d - 1] != NONE:
        d -= 1
    is_free = not any(to != NONE for to in made.forward[a:b]) and not any(
        to != NONE for to in made.backward[c:d]
    )
    if is_free:
        _fill(made, a, b, c, d, 0)


def _fill(made: Alignment, a: int, b: int, c: int, d: int, depth: int) -> None:
    """Link the words of old [a, b) with those of new [c, d), both free, in order."""
    while a < b and c < d and made.old.keys[a] == made.new.keys[c]:
        made.link(a, c)
        a, c = a + 1, c + 1
    while a < b and c < d and made.old.keys[b - 1] == made.new.keys[d - 1]:
        b, d = b - 1, d - 1
        made.link(b, d)
    if a == b or c == d or depth > _DEPTH:
        return
    if (b - a) * (d - c) <= _SQUARE:
        _compare(made, a, b, c, d)
        return
    chain = _local_chain(made, a, b, c, d)
    if not chain:
        return
    for (from_old, from_new), (to_old, to_new) in zip(
        [(a, c), *chain], [*chain, (b, d)], strict=True
    ):
        _fill(made, from_old, to_old, from_new, to_new, depth + 1)


def _local_chain(made: Alignment, a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Words unique inside a large gap on both sides, in order; none when the gap has none."""
    for size in (_LANDMARK, 2, 1):
        here = _unique(made.old.keys, [(a, b)], size)
        there = _unique(made.new.keys, [(c, d)], size)
        pairs = sorted((here[gram], there[gram]) for gram in here.keys() & there.keys())
        kept = in_main_order([Run(*pair, 1) for pair in pairs])
        chain = [pair for pair in pairs if Run(*pair, 1) in kept]
        if chain:
            return chain
    return []


def _compare(made: Alignment, a: int, b: int, c: int, d: int) -> None:
    matcher = SequenceMatcher(None, made.old.keys[a:b], made.new.keys[c:d], autojunk=False)
    for at, to, size in matcher.get_matching_blocks():
        for step in range(size):
            made.link(a + at + step, c + to + step)
