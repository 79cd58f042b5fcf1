"""Where in a new text to look for an anchor of the old one: the places worth comparing.

Which of them it is, and whether it is any of them, is decided in `reanchoring`.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from factcheck.domain import selectors
from factcheck.domain.alignment import NONE, Alignment

NEAR = 50  # places of the same words on either side that are compared
_AHEAD = 100_000  # characters before the old place in which they are looked for
_SPREAD = 8  # words that may be put between the words of an anchor
_MOST = 0.6  # of the words of an anchor
_COMMON = 200  # places of a word above which it tells nothing

Bounds = tuple[int, int]


class Anchor:
    """One anchor of the old text, as characters and as the words [first, last)."""

    def __init__(self, made: Alignment, start: int, end: int) -> None:
        self.made, self.start, self.end = made, start, end
        self.exact = made.old.text[start:end]
        self.plain = selectors.plain(self.exact)
        self.first, self.last = made.old.touching(start, end)
        self.size = self.last - self.first

    def places(self) -> list[Bounds]:
        """Every place worth a look, each once; first where the anchor's own words went."""
        home = self._home()
        spans = dict.fromkeys([home] if home else [])
        found = self._same_words(home[0] if home else self.start)
        spans |= dict.fromkeys(span for span in found if not self._cuts(span))
        if not any(self.plain == self.plain_of(span) for span in spans):
            spans |= dict.fromkeys(self.by_rare_words())
        return [span for span in spans if span[0] < span[1]]

    def plain_of(self, span: Bounds) -> str:
        return selectors.plain(self.made.new.text[span[0] : span[1]])

    def is_alone(self) -> bool:
        """Whether the very words stand once in the old text and at most once in the new one."""
        return not any(
            text.find(self.exact, text.find(self.exact) + 1) > 0
            for text in (self.made.old.text, self.made.new.text)
            if self.exact in text
        )

    def _cuts(self, span: Bounds) -> bool:
        """Whether the place tears a word that the anchor does not: 5 is not found in 15."""
        first, last = self.first, self.last
        if first == last:
            return False
        old = self.made.old
        cut = selectors.cuts_a_word(self.made, *span)
        return (cut[0] and old.starts[first] >= self.start) or (
            cut[1] and old.ends[last - 1] <= self.end
        )

    def _home(self) -> Bounds | None:
        """Where the anchor's own words went, or what stands in their stead."""
        pairs = self._linked()
        span = self._of_linked(pairs) if pairs else self._of_gap()
        inner = span and self._exact_inside(*span)
        return inner if inner and not self._cuts(inner) else span

    def _linked(self) -> list[Bounds]:
        forward = self.made.forward
        pairs = [(at, forward[at]) for at in range(self.first, self.last) if forward[at] != NONE]
        return self._bulk(pairs)

    def _bulk(self, pairs: list[Bounds]) -> list[Bounds]:
        """The pairs that stayed together: where words were driven apart, the larger part."""
        groups: list[list[Bounds]] = []
        for pair in sorted(pairs, key=lambda pair: pair[1]):
            if groups and pair[1] - groups[-1][-1][1] <= self.size + _SPREAD:
                groups[-1].append(pair)
            else:
                groups.append([pair])
        largest = max(groups, key=len, default=[])
        return sorted(largest)

    def _of_linked(self, pairs: list[Bounds]) -> Bounds:
        made = self.made
        low, high = min(to for _, to in pairs), max(to for _, to in pairs)
        head, tail = pairs[0][0] - self.first, self.last - 1 - pairs[-1][0]
        if pairs[0][1] == low:
            low = selectors.edge(
                made, head, self._free_old(self.first, -1), self._free_new(low, -1), self.first
            )
        if pairs[-1][1] == high:
            free = self._free_new(high + 1, 1)
            high = selectors.right_edge(made, tail, self._free_old(self.last, 1), free, self.last)
        else:
            high += 1
        words = (self.first, self.last)
        return selectors.carried(made, self.start, self.end, words, (low, high))

    def _free_old(self, at: int, step: int) -> int:
        """How many old words beside the anchor have no partner."""
        count = 0
        at += min(step, 0)
        while 0 <= at < len(self.made.forward) and self.made.forward[at] == NONE:
            at, count = at + step, count + 1
        return count

    def _free_new(self, at: int, step: int) -> Bounds:
        """The new words without partner that end before word `at`, or begin with it."""
        found = at
        backward = self.made.backward
        while 0 <= found + min(step, 0) < len(backward) and backward[found + min(step, 0)] == NONE:
            found += step
        return min(found, at), max(found, at)

    def _of_gap(self) -> Bounds | None:
        """Where other words took the place of all of the anchor's."""
        made = self.made
        gap = selectors.gap_between(made, self.first, self.last)
        if gap is None:
            return None
        a, b, c, d = gap
        if self.first == self.last:
            return self._signs_between(c, d)
        low = selectors.edge(made, b - self.first, self.first - a, (c, d), self.first)
        high = selectors.right_edge(made, self.last - a, b - self.last, (c, d), self.last)
        if low >= high:
            return None
        return selectors.carried(made, self.start, self.end, (self.first, self.last), (low, high))

    def _signs_between(self, c: int, d: int) -> Bounds | None:
        """An anchor without a word in it (a dash, a question mark) between the same neighbours."""
        new = self.made.new
        low = new.ends[c - 1] if c else 0
        high = new.starts[d] if d < len(new.starts) else len(new.text)
        at = new.text.find(self.exact, low, high)
        return None if at < 0 else (at, at + len(self.exact))

    def _exact_inside(self, start: int, end: int) -> Bounds | None:
        """The very words in a place that holds more than them, if only once, or around it."""
        text, size = self.made.new.text, len(self.exact)
        # Blanks at the ends of the anchor belong to no word.
        at = text.find(self.exact, max(0, end - size), start + size)
        if at < 0:
            at = text.find(self.exact, start, end)
            if text.find(self.exact, at + 1, end) >= 0:
                return None
        return None if at < 0 else (at, at + size)

    def _same_words(self, home: int) -> list[Bounds]:
        """Where the very words stand, the nearest on both sides of `home`."""
        size = len(self.exact)
        before = list(islice(self._found(max(0, home - _AHEAD), home + size - 1), 5_000))
        behind = islice(self._found(home, len(self.made.new.text)), NEAR)
        return [(at, at + size) for at in (*behind, *before[-NEAR:])]

    def _found(self, start: int, end: int) -> Iterator[int]:
        at = self.made.new.text.find(self.exact, start, end)
        while at >= 0:
            yield at
            at = self.made.new.text.find(self.exact, at + 1, end)

    def by_rare_words(self) -> Iterator[Bounds]:
        """Up to three places that share the anchor's rarest words, for what moved and changed."""
        hits = sorted(
            (to, at)
            for at in range(self.first, self.last)
            for to in self._places_of(self.made.old.keys[at])
        )
        for low, high in self._dense(hits):
            (to, at), (to_last, at_last) = hits[low], hits[high]
            start = self._reached(to, at - self.first, -1)
            end = self._reached(to_last + 1, self.last - 1 - at_last, 1)
            yield selectors.carried(
                self.made, self.start, self.end, (self.first, self.last), (start, end)
            )

    def has_likeness_beside(self, span: Bounds) -> bool:
        """Whether words without partner elsewhere hold most of the anchor (a short one with its neighbours)."""
        made = self.made
        more = max(0, (_SPREAD - self.size + 1) // 2)
        a, b = max(0, self.first - more), min(len(made.forward), self.last + more)
        here = range(*made.new.touching(*span))
        hits = sorted(
            (to, at)
            for at in range(a, b)
            for to in self._places_of(made.old.keys[at])
            if made.backward[to] == NONE or (a <= made.backward[to] < b and to not in here)
        )
        counts: Counter[int] = Counter()
        low = 0
        for to, at in hits:
            counts[at] += 1
            while to - hits[low][0] >= b - a + _SPREAD:
                counts -= Counter([hits[low][1]])
                low += 1
            if len(counts) >= _MOST * (b - a):
                return True
        return False

    def _places_of(self, key: int) -> list[int]:
        found = self.made.places.get(key, [])
        return found if len(found) <= _COMMON else []

    def _dense(self, hits: list[Bounds]) -> list[Bounds]:
        """The three stretches of hits that hold most of the anchor, none crossing another."""
        weights = [1 / len(self._places_of(self.made.old.keys[at])) for _, at in hits]
        found: list[tuple[float, int, int]] = []
        low, weight = 0, 0.0
        for high, (to, _) in enumerate(hits):
            weight += weights[high]
            while to - hits[low][0] >= self.size + _SPREAD:
                weight -= weights[low]
                low += 1
            found.append((weight, low, high))
        kept: list[Bounds] = []
        for _, low, high in sorted(found, reverse=True):
            if all(high < other[0] or low > other[1] for other in kept):
                kept.append((low, high))
            if len(kept) == 3:
                break
        return kept

    def _reached(self, bound: int, words: int, step: int) -> int:
        """The bound, moved outward by as many words as the anchor has there, inside the sentence."""
        for _ in range(words):
            if self.made.new.is_bound(bound):
                break
            bound += step
        return bound
