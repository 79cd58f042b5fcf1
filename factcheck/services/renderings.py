"""Kept pages as a browser showed them: asked for when a page was kept, made by a job, kept once and for good (E1, E2).

Nothing here starts a browser or writes bytes: the job in `factcheck.jobs` does, and hands over what came of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work, utc_now
from factcheck.domain.events import Event
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.terms import Actor
from factcheck.models import Blob, Evidence, HistoryRow, Rendering, Snapshot
from factcheck.services import history
from factcheck.services.snapshots import Bytes, Copy, NoSuchSnapshot, know

JOB = "render"
PAGE = "text/html"
FAILURE_CHARS = 300
VIEWED_ONCE_IN = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A page somebody waits for: its address, and which copy of which evidence it is."""

    address: str
    claim_id: int
    evidence_number: int
    number: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Made:
    """What a browser made of a page: the bytes, in the store already, or a sentence why there are none."""

    kind: RenderedAs
    bytes: Bytes | str


@dataclass(frozen=True)
class Shown:
    """One rendering as pages show it, and the facts about its bytes where they are kept."""

    rendering: Rendering
    blob: Blob | None


# ── Asking, and what came of it ──────────────────────────────────────────────────────────────────


def ask(work: Work, snapshot_id: int) -> None:
    """Have a page that was kept just now shown to a browser as well."""
    rows = [
        {
            "snapshot_id": snapshot_id,
            "kind": kind,
            "state": SnapshotState.WAITING,
            "asked_at": work.now,
            **dict.fromkeys(("address", "tool", "note", "failure"), ""),
        }
        for kind in RenderedAs
    ]
    work.session.execute(insert(Rendering), rows)
    history.tell(work, JOB, snapshot_id=snapshot_id)


def ask_again(work: Work, snapshot_id: int) -> None:
    """What failed is waited for once more; what is kept stays."""
    work.session.execute(
        update(Rendering)
        .where(Rendering.snapshot_id == snapshot_id, Rendering.state == SnapshotState.FAILED)
        .values(state=SnapshotState.WAITING, failure="", asked_at=work.now)
    )


def awaited(session: Session, snapshot_id: int) -> Waiting | None:
    """Which page is to be shown, unless it was settled already."""
    is_waited_for = (
        select(Rendering.id)
        .where(Rendering.snapshot_id == Snapshot.id, Rendering.state == SnapshotState.WAITING)
        .exists()
    )
    row = session.execute(
        select(
            Snapshot.reached_address,
            Evidence.claim_id,
            Evidence.number,
            Snapshot.number,
            Evidence.withdrawn_at.is_not(None),
        )
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Snapshot.id == snapshot_id, is_waited_for)
    ).first()
    return Waiting(*row) if row else None


def settle(
    work: Work,
    snapshot_id: int,
    what: Waiting,
    made: Sequence[Made],
    *,
    address: str = "",
    tool: str = "",
    note: str = "",
) -> bool:
    """Write down what a browser made of a page; False when somebody did before: then nothing of it is."""
    wanted = select(Rendering.kind).where(
        Rendering.snapshot_id == snapshot_id, Rendering.state == SnapshotState.WAITING
    )
    waited_for = set(work.session.scalars(wanted.with_for_update()))
    made = [one for one in made if one.kind in waited_for]
    given = [one.bytes for one in made if isinstance(one.bytes, Bytes)]
    if given:
        know(work, given)
    facts = {"address": address, "tool": tool[:100], "note": note[:FAILURE_CHARS]}
    settled = [one for one in made if _settle(work, snapshot_id, one, facts)]
    if not settled:
        return False
    kept = [one for one in settled if isinstance(one.bytes, Bytes)]
    history.record(
        work,
        Event.SNAPSHOT_RENDERED if kept else Event.SNAPSHOT_NOT_RENDERED,
        claim_id=what.claim_id,
        subject=f"evidence:{what.evidence_number}",
        detail=f"copy {what.number}: " + ", ".join(map(_told, settled)),
    )
    return True


def _settle(work: Work, snapshot_id: int, one: Made, facts: Mapping[str, str]) -> bool:
    is_kept = isinstance(one.bytes, Bytes)
    values: dict[str, object] = {
        "state": SnapshotState.FAILED,
        "failure": str(one.bytes)[:FAILURE_CHARS],
    }
    if isinstance(one.bytes, Bytes):
        values = {"state": SnapshotState.KEPT, "digest": one.bytes.digest, "rendered_at": work.now}
    done = work.session.execute(
        update(Rendering)
        .where(
            Rendering.snapshot_id == snapshot_id,
            Rendering.kind == one.kind,
            Rendering.state == SnapshotState.WAITING,
        )
        .values(**values, **(facts if is_kept else {}))
        .returning(Rendering.id)
    )
    return done.first() is not None


def _told(one: Made) -> str:
    return f"{one.kind.label} {one.bytes.digest if isinstance(one.bytes, Bytes) else one.bytes}"


# ── Looking at them ──────────────────────────────────────────────────────────────────────────────


def of_snapshots(session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Shown]]:
    """All renderings of these copies, by the copy's id."""
    found: dict[int, list[Shown]] = {}
    rows = session.execute(
        select(Rendering, Blob)
        .outerjoin(Blob, Blob.digest == Rendering.digest)
        .where(Rendering.snapshot_id.in_(ids))
        .order_by(Rendering.id)
    )
    for rendering, blob in rows:
        found.setdefault(rendering.snapshot_id, []).append(Shown(rendering, blob))
    return found


def kept(session: Session, copy: Copy, kind: RenderedAs) -> tuple[Rendering, Blob]:
    """A kept rendering of a copy.  Raises `NoSuchSnapshot`."""
    for shown in of_snapshots(session, [copy.snapshot.id]).get(copy.snapshot.id, ()):
        if shown.rendering.kind is kind and shown.blob is not None:
            return shown.rendering, shown.blob
    raise NoSuchSnapshot


# ── Custody (E5) ─────────────────────────────────────────────────────────────────────────────────


def downloaded(work: Work, copy: Copy, rendering: Rendering) -> None:
    """Write down that `work.actor` took a rendering away."""
    _write(work, Event.SNAPSHOT_DOWNLOADED, copy, rendering)


def viewed(work: Work, copy: Copy, rendering: Rendering) -> None:
    """Write down that `work.actor` looked at a rendering."""
    _write(work, Event.SNAPSHOT_VIEWED, copy, rendering)


def is_unseen(session: Session, actor: Actor, copy: Copy, rendering: Rendering) -> bool:
    """Whether it is not yet written down that this person looked at it today."""
    known = select(HistoryRow.seq).where(
        HistoryRow.claim_id == copy.evidence.claim_id,
        HistoryRow.actor_id == actor.id,
        HistoryRow.event == Event.SNAPSHOT_VIEWED.value,
        HistoryRow.subject == f"evidence:{copy.evidence.number}",
        HistoryRow.detail == _detail(copy, rendering),
        HistoryRow.at > utc_now() - VIEWED_ONCE_IN,
    )
    return session.scalar(known.limit(1)) is None


def _write(work: Work, event: Event, copy: Copy, rendering: Rendering) -> None:
    history.record(
        work,
        event,
        claim_id=copy.evidence.claim_id,
        subject=f"evidence:{copy.evidence.number}",
        detail=_detail(copy, rendering),
    )


def _detail(copy: Copy, rendering: Rendering) -> str:
    return f"{rendering.kind.label} of copy {copy.snapshot.number} as a browser shows it, {rendering.digest}"
