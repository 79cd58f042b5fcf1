"""The calls that set jobs going: kept in a file or in Valkey, lost without harm, and answered by one thread each."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from factcheck import calls, jobs
from factcheck.calls import Calls, Lane
from factcheck.config import BadSetting, Settings, read_settings
from factcheck.db import Busy, Database
from factcheck.domain.jobs import JobState
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import Done, Failed, Job, Runner, Task
from factcheck.models import Outbox
from factcheck.services import history, pages

pytest_plugins = ["tests.valkey"]

PATIENCE_SECONDS = 60.0
NOBODY = "redis://127.0.0.1:1/0"  # no server listens on this port


@dataclass
class Desk:
    """A desk whose jobs only say that they were done; a kind in `held` waits for its event first."""

    database: Database
    done: list[tuple[str, int]] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)
    opened: list[Calls] = field(default_factory=list)

    def job(self, _: Runner, task: Task) -> Done | Failed:
        if task.kind in self.held:
            self.held[task.kind].wait(PATIENCE_SECONDS)
        self.done.append((task.kind, task.id))
        return Done("done")

    def runner(self, settings: Settings | None = None) -> Runner:
        return Runner(self.database, settings or self.database.settings, lambda _: None)

    def calls(self, settings: Settings | None = None, threads: int = 2) -> Calls:
        self.opened.append(Calls(self.runner(settings), threads))
        return self.opened[-1]

    def leave(self, kind: str = "mail", rows: int = 1) -> list[int]:
        with self.database.work(COMMAND_LINE) as work:
            for number in range(rows):
                history.tell(work, kind, number=number)
        return [number for number, _ in work.posted]

    def states(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.scalars(select(Outbox.state).order_by(Outbox.id)))


def until(is_so: Callable[[], bool]) -> None:
    """Wait for the threads to come to it; a test fails that waits for a minute."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


