"""Finding the anchors of an old text again in a new one (A6-A8): where, how, and how surely.

By position, by the same words in the same surroundings, by likeness; else orphaned, with guesses
for a person to choose from (A7). `alignment` compares the texts, `selectors` carries bounds over.
Pure: nothing is moved here.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from factcheck.domain.alignment import NONE, Alignment, align
from factcheck.domain.inputs import BadInput
from factcheck.domain.places import Anchor, Bounds

GUESSES = 3
PLACED_FROM = 0.5  # the least score of a place that is not left to a person
_WEIGHTS = 0.50, 0.20, 0.20, 0.10  # words, before, behind, what became of the words around
_AROUND = 8  # words of context on either side
_LIKE_FROM = 0.5  # likeness of the words below which they are other words
_SHORT = 3  # words: a number, a name
_FAR = 40  # words of context where the near ones are the same at two places
_ALONE = 0.45  # what the surroundings of words that stand only once count at least
_TWIN = 0.1  # off the score for each side on which few words, or words that stand twice, have other neighbours
_MARGIN = 0.1  # two places whose surroundings differ by less are tied
_PAIRS = 2_000_000  # of words or letters: above it their order is not compared
_LONG = 1_500  # characters: above it words are compared, not letters


class Method(StrEnum):
    """How an anchor was found again."""

    POSITION = "position"
    QUOTE = "quote"
    FUZZY = "fuzzy"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class Guess:
    """A place in the new text that a person may choose, and how like the anchor it is, 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Reanchored:
    """What became of one anchor.

    `score` says from 0 to 1 how sure the place is, and is 0 for an orphan; `start` and `end` are
    None for an orphan. `is_changed`: the words differ, blanks, quotation marks, dashes and normal
    form aside. `guesses`, best first, are for orphans.
    """

    method: Method
    score: float
    start: int | None
    end: int | None
    is_changed: bool
    guesses: tuple[Guess, ...] = ()


def reanchor(old: str, new: str, anchors: Iterable[tuple[int, int]]) -> list[Reanchored]:
    """What became of each [start, end) of `old` in `new`, in the order given.

    Raises BadInput for a span that is empty or outside the old text.
    """
    made = align(old, new)
    return [found_again(made, *anchor) for anchor in anchors]


def found_again(made: Alignment, start: int, end: int) -> Reanchored:
    """The same for one anchor of two texts already aligned."""
    if not 0 <= start < end <= len(made.old.text):
        raise BadInput("The anchor is not in the old text.")
    judge = _Judge(Anchor(made, start, end))
    places = judge.places()
    fit = [place for place in places if judge.is_fit(place)]
    if fit and not judge.is_tied(fit[0], fit):
        return judge.result(fit[0])
    guesses = tuple(Guess(p.start, p.end, min(p.score, 0.99)) for p in places[:GUESSES])
    return Reanchored(Method.ORPHANED, 0.0, None, None, is_changed=False, guesses=guesses)


@dataclass(frozen=True)
class _Place:
    """A place in the new text and what speaks for it, each from 0 to 1."""

    start: int
    end: int
    words: float  # likeness of the words
    before: float  # of what stands before them
    behind: float
    is_carried: bool  # the words there, or the words around them, came from the anchor's
    is_taken: bool  # the words there came from elsewhere in the old text
    doubt: float  # taken off the score where the words alone do not name the place

    @property
    def score(self) -> float:
        parts = self.words, self.before, self.behind, float(self.is_carried)
        found = sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))
        return round(max(0.0, found - self.doubt), 4)

    def is_apart(self, other: "_Place") -> bool:
        return self.end <= other.start or other.end <= self.start


