"""What every verb on a claim ends with: move, record, and, where submitted content changed, a new version.

Verbs themselves live in the module of their noun; this one holds the steps they share.
"""

from typing import cast

from sqlalchemy import Table, insert

from factcheck.db import Work
from factcheck.domain import media_reviews, workflow
from factcheck.domain.content import Content, ReplyContent
from factcheck.domain.events import Event
from factcheck.domain.terms import ChangeKind, ReviewState, State
from factcheck.domain.verdict_parts import parts_of
from factcheck.domain.workflow import TABLE, Verb
from factcheck.models import Contribution, Review, Verdict
from factcheck.services import history, notices
from factcheck.services.standing import Ticket, for_change
from factcheck.services.standing_rows import ReplyRow

_ASK = insert(cast("Table", Review.__table__))


def begin(work: Work, claim_id: int, verb: Verb) -> Ticket:
    """The ticket, once the rulebook lets `work.actor` use `verb` on it.  Raises a refusal or `NoSuchClaim`."""
    ticket = for_change(work, claim_id)
    workflow.check(verb, ticket.standing, work.actor)
    return ticket


def move(
    work: Work,
    ticket: Ticket,
    verb: Verb,
    *,
    reason: str = "",
    event: Event | None = None,
    to: State | None = None,
    **said: str,
) -> State:
    """Set the state the table names for `verb`, touch the claim, and record it; the state it came from is returned.

    Every change of a claim touches it, so that two people deciding at once cannot both succeed silently (W14).  `to` is
    the state that follows where it depends on more than the one before.
    """
    claim = ticket.claim
    old, new = claim.state, to or TABLE[verb].moves[claim.state]
    claim.updated_at = work.now
    claim.judges_private_person = ticket.judges_private_person
    if new is not old:
        claim.state, claim.state_since_at = new, work.now
        claim.state_reason = reason
    history.record(
        work,
        event or Event.CLAIM_TRANSITION,
        claim_id=claim.id,
        from_state=old.value,
        to_state=new.value,
        reason=reason,
        subject=said.get("subject") or verb.value,
        detail=said.get("detail", ""),
    )
    return old


def had_a_hand(work: Work, ticket: Ticket, deed: str) -> None:
    """Remember that `work.actor` worked on the content: she never approves this claim (W2)."""
    if work.actor.id is None or (work.actor.id, deed) in {
        (who, done) for who, _, done in ticket.contributions
    }:
        return
    work.session.add(
        Contribution(claim_id=ticket.claim.id, person_id=work.actor.id, deed=deed, done_at=work.now)
    )
    ticket.contributions.append((work.actor.id, work.actor.name, deed))


def content_of(ticket: Ticket) -> Content:
    """The exact content of the claim as it now stands, with its current verdict's words."""
    claim, verdict = ticket.claim, ticket.verdict
    rating = ticket.rating
    return Content(
        statement=claim.statement,
        claimant=claim.claimant,
        claimant_role=claim.claimant_role,
        is_claimant_public=claim.is_claimant_public,
        said_on=claim.said_on,
        said_where=claim.said_where,
        appearance_url=claim.appearance_url,
        kind=claim.kind.value,
        names_private_person=claim.names_private_person,
        alleges_crime=claim.alleges_crime,
        involves_minor=claim.involves_minor,
        hidden_names=tuple(sorted((name, role) for _, name, role in ticket.hidden_names)),
        words=tuple(a.words for a in sorted(ticket.anchors, key=lambda a: a.order)),
        rating_id=rating.id if rating else 0,
        rating=rating.label if rating else "",
        conclusion=verdict.conclusion if verdict else "",
        reason=verdict.reason if verdict else "",
        explanation=verdict.explanation if verdict else "",
        as_of=verdict.as_of if verdict else "",
        change_kind=verdict.change_kind.value if verdict else "",
        change_note=verdict.change_note if verdict else "",
        **media_reviews.from_text(verdict.media if verdict else "").in_content(),  # type: ignore[arg-type]  # each by its own name
        evidence=tuple(sorted(ticket.evidence, key=lambda row: row.number)),
        **parts_of(verdict),  # type: ignore[arg-type]  # each by its own name
        replies=tuple(_reply(reply) for reply in sorted(ticket.replies, key=lambda r: r.id)),
    )


