"""Snapshots of sources: asked for with the evidence, captured by a job or uploaded, kept once and for good (E1-E5).

Nothing here talks to the web or writes bytes: the job in `factcheck.jobs` does, and hands over what came of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.limits import SNAPSHOTS
from factcheck.domain.mementos import Memento, headers_for, memento_of
from factcheck.domain.refusals import WrongState
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.domain.terms import Actor
from factcheck.models import Blob, Evidence, Person, Snapshot
from factcheck.services import history, origin_rows
from factcheck.services.changes import had_a_hand
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.standing import for_change, load

JOB = "capture"
FIRST = 1
DEMONSTRATION = "A demonstration keeps no copies from the web."


class NoSuchSnapshot(LookupError):
    """There is no such copy of this evidence, or nothing of it was kept."""

    sentence = "No such copy."


@dataclass(frozen=True)
class Bytes:
    """Bytes that are in the blob store already: their digest, how many, and what they were found to be."""

    digest: str
    size: int
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Captured:
    """What came of a capture.  `hops` and `headers` as `models.Snapshot` keeps them; `text` where it could be read."""

    body: Bytes
    warc: Bytes | None = None
    text: Bytes | None = None
    reached_address: str = ""
    hops: Sequence[Mapping[str, str | int]] = ()
    status: int | None = None
    headers: Sequence[tuple[str, str]] = ()
    declared_type: str = ""
    file_name: str = ""
    fetched_at: datetime | None = None
    tool: str = ""
    note: str = ""


@dataclass(frozen=True)
class Awaited:
    """A capture somebody waits for: of which address, for which evidence of which claim."""

    address: str
    claim_id: int
    evidence_number: int
    number: int


def ask_again(work: Work, claim_id: int, number: int) -> Snapshot:
    """Have evidence's address captured once more.

    Raises `NoSuchClaim`, `NotYourPart`, and `WrongState` for evidence without an address, withdrawn, or under way.
    """
    for_change(work, claim_id)  # two people who ask at once queue here
    found = evidence_for(work, claim_id, number)
    if not found.url:
        raise WrongState(f"Evidence {number} has no address; upload a copy instead.")
    last, is_waited_for = _so_far(work, found)
    if is_waited_for:
        raise WrongState(f"A copy of evidence {number} is being fetched already.")
    _require_room(last)
    history.record(work, Event.SNAPSHOT_ASKED, claim_id=claim_id, subject=f"evidence:{number}")
    return ask(work, found, last + 1)


def ask_for_new_address(work: Work, evidence: Evidence) -> Snapshot:
    """Have the address evidence has now captured as well; what was kept of the one before stays.

    Beyond the limit nobody is asked: the copy is settled at once, and the row says why.
    """
    leave(work, evidence, "Its address was changed before it was fetched.")
    last, _ = _so_far(work, evidence)
    if last < SNAPSHOTS:
        return ask(work, evidence, last + 1)
    said = f"{_no_room()} No copy of the new address was asked for."
    return _entered(work, evidence, last + 1, state=SnapshotState.FAILED, failure=said)


def evidence_for(work: Work, claim_id: int, number: int) -> Evidence:
    """The evidence, for whoever may have a copy of it kept.  Raises as `ask_again`."""
    return open_for_copies(work.session, work.actor, claim_id, number)


def open_for_copies(session: Session, actor: Actor, claim_id: int, number: int) -> Evidence:
    """The same before anything is changed, as where the form for a copy is opened."""
    require(Act.CAPTURE, actor)
    require_no_conflict(load(session, claim_id).standing, actor)
    found = evidence_row(session, claim_id, number)
    if found.withdrawn_at is not None:
        raise WrongState(f"Evidence {number} was withdrawn; nothing more of it is kept.")
    if found.protected is not None:
        raise WrongState(
            f"Evidence {number} is a protected source: its files are added on its own page, where they are sealed."
        )
    return found


def ask(work: Work, evidence: Evidence, number: int) -> Snapshot:
    """Have the address of evidence captured after this change, as its copy `number`."""
    snapshot = _entered(work, evidence, number, state=SnapshotState.WAITING)
    history.tell(work, JOB, snapshot_id=snapshot.id)
    return snapshot


def renew(work: Work, snapshot_id: int) -> Snapshot:
    """The copy a job goes on with that was given up: its own while it is waited for, else a new one.

    Raises `NoSuchSnapshot`, and `WrongState` while another copy of the same evidence is under way.
    """
    old = work.session.get(Snapshot, snapshot_id)
    if old is None:
        raise NoSuchSnapshot
    if old.state is SnapshotState.WAITING:
        return old
    evidence = work.session.get_one(Evidence, old.evidence_id)
    for_change(work, evidence.claim_id)  # whoever asks for a copy at the same moment queues here
    if evidence.withdrawn_at is not None or not evidence.url:
        raise WrongState(f"Evidence {evidence.number} has no address to fetch any more.")
    last, is_waited_for = _so_far(work, evidence)
    if is_waited_for:
        raise WrongState(f"A copy of evidence {evidence.number} is being fetched already.")
    return _entered(work, evidence, last + 1, state=SnapshotState.WAITING)


def _entered(work: Work, evidence: Evidence, number: int, **facts: object) -> Snapshot:
    """A copy of evidence as it stands now; `facts` are what else there is to say, its state above all."""
    usual = {"method": Method.FETCHED, "asked_by_id": work.actor.id}
    snapshot = Snapshot(
        evidence_id=evidence.id,
        number=number,
        asked_at=work.now,
        asked_address=evidence.url,
        **usual | facts,
    )
    work.session.add(snapshot)
    work.session.flush()
    return snapshot


def bring_upload(work: Work, claim_id: int, number: int, given: Captured) -> Snapshot:
    """Keep a file a person brought as a copy of evidence; its bytes are in the store already.

    Whoever chooses what the verdict rests on had a hand in it, and never approves it (W2).  Raises `NoSuchClaim`,
    `NotYourPart`, and `WrongState` for withdrawn evidence or too many copies.
    """
    ticket = for_change(work, claim_id)  # two people who bring copies at once queue here
    found = evidence_for(work, claim_id, number)
    last, _ = _so_far(work, found)
    _require_room(last)
    _know(work, given)
    facts = _values(work, given)
    snapshot = _entered(work, found, last + 1, method=Method.UPLOADED, **facts)
    _have_compared(work, snapshot.id, given)
    had_a_hand(work, ticket, f"brought a copy of evidence {number}")
    _tell(work, Event.SNAPSHOT_KEPT, claim_id, number, given.body.digest)
    return snapshot


def bring_changed(
    work: Work, evidence: Evidence, given: Captured, asked_by_id: int | None
) -> Snapshot | None:
    """Keep what the address of evidence reads now; its bytes are in the store already.

    None where there is no room: a page that never reads twice the same is not kept for ever.
    """
    last, _ = _so_far(work, evidence)
    if last >= SNAPSHOTS:
        return None
    _know(work, given)
    facts = _values(work, given)
    snapshot = _entered(work, evidence, last + 1, asked_by_id=asked_by_id, **facts)
    _tell(work, Event.SNAPSHOT_KEPT, evidence.claim_id, evidence.number, given.body.digest)
    return snapshot


def _so_far(work: Work, evidence: Evidence) -> tuple[int, bool]:
    """The number of the last copy, 0 when there is none, and whether one is under way."""
    last, waiting = work.session.execute(
        select(
            func.coalesce(func.max(Snapshot.number), 0),
            func.count().filter(Snapshot.state == SnapshotState.WAITING),
        ).where(Snapshot.evidence_id == evidence.id)
    ).one()
    return int(last), bool(waiting)


def _require_room(last: int) -> None:
    if last >= SNAPSHOTS:
        raise WrongState(_no_room())


def _no_room() -> str:
    return f"At most {SNAPSHOTS} copies of one piece of evidence are kept."


def leave(work: Work, evidence: Evidence, sentence: str) -> None:
    """Ask nobody for the copies of this evidence that are still waited for; the row says why."""
    work.session.execute(
        update(Snapshot)
        .where(Snapshot.evidence_id == evidence.id, Snapshot.state == SnapshotState.WAITING)
        .values(state=SnapshotState.FAILED, failure=sentence)
    )


# ── For the job ──────────────────────────────────────────────────────────────────────────────────


def awaited(session: Session, snapshot_id: int) -> Awaited | None:
    """What is to be captured, unless it was settled already or its evidence was withdrawn meanwhile."""
    row = session.execute(
        select(
            Snapshot.asked_address, Evidence.claim_id, Evidence.number, Snapshot.number.label("own")
        )
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .where(Snapshot.id == snapshot_id, Snapshot.state == SnapshotState.WAITING)
    ).first()
    return Awaited(*row) if row else None


def keep(work: Work, snapshot_id: int, what: Awaited, given: Captured) -> bool:
    """Settle a capture as kept; False when somebody settled it before: then nothing of it is written down."""
    if not _is_waited_for(work, snapshot_id):
        return False
    _know(work, given)
    _settle(work, snapshot_id, **_values(work, given))
    _have_compared(work, snapshot_id, given)
    _tell(work, Event.SNAPSHOT_KEPT, what.claim_id, what.evidence_number, given.body.digest)
    return True


def _have_compared(work: Work, snapshot_id: int, given: Captured) -> None:
    """Have what can be read of it compared with other sources, after this change."""
    if given.text is not None:
        history.tell(work, origin_rows.JOB, snapshot_id=snapshot_id)


def fail(work: Work, snapshot_id: int, what: Awaited, sentence: str) -> bool:
    """Settle a capture as failed, with the reason; False when somebody settled it before."""
    if not _settle(work, snapshot_id, state=SnapshotState.FAILED, failure=sentence[:300]):
        return False
    _tell(work, Event.SNAPSHOT_FAILED, what.claim_id, what.evidence_number, sentence)
    return True


def _is_waited_for(work: Work, snapshot_id: int) -> bool:
    """Whether it is still waited for; nobody else settles it until this change is over."""
    wanted = select(Snapshot.id).where(
        Snapshot.id == snapshot_id, Snapshot.state == SnapshotState.WAITING
    )
    return work.session.scalar(wanted.with_for_update()) is not None


def _settle(work: Work, snapshot_id: int, **values: object) -> bool:
    done = work.session.execute(
        update(Snapshot)
        .where(Snapshot.id == snapshot_id, Snapshot.state == SnapshotState.WAITING)
        .values(**values)
        .returning(Snapshot.id)
    )
    return done.first() is not None


def _know(work: Work, given: Captured) -> None:
    know(work, [one for one in (given.body, given.warc, given.text) if one is not None])


def know(work: Work, given: Iterable[Bytes]) -> None:
    """Write down each of the bytes that is not known yet; the same bytes are kept once."""
    wanted = {one.digest: one for one in given}
    spell = sqlite.insert if work.dialect.name == "sqlite" else postgresql.insert
    rows = [
        {**vars(wanted[digest]), "kept_at": work.now} for digest in sorted(wanted)
    ]  # in order, so that two who keep the same bytes at once never wait for each other
    work.session.execute(spell(Blob).on_conflict_do_nothing(), rows)


def _values(work: Work, given: Captured) -> dict[str, object]:
    return {
        "state": SnapshotState.KEPT,
        "digest": given.body.digest,
        "warc_digest": given.warc.digest if given.warc else None,
        "text_digest": given.text.digest if given.text else None,
        "reached_address": given.reached_address,
        "hops": [dict(hop) for hop in given.hops],
        "status": given.status,
        "headers": [list(pair) for pair in given.headers],
        "declared_type": given.declared_type[:200],
        "file_name": given.file_name,
        "fetched_at": given.fetched_at or work.now,
        "kept_at": work.now,
        "tool": given.tool,
        "note": given.note,
    }


def _tell(work: Work, event: Event, claim_id: int, evidence_number: int, detail: str) -> None:
    history.record(
        work, event, claim_id=claim_id, subject=f"evidence:{evidence_number}", detail=detail
    )


# ── Looking at them ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Copy:
    """One snapshot as its page shows it, with the evidence it is of and facts about its bytes."""

    snapshot: Snapshot
    evidence: Evidence
    body: Blob | None
    warc: Blob | None
    text: Blob | None
    asked_by: str

    @property
    def memento(self) -> Memento | None:
        """What its sender says it is a copy of, where the source is itself one (E12)."""
        one = self.snapshot
        return memento_of(one.headers, one.reached_address) if one.kept_at else None

    @property
    def own_headers(self) -> Mapping[str, str]:
        """By which our viewer says what this is a copy of; empty for a file, which comes from nowhere."""
        one = self.snapshot
        if one.method is not Method.FETCHED or one.fetched_at is None:
            return {}
        return headers_for(one.asked_address, one.fetched_at)


_BODY, _WARC, _TEXT = aliased(Blob), aliased(Blob), aliased(Blob)
_COPIES = (
    select(Snapshot, Evidence, _BODY, _WARC, _TEXT, Person.name)
    .join(Evidence, Evidence.id == Snapshot.evidence_id)
    .outerjoin(Person, Person.id == Snapshot.asked_by_id)
    .outerjoin(_BODY, _BODY.digest == Snapshot.digest)
    .outerjoin(_WARC, _WARC.digest == Snapshot.warc_digest)
    .outerjoin(_TEXT, _TEXT.digest == Snapshot.text_digest)
)


def one(session: Session, claim_id: int, evidence_number: int, number: int) -> Copy:
    """One snapshot of one piece of evidence.  Raises `NoSuchSnapshot`."""
    evidence_id = select(Evidence.id).where(
        Evidence.claim_id == claim_id, Evidence.number == evidence_number
    )
    wanted = _COPIES.where(
        Snapshot.evidence_id == evidence_id.scalar_subquery(), Snapshot.number == number
    )
    row = session.execute(wanted).first()
    if row is None:
        raise NoSuchSnapshot
    return Copy(*row[:-1], asked_by=row[-1] or "")


def of_evidence(session: Session, evidence_id: int) -> Sequence[Copy]:
    """Every try to keep a copy of one piece of evidence, newest first."""
    wanted = _COPIES.where(Snapshot.evidence_id == evidence_id).order_by(Snapshot.number.desc())
    return [Copy(*row[:-1], asked_by=row[-1] or "") for row in session.execute(wanted)]
