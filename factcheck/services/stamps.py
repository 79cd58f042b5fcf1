"""What authorities say of a day's manifest (RFC 3161): asked for, kept or failed, and what it means for a copy (E7).

Nothing here talks to an authority or checks a token: the job does, and hands over what came of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import Select, case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.manifests import StampState, is_day
from factcheck.models import Blob, DayManifest, HistoryRow, ManifestEntry, Stamp
from factcheck.services import history, snapshots
from factcheck.services.snapshots import Bytes

JOB = "stamp"
DAYS = 50  # of one page
NEVER_ASKED = "It was not asked, and that is our fault."


class NoSuchDate(LookupError):
    """There is no manifest of this day, or no such token of it."""

    sentence = "No such date."


@dataclass(frozen=True)
class Awaited:
    """A token that is wanted: from which authority, over which kept bytes."""

    authority: str
    day: str
    manifest: str
    size: int


@dataclass(frozen=True)
class Given:
    """A token that was checked; its bytes are in the store already."""

    reply: Bytes
    chain: Bytes
    at: datetime
    serial: str


def ask(work: Work, manifest_id: int, authorities: Iterable[str]) -> None:
    """Have each of these authorities asked for its token of a manifest, unless it was asked and not given up."""
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    row = {"manifest_id": manifest_id, "asked_at": work.now, "serial": "", "failure": ""}
    asked = []
    for authority in authorities:
        new = {**row, "authority": authority, "state": StampState.WAITING}
        made = spell(Stamp).values(new).on_conflict_do_nothing().returning(Stamp.id)
        again = (
            update(Stamp)
            .where(
                Stamp.manifest_id == manifest_id,
                Stamp.authority == authority,
                Stamp.state == StampState.FAILED,
            )
            .values(state=StampState.WAITING, asked_at=work.now, settled_at=None)
            .returning(Stamp.id)
        )
        asked += [*work.session.scalars(made), *work.session.scalars(again)]
    for stamp_id in asked:
        history.tell(work, JOB, stamp_id=stamp_id)


def awaited(session: Session, stamp_id: int) -> Awaited | None:
    """What is wanted, unless its token was had before."""
    row = session.execute(
        select(Stamp.authority, DayManifest.day, DayManifest.digest, Blob.size)
        .join(DayManifest, DayManifest.id == Stamp.manifest_id)
        .join(Blob, Blob.digest == DayManifest.digest)
        .where(Stamp.id == stamp_id, Stamp.state != StampState.DATED)
    ).first()
    return Awaited(*row) if row else None


def keep(work: Work, stamp_id: int, given: Given) -> bool:
    """Settle it with its token; False when somebody did before: then nothing of it is written down."""
    wanted = select(Stamp.id).where(Stamp.id == stamp_id, Stamp.state != StampState.DATED)
    if work.session.scalar(wanted.with_for_update()) is None:
        return False
    snapshots.know(work, [given.reply, given.chain])
    return _settle(
        work,
        stamp_id,
        state=StampState.DATED,
        settled_at=work.now,
        dated_at=given.at,
        serial=given.serial[:80],
        digest=given.reply.digest,
        chain_digest=given.chain.digest,
        failure="",
    )


def note(work: Work, stamp_id: int, sentence: str) -> None:
    """Say why it is still waited for."""
    _settle(work, stamp_id, failure=sentence[:300])


def give_up(work: Work, stamp_id: int) -> None:
    """Say that it is no longer waited for; why, was noted with each try.  It can be asked for again."""
    why = case((Stamp.failure == "", NEVER_ASKED), else_=Stamp.failure)
    _settle(work, stamp_id, state=StampState.FAILED, settled_at=work.now, failure=why)


def _settle(work: Work, stamp_id: int, **values: object) -> bool:
    done = work.session.execute(
        update(Stamp)
        .where(Stamp.id == stamp_id, Stamp.state != StampState.DATED)
        .values(**values)
        .returning(Stamp.id)
    )
    return done.first() is not None


def given_up(session: Session, since: date) -> Sequence[int]:
    """Manifests of this day and later for which an authority was given up."""
    wanted = select(Stamp.manifest_id).join(DayManifest, DayManifest.id == Stamp.manifest_id)
    found = session.scalars(
        wanted.where(Stamp.state == StampState.FAILED, DayManifest.day >= since.isoformat())
    )
    return sorted(set(found))


def missing(
    session: Session, manifest_ids: Collection[int], authorities: Collection[str]
) -> Sequence[int]:
    """The tokens of these authorities that are asked for and were not had."""
    wanted = select(Stamp.id).where(
        Stamp.manifest_id.in_(manifest_ids),
        Stamp.authority.in_(authorities),
        Stamp.state != StampState.DATED,
    )
    return session.scalars(wanted.order_by(Stamp.id)).all()


# ── Looking at them ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Dated:
    """One authority's word on a day, with its kept bytes where there are some."""

    stamp: Stamp
    reply: Blob | None
    chain: Blob | None

    @property
    def host(self) -> str:
        """The authority as a page names it."""
        return urlsplit(self.stamp.authority).hostname or self.stamp.authority


