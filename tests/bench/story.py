"""What happened to a claim of the measured desk, as entries of its history, and who did it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from factcheck.domain.chain import Entry
from factcheck.domain.events import Event
from factcheck.domain.terms import Actor, State
from factcheck.services.reference import RatingView, Reference

FULL_EVIDENCE, FULL_HISTORY = 10, 20
LASTS = timedelta(days=5)

Step = tuple[Actor, Event, str, State]  # who, what, its subject, the state after it

LAST_MOVE = {
    State.CHECKING: Event.CLAIM_TRANSITION,
    State.IN_REVIEW: Event.VERDICT_SUBMITTED,
    State.APPROVED: Event.REVIEW_APPROVED,
    State.PUBLISHED: Event.PUBLICATION_FIRST,
    State.DISMISSED: Event.CLAIM_TRANSITION,
}


@dataclass(frozen=True)
class Staff:
    """Who works on the measured desk, and by what it rates."""

    checkers: tuple[Actor, ...]
    reviewers: tuple[Actor, ...]
    editors: tuple[Actor, ...]
    legal: tuple[Actor, ...]
    ratings: tuple[RatingView, ...]
    reference: Reference


def steps(staff: Staff, state: State, checker: Actor, *, is_whole: bool) -> list[Step]:
    """What led a claim to `state`: all `FULL_HISTORY` steps, or only the first and the last."""
    if state in {State.SPOTTED, State.OPEN}:
        return [(checker, Event.CLAIM_OPENED, "", state)]
    if is_whole:
        return list(_whole(staff, state, checker))
    movers = {State.APPROVED: staff.reviewers[0], State.PUBLISHED: staff.editors[0]}
    last: Step = (movers.get(state, checker), LAST_MOVE[state], "", state)
    return [(checker, Event.CLAIM_OPENED, "", State.OPEN), last]


def _whole(staff: Staff, state: State, checker: Actor) -> Iterator[Step]:
    reviewer, editor = staff.reviewers[0], staff.editors[0]
    end: list[Step] = [
        (checker, Event.VERDICT_SUBMITTED, "verdict:1", State.IN_REVIEW),
        (editor, Event.REVIEW_ASKED, f"person:{reviewer.id}", State.IN_REVIEW),
    ]
    if state is State.PUBLISHED:
        end.append((reviewer, Event.REVIEW_APPROVED, "verdict:1", State.APPROVED))
        end.append((editor, Event.PUBLICATION_FIRST, "", State.PUBLISHED))
    yield checker, Event.CLAIM_OPENED, "", State.OPEN
    yield checker, Event.CLAIM_TRANSITION, "take", State.CHECKING
    for number in range(1, FULL_EVIDENCE + 1):
        yield checker, Event.EVIDENCE_LOGGED, f"evidence:{number}", State.CHECKING
    for _ in range(FULL_HISTORY - 2 - FULL_EVIDENCE - len(end)):
        yield checker, Event.VERDICT_SAVED, "verdict:1", State.CHECKING
    yield from end


def entries(claim_id: int, start: datetime, happened: Sequence[Step]) -> list[Entry]:
    """The steps as history entries, evenly spread over some days."""
    found, before = [], ""
    for place, (who, event, subject, after) in enumerate(happened):
        at = start + place * LASTS / len(happened)
        found.append(
            Entry(0, at, who.id, event.value, claim_id, subject, before, after.value, "", "")
        )
        before = after.value
    return found
