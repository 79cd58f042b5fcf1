"""The job that shows a kept page to a browser: what it makes is kept once, beside the copy, and never altered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from factcheck import jobs
from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.browser import NotRendered, Rendered
from factcheck.adapters.fetching import World
from factcheck.domain.digests import digest_of
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.snapshots import SnapshotState
from factcheck.jobs import TRIES, Done, Failed, Runner, deliver, due
from factcheck.jobs.renderings import DEMONSTRATION, NO_BROWSER, NOT_RENDERED, WITHDRAWN
from factcheck.keeping import blobs_of
from factcheck.models import Blob, Desk, Outbox, Rendering
from factcheck.services import evidence, jobs_told, renderings, snapshots
from tests.cast import Newsroom
from tests.test_capture_job import PAGE, log, runner
from tests.web_sites import answer, web_site

PDF, PICTURE = b"%PDF-1.4 printed", b"\x89PNG\r\n\x1a\n shown"
SHOWN = Rendered("http://news.test/accounts#top", "Chromium 156", PDF, PICTURE, "It was long.")

Render = Callable[[str, World], Rendered]


def shows(_address: str, _world: World) -> Rendered:
    return SHOWN


def both(newsroom: Newsroom, render: Render | None = shows) -> Runner:
    kinds = frozenset({snapshots.JOB, renderings.JOB})
    return replace(runner(newsroom), render=render, kinds=kinds)


def capture(
    newsroom: Newsroom, sent: bytes = answer(PAGE), render: Render | None = shows
) -> Runner:
    """A source that was kept, and a runner for what comes after it."""
    log(newsroom)
    with web_site(sent) as site:
        run = replace(both(newsroom, render), settings=runner(newsroom, site.place).settings)
        for number in due(run):
            assert deliver(run, number) == Done("kept")
    return run


def deliver_all(run: Runner) -> list[object]:
    return [deliver(run, number) for number in due(run)]


def rows(newsroom: Newsroom) -> dict[RenderedAs, Rendering]:
    with newsroom.read() as session:
        return {row.kind: row for row in session.scalars(select(Rendering).order_by(Rendering.id))}


def test_a_kept_page_is_shown_to_a_browser_and_what_it_makes_is_kept(newsroom: Newsroom) -> None:
    asked: list[str] = []

    def render(address: str, _world: World) -> Rendered:
        asked.append(address)
        return SHOWN

    run = capture(newsroom, render=render)
    assert {row.state for row in rows(newsroom).values()} == {SnapshotState.WAITING}
    assert deliver_all(run) == [Done("rendered")]
    assert asked == ["http://news.test/accounts"]
    found = rows(newsroom)
    for kind, data in ((RenderedAs.PDF, PDF), (RenderedAs.PICTURE, PICTURE)):
        row = found[kind]
        assert (row.state, row.digest, row.failure) == (SnapshotState.KEPT, digest_of(data), "")
        assert (row.address, row.tool, row.note) == (SHOWN.address, "Chromium 156", "It was long.")
        assert row.rendered_at == newsroom.now
        assert blobs_of(run.settings).get(row.digest or "") == data
    with newsroom.read() as session:
        assert session.get_one(Blob, digest_of(PICTURE)).content_type == "image/png"
        assert session.get_one(Blob, digest_of(PDF)).content_type == "application/pdf"
    assert newsroom.history()[-1] == "snapshot:rendered evidence:1"
    assert due(run) == []


def test_what_is_no_page_is_shown_to_no_browser(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom, answer(b"a,b\n1,2\n", kind="text/csv"))
    assert (due(run), rows(sqlite_newsroom)) == ([], {})


def test_without_a_browser_nothing_is_asked_for(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom, render=None)
    assert (due(run), rows(sqlite_newsroom)) == ([], {})


def test_a_worker_without_a_browser_says_so(sqlite_newsroom: Newsroom) -> None:
    run = replace(capture(sqlite_newsroom), render=None)
    assert deliver_all(run) == [Done(f"not rendered: {NO_BROWSER}")]
    assert {row.failure for row in rows(sqlite_newsroom).values()} == {NO_BROWSER}


def test_one_of_the_two_may_fail_alone(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom, render=lambda *_: replace(SHOWN, pdf="It is larger than 20 MB."))
    assert deliver_all(run) == [Done("rendered")]
    found = rows(sqlite_newsroom)
    assert found[RenderedAs.PDF].failure == "It is larger than 20 MB."
    assert found[RenderedAs.PDF].digest is None
    assert found[RenderedAs.PICTURE].digest == digest_of(PICTURE)


def test_why_a_page_was_not_rendered_stands_beside_it_and_it_is_asked_once(
    sqlite_newsroom: Newsroom,
) -> None:
    def refuse(_address: str, _world: World) -> Rendered:
        raise NotRendered("The site answered 404.")

    run = capture(sqlite_newsroom, render=refuse)
    assert deliver_all(run) == [Done("not rendered: The site answered 404.")]
    assert {row.failure for row in rows(sqlite_newsroom).values()} == {"The site answered 404."}
    assert sqlite_newsroom.history()[-1] == "snapshot:not_rendered evidence:1"
    assert due(run) == []


def test_a_browser_that_broke_off_is_tried_again_and_given_up_some_time(
    sqlite_newsroom: Newsroom,
) -> None:
    def break_off(_address: str, _world: World) -> Rendered:
        raise NotRendered("The browser did not start.", is_ours=True)

    run = capture(sqlite_newsroom, render=break_off)
    for _ in range(TRIES):
        assert {row.state for row in rows(sqlite_newsroom).values()} == {SnapshotState.WAITING}
        assert deliver_all(run) == [Failed("The browser did not start.")]
        sqlite_newsroom.now += timedelta(hours=3)
    assert due(run) == []
    assert {row.failure for row in rows(sqlite_newsroom).values()} == {NOT_RENDERED}


def test_an_administrator_has_it_tried_again_and_what_is_kept_stays(
    sqlite_newsroom: Newsroom,
) -> None:
    def mistaken(_address: str, _world: World) -> Rendered:
        raise ZeroDivisionError

    run = capture(sqlite_newsroom, render=mistaken)
    for _ in range(TRIES):
        deliver_all(run)
        sqlite_newsroom.now += timedelta(hours=3)
    with sqlite_newsroom.read() as session:
        number = session.scalars(select(Outbox.id).where(Outbox.kind == renderings.JOB)).one()
    with sqlite_newsroom.work(sqlite_newsroom.ada) as work:
        jobs_told.try_again(work, number)
    assert deliver_all(replace(run, render=shows)) == [Done("rendered")]
    assert {row.state for row in rows(sqlite_newsroom).values()} == {SnapshotState.KEPT}


def test_a_store_that_does_not_answer_is_tried_again(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom)

    def open_store(_settings: object) -> None:
        raise BadBlobStore("The store of kept copies does not answer.")

    assert deliver_all(replace(run, open_store=open_store)) == [
        Failed("The store of kept copies does not answer.")
    ]
    assert {row.state for row in rows(sqlite_newsroom).values()} == {SnapshotState.WAITING}


def test_a_demonstration_shows_no_foreign_page_and_says_so(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom, render=lambda *_: pytest.fail("it was asked for"))
    with sqlite_newsroom.work() as work:
        work.session.get_one(Desk, 1).is_demonstration = True
    run = replace(run, settings=replace(run.settings, fetch_stand_ins={}))
    assert deliver_all(run) == [Done(f"not rendered: {DEMONSTRATION}")]


def test_a_page_whose_evidence_was_withdrawn_meanwhile_is_not_asked_for(
    sqlite_newsroom: Newsroom,
) -> None:
    run = capture(sqlite_newsroom, render=lambda *_: pytest.fail("it was asked for"))
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.withdraw(work, 1, 1, 1, "It was the wrong page.")
    assert deliver_all(run) == [Done(f"not rendered: {WITHDRAWN}")]


def test_what_was_settled_meanwhile_is_settled_once(sqlite_newsroom: Newsroom) -> None:
    run = capture(sqlite_newsroom)

    def slow(_address: str, _world: World) -> Rendered:
        again = Outbox.id == due(replace(run, clock=lambda: sqlite_newsroom.now + jobs.LEASE))[0]
        with sqlite_newsroom.read() as session:
            number = session.scalars(select(Outbox.id).where(again)).one()
        later = replace(run, clock=lambda: sqlite_newsroom.now + jobs.LEASE)
        assert deliver(later, number) == Done("rendered")
        return replace(SHOWN, pdf=b"%PDF-1.4 late")

    deliver_all(replace(run, render=slow))
    assert rows(sqlite_newsroom)[RenderedAs.PDF].digest == digest_of(PDF)
    assert sqlite_newsroom.history().count("snapshot:rendered evidence:1") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rendering SET failure = 'no'",
        "UPDATE rendering SET note = 'x'",
        "DELETE FROM rendering",
    ],
)
def test_the_database_lets_nobody_alter_what_was_kept(newsroom: Newsroom, statement: str) -> None:
    deliver_all(capture(newsroom))
    with pytest.raises(IntegrityError), newsroom.work() as work:
        work.session.execute(text(statement))
    assert {row.note for row in rows(newsroom).values()} == {"It was long."}
