"""What ought to be in the store of kept bytes, and what the history says of taking it away or removing it (E5).

Rows alone: the bytes are the adapters', and whoever asks compares the two.  How copies come to be: `snapshots`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.models import (
    Blob,
    Claim,
    DayManifest,
    DerivedItem,
    Evidence,
    Publication,
    Rendering,
    SealedFile,
    SharePicture,
    Snapshot,
    Stamp,
)
from factcheck.services import history, restricted_rows, stamps
from factcheck.services.stamps import Day
from factcheck.services.standing import NoSuchClaim

BATCH = 500
NAMED = 100  # how many digests one entry of the history spells out


class Sized(NamedTuple):
    """Kept bytes by name, and how many they are."""

    digest: str
    size: int


class Place(NamedTuple):
    """Where kept bytes belong: `what` is original, archive (the WARC), text, PDF or picture of a page, derived, or a
    source's sealed file.

    A share picture is of a claim alone.  Those of a date are of no one claim: manifest, token or certificates.
    """

    claim_id: int | None
    evidence: int | None
    snapshot: int | None
    what: str


@dataclass(frozen=True)
class Copy:
    """One kept copy as an export shows it; with `derived` that derived version of it, in place of the original."""

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
    derived: int = 0
    rendered: Sequence["RenderedCopy"] = ()


@dataclass(frozen=True)
class RenderedCopy:
    """A kept page as a browser showed it."""

    what: str
    at: datetime
    address: str
    content_type: str
    bytes: Sized


@dataclass(frozen=True)
class KeptOf:
    """All that is kept of one claim's evidence, and the days whose manifests name it."""

    claim_id: int
    statement: str
    copies: Sequence[Copy]
    days: Sequence[Day] = ()


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
    of_copies = [
        Place(claim_id, evidence, number, what)
        for claim_id, evidence, number, *digests in found
        for what, its in zip(columns, digests, strict=True)
        if its == digest
    ]
    rendered = session.execute(
        select(Evidence.claim_id, Evidence.number, Snapshot.number, Rendering.kind)
        .join(Snapshot, Snapshot.id == Rendering.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Rendering.digest == digest)
        .order_by(Evidence.claim_id, Evidence.number, Snapshot.number, Rendering.id)
    )
    of_copies += [Place(claim, number, copy, kind.label) for claim, number, copy, kind in rendered]
    made = session.execute(
        select(Evidence.claim_id, Evidence.number, Snapshot.number)
        .join(Snapshot, Snapshot.evidence_id == Evidence.id)
        .join(DerivedItem, DerivedItem.snapshot_id == Snapshot.id)
        .where(DerivedItem.digest == digest)
        .order_by(Evidence.claim_id, Evidence.number, Snapshot.number)
    )
    of_copies += [Place(*row, "derived") for row in made]
    of_dates = [Place(None, None, None, what) for what in _of_dates(session, digest)]
    shared = select(Publication.claim_id).join(
        SharePicture, SharePicture.publication_id == Publication.id
    )
    pictures = [
        Place(claim_id, None, None, "share picture")
        for claim_id in session.scalars(shared.where(SharePicture.digest == digest))
    ]
    return of_copies + _of_sources(session, digest) + pictures + of_dates


def _of_sources(session: Session, digest: str) -> list[Place]:
    """The sealed files of protected sources these bytes are."""
    wanted = (
        select(Evidence.claim_id, Evidence.number, SealedFile.number)
        .join(Evidence, Evidence.id == SealedFile.evidence_id)
        .where(SealedFile.digest == digest)
    )
    found = session.execute(wanted.order_by(SealedFile.id))
    return [Place(claim_id, source, own, "sealed file") for claim_id, source, own in found]


def _of_dates(session: Session, digest: str) -> Sequence[str]:
    """What these bytes are to the dates of copies."""
    is_one = {
        "manifest": exists().where(DayManifest.digest == digest),
        "token": exists().where(Stamp.digest == digest),
        "certificates": exists().where(Stamp.chain_digest == digest),
    }
    found = session.execute(select(*is_one.values())).one()
    return [what for what, is_so in zip(is_one, found, strict=True) if is_so]


