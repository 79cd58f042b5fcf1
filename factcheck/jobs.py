"""What is done outside once a change is committed: the rows of the outbox, carried out one at a time.

Mails to colleagues, pages that somebody asked for, and copies of sources.

A row is claimed by a conditional UPDATE, so that any number of processes may run this at once and each row is
carried out by one of them.  No transaction is open while the outside world is talked to.  A row that fails comes due
again after a growing pause, and is given up after `TRIES` tries; whoever died while holding a row leaves it to come
due by itself.  Who calls for a row, and which threads answer, is the matter of `factcheck.calls`.
"""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from factcheck.adapters import captures, mail, pages
from factcheck.adapters.blobs import BadBlobStore, Blobs
from factcheck.adapters.captures import Capture
from factcheck.adapters.fetching import Fetched, NotFetched, World
from factcheck.adapters.reading import Reading
from factcheck.config import BadSetting, Settings
from factcheck.db import Busy, Database, utc_now
from factcheck.domain import taken
from factcheck.domain.inputs import BadInput
from factcheck.domain.jobs import JobState
from factcheck.domain.limits import ARTICLE_BYTES
from factcheck.domain.terms import COMMAND_LINE
from factcheck.keeping import blobs_of
from factcheck.models import Outbox
from factcheck.resources import VERSION
from factcheck.services import history, notices, sessions, snapshots
from factcheck.services import pages as page_requests

TRIES = 5
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
JITTER = 0.25  # a pause is longer by up to this share, so that what failed together does not come back together
LEASE = timedelta(minutes=10)  # how long a claimed row is left alone: longer than any job may take
TOO_OLD = timedelta(days=7)  # a notice this old would only puzzle people
OUTCOME_CHARS = 300
BUSY = "the database was busy"
NOT_KEPT = "The copy could not be kept, and that is our fault. Try again, or upload a copy."
OUR_FAULT = "The page cannot be read, and that is our fault. Paste its text instead."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One row of the outbox; `tries` counts this one as well, `held_until` is when its lease ends."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    created_at: datetime
    tries: int
    held_until: datetime


@dataclass(frozen=True)
class Done:
    """How a task ended, in a few words; `more` are rows to put in the outbox in its place."""

    outcome: str
    more: Sequence[tuple[str, Mapping[str, Any]]] = ()


@dataclass(frozen=True)
class Failed:
    """Why a task did not work this time; `is_final` when there is no use in trying again."""

    outcome: str
    is_final: bool = False


@dataclass(frozen=True)
class Runner:
    """What jobs work with.  `send` hands one mail to the server; None when no server is set.

    `kinds` are the jobs this runner does, None for all of them; those of `others` it leaves alone.  `chance` gives a
    number from 0 to 1.
    """

    database: Database
    settings: Settings
    send: Callable[[mail.Mail], None] | None
    clock: Callable[[], datetime] = utc_now
    kinds: frozenset[str] | None = None
    others: frozenset[str] = frozenset()
    lease: timedelta = LEASE
    chance: Callable[[], float] = random.SystemRandom().random
    fetch: Callable[[str, World], tuple[Fetched, Reading]] = pages.fetch_article
    capture: Callable[[str, World], Capture] = captures.capture
    open_store: Callable[[Settings], Blobs] = blobs_of

    def does(self, kind: str) -> bool:
        return kind not in self.others and (self.kinds is None or kind in self.kinds)


Job = Callable[[Runner, Task], Done | Failed]


def runner(database: Database, settings: Settings) -> Runner:
    """A runner for this desk.  Raises `BadSetting` for a mail server that cannot be one."""
    if not settings.mail_url:
        return Runner(database, settings, None)
    try:
        server = mail.read_server(settings.mail_url)
    except mail.BadMailAddress as error:
        raise BadSetting(f"FACTCHECK_MAIL_URL must look like {error}.") from None
    return Runner(database, settings, lambda one: mail.send(server, one))


# ── The runner ───────────────────────────────────────────────────────────────────────────────────


def due(run: Runner) -> list[int]:
    """The numbers of the rows that are due, oldest first."""
    wanted = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.due_at <= run.clock())
    if run.kinds is not None:
        wanted = wanted.where(Outbox.kind.in_(run.kinds))
    if run.others:
        wanted = wanted.where(Outbox.kind.not_in(run.others))
    with run.database.read() as connection:
        return [row.id for row in connection.execute(wanted.order_by(Outbox.id))]


def deliver(run: Runner, task_id: int) -> Done | Failed | None:
    """Carry one row out and write down how it ended; None when somebody else has it."""
    task = _claim(run, task_id)
    if task is None:
        return None
    ended = _try(run, task)
    if task.kind == snapshots.JOB and _is_over(task, ended):
        _leave_no_copy(run, task)
    _settle(run, task, ended)
    return ended


