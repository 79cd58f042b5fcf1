"""Reviews: asked, read, approved for exactly one content, cleared, sent back, recused."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, case, func, insert, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import content as contents
from factcheck.domain import workflow
from factcheck.domain.content import Difference
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Outcome, are_votes_open, tally
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Capacity, Part, ReviewState, State
from factcheck.domain.workflow import Verb
from factcheck.models import Conflict, Review, Verdict
from factcheck.services import history, notices
from factcheck.services.changes import begin, content_of, move
from factcheck.services.people import active
from factcheck.services.stale import last_change
from factcheck.services.standing import Ticket
from factcheck.services.standing_rows import ReviewRow

# Core statements, made once: nothing in a change needs these rows as ORM objects, which cost more.
_REVIEWS = cast("Table", Review.__table__)
_ENTER = insert(_REVIEWS)
_CHANGE = update(_REVIEWS).where(_REVIEWS.c.id == bindparam("review_id"))

DECIDERS = {
    Capacity.EDITORIAL: (Part.REVIEWER, Part.EDITOR),
    Capacity.LEGAL: (Part.LEGAL_REVIEWER,),
}


def ask(work: Work, claim_id: int, person_id: int, capacity: Capacity = Capacity.EDITORIAL) -> None:
    """Ask somebody to review the current version.  Raises `BadInput` when she cannot, with the reason."""
    ticket = begin(work, claim_id, Verb.ASK_REVIEW)
    names = dict(active(work.session, *DECIDERS[capacity]))
    if person_id not in names:
        raise BadInput("Choose a colleague of this desk who can review this.")
    standing = ticket.standing
    if person_id in standing.conflicts:
        raise BadInput(f"{names[person_id]} declared a conflict of interest on this claim.")
    deeds = standing.deeds_of(person_id)
    if deeds or person_id == standing.verdict.author_id:
        raise BadInput(
            f"{names[person_id]} {', '.join(deeds) or 'wrote the verdict'} and cannot review it."
        )
    if standing.votes_of(person_id) is not None:
        raise WrongState(f"{names[person_id]} was asked already.")
    _put(work, ticket, person_id, capacity, ReviewState.ASKED)
    move(work, ticket, Verb.ASK_REVIEW, event=Event.REVIEW_ASKED, subject=f"person:{person_id}")
    notices.tell(work, person_id, "review", claim_id)


def start_reading(work: Work, claim_id: int) -> None:
    """Say that I have begun to read this version."""
    ticket = begin(work, claim_id, Verb.START_READING)
    _put(work, ticket, _me(work), _capacity(work, ticket), ReviewState.READING)
    move(work, ticket, Verb.START_READING, event=Event.REVIEW_READING)


def recuse(work: Work, claim_id: int, reason: str) -> None:
    """Declare a conflict of interest: I stay out of this claim from now on, whatever my parts (M12).

    An approval of mine no longer counts; if I hold the claim, nobody does; if others review what I wrote, it goes back.
    """
    ticket = begin(work, claim_id, Verb.RECUSE)
    if not reason:
        raise BadInput("Say what the conflict of interest is.")
    new = workflow.target(Verb.RECUSE, ticket.standing, work.actor)
    work.session.add(
        Conflict(claim_id=claim_id, person_id=_me(work), reason=reason, declared_at=work.now)
    )
    ticket.conflicts.append((_me(work), work.actor.name, reason))
    _leave_review(work, ticket)
    is_holder = ticket.claim.assignee_id == work.actor.id
    if is_holder:
        ticket.claim.assignee_id = None
    told = "no longer holds the claim" if is_holder else ""
    move(
        work, ticket, Verb.RECUSE, event=Event.CONFLICT_DECLARED, reason=reason, to=new, detail=told
    )
    if (
        ticket.claim.state is State.APPROVED
        and tally(ticket.standing.policy, ticket.standing.votes) is not Outcome.APPROVED
    ):
        _back_to_review(work, ticket)


def _leave_review(work: Work, ticket: Ticket) -> None:
    """My state on the version says that I stay out; what I said of one that is read no more is kept."""
    mine = _mine(work, ticket)
    is_waiting = mine is not None and mine.state in {ReviewState.ASKED, ReviewState.READING}
    if ticket.claim.state not in {State.IN_REVIEW, State.APPROVED} and not is_waiting:
        return
    is_author = ticket.standing.verdict.author_id == work.actor.id
    is_reviewer = work.actor.plays(*(part for parts in DECIDERS.values() for part in parts))
    if not is_author and (is_reviewer or mine):
        _put(work, ticket, _me(work), _capacity(work, ticket), ReviewState.RECUSED)


def _back_to_review(work: Work, ticket: Ticket) -> None:
    """An approval fell away: the claim waits for another one."""
    ticket.claim.state, ticket.claim.state_since_at = State.IN_REVIEW, work.now
    history.record(
        work,
        Event.CLAIM_TRANSITION,
        claim_id=ticket.claim.id,
        subject=Verb.RECUSE.value,
        from_state=State.APPROVED.value,
        to_state=State.IN_REVIEW.value,
    )


def approve(work: Work, claim_id: int, seen_hash: str, note: str = "") -> Outcome:
    """Approve exactly the content whose hash was on the page (W4).  The claim moves once the votes suffice (W3).

    Raises `WrongState` when the content changed since `seen_hash`, or another refusal.
    """
    ticket = begin(work, claim_id, Verb.APPROVE)
    _require_seen(work, ticket, seen_hash)
    voted = ticket.verdict.rating_id if ticket.verdict else None
    _put(work, ticket, _me(work), Capacity.EDITORIAL, ReviewState.APPROVED, note=note, voted=voted)
    return _count(work, ticket, Verb.APPROVE, Event.REVIEW_APPROVED, note)


def _require_vote(ticket: Ticket, voted: int | None) -> None:
    """A vote for another rating must name a label of the same scale."""
    proposed, chosen = ticket.rating, ticket.reference.ratings.get(voted or 0)
    if voted is not None and (
        chosen is None or proposed is None or chosen.scale_id != proposed.scale_id
    ):
        raise BadInput("Choose one of the ratings.")


def clear(work: Work, claim_id: int, seen_hash: str, note: str = "") -> None:
    """Clear exactly this content for publication, as legal reviewer (L1, L2)."""
    ticket = begin(work, claim_id, Verb.CLEAR)
    _require_seen(work, ticket, seen_hash)
    _put(work, ticket, _me(work), Capacity.LEGAL, ReviewState.APPROVED, note=note)
    move(
        work,
        ticket,
        Verb.CLEAR,
        event=Event.REVIEW_CLEARED,
        subject=_version(ticket),
        reason=note,
        detail=seen_hash,
    )


def send_back(
    work: Work, claim_id: int, reason: str, voted_rating_id: int | None = None
) -> Outcome:
    """Return the verdict with a reason; on a panel it goes back once the votes can no longer carry.

    `voted_rating_id` is the rating this reviewer would have given; it is kept beside the one proposed (W5).
    """
    ticket = begin(work, claim_id, Verb.SEND_BACK)
    if not reason:
        raise BadInput("Say what has to change; the reason goes to the checker.")
    if ticket.verdict is not None and ticket.verdict.author_id == work.actor.id:
        raise WrongState("You wrote this verdict: take it back instead of sending it back.")
    _require_vote(ticket, voted_rating_id)
    capacity = _capacity(work, ticket)
    _put(
        work, ticket, _me(work), capacity, ReviewState.SENT_BACK, note=reason, voted=voted_rating_id
    )
    return _count(work, ticket, Verb.SEND_BACK, Event.REVIEW_SENT_BACK, reason)


def _count(work: Work, ticket: Ticket, verb: Verb, event: Event, note: str) -> Outcome:
    """Add up the votes with the new one among them, and move the claim if they decide.

    While a panel votes in secret the history says that somebody voted; how, once the vote is closed (W3).
    """
    standing = ticket.standing
    others = [vote for vote in standing.votes if vote.person_id != work.actor.id]
    was_open = are_votes_open(standing.policy, others)
    outcome = tally(standing.policy, standing.votes)
    is_decided = outcome is (Outcome.APPROVED if verb is Verb.APPROVE else Outcome.SENT_BACK)
    if verb is Verb.SEND_BACK and ticket.claim.state is State.APPROVED:
        is_decided, outcome = True, Outcome.SENT_BACK
    if is_decided:
        move(
            work,
            ticket,
            verb,
            event=event,
            reason=note,
            subject=_version(ticket),
            detail=standing.verdict.content_hash,
        )
    elif standing.are_votes_open:
        _stay(work, ticket, event, note)
    else:
        _stay(work, ticket, Event.REVIEW_VOTED, "")
    if standing.are_votes_open and not was_open:
        _tell_votes(work, ticket)
    if ticket.verdict is not None and standing.are_votes_open:
        notices.tell(work, ticket.verdict.author_id, verb.value, ticket.claim.id)
    return outcome


def _tell_votes(work: Work, ticket: Ticket) -> None:
    """The vote is closed: the history learns what the others of the panel had voted."""
    votes = [
        f"{row.reviewer_name}: {row.state.label}{f', “{row.note}”' if row.note else ''}"
        for row in ticket.reviews
        if row.reviewer_id != work.actor.id
        and row.state in {ReviewState.APPROVED, ReviewState.SENT_BACK}
        and row.capacity is Capacity.EDITORIAL
    ]
    if votes:
        history.record(
            work,
            Event.REVIEW_VOTE_CLOSED,
            claim_id=ticket.claim.id,
            subject=_version(ticket),
            detail="; ".join(votes),
        )


def _stay(work: Work, ticket: Ticket, event: Event, note: str) -> None:
    """A vote that does not decide yet still touches the claim, so that two at once cannot both be the last (W14)."""
    ticket.claim.updated_at = work.now
    state = ticket.claim.state.value
    history.record(
        work,
        event,
        claim_id=ticket.claim.id,
        from_state=state,
        to_state=state,
        reason=note,
        subject=_version(ticket),
        detail=ticket.standing.verdict.content_hash,
    )


def _version(ticket: Ticket) -> str:
    return f"verdict:{ticket.verdict.number}" if ticket.verdict else ""


def _me(work: Work) -> int:
    if work.actor.id is None:  # the rulebook has refused already: the command line plays no part
        raise BadInput("A review needs a person.")
    return work.actor.id


def _mine(work: Work, ticket: Ticket) -> ReviewRow | None:
    return next((r for r in ticket.reviews if r.reviewer_id == work.actor.id), None)


def _capacity(work: Work, ticket: Ticket) -> Capacity:
    """As what I was asked to review, else as what my parts let me."""
    mine = _mine(work, ticket)
    is_editorial = work.actor.plays(*DECIDERS[Capacity.EDITORIAL])
    return mine.capacity if mine else Capacity.EDITORIAL if is_editorial else Capacity.LEGAL


def _require_seen(work: Work, ticket: Ticket, seen_hash: str) -> None:
    now = ticket.standing.verdict.content_hash
    if seen_hash == now:
        return
    who, at = last_change(work.session, ticket.claim.id)
    when = f" at {at:%H:%M} UTC" if at else ""
    raise WrongState(f"{who or 'Somebody'} changed this verdict{when}; read it again.")


def _put(
    work: Work,
    ticket: Ticket,
    person_id: int,
    capacity: Capacity,
    state: ReviewState,
    *,
    note: str = "",
    voted: int | None = None,
) -> None:
    """Write one reviewer's state on the current version, in one statement, and the same in the ticket."""
    verdict = ticket.verdict
    if verdict is None:
        raise WrongState("There is no verdict to review.")
    is_decided = state in {ReviewState.APPROVED, ReviewState.SENT_BACK, ReviewState.RECUSED}
    values = {
        "capacity": capacity,
        "state": state,
        "content_hash": verdict.content_hash if state is ReviewState.APPROVED else None,
        "voted_rating_id": voted,
        "note": note,
        "decided_at": work.now if is_decided else None,
    }
    work.session.flush()  # what was said before comes first
    rows = work.session.connection()
    before = next((r for r in ticket.reviews if r.reviewer_id == person_id), None)
    if before is not None:
        rows.execute(_CHANGE, {"review_id": before.id, **values})
        ticket.reviews.remove(before)
    else:
        keys = {"verdict_id": verdict.id, "author_id": verdict.author_id, "reviewer_id": person_id}
        asked = {"asked_by_id": work.actor.id, "asked_at": work.now}
        rows.execute(_ENTER, keys | asked | values)
    name = before.reviewer_name if before else work.actor.name
    ticket.reviews.append(
        ReviewRow(
            before.id if before else 0,
            person_id,
            name,
            capacity,
            state,
            note,
            voted,
            work.now,
            True,
        )
    )


