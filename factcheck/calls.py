"""The calls that set jobs going: Huey brings the number of an outbox row to a thread, and the thread carries it out.

The outbox alone says what there is to do, and whoever does it claims it there (`factcheck.jobs`); a call only saves
waiting.  So a call that is lost, comes twice or cannot be made costs nothing: every lane looks at the outbox by itself
every few seconds, calls for what is due (tries that come again, leases that ran out, rows whose process died before it
could call), and carries it out on the spot where the queue does not answer.

Jobs that must not hold each other up have lanes of their own: a slow site delays no mail.  Calls are kept in a
SQLite file of the home folder, which may be thrown away at any time, or in the Valkey or Redis that FACTCHECK_QUEUE_URL
names.  They are numbers, nothing else: whatever comes out of the queue can only ask for work that waits anyhow.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler, Worker
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import RedisStorage
from sqlalchemy.exc import SQLAlchemyError

from factcheck import jobs
from factcheck.config import BadSetting, Settings
from factcheck.db import Busy
from factcheck.jobs import Runner
from factcheck.jobs.rounds import Rounds
from factcheck.services import (
    notices,
    outside_copies,
    pages,
    readers,
    renderings,
    snapshots,
    source_checks,
    stamps,
    tip_letters,
)

try:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    UNREACHABLE: tuple[type[Exception], ...] = (OSError, sqlite3.Error, redis.RedisError)
    HAS_REDIS = True
except ImportError:  # the extra valkey is not installed
    UNREACHABLE = (OSError, sqlite3.Error)
    HAS_REDIS = False

FILE = "queue.sqlite3"
LOOK_EVERY_SECONDS = 15.0
# How long a queue may take to answer: the request whose commit called for jobs waits for it.
ANSWER_SECONDS = 1
ENOUGH = 1_000  # calls that wait in one lane; with so many more, the outbox is looked at when they are done
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 0.5  # between two looks at an empty queue file
SITE_THREADS = 2  # threads of each lane that asks other sites
# Jobs that wait for other people's servers, by the lane they share; every other kind goes by the lane `rest`.
SITE_LANES = {
    "pages": frozenset({pages.JOB}),
    "captures": frozenset({snapshots.JOB}),
    "looks": frozenset({source_checks.JOB}),
    "dates": frozenset({stamps.JOB}),
    "archives": frozenset({outside_copies.JOB}),
    "caches": frozenset({readers.JOB}),
}
# Jobs of one thread: a browser takes half a gigabyte and a minute.
SLOW_LANES = {"renderings": frozenset({renderings.JOB})}
MAILS = frozenset({notices.JOB, tip_letters.JOB})
TASK_NAME = "carry_out"

log = logging.getLogger(__name__)


class Numbers(Serializer):
    """A call as the digits of its number; Huey's own way, pickle, would run what it reads."""

    def serialize(self, message: Message) -> bytes:
        return str(message.args[0]).encode()

    def deserialize(self, data: bytes) -> Message:
        """Raises `ValueError` for anything but a number."""
        return Message(
            id=str(uuid4()), name=f"{__name__}.{TASK_NAME}", retries=0, args=(int(data),), kwargs={}
        )


# ── Where calls are kept ─────────────────────────────────────────────────────────────────────────


def open_queue(settings: Settings, lane: str) -> Huey:
    """The queue of one lane.  Raises `BadSetting` when the client for its address is not installed."""
    how = {"results": False, "serializer": Numbers()}
    if settings.queue_url:
        require_client(settings)
        return RedisHuey(
            f"factcheck_{lane}",
            connection_pool=_pool(settings.queue_url),
            read_timeout=ANSWER_SECONDS,
            **how,
        )
    path = settings.home / FILE
    try:
        return _open_file(path, lane, how)
    except (OSError, sqlite3.Error) as error:
        log.warning("No queue of jobs in %s (%s); it is kept in memory.", path, error)
        return MemoryHuey(lane, **how)


def _open_file(path: Path, lane: str, how: dict[str, object]) -> SqliteHuey:
    """The file is made anew when it is broken: nothing in it cannot be found in the outbox."""
    # Some SQLites lose commits in WAL mode, and nothing here is worth waiting for a disk.
    how = {**how, "journal_mode": "truncate", "fsync": False, "timeout": ANSWER_SECONDS}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return SqliteHuey(lane, filename=str(path), **how)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:  # not a database
        path.unlink()
        return SqliteHuey(lane, filename=str(path), **how)


def require_client(settings: Settings) -> None:
    """Raise `BadSetting` when the client for the queue's address is not installed."""
    if settings.queue_url and not HAS_REDIS:
        raise BadSetting("FACTCHECK_QUEUE_URL needs a client: pip install 'factcheck[valkey]'.")


def _pool(url: str) -> "redis.ConnectionPool":
    return redis.ConnectionPool.from_url(
        url,
        socket_connect_timeout=ANSWER_SECONDS,
        socket_timeout=2 * ANSWER_SECONDS,  # a worker's question is held back for `read_timeout`
        retry=Retry(NoBackoff(), 0),
    )


# ── One lane ─────────────────────────────────────────────────────────────────────────────────────


