"""What ought to be in the store of kept bytes, and what the history says of taking it away or removing it (E5).

Rows alone: the bytes are the adapters', and whoever asks compares the two.  How copies come to be: `snapshots`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.models import Blob, Claim, Evidence, Snapshot
from factcheck.services import history
from factcheck.services.standing import NoSuchClaim

BATCH = 500
NAMED = 100  # how many digests an entry of the history spells out


class Sized(NamedTuple):
    """Kept bytes by name, and how many they are."""

    digest: str
    size: int


class Place(NamedTuple):
    """Where kept bytes belong: `what` is original, archive (the WARC) or text."""

    claim_id: int
    evidence: int
    snapshot: int
    what: str


@dataclass(frozen=True)
class Copy:
    """One kept copy as an export shows it."""

    evidence: int
    snapshot: int
    title: str
    address: str
    at: datetime
    file_name: str
    is_upload: bool
    original: Sized
    content_type: str
    archive: Sized | None


@dataclass(frozen=True)
class KeptOf:
    """All that is kept of one claim's evidence."""

    claim_id: int
    statement: str
    copies: Sequence[Copy]


def totals(session: Session) -> tuple[int, int]:
    """How many blobs there ought to be, and their bytes."""
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(Blob.size), 0)).select_from(Blob)
    ).one()
    return int(count), int(size)


def after(session: Session, digest: str) -> Sequence[Sized]:
    """The next blobs there ought to be, by name; begin with an empty one."""
    wanted = select(Blob.digest, Blob.size).where(Blob.digest > digest)
    found = session.execute(wanted.order_by(Blob.digest).limit(BATCH))
    return [Sized(*row) for row in found]


def known(session: Session, digests: Collection[str]) -> set[str]:
    """Which of these a row points at."""
    return set(session.scalars(select(Blob.digest).where(Blob.digest.in_(digests))))


def places(session: Session, digest: str) -> list[Place]:
    """All the copies these bytes belong to, in order."""
    columns = {
        "original": Snapshot.digest,
        "archive": Snapshot.warc_digest,
        "text": Snapshot.text_digest,
    }
    found = session.execute(
        select(Evidence.claim_id, Evidence.number, Snapshot.number, *columns.values())
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(or_(*(column == digest for column in columns.values())))
        .order_by(Evidence.claim_id, Evidence.number, Snapshot.number)
    )
    return [
        Place(claim_id, evidence, number, what)
        for claim_id, evidence, number, *digests in found
        for what, own in zip(columns, digests, strict=True)
        if own == digest
    ]


def of_claim(session: Session, claim_id: int) -> KeptOf:
    """Every kept copy of the claim's evidence, in order; what was withdrawn is left out.  Raises `NoSuchClaim`."""
    statement = session.scalar(select(Claim.statement).where(Claim.id == claim_id))
    if statement is None:
        raise NoSuchClaim
    rows = session.execute(
        select(Snapshot, Evidence.number, Evidence.title, Blob.digest, Blob.size, Blob.content_type)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .join(Blob, Blob.digest == Snapshot.digest)
        .where(
            Evidence.claim_id == claim_id,
            Evidence.withdrawn_at.is_(None),
            Snapshot.state == SnapshotState.KEPT,
        )
        .order_by(Evidence.number, Snapshot.number)
    ).all()
    archives = [snapshot.warc_digest for snapshot, *_ in rows if snapshot.warc_digest]
    found = session.execute(select(Blob.digest, Blob.size).where(Blob.digest.in_(archives)))
    sizes = {digest: size for digest, size in found}  # noqa: C416  rows are no pairs to mypy
    copies = [
        _copy(snapshot, number, title, Sized(digest, size), kind, sizes)
        for snapshot, number, title, digest, size, kind in rows
    ]
    return KeptOf(claim_id, statement, copies)


def _copy(
    snapshot: Snapshot, number: int, title: str, original: Sized, kind: str, sizes: dict[str, int]
) -> Copy:
    archive = snapshot.warc_digest
    return Copy(
        evidence=number,
        snapshot=snapshot.number,
        title=title,
        address=snapshot.reached_address or snapshot.asked_address,
        at=snapshot.fetched_at or snapshot.asked_at,
        file_name=snapshot.file_name,
        is_upload=snapshot.method is Method.UPLOADED,
        original=original,
        content_type=kind,
        archive=Sized(archive, sizes[archive]) if archive else None,
    )


def exported(work: Work, claim_id: int, count: int, digest: str) -> None:
    """Write down that `work.actor` took the claim's evidence away as one file of this digest."""
    detail = f"{count} {'copy' if count == 1 else 'copies'}, {digest}"
    history.record(work, Event.EVIDENCE_EXPORTED, claim_id=claim_id, detail=detail)


def removed(work: Work, gone: Sequence[Sized]) -> None:
    """Write down which bytes that belonged to nothing are removed now."""
    names = ", ".join(one.digest for one in gone[:NAMED]) + (", …" if len(gone) > NAMED else "")
    size = sum(one.size for one in gone)
    detail = f"{len(gone)} {'blob' if len(gone) == 1 else 'blobs'}, {size} bytes: {names}"
    history.record(work, Event.STORE_CLEARED, detail=detail)
