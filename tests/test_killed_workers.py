"""A worker is killed at each step of each job: nothing is done twice in the desk's books, and nothing is stuck."""

import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from factcheck import calls, jobs
from factcheck.adapters.signatures import is_signed_by
from factcheck.calls import Calls
from factcheck.db import utc_now
from factcheck.domain.jobs import JobState
from factcheck.domain.manifests import StampState
from factcheck.domain.outside_copies import OutsideState
from factcheck.domain.taken import PageState
from factcheck.domain.terms import State
from factcheck.jobs import outside
from factcheck.jobs.rounds import Rounds
from factcheck.models import (
    DayManifest,
    Outbox,
    OutsideCopy,
    PageRequest,
    Stamp,
    Tip,
)
from factcheck.services import (
    followers,
    history,
    pages,
    public_log,
    readers,
    share_pictures,
    tip_letters,
    tips,
)
from tests import factories, logs, secrets, test_killed_captures, test_similar_job, tipping
from tests.authority import Authority, serving
from tests.cast import Newsroom
from tests.dying import STEPS
from tests.house.tree import ROOT
from tests.killing import environ, is_over, kill_a_worker, rows, working
from tests.post_office import post_office
from tests.sealing_later import sealed_later
from tests.sharing import stored
from tests.test_calls import until
from tests.test_capture_job import log
from tests.test_dating_jobs import keep as keep_bytes
from tests.test_fetching_job import PAGE
from tests.test_outside_jobs import MEMENTO, Wayback
from tests.test_outside_jobs import settings_of as archive_settings
from tests.web_sites import answer, web_site

pytest_plugins = ["tests.valkey"]
pytestmark = pytest.mark.slow


KILLED = {
    "capture": "a_copy",
    "fetch": "a_page",
    "forget": "a_clearing",
    "log_head": "a_head",
    "hub": "a_hub",
    "look": "a_look",
    "mail": "a_mail",
    "manifest": "a_day",
    "origins": "a_comparison",
    "outside": "an_outside_copy",
    "purge": "a_purge",
    "recheck": "a_round",
    "render": "a_page_whose_worker_was_killed_is_rendered",
    "share": "a_picture",
    "similar": "a_likeness",
    "stamp": "a_day",
    "tip_forget": "an_address",
    "tip_mail": "a_letter",
}


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.1)


def test_workers_of_every_kind_of_job_are_killed_here() -> None:
    assert KILLED.keys() == jobs.JOBS.keys()
    names = (*globals(), *vars(test_killed_captures), *vars(test_similar_job))
    told = [name for name in names if "killed" in name]
    for kind, name in KILLED.items():
        assert any(test.startswith(f"test_{name}") for test in told), kind


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
def test_a_letter_whose_worker_was_killed_is_sent_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    number, _ = tipping.send(newsroom)
    with newsroom.work(newsroom.carla) as work:
        tips.decline(work, number, "It is a matter of taste.")
    with post_office() as office:
        settings = replace(newsroom.database.settings, mail_url=office.url)
        kill_a_worker(settings, step, tip_letters.JOB)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
    (row,) = rows(newsroom.database)
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, "sent")
    # As with mails to colleagues: whoever was killed before saying so sends the same letter again.
    assert len(office.mails) == (2 if step == "done" else 1)
    assert len({mail["Message-ID"] for mail in office.mails}) == 1


@pytest.mark.parametrize("step", ["claimed", "done"])
def test_an_address_whose_worker_was_killed_is_forgotten_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    number, _ = tipping.send(newsroom)
    with newsroom.work(newsroom.carla) as work:
        work.session.execute(update(Tip).values(mail_until_at=newsroom.now))
    run = jobs.runner(newsroom.database, newsroom.database.settings)
    Rounds(replace(run, kinds=frozenset({tip_letters.FORGET}))).ask()
    kill_a_worker(newsroom.database.settings, step, tip_letters.FORGET)
    with working(newsroom.database, newsroom.database.settings):
        until(lambda: is_over(newsroom.database))
    assert {row.kind: row.tries for row in rows(newsroom.database)} == {tip_letters.FORGET: 2}
    assert tipping.tip(newsroom, number).mail == ""
    assert newsroom.history().count("tip:addresses_forgotten") == 1


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
@pytest.mark.parametrize("kind", ["manifest", "stamp"])
def test_a_day_whose_worker_was_killed_is_told_and_dated_once_by_the_next(
    newsroom: Newsroom, kind: str, step: str, tmp_path: Path
) -> None:
    keep_bytes(newsroom, b"a page")
    one = Authority(tmp_path)
    with serving(one) as site:
        settings = replace(
            newsroom.database.settings,
            fetch_stand_ins={"dates.test": site.place},
            timestamp_authorities=("http://dates.test/tsr",),
            timestamp_certificates=one.root,
        )
        run = replace(jobs.runner(newsroom.database, settings), kinds=frozenset({"manifest"}))
        Rounds(run).ask()
        if kind == "stamp":
            (number,) = jobs.due(run)
            assert jobs.deliver(run, number) == jobs.Done("made 1 manifest")
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database) and len(rows(newsroom.database)) == 2)
        assert len(one.asked) == 1
    assert [row.state for row in rows(newsroom.database)] == [JobState.DONE, JobState.DONE]
    with newsroom.read() as session:
        assert len(session.scalars(select(DayManifest)).all()) == 1
        (token,) = session.scalars(select(Stamp))
    assert (token.state, token.failure) == (StampState.DATED, "")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["handed over", "looked at"])
