"""What a look at a source found, weighed with the looks before it: kept, told once, and settled by a person.

One look is settled once.  What it found stands until another finds otherwise; people are told of a change once, however
often the same is found again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import RECHECK_COPIES
from factcheck.domain.refusals import WrongState
from factcheck.domain.source_checks import NEWS, UNDECIDED, Outcome, is_gone
from factcheck.models import Claim, Evidence, SourceCheck
from factcheck.services import history, notices, readers, snapshots
from factcheck.services.snapshots import Captured
from factcheck.services.source_checks import to_look_after
from factcheck.services.standing import for_change

EVENTS = {
    Outcome.CHANGED: Event.SOURCE_CHANGED,
    Outcome.GONE: Event.SOURCE_GONE,
    Outcome.MOVED: Event.SOURCE_MOVED,
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one look found.  `may_be_gone`: it failed as something does that is no more.

    `copy` is what the page reads now, where that is neither what was kept first nor what was kept last; its bytes are
    in the store.  `baseline_id` is the copy it was compared with.
    """

    outcome: Outcome
    baseline_id: int | None = None
    status: int | None = None
    failure: str = ""
    reached_address: str = ""
    may_be_gone: bool = False
    quote_stands: bool | None = None
    copy: Captured | None = None


def settle(work: Work, check_id: int, found: Found) -> Outcome | None:
    """Write down what a look found; what it counts as, or None when somebody settled it before."""
    check = work.session.scalar(
        select(SourceCheck).where(SourceCheck.id == check_id).with_for_update()
    )
    if check is None or check.outcome is not None:
        return None
    evidence = work.session.get_one(Evidence, check.evidence_id)
    since = _since(work, check, found)
    is_over = found.may_be_gone and is_gone(since, work.now)
    check.outcome = Outcome.GONE if is_over else found.outcome
    check.looked_at, check.since_at = work.now, since
    check.baseline_id = found.baseline_id or check.baseline_id
    check.status, check.failure = found.status, found.failure[:300]
    check.reached_address, check.may_be_gone = found.reached_address, found.may_be_gone
    check.quote_stands = found.quote_stands
    if found.copy is not None:
        for_change(work, evidence.claim_id)  # whoever brings a copy at the same time queues here
    if found.copy is not None and _has_room(work, evidence):
        kept = snapshots.bring_changed(work, evidence, found.copy, check.asked_by_id)
        check.snapshot_id = kept.id if kept else None
    _put_up(work, evidence, check)
    return check.outcome


def _since(work: Work, check: SourceCheck, found: Found) -> datetime:
    """When what was found began: a failure as of something gone, with the first of those in a row."""
    if not found.may_be_gone:
        return work.now
    before = work.session.execute(
        select(SourceCheck.may_be_gone, SourceCheck.since_at)
        .where(
            SourceCheck.evidence_id == check.evidence_id,
            SourceCheck.address == check.address,
            SourceCheck.outcome.is_not(None),
            or_(SourceCheck.may_be_gone, SourceCheck.outcome.not_in(UNDECIDED)),
        )
        .order_by(SourceCheck.id.desc())
        .limit(1)
    ).first()
    return before.since_at if before and before.may_be_gone else work.now


def _has_room(work: Work, evidence: Evidence) -> bool:
    kept = (
        select(func.count())
        .select_from(SourceCheck)
        .where(SourceCheck.evidence_id == evidence.id, SourceCheck.snapshot_id.is_not(None))
    )
    return (work.session.scalar(kept) or 0) < RECHECK_COPIES


def kept_by(session: Session, check_id: int) -> int | None:
    """The copy that a look kept, if it kept one."""
    return session.scalar(select(SourceCheck.snapshot_id).where(SourceCheck.id == check_id))


def _put_up(work: Work, evidence: Evidence, check: SourceCheck) -> None:
    """Let news stand in the place of what stood, and tell of them; a look that decides nothing takes nothing away."""
    if check.outcome in UNDECIDED:
        return
    stood = work.session.scalar(
        select(SourceCheck).where(SourceCheck.evidence_id == evidence.id, SourceCheck.is_standing)
    )
    if stood is not None and stood.address != check.address:
        # News of an address nobody relies on any more: they end, and say nothing of the one that was looked at.
        stood.is_standing = False
        work.session.flush()  # one stands at a time
        stood = None
    is_same = stood is not None and stood.outcome is check.outcome
    if is_same and check.snapshot_id is None:
        return
    if stood is not None:
        stood.is_standing = False
        work.session.flush()  # one stands at a time
    if check.outcome not in NEWS:
        if stood is not None:
            _record(work, Event.SOURCE_BACK, evidence)
            readers.tell_of_claim(work, evidence.claim_id)
        return
    check.is_standing = True
    _record(work, EVENTS[check.outcome], evidence, check.failure)
    readers.tell_of_claim(work, evidence.claim_id)
    is_known = is_same and stood is not None and stood.settled_at is None
    if not is_known:
        _tell_assignee(work, evidence, check.outcome)


def _tell_assignee(work: Work, evidence: Evidence, outcome: Outcome | None) -> None:
    to = work.session.scalar(select(Claim.assignee_id).where(Claim.id == evidence.claim_id))
    if to is None:
        return
    if outcome is Outcome.GONE:
        notices.tell(work, to, "source_gone", evidence.claim_id)
    elif outcome is Outcome.CHANGED:
        notices.tell(work, to, "source_changed", evidence.claim_id)


def _record(work: Work, event: Event, evidence: Evidence, detail: str = "") -> None:
    subject = f"evidence:{evidence.number}"
    history.record(work, event, claim_id=evidence.claim_id, subject=subject, detail=detail)


def nothing_to_do(work: Work, claim_id: int, number: int, check_id: int, note: str) -> None:
    """Say of news about a source that somebody looked at them and nothing is to be done; readers are told as before.

    Raises as `source_checks.ask_now`, `BadInput` without a note, and `WrongState` for news that stand no more.
    """
    evidence = to_look_after(work.session, work.actor, claim_id, number)
    if not note:
        raise BadInput("Say in a few words why nothing is to be done.")
    values: dict[str, Any] = {
        "settled_at": work.now,
        "settled_by_id": work.actor.id,
        "settled_note": note,
    }
    done = work.session.execute(
        update(SourceCheck)
        .where(
            SourceCheck.id == check_id,
            SourceCheck.evidence_id == evidence.id,
            SourceCheck.is_standing,
            SourceCheck.settled_at.is_(None),
        )
        .values(**values)
        .returning(SourceCheck.id)
    )
    if done.first() is None:
        raise WrongState("This was settled, or something else was found since; read it again.")
    history.record(
        work,
        Event.SOURCE_SETTLED,
        claim_id=claim_id,
        subject=f"evidence:{number}",
        reason=note,
    )