def of_claim(session: Session, claim_id: int) -> KeptOf:
    """Every kept copy of the claim's evidence, in order; what was withdrawn is left out.  Raises `NoSuchClaim`.

    Where access to the original is restricted, what was derived of it stands in its place (L14).
    """
    statement = session.scalar(select(Claim.statement).where(Claim.id == claim_id))
    if statement is None:
        raise NoSuchClaim
    rows = session.execute(
        select(
            Snapshot,
            Evidence.number,
            Evidence.title,
            Blob.digest,
            Blob.size,
            Blob.content_type,
            restricted_rows.covered(),
        )
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .join(Blob, Blob.digest == Snapshot.digest)
        .where(
            Evidence.claim_id == claim_id,
            Evidence.withdrawn_at.is_(None),
            Snapshot.state == SnapshotState.KEPT,
        )
        .order_by(Evidence.number, Snapshot.number)
    ).all()
    open_ones = [row[:-1] for row in rows if not row[-1]]
    archives = [snapshot.warc_digest for snapshot, *_ in open_ones if snapshot.warc_digest]
    found = session.execute(select(Blob.digest, Blob.size).where(Blob.digest.in_(archives)))
    sizes = {digest: size for digest, size in found}  # noqa: C416  rows are no pairs to mypy
    rendered = _rendered(session, [snapshot.id for snapshot, *_ in open_ones])
    copies = [
        _copy(snapshot, number, title, Sized(digest, size), kind, sizes, rendered)
        for snapshot, number, title, digest, size, kind in open_ones
    ]
    closed = {row[0].id: row[:3] for row in rows if row[-1]}
    copies += _derived(session, closed) if closed else []
    dated = stamps.of_bytes(session, {copy.original.digest for copy in copies})
    days = {day.manifest.day: day for day in dated.values()}
    return KeptOf(
        claim_id, statement, sorted(copies, key=_place), [days[day] for day in sorted(days)]
    )


def _place(copy: Copy) -> tuple[int, int, int]:
    return copy.evidence, copy.snapshot, copy.derived


def _derived(session: Session, closed: Mapping[int, Any]) -> list[Copy]:
    """What was derived of these snapshots, each named as the file of its own that it is."""
    found = session.execute(
        select(DerivedItem, Blob)
        .join(Blob, Blob.digest == DerivedItem.digest)
        .where(DerivedItem.snapshot_id.in_(closed))
    )
    copies = []
    for item, blob in found:
        snapshot, number, title = closed[item.snapshot_id]
        copies.append(
            Copy(
                evidence=number,
                snapshot=snapshot.number,
                title=title,
                address="",
                at=item.made_at,
                file_name="",
                is_upload=True,
                original=Sized(blob.digest, blob.size),
                content_type=blob.content_type,
                archive=None,
                derived=item.number,
            )
        )
    return copies


def _rendered(session: Session, ids: Collection[int]) -> dict[int, list[RenderedCopy]]:
    """What a browser made of each of these copies, by the copy's id."""
    found: dict[int, list[RenderedCopy]] = {}
    rows = session.execute(
        select(
            Rendering.snapshot_id,
            Rendering.kind,
            Rendering.asked_at,
            Rendering.rendered_at,
            Rendering.address,
            Blob.content_type,
            Blob.digest,
            Blob.size,
        )
        .join(Blob, Blob.digest == Rendering.digest)
        .where(Rendering.snapshot_id.in_(ids))
        .order_by(Rendering.id)
    )
    for snapshot_id, kind, asked_at, at, address, content_type, digest, size in rows:
        made = RenderedCopy(kind.label, at or asked_at, address, content_type, Sized(digest, size))
        found.setdefault(snapshot_id, []).append(made)
    return found


def _copy(
    snapshot: Snapshot,
    number: int,
    title: str,
    original: Sized,
    kind: str,
    sizes: dict[str, int],
    rendered: dict[int, list[RenderedCopy]],
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
        rendered=rendered.get(snapshot.id, ()),
    )


def exported(work: Work, claim_id: int, count: int, digest: str) -> None:
    """Write down that `work.actor` took the claim's evidence away as one file of this digest."""
    detail = f"{count} {'copy' if count == 1 else 'copies'}, {digest}"
    history.record(work, Event.EVIDENCE_EXPORTED, claim_id=claim_id, detail=detail)


def removed(work: Work, gone: Sequence[Sized]) -> None:
    """Write down which bytes that belonged to nothing are removed now, each by name, `NAMED` an entry."""
    for first in range(0, len(gone), NAMED):
        part = gone[first : first + NAMED]
        names = ", ".join(one.digest for one in part)
        size = sum(one.size for one in part)
        detail = f"{len(part)} {'blob' if len(part) == 1 else 'blobs'}, {size} bytes: {names}"
        history.record(work, Event.STORE_CLEARED, detail=detail)
