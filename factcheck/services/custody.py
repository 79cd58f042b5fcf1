"""Who looked at what is kept, once a day for each person and copy, and who took it away (E5): in the history."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work, utc_now
from factcheck.domain.events import Event
from factcheck.domain.terms import Actor
from factcheck.models import HistoryRow
from factcheck.services import history
from factcheck.services.snapshots import Copy

ONCE_IN = timedelta(days=1)


def is_unseen(session: Session, actor: Actor, copy: Copy) -> bool:
    """Whether it is not yet written down that this person looked at the copy today."""
    known = select(HistoryRow.seq).where(
        HistoryRow.claim_id == copy.evidence.claim_id,
        HistoryRow.actor_id == actor.id,
        HistoryRow.event == Event.SNAPSHOT_VIEWED.value,
        HistoryRow.subject == _subject(copy),
        HistoryRow.detail == _detail(copy),
        HistoryRow.at > utc_now() - ONCE_IN,
    )
    return session.scalar(known.limit(1)) is None


def viewed(work: Work, copy: Copy) -> None:
    """Write down that `work.actor` looked at a kept copy."""
    history.record(
        work,
        Event.SNAPSHOT_VIEWED,
        claim_id=copy.evidence.claim_id,
        subject=_subject(copy),
        detail=_detail(copy),
    )


def downloaded(work: Work, copy: Copy, what: str) -> None:
    """Write down that `work.actor` took a kept original away (E5); `what` says which of its files."""
    digest = copy.snapshot.digest if what == "original" else copy.snapshot.warc_digest
    history.record(
        work,
        Event.SNAPSHOT_DOWNLOADED,
        claim_id=copy.evidence.claim_id,
        subject=_subject(copy),
        detail=f"{what} of copy {copy.snapshot.number}, {digest}",
    )


def _subject(copy: Copy) -> str:
    return f"evidence:{copy.evidence.number}"


def _detail(copy: Copy) -> str:
    return f"copy {copy.snapshot.number}, {copy.snapshot.digest}"
