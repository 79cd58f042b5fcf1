"""Copies at outside archives: asked for once our own is kept, handed over, asked about until they ended (E10).

Nothing here talks to an archive: the job does, and hands over what came of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.mementos import memento_of
from factcheck.domain.outside_copies import WAYBACK, OutsideState
from factcheck.domain.snapshots import is_altering_archive
from factcheck.models import Evidence, OutsideCopy, Snapshot
from factcheck.services import history, readers, restricted_rows, source_checks

JOB = "outside"
PLACES = 5  # pages handed over in one minute, at most
NEVER_ASKED = "It was not handed over, and that is our fault."
CLOSED = "It was made internal, withdrawn or restricted before it was handed over."
_OPEN = (OutsideState.ASKED, OutsideState.UNDER_WAY)


@dataclass(frozen=True)
class Awaited:
    """An outside copy that is waited for."""

    address: str
    state: OutsideState
    job: str
    looks: int
    claim_id: int
    evidence_number: int
    may_be_told: bool


def _may_be_told() -> ColumnElement[bool]:
    """Whether an archive may learn of an address: nobody closed it, and it is still the address of the evidence."""
    return and_(
        Evidence.is_public,
        Evidence.withdrawn_at.is_(None),
        ~Evidence.protected.has(),
        Evidence.url == Snapshot.asked_address,
        ~restricted_rows.covered(),
    )


def ask(work: Work, snapshot_id: int) -> None:
    """Have a source whose copy was kept just now handed over as well.

    What is internal, protected or restricted is told to nobody; what is itself an archive's copy stays there.
    """
    snapshot = work.session.get_one(Snapshot, snapshot_id)
    address = snapshot.reached_address or snapshot.asked_address
    is_archived = memento_of(snapshot.headers, address) is not None or is_altering_archive(address)
    is_open = (
        select(Snapshot.id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Snapshot.id == snapshot_id, _may_be_told())
    )
    if is_archived or work.session.scalar(is_open) is None:
        return
    row = OutsideCopy(
        snapshot_id=snapshot_id,
        archive=WAYBACK,
        state=OutsideState.ASKED,
        asked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    history.tell(work, JOB, outside_id=row.id)


def awaited(session: Session, outside_id: int) -> Awaited | None:
    """What is to be handed over or asked about, unless it ended before."""
    row = session.execute(
        select(
            Snapshot.asked_address,
            OutsideCopy.state,
            OutsideCopy.job,
            OutsideCopy.looks,
            Evidence.claim_id,
            Evidence.number,
            _may_be_told(),
        )
        .join(Snapshot, Snapshot.id == OutsideCopy.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(OutsideCopy.id == outside_id, OutsideCopy.state.in_(_OPEN))
    ).first()
    return Awaited(*row[:-1], may_be_told=bool(row[-1])) if row else None


def take_slot(work: Work, until: datetime) -> bool:
    """Keep one of the places of the archive until then; False while all are taken, by this or other processes.

    A place is kept as the turn of a host is, under a name that no host has.
    """
    return any(
        source_checks.take_turn(work, f"{WAYBACK}, place {number}", until) is None
        for number in range(1, PLACES + 1)
    )


def hand_over(work: Work, outside_id: int, job: str) -> None:
    """The archive took it, and calls its work so."""
    _set(work, outside_id, state=OutsideState.UNDER_WAY, submitted_at=work.now, job=job)


def look(work: Work, outside_id: int) -> None:
    """It was asked about and is not over."""
    _set(work, outside_id, looks=OutsideCopy.looks + 1)


def begin_again(work: Work, outside_id: int, sentence: str) -> None:
    """The archive's work failed for a reason that passes: it is handed over once more."""
    again = {"job": "", "looks": OutsideCopy.looks + 1, "failure": sentence[:300]}
    _set(work, outside_id, state=OutsideState.ASKED, **again)


def note(work: Work, outside_id: int, sentence: str) -> None:
    """Say why the last try was in vain."""
    _set(work, outside_id, failure=sentence[:300])


def keep(work: Work, outside_id: int, what: Awaited, address: str, at: datetime) -> None:
    """Settle it with the address of the archive's copy, and when that was made."""
    kept = {"memento_address": address, "memento_at": at, "failure": ""}
    if _set(work, outside_id, state=OutsideState.KEPT, settled_at=work.now, **kept):
        history.record(
            work,
            Event.SNAPSHOT_SENT,
            claim_id=what.claim_id,
            subject=f"evidence:{what.evidence_number}",
            detail=address,
        )
        readers.tell_of_claim(work, what.claim_id)


def fail(work: Work, outside_id: int, sentence: str = "") -> None:
    """Settle it as not kept; without a sentence, for the reason that was noted last."""
    noted = case((OutsideCopy.failure == "", NEVER_ASKED), else_=OutsideCopy.failure)
    why = sentence[:300] or noted
    _set(work, outside_id, state=OutsideState.FAILED, settled_at=work.now, failure=why)


def renew(work: Work, outside_id: int) -> None:
    """Wait once more for one that was given up, unless it was closed meanwhile: it stays failed then, and says so."""
    may_be_told = (
        select(OutsideCopy.id)
        .join(Snapshot, Snapshot.id == OutsideCopy.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(OutsideCopy.id == outside_id, _may_be_told())
    )
    if work.session.scalar(may_be_told) is None:
        values: dict[str, object] = {"failure": CLOSED}
    else:
        values = {"state": OutsideState.ASKED, "settled_at": None, "job": "", "looks": 0}
    work.session.execute(
        update(OutsideCopy)
        .where(OutsideCopy.id == outside_id, OutsideCopy.state == OutsideState.FAILED)
        .values(**values)
    )


def _set(work: Work, outside_id: int, **values: object) -> bool:
    done = work.session.execute(
        update(OutsideCopy)
        .where(OutsideCopy.id == outside_id, OutsideCopy.state.in_(_OPEN))
        .values(**values)
        .returning(OutsideCopy.id)
    )
    return done.first() is not None


def of_snapshots(session: Session, snapshot_ids: Collection[int]) -> Mapping[int, OutsideCopy]:
    """The outside copy of each of these, where one was asked for."""
    wanted = select(OutsideCopy).where(OutsideCopy.snapshot_id.in_(snapshot_ids))
    return {row.snapshot_id: row for row in session.scalars(wanted)}
