"""Looking again at the addresses of sources: which are due, what came of each look, and what stands of it (E17).

A look compares the page with the baseline: the last copy that was kept because somebody asked for it, and of a
published verdict the one it rested on when it was published.  Nothing here talks to the web.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.limits import RECHECK_PAUSE, RECHECKS_A_ROUND
from factcheck.domain.refusals import WrongState
from factcheck.domain.snapshots import Method, SnapshotState, is_altering_archive
from factcheck.domain.source_checks import AGAIN, Outcome
from factcheck.domain.terms import Actor, State
from factcheck.models import (
    Blob,
    Claim,
    Evidence,
    Publication,
    SiteTurn,
    Snapshot,
    SourceCheck,
)
from factcheck.services import history
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.standing import load

JOB, ROUND = "look", "recheck"
DEMONSTRATION = "A demonstration asks nothing of the web."


class DueRow(NamedTuple):
    """One address that is to be looked at again, and the copy it is compared with."""

    evidence_id: int
    claim_id: int
    number: int
    address: str
    baseline_id: int
    reached: str

    @property
    def host(self) -> str:
        return host_of(self.address)


def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removesuffix(".")


# ── What is due ──────────────────────────────────────────────────────────────────────────────────


def baseline() -> Any:
    """The copy that the address of evidence is compared with; none that was kept because the page had changed.

    Of a published verdict it is the last one before readers got it: a copy kept later hides no change from them.
    """
    is_by_a_look = select(SourceCheck.id).where(SourceCheck.snapshot_id == Snapshot.id).exists()
    published_at = (
        select(Publication.updated_at)
        .where(Publication.claim_id == Evidence.claim_id)
        .correlate(Evidence)
        .scalar_subquery()
    )
    is_in_time = Snapshot.kept_at <= func.coalesce(published_at, Snapshot.kept_at)
    return (
        select(func.coalesce(func.max(case((is_in_time, Snapshot.id))), func.min(Snapshot.id)))
        .where(
            Snapshot.evidence_id == Evidence.id,
            Snapshot.asked_address == Evidence.url,
            Snapshot.method == Method.FETCHED,
            Snapshot.state == SnapshotState.KEPT,
            ~is_by_a_look,
        )
        .correlate(Evidence)
        .scalar_subquery()
    )


_LOOK = aliased(SourceCheck)
_NEWEST = (
    select(func.max(SourceCheck.id))
    .where(SourceCheck.evidence_id == Evidence.id, SourceCheck.outcome.is_not(None))
    .correlate(Evidence)
    .scalar_subquery()
)
_IS_WAITED_FOR = (
    select(SourceCheck.id)
    .where(SourceCheck.evidence_id == Evidence.id, SourceCheck.outcome.is_(None))
    .exists()
)
_LIVE = (
    select(
        Evidence.id,
        Evidence.claim_id,
        Evidence.number,
        Evidence.url,
        Snapshot.id,
        Snapshot.reached_address,
    )
    .join(Claim, Claim.id == Evidence.claim_id)
    .join(Snapshot, Snapshot.id == baseline())
    .outerjoin(_LOOK, _LOOK.id == _NEWEST)
    .where(Evidence.url != "", Evidence.withdrawn_at.is_(None), ~_IS_WAITED_FOR)
)
_LAST_SEEN = func.coalesce(_LOOK.looked_at, Snapshot.kept_at)


def due(
    session: Session, now: datetime, days: int, only: Collection[str] | None = None
) -> list[DueRow]:
    """What is to be looked at now, published claims first, the longest not looked at before others.

    An address whose last look found it as something is that is gone comes again sooner.  `only` names the hosts that
    may be asked at all; None is every one.
    """
    is_due = or_(
        now - timedelta(days=days) >= _LAST_SEEN,
        and_(
            _LOOK.may_be_gone, _LOOK.outcome == Outcome.UNREACHABLE, _LOOK.looked_at <= now - AGAIN
        ),
    )
    wanted = _LIVE.where(Claim.state != State.DISMISSED, is_due).order_by(
        case((Claim.state == State.PUBLISHED, 0), else_=1), _LAST_SEEN, Evidence.id
    )
    rows = (DueRow._make(row) for row in session.execute(wanted))
    found = (row for row in rows if _may_be_asked(row, only))
    return list(islice(found, RECHECKS_A_ROUND))


def _may_be_asked(row: DueRow, only: Collection[str] | None) -> bool:
    """Copies of an archive that altered its own stand for nothing, wherever the address led there (E11)."""
    is_sound = not (is_altering_archive(row.address) or is_altering_archive(row.reached))
    return is_sound and (only is None or row.host in only)


def ask_for(work: Work, rows: Sequence[DueRow]) -> list[int]:
    """Have these addresses looked at, each by a job of its own, one after the other where they are of one host.

    The numbers of the looks: one that somebody waits for already is not asked for twice.
    """
    before: Counter[str] = Counter()
    asked = []
    for row in rows:
        check_id = _wait_for(work, row)
        if check_id is not None:
            pause = timedelta(seconds=RECHECK_PAUSE * before[row.host])
            history.tell_later(work, JOB, work.now + pause, check_id=check_id)
            before[row.host] += 1
            asked.append(check_id)
    return asked


def _wait_for(work: Work, row: DueRow) -> int | None:
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    waiting = spell(SourceCheck).values(
        evidence_id=row.evidence_id,
        baseline_id=row.baseline_id,
        address=row.address,
        asked_by_id=work.actor.id,
        asked_at=work.now,
        failure="",
        reached_address="",
        may_be_gone=False,
        is_standing=False,
        settled_note="",
    )
    made = work.session.execute(waiting.on_conflict_do_nothing().returning(SourceCheck.id)).first()
    return int(made.id) if made else None


def ask_now(work: Work, claim_id: int, number: int) -> None:
    """Have one source looked at now.

    Raises `NoSuchClaim`, `NotYourPart`, and `WrongState` for evidence without an address or a copy to compare, one
    that was withdrawn, and one that is being looked at.
    """
    found = to_look_after(work.session, work.actor, claim_id, number)
    row = work.session.execute(_LIVE.where(Evidence.id == found.id)).first()
    if row is None:
        raise WrongState(_why_not(work.session, found))
    wanted = DueRow._make(row)
    if not _may_be_asked(wanted, None):
        raise WrongState(f"Evidence {number} has no address that could be looked at again.")
    history.record(work, Event.SOURCE_LOOK_ASKED, claim_id=claim_id, subject=f"evidence:{number}")
    if not ask_for(work, [wanted]):
        raise WrongState(f"Evidence {number} is being looked at already.")


def renew(work: Work, check_id: int) -> int:
    """The look a job goes on with that was given up: its own while it is waited for, else a new one.

    Raises `WrongState` where there is nothing to be looked at any more, or somebody waits for another look.
    """
    old = work.session.get(SourceCheck, check_id)
    if old is None:
        raise WrongState("There is nothing to be looked at any more.")
    if old.outcome is None:
        return old.id
    row = work.session.execute(_LIVE.where(Evidence.id == old.evidence_id)).first()
    fresh = _wait_for(work, DueRow._make(row)) if row else None
    if fresh is None:
        raise WrongState("There is nothing to be looked at any more.")
    return fresh


def to_look_after(session: Session, actor: Actor, claim_id: int, number: int) -> Evidence:
    """The evidence, for whoever may look after what became of it."""
    require(Act.LOOK_AFTER, actor)
    require_no_conflict(load(session, claim_id).standing, actor)
    found = evidence_row(session, claim_id, number)
    if found.withdrawn_at is not None:
        raise WrongState(f"Evidence {number} was withdrawn; its source is not looked at any more.")
    return found


def _why_not(session: Session, found: Evidence) -> str:
    waits = select(SourceCheck.id).where(
        SourceCheck.evidence_id == found.id, SourceCheck.outcome.is_(None)
    )
    if session.scalar(waits) is not None:
        return f"Evidence {found.number} is being looked at already."
    return f"No copy of evidence {found.number} is kept that its address could be compared with."


# ── Whose turn it is ─────────────────────────────────────────────────────────────────────────────


def take_turn(work: Work, host: str, until: datetime) -> datetime | None:
    """Keep a host for one look, no longer than `until`; else when it will be free, as far as anybody knows."""
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    taken = spell(SiteTurn).values(host=host, free_at=until)
    taken = taken.on_conflict_do_update(
        index_elements=[SiteTurn.host],
        set_={"free_at": until},
        where=SiteTurn.free_at <= work.now,
    )
    if work.session.execute(taken.returning(SiteTurn.host)).first() is not None:
        return None
    return work.session.scalar(select(SiteTurn.free_at).where(SiteTurn.host == host))


def end_turn(work: Work, host: str, until: datetime, pause: timedelta) -> None:
    """Let others ask the host after a pause, unless the turn that ended at `until` is somebody else's by now."""
    work.session.execute(
        update(SiteTurn)
        .where(SiteTurn.host == host, SiteTurn.free_at == until)
        .values(free_at=work.now + pause)
    )


