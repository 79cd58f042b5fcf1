"""A worker is killed at each step of each job: nothing is done twice in the desk's books, and nothing is stuck."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck import calls, jobs
from factcheck.calls import Calls
from factcheck.config import Settings
from factcheck.db import Database, utc_now
from factcheck.domain.digests import digest_of
from factcheck.domain.jobs import JobState
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.taken import PageState
from factcheck.models import Outbox, PageRequest
from factcheck.services import history, pages
from tests.cast import Newsroom
from tests.dying import STEPS
from tests.house.tree import ROOT
from tests.post_office import post_office
from tests.test_calls import until
from tests.test_capture_job import PAGE as SOURCE
from tests.test_capture_job import copies, log
from tests.test_fetching_job import PAGE
from tests.web_sites import answer, web_site

pytest_plugins = ["tests.valkey"]
pytestmark = pytest.mark.slow


def environ(settings: Settings) -> dict[str, str]:
    """What a worker of this desk reads its settings from."""
    places = ",".join(
        f"{name}={host}:{port}" for name, (host, port) in settings.fetch_stand_ins.items()
    )
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FACTCHECK_HOME": str(settings.home),
        "FACTCHECK_DATABASE_URL": settings.database_url,
        "FACTCHECK_MAIL_URL": settings.mail_url,
        "FACTCHECK_QUEUE_URL": settings.queue_url,
        "FACTCHECK_FETCH_STAND_INS": places,
    }


def kill_a_worker(settings: Settings, step: str) -> None:
    """Start a worker, and kill it once its first job has come to this step."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.dying", step],
        env=environ(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "here\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=30)


@contextmanager
def working(database: Database, settings: Settings) -> Iterator[None]:
    """Another worker, while the block runs."""
    one = Calls(jobs.runner(database, settings))
    one.start()
    try:
        yield
    finally:
        one.stop()


def rows(database: Database) -> list[Outbox]:
    with Session(database.reader) as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def is_over(database: Database) -> bool:
    return all(row.done_at is not None for row in rows(database))


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.1)


@pytest.mark.parametrize("step", STEPS)
def test_a_mail_whose_worker_was_killed_is_sent_by_the_next(newsroom: Newsroom, step: str) -> None:
    with newsroom.database.work(newsroom.edith) as work:
        history.tell(work, "mail", to=newsroom.rosa.id, about="review", claim_id=7)
    with post_office() as office:
        settings = replace(newsroom.database.settings, mail_url=office.url)
        kill_a_worker(settings, step)
        (row,) = rows(newsroom.database)
        assert (row.state, row.tries, row.done_at) == (JobState.WORKING, 1, None)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
    (row,) = rows(newsroom.database)
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, "sent")
    # A mail server cannot be asked what it took: killed before it could say so, it is sent again as the same mail.
    assert len(office.mails) == (2 if step == "done" else 1)
    assert len({mail["Message-ID"] for mail in office.mails}) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_page_whose_worker_was_killed_is_fetched_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    with newsroom.database.work(newsroom.carla) as work:
        page_id = pages.ask(work, "http://news.test/quay").id
    with web_site(answer(PAGE)) as site:
        settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": site.place})
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
        assert len(site.asked) == 1
    (row,) = rows(newsroom.database)
    how = "not fetched: nobody waits for it" if step == "done" else "fetched"
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, how)
    with newsroom.read() as session:
        assert session.get_one(PageRequest, page_id).state is PageState.FETCHED


@pytest.mark.parametrize("step", STEPS)
def test_a_copy_whose_worker_was_killed_is_kept_once_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    log(newsroom)
    with web_site(answer(SOURCE)) as site:
        settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": site.place})
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
        assert len(site.asked) == 1
    (row,) = rows(newsroom.database)
    how = "not captured: it was settled before" if step == "done" else "kept"
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, how)
    (copy,) = copies(newsroom)
    assert (copy.state, copy.digest) == (SnapshotState.KEPT, digest_of(SOURCE))
    assert newsroom.history().count("snapshot:kept evidence:1") == 1


def test_calls_in_valkey_may_be_lost_with_their_worker_and_the_row_is_not(
    sqlite_newsroom: Newsroom, valkey_url: str
) -> None:
    database = sqlite_newsroom.database
    with post_office() as office:
        settings = replace(database.settings, mail_url=office.url, queue_url=valkey_url)
        bell = Calls(jobs.runner(database, settings))
        database.bell = bell.ring
        with database.work(sqlite_newsroom.edith) as work:
            history.tell(work, "mail", to=sqlite_newsroom.rosa.id, about="review", claim_id=7)
        kill_a_worker(settings, "inside")
        for lane in bell.lanes:
            lane.queue.flush()
        with working(database, settings):
            until(lambda: is_over(database))
        bell.stop()
    assert [row.outcome for row in rows(database)] == ["sent"]
    assert len(office.mails) == 1


def test_a_worker_that_was_only_asleep_does_not_write_over_the_one_that_took_its_place(
    newsroom: Newsroom,
) -> None:
    with newsroom.database.work(newsroom.edith) as work:
        history.tell(work, "mail", to=newsroom.rosa.id, about="review", claim_id=7)
    now = [utc_now()]
    settings = replace(newsroom.database.settings, mail_url="smtp://127.0.0.1:1")
    run = replace(jobs.runner(newsroom.database, settings), clock=lambda: now[0])
    ((number,),) = [jobs.due(run)]

    def asleep(_: object) -> None:
        now[0] += jobs.LEASE
        assert jobs.deliver(replace(run, send=lambda _: None), number) == jobs.Done("sent")
        raise jobs.mail.NotSent("the mail server went away")

    assert jobs.deliver(replace(run, send=asleep), number) == jobs.Failed(
        "the mail server went away"
    )
    (row,) = rows(newsroom.database)
    assert (row.state, row.outcome, row.tries) == (JobState.DONE, "sent", 2)


def test_a_worker_told_to_end_finishes_the_page_under_way(sqlite_newsroom: Newsroom) -> None:
    database = sqlite_newsroom.database
    with database.work(sqlite_newsroom.carla) as work:
        pages.ask(work, "http://news.test/quay")

    def slowly(connection, _head) -> None:  # type: ignore[no-untyped-def]
        time.sleep(1.5)
        connection.sendall(answer(PAGE))

    with web_site(slowly) as site:
        settings = replace(database.settings, fetch_stand_ins={"news.test": site.place})
        worker = subprocess.Popen(
            [sys.executable, "-m", "factcheck", "worker", "--threads", "1"],
            env=environ(settings),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            until(lambda: bool(site.asked))
            worker.terminate()
            printed, said = worker.communicate(timeout=30)
        finally:
            worker.kill()
            worker.communicate()
    assert (worker.returncode, said) == (0, "")
    assert printed == "Carrying out jobs; end it with Ctrl-C.\nFinishing what is under way.\n"
    assert [(row.state, row.outcome) for row in rows(database)] == [(JobState.DONE, "fetched")]
