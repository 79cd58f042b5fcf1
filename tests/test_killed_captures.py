"""Workers are killed while they keep, compare, look at and show sources: nothing is done twice, nothing is stuck."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from factcheck import calls, jobs
from factcheck.calls import Calls
from factcheck.config import Settings
from factcheck.db import Work, utc_now
from factcheck.domain.digests import digest_of
from factcheck.domain.jobs import JobState
from factcheck.domain.snapshots import SnapshotState
from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.rounds import Rounds
from factcheck.models import (
    Snapshot,
    SourceCheck,
    TextSignature,
)
from factcheck.services import origin_rows, renderings, source_checks
from tests.cast import Newsroom
from tests.dying import STEPS
from tests.killing import is_over, kill_a_worker, rows, working
from tests.test_calls import until
from tests.test_capture_job import PAGE as SOURCE
from tests.test_capture_job import copies, log
from tests.test_rendering_job import capture as capture_page
from tests.test_rendering_job import rows as renderings_of
from tests.web_sites import answer, web_site

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY_SECONDS", 0.1)


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
    row, comparison = rows(newsroom.database)
    assert (comparison.kind, comparison.state) == (origin_rows.JOB, JobState.DONE)
    how = "not captured: it was settled before" if step == "done" else "kept"
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, how)
    (copy,) = copies(newsroom)
    assert (copy.state, copy.digest) == (SnapshotState.KEPT, digest_of(SOURCE))
    assert newsroom.history().count("snapshot:kept evidence:1") == 1


def kept_source(newsroom: Newsroom, settings: Settings) -> None:
    """A claim whose source was kept, and nothing left to be done."""
    log(newsroom)
    run = jobs.runner(newsroom.database, settings)
    (number,) = jobs.due(run)
    assert jobs.deliver(run, number) == jobs.Done("kept")
    (number,) = jobs.due(run)
    assert jobs.deliver(run, number) == jobs.Done("compared")


@pytest.mark.parametrize("step", STEPS)
def test_a_comparison_whose_worker_was_killed_is_written_down_once_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    log(newsroom)
    with web_site(answer(SOURCE)) as site:
        settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": site.place})
        run = jobs.runner(newsroom.database, settings)
        (number,) = jobs.due(run)
        assert jobs.deliver(run, number) == jobs.Done("kept")
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database))
        assert len(site.asked) == 1
    _, row = rows(newsroom.database)
    how = "not compared: it was before, or has no text" if step == "done" else "compared"
    assert (row.kind, row.state, row.tries, row.outcome) == (
        origin_rows.JOB,
        JobState.DONE,
        2,
        how,
    )
    assert newsroom.count(TextSignature) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_look_whose_worker_was_killed_is_settled_once_by_the_next(
    newsroom: Newsroom, step: str
) -> None:
    now = [SOURCE]
    with web_site(lambda link, _: link.sendall(answer(now[0]))) as site:
        settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": site.place})
        kept_source(newsroom, settings)
        now[0] = SOURCE.replace(b"4 million", b"5 million")
        site.asked.clear()
        with newsroom.database.work(newsroom.carla) as work:
            source_checks.ask_now(work, 1, 1)
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database, source_checks.JOB))  # no server takes the mail
        # Whoever was killed after asking had its answer; a robots.txt is read before the page.
        assert len([one for one in site.asked if "robots" not in one.partition("\n")[0]]) == 1
    *_, look, mail = rows(newsroom.database)
    how = "not looked at: it was settled before" if step == "done" else "changed"
    assert (look.kind, look.state, look.outcome) == (source_checks.JOB, JobState.DONE, how)
    assert mail.payload["about"] == "source_changed"
    with newsroom.read() as session:
        (check,) = session.scalars(select(SourceCheck))
    assert (check.outcome, check.is_standing, check.snapshot_id) == (Outcome.CHANGED, True, 2)
    assert len(copies(newsroom)) == 2
    assert newsroom.history().count("source:changed evidence:1") == 1


@pytest.mark.parametrize("step", ["claimed", "done"])
def test_a_round_whose_worker_was_killed_asks_for_each_look_once(
    newsroom: Newsroom, step: str
) -> None:
    with web_site(answer(SOURCE)) as site:
        settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": site.place})
        kept_source(newsroom, settings)
        with newsroom.database.work(COMMAND_LINE) as work:
            work.session.execute(
                text("DROP TRIGGER IF EXISTS snapshot_settled" + on_snapshot(work))
            )
            a_month_ago = work.now - timedelta(days=30)
            work.session.execute(update(Snapshot).values(kept_at=a_month_ago))
        rounds_of_looks = frozenset({source_checks.ROUND})
        Rounds(replace(jobs.runner(newsroom.database, settings), kinds=rounds_of_looks)).ask()
        kill_a_worker(settings, step)
        with working(newsroom.database, settings):
            until(lambda: is_over(newsroom.database) and newsroom.count(SourceCheck) == 1)
    kinds = [row.kind for row in rows(newsroom.database)]
    assert (kinds.count(source_checks.ROUND), kinds.count(source_checks.JOB)) == (1, 1)


def on_snapshot(work: Work) -> str:
    """PostgreSQL names the table of a trigger, SQLite does not."""
    return "" if work.dialect.has_one_writer else " ON snapshot"


@pytest.mark.parametrize("step", STEPS)
def test_a_page_whose_worker_was_killed_is_rendered_once_by_the_next(
    sqlite_newsroom: Newsroom, step: str
) -> None:
    run = capture_page(sqlite_newsroom)
    kill_a_worker(replace(run.settings, browser=sys.executable), step, renderings.JOB)
    one = Calls(replace(run, clock=utc_now, kinds=None))
    one.start()
    try:
        until(lambda: is_over(sqlite_newsroom.database))
    finally:
        one.stop()
    row = rows(sqlite_newsroom.database)[-1]
    how = "not rendered: it was settled before" if step == "done" else "rendered"
    assert (row.state, row.tries, row.outcome) == (JobState.DONE, 2, how)
    found = renderings_of(sqlite_newsroom)
    assert {one.state for one in found.values()} == {SnapshotState.KEPT}
    assert sqlite_newsroom.history().count("snapshot:rendered evidence:1") == 1