def _try(run: Runner, task: Task) -> Done | Failed:
    """What the job makes of it.  A mistake of the program ends neither the thread nor the row's further tries."""
    job = JOBS.get(task.kind)
    if job is None:
        return Failed(f"nobody knows how to do {task.kind!r}", is_final=True)
    if task.tries > TRIES:
        return Failed("the program ended while doing it", is_final=True)
    try:
        return job(run, task)
    except Busy:
        return Failed(BUSY)
    except Exception as error:
        log.exception("A job of the kind %s failed", task.kind)
        return Failed(f"a mistake of the program ({type(error).__name__})")


def _claim(run: Runner, task_id: int) -> Task | None:
    """Take the row if it is still due, so that nobody else does it meanwhile."""
    now = run.clock()
    held_until = now + run.lease
    with run.database.work(COMMAND_LINE, now=now) as work:
        row = work.session.execute(
            update(Outbox)
            .where(Outbox.id == task_id, Outbox.done_at.is_(None), Outbox.due_at <= now)
            .values(
                state=JobState.WORKING, claimed_at=now, due_at=held_until, tries=Outbox.tries + 1
            )
            .returning(Outbox.id, Outbox.kind, Outbox.payload, Outbox.created_at, Outbox.tries)
        ).first()
    return Task(*row, held_until) if row else None


def _settle(run: Runner, task: Task, ended: Done | Failed) -> None:
    """Write down how it ended, unless the lease ran out meanwhile and the row is somebody else's by now."""
    now = run.clock()
    still_held = (Outbox.id == task.id, Outbox.due_at == task.held_until, Outbox.done_at.is_(None))
    with run.database.work(COMMAND_LINE, now=now) as work:
        settled = work.session.execute(
            update(Outbox)
            .where(*still_held)
            .values(**_end(run, task, ended, now))
            .returning(Outbox.id)
        ).first()
        if settled and isinstance(ended, Done):
            for kind, payload in ended.more:
                history.pass_on(work, kind, payload, task.created_at)


def _is_over(task: Task, ended: Done | Failed) -> bool:
    """Whether the row is given up."""
    return isinstance(ended, Failed) and (ended.is_final or task.tries >= TRIES)


def _end(run: Runner, task: Task, ended: Done | Failed, now: datetime) -> dict[str, Any]:
    """What the row says afterwards."""
    if isinstance(ended, Done):
        outcome = ended.outcome[:OUTCOME_CHARS]
        return {"state": JobState.DONE, "done_at": now, "outcome": outcome}
    is_over = _is_over(task, ended)
    said = f"{'given up' if is_over else 'failed'} after try {task.tries}: {ended.outcome}"
    outcome = said[:OUTCOME_CHARS]
    if is_over:
        return {"state": JobState.FAILED, "done_at": now, "outcome": outcome}
    pause = PAUSES[task.tries - 1] * (1 + JITTER * run.chance())
    return {"state": JobState.WAITING, "due_at": now + pause, "outcome": outcome}


# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────


def send_mail(run: Runner, task: Task) -> Done | Failed:
    """Tell one person, or pass the notice on to everybody of a part, one row each."""
    about, to = str(task.payload.get("about", "")), task.payload.get("to")
    if about not in notices.NOTICES:
        return Failed(f"there is no text about {about!r}", is_final=True)
    with Session(run.database.reader) as session:
        desk = sessions.desk_line(session)
        why_not = _why_not(run, task, is_demonstration=desk.is_demonstration)
        if why_not or run.send is None:
            return Done(f"not sent: {why_not}")
        if isinstance(to, str) and to in notices.GROUPS:
            claim_id = int(task.payload["claim_id"])
            return _to_each(task, notices.members(session, to, claim_id))
        person = notices.recipient(session, to) if isinstance(to, int) else None
    if person is None or not person.is_here:
        return Done("not sent: this person is not on the desk")
    return _send(run, task, person, desk.name)


def _why_not(run: Runner, task: Task, *, is_demonstration: bool) -> str:
    if is_demonstration:
        return "a demonstration sends no mail"
    if run.send is None:
        return "no mail server is set"
    return "it is too old" if run.clock() - task.created_at > TOO_OLD else ""


def _to_each(task: Task, people: Sequence[int]) -> Done:
    more = [(task.kind, {**task.payload, "to": person_id}) for person_id in people]
    return Done(f"passed on to {len(people)}", more)


