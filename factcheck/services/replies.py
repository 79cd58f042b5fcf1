"""Right of reply: whom we asked, how, when, by when, and what came back (L4-L8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import ReplyOutcome, State
from factcheck.domain.workflow import Verb
from factcheck.models import ReplyRequest
from factcheck.services.changes import begin, content_changed, had_a_hand, move
from factcheck.services.standing import NoSuchClaim, Ticket
from factcheck.services.standing_rows import ReplyRow


@dataclass(frozen=True, kw_only=True)
class ReplyInput:
    """One attempt to get a reply; moments are aware."""

    whom: str
    channel: str
    content_sent: str
    asked_at: datetime
    due_at: datetime
    short_notice_reason: str = ""


def ask(work: Work, claim_id: int, given: ReplyInput) -> ReplyRequest:
    """Record that somebody was asked.  Less time than the policy gives needs a reason and an editor (L5)."""
    ticket = begin(work, claim_id, Verb.ASK_REPLY)
    _require_time(work, ticket, given)
    row = ReplyRequest(
        claim_id=claim_id, outcome=ReplyOutcome.WAITING, asked_by_id=work.actor.id, **vars(given)
    )
    work.session.add(row)
    work.session.flush()
    ticket.replies.append(_row(row))
    _finish(
        work,
        ticket,
        Verb.ASK_REPLY,
        Event.REPLY_ASKED,
        row.id,
        "asked for a reply",
        detail=given.channel,
    )
    return row


def _require_time(work: Work, ticket: Ticket, given: ReplyInput) -> None:
    hours = ticket.standing.policy.reply_hours
    if given.due_at <= given.asked_at:
        raise BadInput("The end is before the start: the reply is due before it was asked for.")
    if given.asked_at > work.now + timedelta(minutes=5):
        raise BadInput("The time of asking lies in the future.")
    if given.due_at - given.asked_at >= timedelta(hours=hours):
        return
    if not given.short_notice_reason:
        raise BadInput(
            f"The policy gives at least {hours} hours to reply; say why less is fair here."
        )
    require(Act.SHORT_NOTICE, work.actor)


def record(
    work: Work,
    claim_id: int,
    reply_id: int,
    outcome: ReplyOutcome,
    response: str = "",
    used_text: str = "",
) -> ReplyRequest:
    """Record what came back, or that nothing did.  `used_text` is what readers get of it.

    After publication only the record grows; readers see it with the next update, which the desk is reminded of (L8).
    """
    ticket = begin(work, claim_id, Verb.RECORD_REPLY)
    row = work.session.scalar(
        select(ReplyRequest).where(ReplyRequest.claim_id == claim_id, ReplyRequest.id == reply_id)
    )
    if row is None:
        raise NoSuchClaim
    _require_outcome(work, row, outcome, response)
    row.outcome, row.response, row.used_text = outcome, response, used_text
    row.settled_at, row.recorded_by_id = work.now, work.actor.id
    ticket.replies = [_row(row) if reply.id == row.id else reply for reply in ticket.replies]
    deed = "recorded a reply" if ticket.claim.state is not State.PUBLISHED else ""
    _finish(
        work, ticket, Verb.RECORD_REPLY, Event.REPLY_RECORDED, row.id, deed, detail=outcome.value
    )
    return row


def _require_outcome(work: Work, row: ReplyRequest, outcome: ReplyOutcome, response: str) -> None:
    if outcome is ReplyOutcome.WAITING:
        raise BadInput("Choose what came of it.")
    if row.outcome is ReplyOutcome.REPLIED:
        raise WrongState(
            "A reply is recorded already; record a further one as a request of its own."
        )
    if outcome is ReplyOutcome.REPLIED and not response:
        raise BadInput("Write what they answered.")
    if outcome is ReplyOutcome.NO_REPLY and work.now < row.due_at:
        raise WrongState("The time to reply has not run out yet.")


def _row(row: ReplyRequest) -> ReplyRow:
    return ReplyRow(
        row.id,
        row.whom,
        row.channel,
        row.outcome,
        row.asked_at,
        row.due_at,
        row.settled_at,
        row.response or "",
        row.used_text or "",
        row.short_notice_reason,
    )


def _finish(
    work: Work, ticket: Ticket, verb: Verb, event: Event, reply_id: int, deed: str, *, detail: str
) -> None:
    """A reply is part of what readers get: asking and recording change the content like any evidence."""
    move(work, ticket, verb, event=event, subject=f"reply:{reply_id}", detail=detail)
    if deed:
        had_a_hand(work, ticket, deed)
        content_changed(work, ticket, deed)


def overdue(session_now: datetime, reply: ReplyRow) -> bool:
    """Whether the time to reply has run out without anything being recorded."""
    return reply.outcome is ReplyOutcome.WAITING and reply.due_at <= session_now