@dataclass(frozen=True)
class LastLook:
    """What happened since a person last looked: at which version, what differs, and why versions were made."""

    number: int
    differences: list[Difference]
    causes: list[tuple[int, str]]


def last_look(session: Session, ticket: Ticket, person_id: int) -> LastLook | None:
    """What changed since this person read an earlier version, or decided on it; None when she did neither."""
    if ticket.verdict is None:
        return None
    seen = (
        select(func.max(Verdict.number))
        .join(Review, Review.verdict_id == Verdict.id)
        .where(
            Verdict.claim_id == ticket.claim.id,
            Verdict.number < ticket.verdict.number,
            Review.reviewer_id == person_id,
            Review.state != ReviewState.ASKED,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Verdict.number, Verdict.cause, case((Verdict.number == seen, Verdict.content)))
        .where(Verdict.claim_id == ticket.claim.id, Verdict.number >= seen)
        .order_by(Verdict.number)
    ).all()
    if not rows or rows[0][2] is None:
        return None
    old = contents.from_json(rows[0][2])
    new = ticket.verdict.content
    now = contents.from_json(new) if new is not None else content_of(ticket)
    return LastLook(
        rows[0][0],
        contents.differences(old, now),
        [(number, cause) for number, cause, _ in rows[1:] if cause],
    )