class Lane:
    """Jobs that may wait for each other, and the queue of calls for them."""

    def __init__(self, name: str, run: Runner, threads: int = 1, rounds: Rounds | None = None):
        self.run = run
        self.rounds = rounds
        self.threads = threads
        self.queue = open_queue(run.settings, name)
        self._call = self.queue.task(name=TASK_NAME)(self._answer)
        self._quiet_until = 0.0

    def call(self, numbers: Sequence[int], *, is_repeated: bool = False) -> bool:
        """Call for these rows; False when the queue does not answer.

        What was called for before is called for again only once nobody is called for any more: one call may wait for
        long behind a slow site, and needs no other beside it.
        """
        if time.monotonic() < self._quiet_until:
            return False
        try:
            waiting = self.queue.pending_count()
            if not (is_repeated and waiting):
                for number in numbers[: max(ENOUGH - waiting, 0)]:
                    self._call(number)
        except UNREACHABLE as error:
            self.is_away(error)
            return False
        return True

    def is_away(self, error: Exception) -> None:
        """Leave a queue alone that did not answer, so that nobody else waits for it meanwhile."""
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + LOOK_EVERY_SECONDS
            log.warning("The queue of jobs does not answer (%s).", type(error).__name__)

    def look(self, stop: threading.Event) -> None:
        """Call for what is due, and carry it out here where nobody can be called."""
        try:
            if self.rounds is not None:
                self.rounds.ask()
            numbers = jobs.due(self.run)
        except (Busy, SQLAlchemyError) as error:
            log.warning("The outbox waits for its database: %s", type(error).__name__)
            return
        if not numbers or self.call(numbers, is_repeated=True):
            return
        for number in numbers:
            if stop.is_set():
                return
            self._answer(number)

    def _answer(self, number: int) -> None:
        """Carry one row out, if it is still due.  What was not done while the database was away is still due."""
        try:
            jobs.deliver(self.run, number)
        except (Busy, SQLAlchemyError) as error:
            log.warning("The outbox waits for its database: %s", type(error).__name__)

    def close(self) -> None:
        storage = self.queue.storage
        if isinstance(storage, RedisStorage):
            storage.pool.disconnect()
        else:
            storage.close()


class Hand(Worker):
    """A thread that waits for calls and answers them."""

    def __init__(self, lane: Lane, stop: threading.Event):
        super().__init__(lane.queue, stop, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, backoff=1.5)
        self.lane = lane

    def loop(self, now: datetime | None = None) -> None:
        """The next call; a queue that is away, or holds what is no call of ours, ends nothing."""
        try:
            call = self.huey.dequeue()
            if call is not None:
                self.delay = self.default_delay
                self.huey.execute(call, now)
            elif not self.huey.storage.blocking:
                self.sleep()
        except UNREACHABLE as error:
            self.lane.is_away(error)
            self.stop_flag.wait(LOOK_EVERY_SECONDS)
        except ValueError:
            log.warning("Something that is no number stood in the queue of jobs; it was dropped.")


class Lookout(Scheduler):
    """A thread that looks at the outbox; Huey's own would look for calls that are to be made later."""

    def __init__(self, crew: "Crew", stop: threading.Event):
        super().__init__(crew.huey, stop, interval=60, periodic=False)
        self.crew = crew

    def loop(self, now: datetime | None = None) -> None:  # noqa: ARG002  Huey's signature
        try:
            self.crew.lane.look(self.stop_flag)
        except Exception:
            log.exception("A look at the outbox failed")  # the next one may not
        if not self.stop_flag.wait(LOOK_EVERY_SECONDS):
            self.crew.check_worker_health()


class Crew(Consumer):
    """The threads of one lane: hands that answer, and one that looks.  Signals belong to whoever started them."""

    def __init__(self, lane: Lane):
        self.lane = lane
        super().__init__(lane.queue, workers=lane.threads)

    def _create_worker(self) -> Hand:
        return Hand(self.lane, self.stop_flag)

    def _create_scheduler(self) -> Lookout:
        return Lookout(self, self.stop_flag)

    def _set_signal_handlers(self) -> None:
        """None: a server has its own."""


# ── All of them ──────────────────────────────────────────────────────────────────────────────────


class Calls:
    """The lanes of one process: it calls by them, and answers once it is started.

    Raises `BadSetting` when the client for FACTCHECK_QUEUE_URL is not installed.
    """

    def __init__(self, run: Runner, site_threads: int = SITE_THREADS):
        self.lanes = list(_lanes(run, site_threads))
        self._crews: list[Crew] = []

    def ring(self, posted: Sequence[tuple[int, str]]) -> None:
        """Call for rows of the outbox, by number and kind, that were committed just now."""
        for lane in self.lanes:
            numbers = [number for number, kind in posted if lane.run.does(kind)]
            if numbers:
                lane.call(numbers)

    def start(self) -> None:
        """Answer calls from now on, in threads that keep no process alive."""
        self._crews = [Crew(lane) for lane in self.lanes]
        for crew in self._crews:
            crew.start()

    def stop(self) -> None:
        """Take no further call, and wait for what is under way."""
        for crew in self._crews:
            crew.stop()
        for crew in self._crews:
            crew.stop(graceful=True)
        for lane in self.lanes:
            lane.close()


def _lanes(run: Runner, site_threads: int) -> Iterator[Lane]:
    for name, kinds in SITE_LANES.items():
        yield Lane(name, replace(run, kinds=kinds), site_threads)
    for name, kinds in SLOW_LANES.items():
        yield Lane(name, replace(run, kinds=kinds))
    others = frozenset[str]().union(*SITE_LANES.values(), *SLOW_LANES.values())
    if run.send is None:
        others |= MAILS  # they wait until there is a server to take them
    yield Lane("rest", replace(run, others=others), rounds=Rounds(run))


def run_until(run: Runner, stop: threading.Event) -> None:
    """Carry out what is due, again and again, until `stop` is set.

    A busy or unreachable database is waited for: what was not done is still due.
    """
    rounds = Rounds(run)
    while not stop.is_set():
        try:
            rounds.ask()
            for task_id in jobs.due(run):
                if stop.is_set():
                    return
                jobs.deliver(run, task_id)
        except (Busy, SQLAlchemyError) as error:
            log.warning("The outbox waits for its database: %s", type(error).__name__)
        stop.wait(LOOK_EVERY_SECONDS)