# ── For the job ──────────────────────────────────────────────────────────────────────────────────


class Kept(NamedTuple):
    """A copy as a look needs it: by digest and size what was sent, and the readable text."""

    snapshot_id: int
    reached: str
    digest: str
    text_digest: str
    text_size: int


NOTHING = Kept(0, "", "", "", 0)


@dataclass(frozen=True)
class Awaited:
    """A look somebody waits for: at which address, and the copies to compare with.

    `baseline` is the copy it is compared with, `last` the one that was kept last of this address, with its headers.
    `is_void` once nobody relies on the address any more.
    """

    evidence_id: int
    address: str
    quote: str
    baseline: Kept
    last: Kept
    headers: tuple[tuple[str, str], ...]
    is_void: bool


def awaited(session: Session, check_id: int) -> Awaited | None:
    """What is to be looked at, unless it was settled already."""
    found = session.execute(
        select(SourceCheck.address, Evidence, baseline())
        .join(Evidence, Evidence.id == SourceCheck.evidence_id)
        .where(SourceCheck.id == check_id, SourceCheck.outcome.is_(None))
    ).first()
    if found is None:
        return None
    address, evidence, baseline_id = found
    is_void = evidence.withdrawn_at is not None or evidence.url != address or baseline_id is None
    if is_void:
        return Awaited(evidence.id, address, "", NOTHING, NOTHING, (), is_void=True)
    copies = list(_copies_since(session, evidence, baseline_id))
    first, (last, headers) = copies[0][0], copies[-1]
    return Awaited(evidence.id, address, evidence.quote, first, last, headers, is_void=False)