def _reply(row: ReplyRow) -> ReplyContent:
    return ReplyContent(
        whom=row.whom,
        channel=row.channel,
        asked_on=row.asked_at.date().isoformat(),
        due_on=row.due_at.date().isoformat(),
        outcome=row.outcome.value,
        text=row.used_text,
        answered_on=row.settled_at.date().isoformat() if row.settled_at else "",
    )


def content_changed(work: Work, ticket: Ticket, cause: str) -> None:
    """After the move that changed content: if a verdict was submitted, make its next version and ask again (W4).

    Approvals of the version before stay recorded and count no more; `cause` says which change did it.
    """
    verdict = ticket.verdict
    if (
        verdict is None
        or verdict.submitted_at is None
        or ticket.claim.state not in {State.IN_REVIEW, State.APPROVED}
    ):
        return
    fresh = next_version(
        work, ticket, author_id=verdict.author_id, cause=f"{work.actor.name} {cause}"
    )
    hand_in(work, ticket, fresh)
    history.record(
        work,
        Event.VERDICT_VOIDED,
        claim_id=ticket.claim.id,
        subject=f"verdict:{fresh.number}",
        reason=cause,
        detail=f"{verdict.content_hash} -> {fresh.content_hash}",
    )
    ask_again(work, ticket, fresh)


def next_version(work: Work, ticket: Ticket, *, author_id: int, cause: str = "") -> Verdict:
    """A new version with the words of the one before; the database makes it the current one in its place."""
    old = ticket.verdict
    fresh = Verdict(
        claim_id=ticket.claim.id,
        number=ticket.last_verdict + 1,
        version=ticket.last_save + 1,
        is_current=True,
        author_id=author_id,
        rating_id=old.rating_id if old else None,
        conclusion=old.conclusion if old else "",
        reason=old.reason if old else "",
        explanation=old.explanation if old else "",
        **parts_of(old),
        as_of=old.as_of if old else "",
        change_kind=old.change_kind if old else ChangeKind.FIRST,
        change_note=old.change_note if old else "",
        media=old.media if old else "",
        cause=cause,
        created_at=work.now,
        saved_at=work.now,
    )
    work.session.add(fresh)
    ticket.verdict = fresh
    return fresh


def hand_in(work: Work, ticket: Ticket, verdict: Verdict) -> None:
    """Fix the words of the current version: from now on it has its content and a hash (W4)."""
    content = content_of(ticket)
    verdict.content, verdict.content_hash = content.to_json(), content.hash
    verdict.submitted_at, verdict.submitted_by_id = work.now, work.actor.id


def ask_again(work: Work, ticket: Ticket, fresh: Verdict) -> None:
    """Ask for the new version whoever was asked before, but for those who stay out or now had a hand in it."""
    out = (
        {who for who, *_ in ticket.conflicts}
        | {who for who, *_ in ticket.contributions}
        | {fresh.author_id}
    )
    again = [(who, capacity) for _, who, capacity in sorted(ticket.asked) if who not in out]
    if again:
        work.session.flush()  # a review names its version by number
        work.session.connection().execute(
            _ASK,
            [
                {
                    "verdict_id": fresh.id,
                    "author_id": fresh.author_id,
                    "reviewer_id": who,
                    "capacity": capacity,
                    "state": ReviewState.ASKED,
                    "content_hash": None,
                    "note": "",
                    "asked_by_id": work.actor.id,
                    "asked_at": work.now,
                }
                for who, capacity in again
            ],
        )
    for who, _ in again:
        notices.tell(work, who, "review_again", ticket.claim.id)