class _Judge:
    """Weighs the places at which one anchor may stand."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor, self.made = anchor, anchor.made
        self.is_alone = anchor.is_alone()

    def places(self) -> list[_Place]:
        """The places worth a look, best first."""
        return sorted(map(self._judged, self.anchor.places()), key=lambda place: -place.score)

    def _judged(self, span: Bounds) -> _Place:
        made, anchor = self.made, self.anchor
        first, last = made.new.touching(*span)
        words = self._likeness(span)
        before, behind = self._context(span, _AROUND)
        own = sum(anchor.first <= made.backward[at] < anchor.last for at in range(first, last))
        other = sum(made.backward[at] != NONE for at in range(first, last)) - own
        is_carried = own > 0 or (self._has_neighbour(first, last) and not other)
        is_taken = other > own and other * 2 > last - first
        doubt = 0.0
        if words == 1.0 and self.is_alone and anchor.size > _SHORT:
            # Such words name their place themselves, whatever stands around them now.
            before, behind = max(before, _ALONE), max(behind, _ALONE)
        elif words == 1.0 or not self.is_alone:
            doubt = self._doubt(span, before + behind, is_changed=words < 1.0)
        return _Place(*span, words, before, behind, is_carried, is_taken, doubt)

    def _doubt(self, span: Bounds, near: float, *, is_changed: bool) -> float:
        """What is taken off for few words, or words that stand twice: more when they changed as well."""
        far = sum(self._context(span, _FAR))
        return _TWIN * (2 - min(near, far) + is_changed)

    def _has_neighbour(self, first: int, last: int) -> bool:
        """Whether the words beside the anchor stand beside the place."""
        made, anchor = self.made, self.anchor
        left = anchor.first > 0 < first and made.forward[anchor.first - 1] == first - 1
        is_inside = anchor.last < len(made.forward) and last < len(made.backward)
        return left or (is_inside and made.forward[anchor.last] == last)

    def _context(self, span: Bounds, words: int) -> tuple[float, float]:
        """How like the words before and behind the anchor and the place are, 0 to 1."""
        old, new = self.made.old.keys, self.made.new.keys
        a, b = self.anchor.first, self.anchor.last
        c, d = self.made.new.touching(*span)
        before = _alike(old[max(0, a - words) : a][::-1], new[max(0, c - words) : c][::-1])
        return before, _alike(old[b : b + words], new[d : d + words])

    def _likeness(self, span: Bounds) -> float:
        mine, there = self.anchor.plain, self.anchor.plain_of(span)
        if there == mine:
            return 1.0
        first, last = self.made.new.touching(*span)
        keys = self.made.old.keys[self.anchor.first : self.anchor.last]
        by_words = _ratio(keys, self.made.new.keys[first:last])
        if max(len(there), len(mine)) > _LONG:
            return min(by_words, 0.98)
        return min((by_words + _ratio(mine, there)) / 2, 0.98)

    def is_fit(self, place: _Place) -> bool:
        """Whether enough speaks for the place to put the anchor there without asking."""
        if place.is_taken or place.score < PLACED_FROM:
            return False
        around, is_short = place.before + place.behind, self.anchor.size <= _SHORT
        if place.words == 1.0:
            return not is_short or around >= (0.5 if place.is_carried else 1.5)
        if is_short:
            return place.is_carried and around >= 1.5
        return place.is_carried and place.words >= _LIKE_FROM

    def is_tied(self, best: _Place, fit: Sequence[_Place]) -> bool:
        """Whether another place is as good, or another passage of the same words fits there as well."""
        anchor = self.anchor
        rivals = [p for p in fit if p.is_apart(best) and best.score - p.score < _MARGIN]
        if rivals and not self._is_before_or_behind_all_changes(best):
            mine = sum(self._context((best.start, best.end), _FAR))
            theirs = (sum(self._context((rival.start, rival.end), _FAR)) for rival in rivals)
            return mine - max(theirs) < _MARGIN
        doubtful = sum(at in self.made.doubtful for at in range(anchor.first, anchor.last))
        return doubtful * 2 > anchor.size or self._may_be_a_copy(best)

    def _is_before_or_behind_all_changes(self, place: _Place) -> bool:
        """Whether nothing changed on one side of the place and near the other: it needs no telling apart."""
        made, anchor = self.made, self.anchor
        head, tail = made.same_ends
        first, last = made.new.touching(place.start, place.end)
        old_size, new_size = len(made.forward), len(made.backward)
        if first == anchor.first and min(anchor.last + _AROUND, old_size) <= head:
            return True
        is_at_end = new_size - last == old_size - anchor.last
        return is_at_end and min(old_size - anchor.first + _AROUND, old_size) <= tail

    def _may_be_a_copy(self, best: _Place) -> bool:
        """Whether the anchor seems to have moved while words much like it, come from nowhere, are there too.

        Then its sentence may have been copied, and the one that was there before been edited.
        """
        span = best.start, best.end
        return sum(self._context(span, _FAR)) < 1 and self.anchor.has_likeness_beside(span)

    def result(self, place: _Place) -> Reanchored:
        is_changed = place.words < 1.0
        method = Method.FUZZY if is_changed else Method.QUOTE
        start, exact = place.start, self.anchor.exact
        if start == self.anchor.start and self.made.new.text.startswith(exact, start):
            method = Method.POSITION
        return Reanchored(method, place.score, place.start, place.end, is_changed)


def _ratio(mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> float:
    """Likeness of two sequences; where both are very long, whatever their order."""
    if len(mine) * len(theirs) > _PAIRS:
        shared = (Counter(mine) & Counter(theirs)).total()
        return 2 * shared / (len(mine) + len(theirs))
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _alike(mine: list[int], theirs: list[int]) -> float:
    """Likeness of two contexts, nearest word first, near words weighing more."""
    if not mine and not theirs:
        return 1.0
    weights = [1 / (step + 2) for step in range(max(len(mine), len(theirs)))]
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    shared = sum(sum(weights[max(at, to) : max(at, to) + size]) for at, to, size in blocks)
    return shared / sum(weights)