@contextmanager
def desk_of(database: Database, patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk(database)
    patch.setattr(jobs, "JOBS", {"mail": Job(desk.job), pages.JOB: Job(desk.job)})
    yield desk
    for event in desk.held.values():
        event.set()
    for one in desk.opened:
        one.stop()


@pytest.fixture
def desk(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_of(sqlite_database, monkeypatch) as one:
        yield one


@pytest.fixture(params=["file", "valkey"])
def queue_settings(request: pytest.FixtureRequest, sqlite_database: Database) -> Settings:
    """Settings with either kind of queue."""
    if request.param == "file":
        return sqlite_database.settings
    return replace(sqlite_database.settings, queue_url=request.getfixturevalue("valkey_url"))


def waiting(one: Calls) -> list[int]:
    return [lane.queue.pending_count() for lane in one.lanes]


# ── Both kinds of queue ──────────────────────────────────────────────────────────────────────────


def test_what_a_change_left_is_done_as_soon_as_it_is_committed(
    desk: Desk, queue_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 600.0)
    one = desk.calls(queue_settings)
    desk.database.bell = one.ring
    one.start()
    time.sleep(0.2)  # the first look is over: only a call can say it now
    numbers = desk.leave("mail", 3)
    until(lambda: JobState.DONE in desk.states() and set(desk.states()) == {JobState.DONE})
    assert sorted(desk.done) == [("mail", number) for number in numbers]


def test_a_call_that_was_lost_is_made_again(
    desk: Desk, queue_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.05)
    (number,) = (
        desk.leave()
    )  # nobody rang, as when the process ends between the commit and the call
    desk.calls(queue_settings).start()
    until(lambda: desk.states() == [JobState.DONE])
    assert desk.done == [("mail", number)]


def test_several_workers_do_each_row_once_however_often_they_are_called(
    desk: Desk, queue_settings: Settings
) -> None:
    several = [desk.calls(queue_settings) for _ in range(3)]
    numbers = desk.leave(rows=12)
    for one in several:
        one.ring([(number, "mail") for number in numbers])
        one.start()
    until(
        lambda: (
            desk.states() == [JobState.DONE] * 12
            and waiting(several[0]) == [0] * len(several[0].lanes)
        )
    )
    assert sorted(desk.done) == [("mail", number) for number in numbers]


def test_a_slow_site_holds_up_no_mail(desk: Desk, queue_settings: Settings) -> None:
    desk.held[pages.JOB] = threading.Event()
    one = desk.calls(queue_settings)
    desk.database.bell = one.ring
    one.start()
    desk.leave(pages.JOB, 5)
    desk.leave("mail", 2)
    until(lambda: desk.states().count(JobState.DONE) == 2)
    assert {kind for kind, _ in desk.done} == {"mail"}
    # As many as there are threads; mails may be done before the second of them has taken its page.
    until(lambda: desk.states().count(JobState.WORKING) == 2)
    desk.held[pages.JOB].set()
    until(lambda: desk.states() == [JobState.DONE] * 7)


def test_a_worker_that_ends_finishes_what_is_under_way_and_takes_nothing_more(
    desk: Desk, queue_settings: Settings
) -> None:
    desk.held["mail"] = threading.Event()
    one = desk.calls(queue_settings)
    desk.database.bell = one.ring
    one.start()
    desk.leave(rows=2)
    until(lambda: JobState.WORKING in desk.states())
    threading.Timer(0.3, desk.held["mail"].set).start()
    one.stop()
    assert desk.states() == [JobState.DONE, JobState.WAITING]
    assert len(desk.done) == 1


def test_what_is_no_number_is_dropped_and_never_run(
    desk: Desk, queue_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    one = desk.calls(queue_settings)
    for lane in one.lanes:
        lane.queue.storage.enqueue(
            b"cos\nsystem\n(S'true'\ntR."
        )  # a pickle that would run a command
    one.start()
    desk.database.bell = one.ring
    desk.leave()
    until(lambda: desk.states() == [JobState.DONE])
    until(lambda: waiting(one) == [0] * len(one.lanes))
    said = {record.getMessage() for record in caplog.records}
    assert said == {"Something that is no number stood in the queue of jobs; it was dropped."}


# ── A queue that is away ─────────────────────────────────────────────────────────────────────────


def test_no_change_fails_or_waits_for_long_because_the_queue_is_away(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    one = desk.calls(replace(desk.database.settings, queue_url=NOBODY))
    desk.database.bell = one.ring
    before = time.monotonic()
    for _ in range(20):
        desk.leave()
    assert time.monotonic() - before < 5
    assert len(desk.states()) == 20
    assert [record.getMessage() for record in caplog.records] == [
        "The queue of jobs does not answer (ConnectionError)."
    ]


def test_without_its_queue_a_worker_does_what_it_finds_in_the_outbox(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.05)
    one = desk.calls(replace(desk.database.settings, queue_url=NOBODY))
    desk.database.bell = one.ring
    one.start()
    desk.leave(pages.JOB, 2)
    desk.leave("mail", 2)
    until(lambda: desk.states() == [JobState.DONE] * 4)
    assert len(desk.done) == 4


def test_a_broken_queue_file_is_made_anew(desk: Desk) -> None:
    (desk.database.settings.home / calls.FILE).write_bytes(
        b"no database at all, but long enough" * 90
    )
    one = desk.calls()
    one.ring([(number, "mail") for number in desk.leave()])
    one.start()
    until(lambda: desk.states() == [JobState.DONE])


def test_a_home_that_takes_no_file_leaves_the_calls_in_memory(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    one = desk.calls(replace(desk.database.settings, home=tmp_path / "a file"))
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * len(one.lanes)
    one.ring([(number, "mail") for number in desk.leave()])
    one.start()
    until(lambda: desk.states() == [JobState.DONE])


def test_a_database_that_is_busy_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.05)
    deliver, refused = jobs.deliver, []

    def busy(run: Runner, number: int) -> Done | Failed | None:
        if not refused:
            refused.append(number)
            raise Busy
        return deliver(run, number)

    monkeypatch.setattr(jobs, "deliver", busy)
    numbers = desk.leave()
    desk.calls().start()
    until(lambda: desk.states() == [JobState.DONE])
    assert refused == numbers
    assert {record.getMessage() for record in caplog.records} == {
        "The outbox waits for its database: Busy"
    }


def test_a_look_that_fails_is_not_the_last_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.05)
    look, failed = Lane.look, []

    def fail_once(lane: Lane, stop: threading.Event) -> None:
        if lane not in failed:
            failed.append(lane)
            raise KeyError("a mistake")
        look(lane, stop)

    monkeypatch.setattr(Lane, "look", fail_once)
    desk.leave()
    desk.calls().start()
    until(lambda: desk.states() == [JobState.DONE])
    assert {record.getMessage() for record in caplog.records} == {"A look at the outbox failed"}


# ── How much is called for ───────────────────────────────────────────────────────────────────────


def test_where_nobody_answers_the_queue_does_not_grow_for_ever(
    desk: Desk, queue_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "ENOUGH", 5)
    one = desk.calls(queue_settings)
    desk.database.bell = one.ring
    for _ in range(4):
        desk.leave(rows=2)
    assert sum(waiting(one)) == 5


def test_a_look_calls_for_nothing_while_a_call_waits(desk: Desk, queue_settings: Settings) -> None:
    one = desk.calls(queue_settings)
    rest = one.lanes[-1]
    desk.leave(rows=3)
    for _ in range(3):
        rest.look(threading.Event())
    assert sum(waiting(one)) == 3
    assert desk.done == []


def test_mails_wait_for_a_server_and_everything_else_does_not(desk: Desk) -> None:
    one = Calls(replace(desk.runner(), send=None))
    desk.opened.append(one)
    one.start()
    desk.database.bell = one.ring
    desk.leave("mail")
    desk.leave(pages.JOB)
    desk.leave("pigeon")
    until(lambda: desk.states() == [JobState.WAITING, JobState.DONE, JobState.FAILED])


# ── The setting ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", ""),
        ("valkey://queue.example", "redis://queue.example"),
        ("valkeys://:secret@queue.example:6380/2", "rediss://:secret@queue.example:6380/2"),
        ("redis://queue.example:6379/0", "redis://queue.example:6379/0"),
        ("rediss://me:secret@[::1]:6379", "rediss://me:secret@[::1]:6379"),
    ],
)
def test_a_queue_is_named_in_valkeys_way_or_in_that_of_redis(given: str, used: str) -> None:
    assert read_settings({"FACTCHECK_QUEUE_URL": given}).queue_url == used


@pytest.mark.parametrize(
    "given",
    *[
        ["x", "valkey:", "valkey://", "http://queue.example", "redis://queue.example:no", "redis://h:0",
        "redis://h:70000", "redis://queue.example/first", "sqlite:///queue"]
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_queue_is_a_bad_setting(given: str) -> None:
    with pytest.raises(BadSetting, match=r"^FACTCHECK_QUEUE_URL must look like valkey://"):
        read_settings({"FACTCHECK_QUEUE_URL": given})


def test_a_queue_without_its_client_is_a_bad_setting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "HAS_REDIS", False)
    calls.require_client(desk.database.settings)
    with pytest.raises(BadSetting, match=r"pip install 'factcheck\[valkey\]'"):
        desk.calls(replace(desk.database.settings, queue_url=NOBODY))


@pytest.mark.parametrize(("given", "does"), [("", True), ("yes", True), ("no", False)])
def test_a_server_carries_jobs_out_unless_it_is_told_not_to(given: str, does: bool) -> None:
    assert read_settings({"FACTCHECK_SERVE_JOBS": given}).serves_jobs is does
