"""What the desk does outside, for its administrators: which jobs wait, work, ended or were given up, and why.

A job is told by its kind and a link to the claim it is about; nothing of what a source or a page is stands here, since
the desk may keep that from whoever only administers.  Carrying jobs out is the business of `factcheck.jobs`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.jobs import JobState
from factcheck.domain.refusals import WrongState
from factcheck.models import Evidence, Outbox, Person, Snapshot, SourceCheck
from factcheck.services import (
    followers,
    forgetting,
    history,
    manifests,
    notices,
    origin_rows,
    outside_copies,
    pages,
    public_log,
    readers,
    renderings,
    share_pictures,
    similar,
    snapshots,
    source_checks,
    stamps,
    tip_letters,
)
from factcheck.services.standing import HIGHEST_ID

ROWS = 50
COUNTED = 1_001  # more than this are "1000+"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        notices.JOB: "Mails",
        pages.JOB: "Pages",
        snapshots.JOB: "Copies",
        source_checks.JOB: "Looks",
        source_checks.ROUND: "Rounds of looks",
        renderings.JOB: "Renderings",
        manifests.JOB: "Manifests",
        stamps.JOB: "Dates",
        origin_rows.JOB: "Comparisons",
        outside_copies.JOB: "Archives",
        forgetting.JOB: "Clearings",
        readers.JOB: "Caches",
        public_log.JOB: "Heads of the log",
        followers.JOB: "Followers",
        share_pictures.JOB: "Share pictures",
        similar.JOB: "Similar verdicts",
        tip_letters.JOB: "Letters to readers",
        tip_letters.FORGET: "Addresses forgotten",
    }
)
ABOUT: Mapping[str, str] = MappingProxyType(
    {
        pages.JOB: "A page that somebody asked for",
        snapshots.JOB: "A copy of a source",
        renderings.JOB: "A kept page as a browser shows it",
        origin_rows.JOB: "Texts of sources compared",
        source_checks.JOB: "Another look at a source",
        source_checks.ROUND: "A round of looks at sources",
        manifests.JOB: "The list of what was kept on the days before",
        stamps.JOB: "An authority’s date for such a list",
        outside_copies.JOB: "A copy at an outside archive",
        public_log.JOB: "A signed head of the public log",
        similar.JOB: "Verdicts looked at for similar ones",
        readers.JOB: "Caches told what readers’ pages changed",
        followers.JOB: "The hub told which feeds have something new",
        share_pictures.JOB: "The picture that is shown where a verdict is shared",
        forgetting.JOB: "Words of a sealed source cleared out of the database",
        tip_letters.JOB: "A letter to a reader about what became of a message",
        tip_letters.FORGET: "Addresses of readers forgotten whose time was over",
    }
)
# What a row says of the source it is about.
OF_SOURCES: Mapping[str, type[Snapshot | SourceCheck]] = MappingProxyType(
    {"snapshot_id": Snapshot, "check_id": SourceCheck}
)


class NoSuchJob(LookupError):
    """There is no job of this number."""

    sentence = "No such job."


@dataclass(frozen=True)
class JobTold:
    """One job; `due_at` is when it comes due or, while somebody works on it, until when it is held."""

    id: int
    kind: str
    state: JobState
    created_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    done_at: datetime | None
    tries: int
    outcome: str
    about: str
    claim_id: int | None = None
    evidence_number: int | None = None

    @property
    def can_be_tried_again(self) -> bool:
        return self.state is JobState.FAILED

    @property
    def said(self) -> str:
        """Its outcome as a sentence; empty before there is one."""
        text = self.outcome[:1].upper() + self.outcome[1:]
        return text if not text or text.endswith((".", "?")) else f"{text}."

    @property
    def needs_mail_server(self) -> bool:
        return self.kind in {notices.JOB, tip_letters.JOB}

    def is_left_alone(self, now: datetime) -> bool:
        """Whether somebody worked on it and did not come back; it is taken up by somebody else then."""
        return self.state is JobState.WORKING and self.due_at <= now


@dataclass(frozen=True)
class Told:
    """One page of jobs, the newest first, and how many there are in each state, `COUNTED` at most."""

    jobs: Sequence[JobTold]
    next_after: int | None
    counts: Mapping[JobState, int]


def told(
    session: Session, state: JobState | None = None, kind: str = "", after: int | None = None
) -> Told:
    """Jobs older than number `after`, of one state or of one kind where these are given."""
    wanted = select(Outbox).where(Outbox.id < (after or HIGHEST_ID))
    if state is not None:
        wanted = wanted.where(Outbox.state == state)
    if kind:
        wanted = wanted.where(Outbox.kind == kind)
    found = list(session.scalars(wanted.order_by(Outbox.id.desc()).limit(ROWS + 1)))
    shown = found[:ROWS]
    return Told(
        _in_words(session, shown),
        shown[-1].id if len(found) > ROWS else None,
        _counts(session),
    )


def _counts(session: Session) -> dict[JobState, int]:
    each = [
        select(func.count())
        .select_from(select(Outbox.id).where(Outbox.state == state).limit(COUNTED).subquery())
        .scalar_subquery()
        for state in JobState
    ]
    return dict(zip(JobState, session.execute(select(*each)).one(), strict=True))


def _in_words(session: Session, rows: Sequence[Outbox]) -> list[JobTold]:
    sources = {
        name: _sources(session, model, _numbers(rows, name)) for name, model in OF_SOURCES.items()
    }
    names = _names(session, _numbers(rows, "to"))
    return [_job(row, sources, names) for row in rows]


def _numbers(rows: Iterable[Outbox], name: str) -> set[int]:
    return {number for row in rows if isinstance(number := row.payload.get(name), int)}


def _sources(
    session: Session, model: type[Snapshot | SourceCheck], ids: set[int]
) -> dict[int, tuple[int, int]]:
    """Claim and number of the evidence that each copy, or look, is of."""
    if not ids:
        return {}
    wanted = select(model.id, Evidence.claim_id, Evidence.number).join(
        Evidence, Evidence.id == model.evidence_id
    )
    found = session.execute(wanted.where(model.id.in_(ids)))
    return {row.id: (row.claim_id, row.number) for row in found}


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    wanted = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {row.id: row.name for row in session.execute(wanted)}


def _job(
    row: Outbox, sources: Mapping[str, Mapping[int, tuple[int, int]]], names: Mapping[int, str]
) -> JobTold:
    claim_id, evidence_number = row.payload.get("claim_id"), None
    about = ABOUT.get(row.kind, f"A job of the kind “{row.kind}”")
    if row.kind == notices.JOB:
        about = _mail(row.payload, names)
    for name, known in sources.items():
        source = known.get(_whole(row.payload.get(name)))
        if source is not None:
            claim_id, evidence_number = source
    return JobTold(
        row.id,
        row.kind,
        row.state,
        row.created_at,
        row.due_at,
        row.claimed_at,
        row.done_at,
        row.tries,
        row.outcome,
        about,
        claim_id if isinstance(claim_id, int) else None,
        evidence_number,
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _mail(payload: Mapping[str, object], names: Mapping[int, str]) -> str:
    """`Mail to Rosa: You are asked to review claim 7`, as far as the row says it."""
    to, about = payload.get("to"), str(payload.get("about", ""))
    whom = names.get(to, "somebody") if isinstance(to, int) else f"the {to}".replace("_", " ")
    if about not in notices.NOTICES:
        return f"Mail to {whom}"
    return f"Mail to {whom}: {notices.subject(about, _whole(payload.get('claim_id')))}"


def try_again(work: Work, job_id: int) -> None:
    """Begin a job anew that was given up, with all its tries.

    Raises `NotYourPart`, `NoSuchJob`, and `WrongState` for one that was not given up or is fetched already.
    """
    require(Act.TRY_AGAIN, work.actor)
    anew = {
        "state": JobState.WAITING,
        "due_at": work.now,
        "tries": 0,
        "done_at": None,
        "outcome": "",
    }
    row = work.session.execute(
        update(Outbox)
        .where(Outbox.id == job_id, Outbox.state == JobState.FAILED)
        .values(**anew)
        .returning(Outbox.kind, Outbox.payload)
    ).first()
    if row is None:
        state = work.session.scalar(select(Outbox.state).where(Outbox.id == job_id))
        if state is None:
            raise NoSuchJob
        raise WrongState(f"Only a job that was given up is tried again; this one is {state.label}.")
    if row.kind == snapshots.JOB:
        fresh = snapshots.renew(work, _whole(row.payload.get("snapshot_id"))).id
        _go_on_with(work, job_id, snapshot_id=fresh)
    elif row.kind == source_checks.JOB:
        again = source_checks.renew(work, _whole(row.payload.get("check_id")))
        _go_on_with(work, job_id, check_id=again)
    elif row.kind == outside_copies.JOB:
        outside_copies.renew(work, _whole(row.payload.get("outside_id")))
    elif row.kind == renderings.JOB:
        renderings.ask_again(work, _whole(row.payload.get("snapshot_id")))
    history.record(work, Event.JOB_TRIED_AGAIN, subject=f"job:{job_id}")
    work.posted.append((job_id, row.kind))


def _go_on_with(work: Work, job_id: int, **payload: int) -> None:
    """What was given up is settled for good: the job goes on with a new copy, or look, at the same evidence."""
    work.session.execute(update(Outbox).where(Outbox.id == job_id).values(payload=payload))