def _send(run: Runner, task: Task, person: notices.Recipient, desk_name: str) -> Done | Failed:
    about, claim_id = str(task.payload["about"]), int(task.payload["claim_id"])
    base_url = run.settings.base_url
    letter = mail.Mail(
        sender=run.settings.mail_from,
        to=person.email,
        subject=notices.subject(about, claim_id),
        text=notices.text(about, claim_id, person.name, desk_name, base_url),
        at=task.created_at,
        number=task.id,
        desk_host=urlsplit(base_url).hostname or "localhost",
    )
    try:
        if run.send is not None:
            run.send(letter)
    except mail.NotSent as error:
        return Failed(error.sentence, is_final=error.is_final)
    return Done("sent")


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def world_of(settings: Settings) -> World:
    """Where this desk fetches pages from: everywhere that is public, itself left out."""
    own = frozenset(filter(None, (settings.own_host,)))
    return World(own_hosts=own, stand_ins=settings.fetch_stand_ins)


def fetch_page(run: Runner, task: Task) -> Done | Failed:
    """Fetch a page somebody asked for.  It is tried once: whoever waits is told why it failed, and may ask again."""
    page_id = int(task.payload["page_id"])
    with Session(run.database.reader) as session:
        address = page_requests.awaited(session, page_id, run.clock())
    if address is None:
        return Done("not fetched: nobody waits for it")
    try:
        page, reading = run.fetch(address, world_of(run.settings))
        brought = _gather(run, reading)
    except (NotFetched, BadInput) as refused:
        return _not_fetched(run, page_id, refused.sentence)
    except Exception:
        # A page nobody thought of must not end the thread that fetches all others.
        log.exception("A page could not be read")
        return _not_fetched(run, page_id, OUR_FAULT)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        page_requests.bring(work, page_id, page.reached, brought)
    return Done("fetched")


def _not_fetched(run: Runner, page_id: int, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        page_requests.fail(work, page_id, sentence)
    return Done(f"not fetched: {sentence}")


def _gather(run: Runner, reading: Reading) -> taken.Gathered:
    today = run.clock().astimezone(run.settings.zone).date()
    brought = taken.gather(reading.text, reading.origin, reading.found, today=today)
    if len(brought.text.value.encode()) > ARTICLE_BYTES:
        raise BadInput("The text is longer than 2 MB.")
    return brought


# ── Copies of sources ────────────────────────────────────────────────────────────────────────────


def capture(run: Runner, task: Task) -> Done | Failed:
    """Keep a copy of a source (E1).  The web is asked once, and whoever waits is told why it failed and may ask again;
    what goes wrong on our side is tried again.

    Bytes are written before the row that names them, so that no row ever names what is not there.
    """
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = snapshots.awaited(session, snapshot_id)
        is_demonstration = sessions.desk_line(session).is_demonstration
    if what is None:
        return Done("not captured: it was settled before")
    world = world_of(run.settings)
    if is_demonstration and urlsplit(what.address).hostname not in world.stand_ins:
        return _not_captured(run, snapshot_id, what, snapshots.DEMONSTRATION)
    try:
        taken = run.capture(what.address, world)
    except NotFetched as refused:
        return _not_captured(run, snapshot_id, what, refused.sentence)
    except Exception:
        log.exception("A source could not be captured")
        return Failed(NOT_KEPT)
    try:
        captured = _store(run, taken)
    except BadBlobStore as bad:
        return Failed(bad.sentence)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        snapshots.keep(work, snapshot_id, what, captured)
    return Done("kept")


def _not_captured(run: Runner, snapshot_id: int, what: snapshots.Awaited, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        snapshots.fail(work, snapshot_id, what, sentence)
    return Done(f"not kept: {sentence}")


def _leave_no_copy(run: Runner, task: Task) -> None:
    """A capture that was given up is settled: nobody waits for it any more, and may ask again."""
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = snapshots.awaited(session, snapshot_id)
    if what is not None:
        _not_captured(run, snapshot_id, what, NOT_KEPT)


def _store(run: Runner, taken: Capture) -> snapshots.Captured:
    page, store = taken.page, run.open_store(run.settings)

    def put(data: bytes, content_type: str) -> snapshots.Bytes:
        return snapshots.Bytes(store.put(data), len(data), content_type)

    return snapshots.Captured(
        body=put(page.body, taken.content_type),
        warc=put(taken.warc, "application/warc"),
        text=put(taken.text.encode(), "text/plain") if taken.text else None,
        reached_address=page.reached,
        hops=[
            {
                "at": hop.at.isoformat(),
                "address": hop.address,
                "status": hop.status,
                "location": hop.location,
            }
            for hop in page.hops
        ],
        status=page.status,
        headers=page.headers,
        declared_type="".join(filter(str.isprintable, page.content_type)),
        fetched_at=page.at,
        tool=f"factcheck {VERSION}",
    )


JOBS: Mapping[str, Job] = MappingProxyType(
    {"mail": send_mail, page_requests.JOB: fetch_page, snapshots.JOB: capture}
)
