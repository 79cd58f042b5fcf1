"""Derived versions of kept copies: made by people, kept as bytes of their own, each pointing at its original (E4).

How pixels and letters become unreadable is not decided here; who may make one, and that it stands, is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Work, utc_now
from factcheck.domain.acts import Act, require
from factcheck.domain.derived import DerivedKind
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.limits import DERIVED
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Actor
from factcheck.models import Blob, DerivedItem, Evidence, HistoryRow, Person, Snapshot
from factcheck.services import history, restrictions
from factcheck.services.snapshots import Bytes, Copy, NoSuchSnapshot, know
from factcheck.services.standing import for_change, load

ONCE_IN = timedelta(days=1)


@dataclass(frozen=True)
class Derived:
    """One derived version with facts about its bytes, and whose evidence it is of."""

    item: DerivedItem
    blob: Blob
    snapshot: Snapshot
    evidence: Evidence
    made_by: str

    @property
    def name(self) -> str:
        """How its file is called, without an ending."""
        row, copy = self.evidence, self.snapshot
        return f"claim-{row.claim_id}-evidence-{row.number}-copy-{copy.number}-derived-{self.item.number}"


def require_may(session: Session, actor: Actor, copy: Copy) -> None:
    """Raise a refusal unless this person may make something of the copy: she sees its original, the evidence stands."""
    require(Act.DERIVE, actor)
    require_no_conflict(load(session, copy.evidence.claim_id).standing, actor)
    if copy.evidence.withdrawn_at is not None:
        raise WrongState(f"Evidence {copy.evidence.number} was withdrawn.")
    restrictions.require_open(session, actor, copy)


def make(
    work: Work, copy: Copy, kind: DerivedKind, done: Mapping[str, Any], made: Bytes, note: str = ""
) -> DerivedItem:
    """Keep what was made of a copy, as its next derived version; its bytes are in the store already.

    Raises a refusal as `require_may`, `NoSuchSnapshot` for a copy of which nothing is kept, and `WrongState` for too
    many.
    """
    for_change(work, copy.evidence.claim_id)  # two people who make one at once queue here
    require_may(work.session, work.actor, copy)
    if copy.snapshot.digest is None:
        raise NoSuchSnapshot
    last = work.session.scalar(
        select(func.coalesce(func.max(DerivedItem.number), 0)).where(
            DerivedItem.snapshot_id == copy.snapshot.id
        )
    )
    number = int(last or 0) + 1
    if number > DERIVED:
        raise WrongState(f"At most {DERIVED} derived versions of one copy are kept.")
    know(work, [made])
    item = DerivedItem(
        snapshot_id=copy.snapshot.id,
        number=number,
        kind=kind,
        original_digest=copy.snapshot.digest,
        done=dict(done),
        digest=made.digest,
        note=note,
        made_by_id=work.actor.id or 0,
        made_at=work.now,
    )
    work.session.add(item)
    work.session.flush()
    _tell(work, Event.DERIVED_MADE, copy.evidence, copy.snapshot, item, kind.label.lower())
    return item


_ALL = (
    select(DerivedItem, Blob, Snapshot, Evidence, Person.name)
    .join(Blob, Blob.digest == DerivedItem.digest)
    .join(Snapshot, Snapshot.id == DerivedItem.snapshot_id)
    .join(Evidence, Evidence.id == Snapshot.evidence_id)
    .join(Person, Person.id == DerivedItem.made_by_id)
)


def of_evidence(session: Session, evidence_id: int) -> dict[int, Sequence[Derived]]:
    """The derived versions of all copies of one piece of evidence, by the number of the copy."""
    wanted = _ALL.where(Snapshot.evidence_id == evidence_id).order_by(DerivedItem.number)
    found: dict[int, list[Derived]] = {}
    for row in session.execute(wanted):
        found.setdefault(row[2].number, []).append(Derived(*row))
    return {number: tuple(every) for number, every in found.items()}


def one(session: Session, claim_id: int, evidence: int, copy: int, number: int) -> Derived:
    """One derived version.  Raises `NoSuchSnapshot`."""
    row = session.execute(
        _ALL.where(
            Evidence.claim_id == claim_id,
            Evidence.number == evidence,
            Snapshot.number == copy,
            DerivedItem.number == number,
        )
    ).first()
    if row is None:
        raise NoSuchSnapshot
    return Derived(*row)


def is_unseen(session: Session, actor: Actor, found: Derived) -> bool:
    """Whether it is not yet written down that this person looked at it today."""
    known = select(HistoryRow.seq).where(
        HistoryRow.claim_id == found.evidence.claim_id,
        HistoryRow.actor_id == actor.id,
        HistoryRow.event == Event.DERIVED_VIEWED.value,
        HistoryRow.subject == f"evidence:{found.evidence.number}",
        HistoryRow.detail == _detail(found.snapshot, found.item),
        HistoryRow.at > utc_now() - ONCE_IN,
    )
    return session.scalar(known.limit(1)) is None


def viewed(work: Work, found: Derived) -> None:
    """Write down that `work.actor` looked at it."""
    _tell(work, Event.DERIVED_VIEWED, found.evidence, found.snapshot, found.item)


def downloaded(work: Work, found: Derived) -> None:
    """Write down that `work.actor` took it away."""
    _tell(work, Event.DERIVED_DOWNLOADED, found.evidence, found.snapshot, found.item)


def _detail(snapshot: Snapshot, item: DerivedItem) -> str:
    return f"copy {snapshot.number}, derived {item.number}, {item.digest}"


def _tell(
    work: Work,
    event: Event,
    evidence: Evidence,
    snapshot: Snapshot,
    item: DerivedItem,
    how: str = "",
) -> None:
    detail = _detail(snapshot, item)
    history.record(
        work,
        event,
        claim_id=evidence.claim_id,
        subject=f"evidence:{evidence.number}",
        detail=f"{how}: {detail}" if how else detail,
    )
