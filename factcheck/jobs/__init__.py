"""What is done outside once a change is committed: the rows of the outbox, carried out one at a time.

Mails to colleagues, letters to readers, pages that somebody asked for, copies of sources, further looks at these, kept
pages as a browser shows them, caches in front of the desk, the hub of those who follow it, and, inside, pictures that
are shown where verdicts are shared, verdicts that are similar, heads of the public log, words that a sealed source
leaves behind in the database and addresses of readers that are to be forgotten.

A row is claimed by a conditional UPDATE, so that any number of processes may run this at once and each row is
carried out by one of them.  No transaction is open while the outside world is talked to.  A row that fails comes due
again after a growing pause, and is given up after `TRIES` tries; whoever died while holding a row leaves it to come
due by itself.  Who calls for a row, and which threads answer, is the matter of `factcheck.calls`.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from factcheck.adapters import mail
from factcheck.config import BadSetting, Settings
from factcheck.db import Busy, Database
from factcheck.domain.jobs import JobState
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import (
    copies,
    dates,
    forgetting,
    heads,
    hubs,
    looks,
    mailing,
    origins,
    outside,
    pages,
    purges,
    renderings,
    share_pictures,
    similar,
    tips,
)
from factcheck.jobs.frame import LEASE, Done, Ended, Failed, Job, Later, Runner, Task
from factcheck.models import Outbox
from factcheck.services import (
    followers,
    history,
    manifests,
    notices,
    origin_rows,
    outside_copies,
    public_log,
    readers,
    snapshots,
    source_checks,
    stamps,
    tip_letters,
)
from factcheck.services import forgetting as clearings
from factcheck.services import pages as page_requests
from factcheck.services import renderings as rendering_rows
from factcheck.services import share_pictures as picture_requests
from factcheck.services import similar as similar_verdicts

__all__ = [
    "JOBS",
    "LEASE",
    "Done",
    "Failed",
    "Job",
    "Later",
    "Runner",
    "Task",
    "deliver",
    "due",
    "runner",
]

TRIES = 5
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
JITTER = 0.25  # a pause is longer by up to this share, so that what failed together does not come back together
OUTCOME_CHARS = 300
BUSY = "the database was busy"

JOBS: Mapping[str, Job] = MappingProxyType(
    {
        notices.JOB: Job(mailing.send_mail),
        page_requests.JOB: Job(pages.fetch_page),
        snapshots.JOB: Job(copies.capture, copies.leave_no_copy),
        source_checks.ROUND: Job(looks.ask_for_looks),
        source_checks.JOB: Job(looks.look, looks.give_up),
        rendering_rows.JOB: Job(renderings.render, renderings.leave_unrendered),
        manifests.JOB: Job(dates.date_days),
        stamps.JOB: Job(dates.get_token, dates.give_up),
        origin_rows.JOB: Job(origins.compare),
        outside_copies.JOB: Job(outside.keep_outside, outside.give_up),
        readers.JOB: Job(purges.purge),
        public_log.JOB: Job(heads.sign_head),
        followers.JOB: Job(hubs.tell),
        picture_requests.JOB: Job(share_pictures.draw),
        clearings.JOB: Job(forgetting.forget),
        similar_verdicts.JOB: Job(similar.remake),
        tip_letters.JOB: Job(tips.write_back),
        tip_letters.FORGET: Job(tips.forget),
    }
)

log = logging.getLogger(__name__)


def runner(database: Database, settings: Settings) -> Runner:
    """A runner for this desk.  Raises `BadSetting` for a mail server that cannot be one."""
    render = renderings.renderer_of(settings)
    if not settings.mail_url:
        return Runner(database, settings, None, render=render)
    try:
        server = mail.read_server(settings.mail_url)
    except mail.BadMailAddress as error:
        raise BadSetting(f"FACTCHECK_MAIL_URL must look like {error}.") from None
    return Runner(database, settings, lambda one: mail.send(server, one), render=render)


def due(run: Runner) -> list[int]:
    """The numbers of the rows that are due, oldest first."""
    wanted = select(Outbox.id).where(Outbox.done_at.is_(None), Outbox.due_at <= run.clock())
    if run.kinds is not None:
        wanted = wanted.where(Outbox.kind.in_(run.kinds))
    if run.others:
        wanted = wanted.where(Outbox.kind.not_in(run.others))
    with run.database.read() as connection:
        return [row.id for row in connection.execute(wanted.order_by(Outbox.id))]


def deliver(run: Runner, task_id: int) -> Ended | None:
    """Carry one row out and write down how it ended; None when somebody else has it."""
    task = _claim(run, task_id)
    if task is None:
        return None
    ended = _try(run, task)
    if _is_over(task, ended):
        _give_up(run, task)
    _settle(run, task, ended)
    return ended


def _try(run: Runner, task: Task) -> Ended:
    """What the job makes of it.  A mistake of the program ends neither the thread nor the row's further tries."""
    job = JOBS.get(task.kind)
    if job is None:
        return Failed(f"nobody knows how to do {task.kind!r}", is_final=True)
    if task.tries > TRIES:
        return Failed("the program ended while doing it", is_final=True)
    try:
        return job.do(run, task)
    except Busy:
        return Failed(BUSY)
    except Exception as error:
        log.exception("A job of the kind %s failed", task.kind)
        return Failed(f"a mistake of the program ({type(error).__name__})")


def _give_up(run: Runner, task: Task) -> None:
    """Settle what the job was for.  Where the program makes a mistake in this too, the row still ends.

    A database that is away is raised: the row comes due again with its lease, and is given up then.
    """
    job = JOBS.get(task.kind)
    if job is None or job.give_up is None:
        return
    try:
        job.give_up(run, task)
    except (Busy, InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("A job of the kind %s could not be given up", task.kind)


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


def _settle(run: Runner, task: Task, ended: Ended) -> None:
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
                history.pass_on(work, kind, payload, task.created_at, now + ended.after)


def _is_over(task: Task, ended: Ended) -> bool:
    """Whether the row is given up."""
    return isinstance(ended, Failed) and (ended.is_final or task.tries >= TRIES)


def _end(run: Runner, task: Task, ended: Ended, now: datetime) -> dict[str, Any]:
    """What the row says afterwards."""
    if isinstance(ended, Done):
        outcome = ended.outcome[:OUTCOME_CHARS]
        return {"state": JobState.DONE, "done_at": now, "outcome": outcome}
    if isinstance(ended, Later):
        waits = {"state": JobState.WAITING, "due_at": ended.at, "tries": task.tries - 1}
        return {**waits, "outcome": ended.outcome[:OUTCOME_CHARS]}
    is_over = _is_over(task, ended)
    said = f"{'given up' if is_over else 'failed'} after try {task.tries}: {ended.outcome}"
    outcome = said[:OUTCOME_CHARS]
    if is_over:
        return {"state": JobState.FAILED, "done_at": now, "outcome": outcome}
    pause = PAUSES[task.tries - 1] * (1 + JITTER * run.chance())
    return {"state": JobState.WAITING, "due_at": now + pause, "outcome": outcome}
