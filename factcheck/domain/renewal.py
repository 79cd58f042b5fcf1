"""A new text of an article: what becomes of each claim's words and of each sentence somebody passed over (A6-A8).

Pure: two texts and the places in the old one come in, one outcome for each comes out.  How words are found again is
`reanchoring`, how sentences are compared `revision`; who is told and what is void afterwards is the services'.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from factcheck.domain import selectors
from factcheck.domain.alignment import Alignment, align
from factcheck.domain.anchoring import Span, span_at
from factcheck.domain.inputs import BadInput
from factcheck.domain.reanchoring import Guess, Method, Reanchored, found_again
from factcheck.domain.revision import Fate, Revised, revised_of
from factcheck.domain.terms import Term


class Outcome(Term):
    """What became of the words of a claim in a new text; never more than one of these."""

    KEPT = "kept", "The same words stand in the new text: the claim carries on.", "carried on"
    CHANGED = "changed", "The words changed: somebody checks whether the claim is still the same."
    ORPHANED = (
        "orphaned",
        "The words were not found again for certain: somebody says where they are.",
        "lost",
    )


class Settling(Term):
    """What a person said of words that changed or were lost."""

    SAME = "same", "The words differ, the claim is still the same.", "still the same claim"
    RECHECK = "recheck", "The claim has to be checked again.", "to be checked again"
    PLACED = "placed", "Somebody said which words of the new text are meant.", "words chosen"
    GONE = "gone", "The article says it no more; the claim keeps its place in the old text."
    OVERTAKEN = "overtaken", "A newer text came before anybody settled it.", "overtaken"


# What may be said of each; that a newer text overtook it nobody says.
CHOICES = {
    Outcome.KEPT: frozenset[Settling](),
    Outcome.CHANGED: frozenset(Settling) - {Settling.OVERTAKEN},
    Outcome.ORPHANED: frozenset({Settling.PLACED, Settling.GONE}),
}


class Stood(NamedTuple):
    """Where a claim stood in the old text (code points, end exclusive), and its words as last checked.

    They differ from those that stand there while a change of an earlier text has not been settled.
    """

    start: int
    end: int
    checked: str


@dataclass(frozen=True)
class Carried:
    """What became of one of them; `span` is None for an orphan, and `guesses` are for orphans alone."""

    outcome: Outcome
    method: Method
    score: float
    span: Span | None
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class Renewed:
    """Two texts compared: every sentence of both, and what became of each place, in the order given."""

    sentences: tuple[Revised, ...]
    carried: tuple[Carried, ...]


def renewed(old: str, new: str, stood: Iterable[Stood]) -> Renewed:
    """Compare two texts.  Raises `BadInput` for a place outside the old one."""
    made = align(old, new)
    return Renewed(tuple(revised_of(made)), tuple(_carried(made, one) for one in stood))


def carried(old: str, new: str, stood: Iterable[Stood]) -> tuple[Carried, ...]:
    """The places alone, for words that stood in a text before the last."""
    made = align(old, new)
    return tuple(_carried(made, one) for one in stood)


def _carried(made: Alignment, one: Stood) -> Carried:
    found = found_again(made, one.start, one.end)
    if found.start is None or found.end is None:
        return _orphan(found)
    try:
        span = span_at(made.new.text, found.start, found.end)
    except BadInput:  # nothing but blanks stands there
        return _orphan(found)
    is_same = selectors.plain(span.exact) == selectors.plain(one.checked)
    outcome = Outcome.KEPT if is_same else Outcome.CHANGED
    return Carried(outcome, found.method, found.score, span)


def _orphan(found: Reanchored) -> Carried:
    return Carried(Outcome.ORPHANED, Method.ORPHANED, 0.0, None, found.guesses)


def still_passed(
    sentences: Sequence[Revised], passed: Collection[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """(old place, new place) of the sentences that were passed over and say the same still; no other ones."""
    return [
        (one.old, one.new)
        for one in sentences
        if one.fate is Fate.KEPT and one.old in passed and one.old and one.new
    ]