def _copies_since(
    session: Session, evidence: Evidence, baseline_id: int
) -> Iterator[tuple[Kept, tuple[tuple[str, str], ...]]]:
    """The copy everything is compared with, and those that were kept since because the page had changed."""
    text = aliased(Blob)
    rows = session.execute(
        select(
            Snapshot.id,
            Snapshot.reached_address,
            Snapshot.digest,
            func.coalesce(Snapshot.text_digest, ""),
            func.coalesce(text.size, 0),
            Snapshot.headers,
        )
        .outerjoin(text, text.digest == Snapshot.text_digest)
        .where(
            Snapshot.evidence_id == evidence.id,
            Snapshot.asked_address == evidence.url,
            Snapshot.method == Method.FETCHED,
            Snapshot.state == SnapshotState.KEPT,
            Snapshot.id >= baseline_id,
        )
        .order_by(Snapshot.id)
    )
    for *kept, headers in rows:
        yield Kept._make(kept), tuple((name, value) for name, value in headers)


def outcomes(session: Session, checks: Collection[int]) -> dict[int, Outcome]:
    """What came of those of these looks that ended."""
    found = session.execute(
        select(SourceCheck.id, SourceCheck.outcome).where(
            SourceCheck.id.in_(checks), SourceCheck.outcome.is_not(None)
        )
    )
    return {row.id: row.outcome for row in found}


def drop(work: Work, check_id: int) -> None:
    """Nobody relies on the address any more, so nothing was looked at."""
    work.session.execute(
        delete(SourceCheck).where(SourceCheck.id == check_id, SourceCheck.outcome.is_(None))
    )
