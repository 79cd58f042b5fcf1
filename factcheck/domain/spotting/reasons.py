"""Why a sentence may deserve checking, in words for the person who decides."""

from collections.abc import Callable, Sequence

from factcheck.domain.spotting.kinds import Kind, has_fact
from factcheck.domain.spotting.lexicon import Signal
from factcheck.domain.spotting.signals import Shown

LIKE_OTHERS = "worded like sentences that were checked"


def _has_number(one: Shown) -> bool:
    return bool(one.figures or one[Signal.NUMBER])


def _is_measured(one: Shown) -> bool:
    return _has_number(one) and bool(one[Signal.UNIT] or one[Signal.SHARE])


def _is_change(one: Shown) -> bool:
    return one[Signal.CHANGE] > 0 and bool(_has_number(one) or one[Signal.TOPIC])


def _is_dated(one: Shown) -> bool:
    return one[Signal.DATE] > 0 or "#year" in one.plains


def _is_deed(one: Shown) -> bool:
    return one[Signal.DEED] > 0 and bool(one.names or one[Signal.OTHERS])


def _is_quote(one: Shown) -> bool:
    return one.marks > 1 and has_fact(one)


# In the order they are read; the first of a pair that says the same keeps the second out.
_CHECKS: tuple[tuple[str, Callable[[Shown], bool]], ...] = (
    ("a number with a unit", _is_measured),
    ("a number", lambda one: one.figures > 0 and not _is_measured(one)),
    ("a rise or a fall", _is_change),
    ("a comparison", lambda one: one[Signal.COMPARISON] > 0 and has_fact(one)),
    ("names a law or a court", lambda one: one[Signal.LAW] > 0),
    ("a quote with a claim", _is_quote),
    ("gives a source", lambda one: one[Signal.SOURCE] > 0),
    ("reports what somebody said", lambda one: one[Signal.SAYING] > 0),
    ("says who did what when", lambda one: _is_deed(one) and _is_dated(one)),
    ("says who did what", lambda one: _is_deed(one) and not _is_dated(one)),
    ("a cause and its effect", lambda one: one[Signal.CAUSE] > 0),
    ("says always, never, all or first", lambda one: one[Signal.SWEEP] > 0 and has_fact(one)),
)


def reasons_for(one: Shown, kind: Kind, *, is_high: bool) -> tuple[str, ...]:
    """The reasons in words; what the sentence is comes first when it is no plain statement."""
    if kind in {Kind.HEADING, Kind.CAPTION}:
        return (kind.reason,)
    found: Sequence[str] = [words for words, holds in _CHECKS if holds(one)]
    if not found and is_high and kind is Kind.STATEMENT:
        found = [LIKE_OTHERS]
    return tuple(filter(None, (kind.reason, *found)))
