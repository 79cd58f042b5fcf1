"""The legal lock and the named waivers: what holds a claim back, and what an editor lets it go without."""

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.workflow import Verb
from factcheck.models import LegalHold, Waiver
from factcheck.models.claims import WaiverKind
from factcheck.services.changes import begin, move


def hold(work: Work, claim_id: int, reason: str) -> None:
    """Set the hold: while it is on no role publishes, whatever the state (L2)."""
    ticket = begin(work, claim_id, Verb.HOLD)
    _require(reason, "Say why nothing may be published.")
    row = LegalHold(claim_id=claim_id, reason=reason, set_by_id=work.actor.id, set_at=work.now)
    work.session.add(row)
    move(work, ticket, Verb.HOLD, event=Event.HOLD_SET, reason=reason)


def release(work: Work, claim_id: int, reason: str) -> None:
    """Release the hold, with a reason; hold and release stay in the record."""
    ticket = begin(work, claim_id, Verb.RELEASE)
    _require(reason, "Say why the claim may be published after all.")
    if ticket.hold is not None:
        ticket.hold.release_reason = reason
        ticket.hold.released_by_id, ticket.hold.released_at = work.actor.id, work.now
    move(work, ticket, Verb.RELEASE, event=Event.HOLD_RELEASED, reason=reason)


def waive(work: Work, claim_id: int, kind: WaiverKind, reason: str) -> None:
    """Let the claim go without a reply or with fewer sources, by name and with a reason (L7, M1)."""
    ticket = begin(work, claim_id, Verb.WAIVE)
    _require(reason, "Say why the claim can go without it.")
    work.session.add(
        Waiver(
            claim_id=claim_id,
            kind=kind,
            reason=reason,
            granted_by_id=work.actor.id,
            granted_at=work.now,
        )
    )
    move(work, ticket, Verb.WAIVE, event=Event.WAIVER_GRANTED, reason=reason, detail=kind.value)


def _require(reason: str, sentence: str) -> None:
    if not reason:
        raise BadInput(sentence)
