"""How far an article has been gone through: every sentence is accounted for or it is not (W9).

Pure: sentences, spans of claims and what people passed over come in, what each sentence is comes out.  Where
sentences begin and end is `sentences`' business.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from factcheck.domain.sentences import Sentence, numbered_sentences
from factcheck.domain.terms import State, Term


class Look(Term):
    """What is known of one sentence."""

    UNLOOKED = "unlooked", "Nobody has looked at it yet.", "not looked at"
    SUGGESTED = (
        "suggested",
        "The machine proposes it for checking; nobody has decided.",
        "suggested",
    )
    NO_CLAIM = (
        "no_claim",
        "Somebody looked at it: nothing in it can be checked.",
        "no checkable claim",
    )
    CLAIM = "claim", "A claim stands on words of it.", "claim"


class PassReason(Term):
    """Why a sentence is passed over."""

    NOTHING = "nothing", "Nothing in it can be checked.", "no fact in it"
    OPINION = "opinion", "It says what somebody thinks or wants.", "an opinion"
    QUESTION = "question", "It asks.", "a question"
    PREDICTION = "prediction", "It is about what has not happened yet.", "a prediction"
    CAPTION = "caption", "It is a heading, a caption or a credit.", "a heading or caption"
    COMMON = "common", "Everybody knows it, or nobody would ask.", "common knowledge"
    ELSEWHERE = "elsewhere", "The same is said, and checked, in another place.", "checked elsewhere"


class SuggestionOutcome(Term):
    """What somebody made of a suggestion."""

    ACCEPTED = "accepted", "A claim was opened on it."
    DISMISSED = "dismissed", "It was passed over."
    TAKEN_BACK = "taken_back", "It was passed over, and that was taken back.", "taken back"


TEXTS = 8  # whose sentences are remembered; of the longest texts they take about 30 MB
LEFT = frozenset({Look.UNLOOKED, Look.SUGGESTED})  # what somebody still has to decide


@dataclass(frozen=True)
class Covered:
    """One sentence, in code points with `end` exclusive, and the claims on its words."""

    start: int
    end: int
    paragraph: int
    look: Look
    claim_ids: tuple[int, ...] = ()
    reason: PassReason | None = None


@dataclass(frozen=True)
class Progress:
    """How many sentences there are and how many nobody has looked at."""

    total: int
    left: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means that nothing is left."""
        return 100 * (self.total - self.left) // self.total if self.total else 100


@dataclass(frozen=True)
class Facts:
    """The claims of an article in the four numbers that say what is to be done.

    `left` have no approved verdict yet, `changed` stand on words that a newer text altered, `blocked` are on legal
    hold; a claim may be in several. Dismissed claims are in none.
    """

    left: int
    changed: int
    blocked: int
    approved: int


_DONE = frozenset({State.APPROVED, State.PUBLISHED})


def facts(claims: Collection[tuple[State, bool]], changed: int = 0) -> Facts:
    """The numbers for claims told as (state, whether a legal hold is on)."""
    live = [(state, is_held) for state, is_held in claims if state is not State.DISMISSED]
    approved = sum(state in _DONE for state, _ in live)
    return Facts(len(live) - approved, changed, sum(is_held for _, is_held in live), approved)


def look_over(
    text: str,
    claims: Iterable[tuple[int, int, int]],
    passed: Mapping[tuple[int, int], PassReason],
    suggested: Collection[tuple[int, int]] = (),
) -> list[Covered]:
    """Every sentence of `text` with what is known of it.

    `claims` are (claim, start, end) of their spans, `passed` tells by (start, end) why people passed a sentence over,
    `suggested` are those the machine proposes.  A claim accounts for every sentence one of its spans touches, and comes
    before having been passed over; what somebody decided comes before a suggestion (W15).
    """
    every, starts = _sentences(text), _starts(text)
    found = list(_untouched(text))
    on: dict[int, list[int]] = {}
    for claim_id, start, end in claims:
        for number in _touched(every, starts, start, end):
            if claim_id not in on.setdefault(number, []):
                on[number].append(claim_id)
    for span in suggested:
        for number in _numbers_of(every, starts, span):
            found[number] = replace(found[number], look=Look.SUGGESTED)
    for span, reason in passed.items():
        for number in _numbers_of(every, starts, span):
            found[number] = replace(found[number], look=Look.NO_CLAIM, reason=reason)
    for number, claim_ids in on.items():
        found[number] = Covered(*every[number], Look.CLAIM, tuple(claim_ids))
    return found


def _numbers_of(
    every: Sequence[Sentence], starts: Sequence[int], span: tuple[int, int]
) -> Iterable[int]:
    """The number of the sentence that is exactly this one; none if sentences have other bounds now."""
    number = bisect_right(starts, span[0]) - 1
    if number >= 0 and (every[number].start, every[number].end) == span:
        yield number


@lru_cache(maxsize=TEXTS)
def _untouched(text: str) -> Sequence[Covered]:
    return tuple(Covered(*sentence, Look.UNLOOKED) for sentence in _sentences(text))


@lru_cache(maxsize=TEXTS)
def _starts(text: str) -> Sequence[int]:
    return tuple(sentence.start for sentence in _sentences(text))


@lru_cache(maxsize=TEXTS)
def _sentences(text: str) -> Sequence[Sentence]:
    """The sentences of a text; texts never change, and a decision on one sentence cuts none of the others again."""
    return tuple(numbered_sentences(text))


def _touched(
    every: Sequence[Sentence], starts: Sequence[int], start: int, end: int
) -> Iterable[int]:
    number = max(0, bisect_right(starts, start) - 1)
    while number < len(every) and every[number].start < end:
        if every[number].end > start:
            yield number
        number += 1


def progress(every: Sequence[Covered]) -> Progress:
    """How far the article is."""
    return Progress(len(every), sum(one.look in LEFT for one in every))


def next_left(
    every: Sequence[Covered], after: int = -1, looks: Collection[Look] = LEFT
) -> Covered | None:
    """The first sentence behind the code point `after` still to be decided, else the first of all; None if none.

    `looks` narrows it, to those that are suggested for instance.
    """
    left = [one for one in every if one.look in looks]
    return next((one for one in left if one.start > after), left[0] if left else None)


def touched(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences with words in [start, end), as (start, end)."""
    every = _sentences(text)
    numbers = _touched(every, _starts(text), start, end)
    return [(every[number].start, every[number].end) for number in numbers]


def sentence_at(text: str, start: int) -> tuple[int, int] | None:
    """The sentence that begins exactly at the code point `start`."""
    every = _sentences(text)
    number = bisect_right(_starts(text), start) - 1
    if number < 0 or every[number].start != start:
        return None
    return every[number].start, every[number].end


@dataclass(frozen=True)
class Cell:
    """A run of neighbouring sentences: the code point it begins at, and the sentence that stands for it."""

    start: int
    shown: Covered


def strip(every: Sequence[Covered], cells: int) -> list[Cell]:
    """The article as at most `cells` runs of nearly one length.

    For a run stands the first of its sentences that is suggested, else the first not looked at, else the first.
    """
    size = max(1, -(-len(every) // cells))
    runs = (every[first : first + size] for first in range(0, len(every), size))
    return [Cell(run[0].start, min(run, key=lambda one: _URGENT.get(one.look, 2))) for run in runs]


_URGENT = {Look.SUGGESTED: 0, Look.UNLOOKED: 1}
