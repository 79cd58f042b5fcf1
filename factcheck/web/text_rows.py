"""Two texts of an article as rows for the page that shows both: what differs, with a sentence around it.

Plain data for the template; what became of sentences is `factcheck.domain.revision`'s business.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from factcheck.domain.revision import Fate, Revised
from factcheck.services.text_moves import MoveLine
from factcheck.web.passages import in_sentence
from factcheck.web.woven import Strand, weave

ROWS = 40  # differences on one page
LIKE_FROM = 0.25  # a guess less like the claim's words helps nobody
AROUND = 1  # unchanged sentences shown on either side
WORDS = {Fate.KEPT: "moved", Fate.CHANGED: "changed", Fate.WENT: "went", Fate.CAME: "new"}


@dataclass(frozen=True)
class Row:
    """One sentence: how it fared in words, its text or both texts woven, and the claims on its words."""

    what: str
    fate: Fate
    strands: tuple[Strand, ...]
    moves: tuple[MoveLine, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Sentences in a row that say the same, not shown; `moves` are the claims that carried on there."""

    count: int
    moves: tuple[MoveLine, ...] = ()


@dataclass(frozen=True)
class Rows:
    """One page of differences; `previous` and `next` are the ones to begin with, or None."""

    items: tuple[Row | Gap, ...]
    first: int
    last: int
    total: int
    previous: int | None
    next: int | None
    tally: Mapping[str, int] = field(default_factory=dict)


def differs(one: Revised) -> bool:
    return one.fate is not Fate.KEPT or one.is_moved


def rows(
    old: str,
    new: str,
    sentences: Sequence[Revised],
    moves: Sequence[MoveLine],
    *,
    old_number: int,
    first: int = 1,
) -> Rows:
    """The page of differences with the one numbered `first` in it."""
    places = [at for at, one in enumerate(sentences) if differs(one)]
    begin = (max(1, min(first, len(places) or 1)) - 1) // ROWS * ROWS
    shown = places[begin : begin + ROWS]
    by_sentence = _by_sentence(sentences, moves, old_number)
    behind = begin + ROWS
    edges = _edges(places, begin, behind, len(sentences))
    return Rows(
        tuple(_items(old, new, sentences, shown, by_sentence, edges)),
        first=begin + 1 if shown else 0,
        last=begin + len(shown),
        total=len(places),
        previous=begin - ROWS + 1 if begin else None,
        next=behind + 1 if behind < len(places) else None,
        tally=tally(sentences),
    )


def tally(sentences: Sequence[Revised]) -> dict[str, int]:
    """How many sentences fared how, in words."""
    found = dict.fromkeys(("unchanged", "changed", "new", "went", "moved"), 0)
    for one in sentences:
        found[WORDS[one.fate] if differs(one) else "unchanged"] += 1
    return found


def _edges(places: Sequence[int], begin: int, behind: int, size: int) -> tuple[int, int]:
    """The sentences this page answers for: those up to the differences of its neighbours."""
    low = places[begin - 1] + 1 if begin else 0
    high = places[behind] if behind < len(places) else size
    return low, high


def _by_sentence(
    sentences: Sequence[Revised], moves: Sequence[MoveLine], old_number: int
) -> dict[int, list[MoveLine]]:
    """The claims of each sentence, where they stand now; what was lost, where it stood."""
    now = sorted((one.new, at) for at, one in enumerate(sentences) if one.new)
    was = sorted((one.old, at) for at, one in enumerate(sentences) if one.old)
    found: dict[int, list[MoveLine]] = defaultdict(list)
    for move in moves:
        if move.now is not None and now:
            found[_at(now, move.now.start)].append(move)
        elif move.now is None and move.was.text_number == old_number and was:
            found[_at(was, move.was.start)].append(move)
    return found


def _at(places: Sequence[tuple[tuple[int, int], int]], start: int) -> int:
    beginnings = bisect_right(places, start, key=lambda place: place[0][0])
    return places[max(0, beginnings - 1)][1]


def _items(
    old: str,
    new: str,
    sentences: Sequence[Revised],
    shown: Sequence[int],
    by_sentence: Mapping[int, list[MoveLine]],
    edges: tuple[int, int],
) -> Iterator[Row | Gap]:
    wanted = {
        at
        for place in shown
        for at in range(place - AROUND, place + AROUND + 1)
        if edges[0] <= at < edges[1]
    }
    at = edges[0]
    while at < edges[1]:
        if at in wanted:
            yield _row(old, new, sentences[at], tuple(by_sentence.get(at, ())))
            at += 1
            continue
        end = at
        while end < edges[1] and end not in wanted:
            end += 1
        yield Gap(end - at, tuple(m for n in range(at, end) for m in by_sentence.get(n, ())))
        at = end


def _row(old: str, new: str, one: Revised, moves: tuple[MoveLine, ...]) -> Row:
    was = old[slice(*one.old)] if one.old else ""
    now = new[slice(*one.new)] if one.new else ""
    moved = ", moved" if one.is_moved and one.fate is Fate.CHANGED else ""
    what = f"{WORDS[one.fate]}{moved}" if differs(one) else ""
    if one.fate is Fate.KEPT:
        return Row(what, one.fate, (Strand("kept", now),), moves)
    return Row(what, one.fate, tuple(weave(was, now)), moves)


@dataclass(frozen=True)
class Choice:
    """A guess a person may take: where, how like the claim's words it is, and the words in their sentence."""

    start: int
    end: int
    percent: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Card:
    """One place of a claim that somebody settles: old and new words woven, and where they stand now."""

    move: MoveLine
    strands: tuple[Strand, ...]
    here: tuple[str, str, str] | None
    choices: tuple[Choice, ...]


def card(move: MoveLine, text: str) -> Card:
    """The card of one change; `text` is the text it is a change to."""
    choices = tuple(
        Choice(one.start, one.end, round(one.score * 100), *in_sentence(text, one.start, one.end))
        for one in move.guesses
        if one.score >= LIKE_FROM
    )
    if move.now is None:
        return Card(move, (Strand("kept", move.checked),), None, choices)
    here = in_sentence(text, move.now.start, move.now.end)
    return Card(move, tuple(weave(move.checked, move.now.exact)), here, choices)
