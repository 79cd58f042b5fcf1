"""A manifest for each day: what was kept on it and how far the history had come, for authorities to put a date to.

Nothing here talks to anybody or writes bytes: the jobs do.  What authorities say of them: `stamps`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import chain
from factcheck.domain.manifests import Manifest
from factcheck.models import Blob, DayManifest, HistoryRow, ManifestEntry, Stamp
from factcheck.services import history, snapshots
from factcheck.services.snapshots import Bytes

JOB = "manifest"
DAYS_AT_ONCE = 31  # of more days that were missed, the oldest are told in one manifest

# Bytes that are dates themselves are named by no manifest: there would be no end to them.
_IS_NAMED = exists().where(ManifestEntry.digest == Blob.digest)
_IS_MANIFEST = exists().where(DayManifest.digest == Blob.digest)
_IS_TOKEN = exists().where(or_(Stamp.digest == Blob.digest, Stamp.chain_digest == Blob.digest))


def missed(session: Session, last: date) -> Sequence[date]:
    """The days up to `last` that need a manifest, oldest first: something was kept on them, or the history moved."""
    made = _made(session)
    moments = session.scalars(select(Blob.kept_at).where(_is_to_be_named(last)))
    kept = {moment.astimezone(UTC).date() for moment in moments}
    days = {last if day in made else day for day in kept}  # late for its own day, told on the last
    if _has_moved(session, last):
        days.add(last)
    return sorted(days - made)[-DAYS_AT_ONCE:]


def is_made(session: Session, day: date) -> bool:
    """Whether the day has its manifest."""
    return day in _made(session)


def _made(session: Session) -> set[date]:
    return set(map(date.fromisoformat, session.scalars(select(DayManifest.day))))


def _has_moved(session: Session, last: date) -> bool:
    before = session.scalar(select(func.max(DayManifest.history_seq))) or 0
    return _head(session, last)[0] > before


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _is_to_be_named(day: date) -> ColumnElement[bool]:
    return (Blob.kept_at < _end(day)) & ~_IS_NAMED & ~_IS_MANIFEST & ~_IS_TOKEN


def _head(session: Session, day: date) -> tuple[int, str]:
    """Number and hash of the last row the history had when the day ended."""
    found = session.execute(
        select(HistoryRow.seq, HistoryRow.hash)
        .where(HistoryRow.at < _end(day))
        .order_by(HistoryRow.seq.desc())
        .limit(1)
    ).first()
    return (found.seq, found.hash) if found else (0, chain.GENESIS)


def draft(session: Session, day: date) -> Manifest:
    """What the manifest of a day says: whatever was kept until its end and is named by none before."""
    digests = session.scalars(select(Blob.digest).where(_is_to_be_named(day)))
    return Manifest(day, *_head(session, day), sorted(digests))


def keep(work: Work, manifest: Manifest, given: Bytes) -> int | None:
    """Write down a manifest whose bytes are in the store, and give its number.

    None when somebody else made it meanwhile, or when the day says something else by now: nothing is written then.
    Whoever makes one waits for whoever else does.
    """
    history.end_of_chain(work)  # the turn of all who add to the history
    if manifest.day in _made(work.session) or draft(work.session, manifest.day) != manifest:
        return None
    snapshots.know(work, [given])
    row = DayManifest(
        day=manifest.day.isoformat(),
        digest=given.digest,
        count=len(manifest.digests),
        history_seq=manifest.history_seq,
        history_hash=manifest.history_hash,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    if manifest.digests:
        entries = [{"digest": digest, "manifest_id": row.id} for digest in manifest.digests]
        work.session.execute(insert(ManifestEntry), entries)
    return row.id