@dataclass(frozen=True)
class Day:
    """One day's manifest with what is said of it."""

    manifest: DayManifest
    blob: Blob
    stamps: Sequence[Dated] = field(default=())


_REPLY, _CHAIN = aliased(Blob), aliased(Blob)


def days(session: Session, before: str = "") -> Sequence[Day]:
    """The newest days with a manifest, one more than a page holds; those `before` a day where one is given."""
    wanted = select(DayManifest, Blob).join(Blob, Blob.digest == DayManifest.digest)
    if is_day(before):
        wanted = wanted.where(DayManifest.day < before)
    return _with_stamps(session, wanted.order_by(DayManifest.day.desc()).limit(DAYS + 1))


def every_day(session: Session) -> Sequence[Day]:
    """All of them, oldest first."""
    wanted = select(DayManifest, Blob).join(Blob, Blob.digest == DayManifest.digest)
    return _with_stamps(session, wanted.order_by(DayManifest.day))


def day_of(session: Session, day: str) -> Day:
    """The manifest of one day.  Raises `NoSuchDate`, for what is no day as well."""
    if not is_day(day):
        raise NoSuchDate
    wanted = select(DayManifest, Blob).join(Blob, Blob.digest == DayManifest.digest)
    found = _with_stamps(session, wanted.where(DayManifest.day == day))
    if not found:
        raise NoSuchDate
    return found[0]


def _with_stamps(session: Session, wanted: Select[DayManifest, Blob]) -> Sequence[Day]:
    rows = session.execute(wanted).all()
    stamps = _stamps(session, [manifest.id for manifest, _ in rows])
    return [Day(manifest, blob, stamps.get(manifest.id, ())) for manifest, blob in rows]


def _stamps(session: Session, manifest_ids: Collection[int]) -> Mapping[int, Sequence[Dated]]:
    rows = session.execute(
        select(Stamp, _REPLY, _CHAIN)
        .outerjoin(_REPLY, _REPLY.digest == Stamp.digest)
        .outerjoin(_CHAIN, _CHAIN.digest == Stamp.chain_digest)
        .where(Stamp.manifest_id.in_(manifest_ids))
        .order_by(Stamp.id)
    )
    found: dict[int, list[Dated]] = {}
    for stamp, reply, chain in rows:
        found.setdefault(stamp.manifest_id, []).append(Dated(stamp, reply, chain))
    return found


def of_bytes(session: Session, digests: Collection[str]) -> Mapping[str, Day]:
    """The day that names each of these kept bytes, where one does."""
    rows = session.execute(
        select(ManifestEntry.digest, ManifestEntry.manifest_id).where(
            ManifestEntry.digest.in_(digests)
        )
    ).all()
    wanted = select(DayManifest, Blob).join(Blob, Blob.digest == DayManifest.digest)
    ids = {row.manifest_id for row in rows}
    found = _with_stamps(session, wanted.where(DayManifest.id.in_(ids)))
    by_id = {day.manifest.id: day for day in found}
    return {row.digest: by_id[row.manifest_id] for row in rows}


def named(session: Session, manifest_id: int) -> Sequence[str]:
    """The digests a manifest is to name."""
    wanted = select(ManifestEntry.digest).where(ManifestEntry.manifest_id == manifest_id)
    return sorted(session.scalars(wanted))


def history_hash(session: Session, seq: int) -> str | None:
    """What the history says now of the row that a manifest names."""
    return session.scalar(select(HistoryRow.hash).where(HistoryRow.seq == seq))