def test_an_outside_copy_whose_worker_was_killed_is_kept_by_the_next(
    newsroom: Newsroom, kind: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "LOOKS", (timedelta(),) * 7)
    log(newsroom)
    archive = Wayback()
    with web_site(archive.say) as site:
        settings = archive_settings(newsroom, site)
        run = jobs.runner(newsroom.database, settings)
        others = replace(run, others=frozenset({"outside"}))
        while waiting := jobs.due(others):
            assert isinstance(jobs.deliver(run, waiting[0]), jobs.Done)
        if kind == "looked at":
            (number,) = jobs.due(run)
            assert isinstance(jobs.deliver(run, number), jobs.Done)
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
    with newsroom.read() as session:
        (row,) = session.scalars(select(OutsideCopy))
    assert (row.state, row.memento_address) == (OutsideState.KEPT, MEMENTO)
    assert newsroom.history().count("snapshot:sent evidence:1") == 1
    assert len(archive.of_archive("POST")) == 1


@pytest.mark.parametrize("step", ["claimed", "done"])
def test_a_clearing_whose_worker_was_killed_is_done_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    claim_id = sealed_later(newsroom)
    kill_a_worker(newsroom.database.settings, step)
    with working(newsroom.database, newsroom.database.settings):
        until(lambda: is_over(newsroom.database))
    (row,) = rows(newsroom.database)
    assert (row.kind, row.state, row.tries, row.outcome) == ("forget", JobState.DONE, 2, "cleared")
    assert secrets.in_files(newsroom.database.settings.home) == {}
    assert newsroom.history(claim_id).count("source:sealed evidence:1") == 1


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


def told_after_a_kill(
    newsroom: Newsroom, step: str, job: str, setting: str, method: str = "", **payload: object
) -> tuple[Outbox, list[str]]:
    """The job once the next worker has told the server of `setting` what the killed one was to, and what that got."""
    with newsroom.database.work(newsroom.edith) as work:
        history.tell(work, job, **payload)
    with web_site(answer(b"ok")) as site:
        url = f"http://{site.place[0]}:{site.place[1]}/"
        settings = replace(newsroom.database.settings, **{setting: f"{method} {url}".lstrip()})
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
    (row,) = rows(newsroom.database)
    # Told twice does no harm: the hub sees that nothing is new, and a cache drops what is gone once more.
    assert len(site.asked) == (2 if step == "done" else 1)
    return row, list(site.asked)


@pytest.mark.parametrize("step", STEPS)
def test_a_hub_whose_worker_was_killed_is_told_by_the_next(newsroom: Newsroom, step: str) -> None:
    paths = ["/feeds/verdicts.atom"]
    row, _ = told_after_a_kill(newsroom, step, followers.JOB, "websub_hub", paths=paths)
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, "told of 1 feed")


@pytest.mark.parametrize("step", STEPS)
def test_a_purge_whose_worker_was_killed_is_told_by_the_next(newsroom: Newsroom, step: str) -> None:
    keys = ["verdict-7"]
    row, asked = told_after_a_kill(newsroom, step, readers.JOB, "purge_url", "PURGE", keys=keys)
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, "told of 1 key")
    assert all("Surrogate-Key: verdict-7" in one for one in asked)


@pytest.mark.parametrize("step", ["claimed", "done"])
def test_a_head_whose_worker_was_killed_is_signed_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work() as work:  # nothing else is due, which could come to that step first
        work.session.execute(delete(Outbox).where(Outbox.kind != public_log.JOB))
    kill_a_worker(newsroom.database.settings, step, public_log.JOB)

    def signing() -> list[Outbox]:
        return [row for row in rows(newsroom.database) if row.kind == public_log.JOB]

    with working(newsroom.database, newsroom.database.settings):
        until(lambda: all(row.state is JobState.DONE for row in signing()))
    assert signing()[0].tries == 2
    assert logs.bundle(newsroom)["head"].split("\n")[1] == "1"
    with newsroom.read() as session:
        assert public_log.fault(session, is_signed_by) == ""


@pytest.mark.parametrize("step", STEPS)
def test_a_picture_whose_worker_was_killed_is_drawn_once_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.work() as work:
        work.session.execute(delete(Outbox).where(Outbox.kind != share_pictures.JOB))
    kill_a_worker(newsroom.database.settings, step, share_pictures.JOB)
    with working(newsroom.database, newsroom.database.settings):
        until(lambda: is_over(newsroom.database))
    # The round asks for what is missing as well, and finds it drawn or draws it.
    shared = [row for row in rows(newsroom.database) if row.kind == share_pictures.JOB]
    assert {row.state for row in shared} == {JobState.DONE}
    assert max(row.tries for row in shared) == 2
    told = [row.outcome for row in shared].count("drew 1 picture")
    assert told == (0 if step == "done" else 1), "nothing is drawn twice"
    assert stored(newsroom) is not None
