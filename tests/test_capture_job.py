"""The job that keeps a copy of a source: each byte under its hash, each fact of the exchange, once (E1-E4)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from factcheck import jobs
from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.captures import Capture
from factcheck.adapters.fetching import NotFetched, World
from factcheck.domain.digests import digest_of
from factcheck.domain.refusals import WrongState
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.jobs import TRIES, Done, Failed, Runner, deliver, due
from factcheck.jobs.copies import NOT_KEPT, SETTLED
from factcheck.keeping import blobs_of
from factcheck.models import Blob, Desk, Snapshot
from factcheck.resources import VERSION
from factcheck.services import evidence, snapshots
from tests import factories
from tests.cast import Newsroom
from tests.web_sites import answer, web_site

PAGE = b"<html><title>Accounts</title><p>The harbour lost 4 million crowns in the year, the accounts say.</p></html>"
LINK = replace(factories.LINK, url="http://news.test/accounts")


def log(newsroom: Newsroom, url: str = LINK.url) -> int:
    claim_id = factories.claim(newsroom)
    factories.take(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, replace(LINK, url=url))
    return claim_id


def runner(newsroom: Newsroom, place: tuple[str, int] = ("127.0.0.1", 9)) -> Runner:
    settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": place})
    run = jobs.runner(newsroom.database, settings)
    return replace(run, clock=lambda: newsroom.now, kinds=frozenset({snapshots.JOB}))


def copies(newsroom: Newsroom) -> list[Snapshot]:
    with newsroom.read() as session:
        return list(session.scalars(select(Snapshot).order_by(Snapshot.id)))


def deliver_all(run: Runner) -> list[object]:
    return [deliver(run, task) for task in due(run)]


def test_what_was_sent_is_kept_under_its_hash_with_every_fact_of_the_exchange(
    newsroom: Newsroom,
) -> None:
    claim_id = log(newsroom)
    with web_site(answer(PAGE, "X-Proof: seen", kind="text/html; charset=utf-8")) as site:
        run = runner(newsroom, site.place)
        assert deliver_all(run) == [Done("kept")]
    (copy,) = copies(newsroom)
    assert (copy.number, copy.method, copy.state) == (1, Method.FETCHED, SnapshotState.KEPT)
    assert (copy.asked_by_id, copy.asked_address) == (newsroom.carla.id, LINK.url)
    assert (copy.reached_address, copy.status, copy.declared_type) == (LINK.url, 200, "text/html")
    assert ["X-Proof", "seen"] in copy.headers
    assert copy.digest == digest_of(PAGE)
    assert (copy.failure, copy.tool) == ("", f"factcheck {VERSION}")
    store = blobs_of(run.settings)
    assert store.get(copy.digest) == PAGE
    assert store.get(copy.text_digest or "").decode().startswith("The harbour lost 4 million")
    assert store.get(copy.warc_digest or "")[:2] == b"\x1f\x8b"
    with newsroom.read() as session:
        kept = session.get_one(Blob, copy.digest)
        assert (kept.size, kept.content_type) == (len(PAGE), "text/html")
    assert newsroom.history(claim_id)[-1] == "snapshot:kept evidence:1"
    assert due(run) == []


def test_where_it_was_sent_on_is_kept_as_well(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom, "http://news.test/old")
    moved, there = answer(b"", "Location: /new", status="301 Moved Permanently"), answer(PAGE)
    with web_site(lambda link, head: link.sendall(there if b"GET /new" in head else moved)) as site:
        assert deliver_all(runner(sqlite_newsroom, site.place)) == [Done("kept")]
    (copy,) = copies(sqlite_newsroom)
    assert copy.reached_address == "http://news.test/new"
    (hop,) = copy.hops
    assert (hop["address"], hop["status"], hop["location"]) == ("http://news.test/old", 301, "/new")


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (answer(b"a,b\n1,2\n", kind="text/csv"), "text/plain"),
        (answer(b"\x89PNG\r\n\x1a\nrest", kind="text/html"), "image/png"),
        (answer(b"%PDF-1.7\n", kind="text/html"), "application/pdf"),
        (answer(b"\0\1\2", kind="text/html"), "application/octet-stream"),
    ],
    ids="table picture broken-pdf bytes".split(),
)
def test_whatever_a_source_sends_is_kept_and_called_what_it_is(
    sqlite_newsroom: Newsroom, sent: bytes, kind: str
) -> None:
    log(sqlite_newsroom)
    with web_site(sent) as site:
        assert deliver_all(runner(sqlite_newsroom, site.place)) == [Done("kept")]
    with sqlite_newsroom.read() as session:
        (copy,) = copies(sqlite_newsroom)
        assert session.get_one(Blob, copy.digest).content_type == kind


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (answer(b"gone", status="404 Not Found"), "The site answered 404."),
        (answer(b" \n"), "The page is empty."),
        (answer(b"", "Location: http://127.0.0.1/", status="302 Found"),
         "This page sends us elsewhere that is not public."),
    ],
    ids="404 empty inside".split(),
)  # fmt: skip
def test_why_nothing_was_kept_stands_in_the_row_and_it_is_asked_once(
    sqlite_newsroom: Newsroom, sent: bytes, sentence: str
) -> None:
    claim_id = log(sqlite_newsroom)
    with web_site(sent) as site:
        run = runner(sqlite_newsroom, site.place)
        assert deliver_all(run) == [Done(f"not kept: {sentence}")]
    assert due(run) == []
    (copy,) = copies(sqlite_newsroom)
    assert (copy.state, copy.failure) == (SnapshotState.FAILED, sentence)
    assert (copy.digest, copy.kept_at) == (None, None)
    assert sqlite_newsroom.count(Blob) == 0
    assert sqlite_newsroom.history(claim_id)[-1] == "snapshot:failed evidence:1"


def test_a_demonstration_asks_nobody_and_says_so(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom, "http://elsewhere.test/")
    with sqlite_newsroom.work() as work:
        work.session.get_one(Desk, 1).is_demonstration = True

    def capture(_address: str, _world: World) -> None:
        raise AssertionError

    run = replace(runner(sqlite_newsroom), capture=capture)
    assert deliver_all(run) == [Done(f"not kept: {snapshots.DEMONSTRATION}")]
    assert copies(sqlite_newsroom)[0].failure == snapshots.DEMONSTRATION


def test_a_store_that_does_not_answer_is_tried_again_and_the_row_waits(
    sqlite_newsroom: Newsroom,
) -> None:
    log(sqlite_newsroom)

    def open_store(_settings: object) -> None:
        raise BadBlobStore("The store of kept copies does not answer.")

    with web_site(answer(PAGE)) as site:
        run = replace(runner(sqlite_newsroom, site.place), open_store=open_store)
        for _ in range(TRIES):
            assert copies(sqlite_newsroom)[0].state is SnapshotState.WAITING
            (ended,) = deliver_all(run)
            assert isinstance(ended, Failed)
            sqlite_newsroom.now += timedelta(hours=3)
    assert due(run) == []
    assert copies(sqlite_newsroom)[0].failure == NOT_KEPT


def test_what_nobody_thought_of_never_ends_the_runner(sqlite_newsroom: Newsroom) -> None:
    log(sqlite_newsroom)

    def capture(_address: str, _world: World) -> None:
        raise ZeroDivisionError

    run = replace(runner(sqlite_newsroom), capture=capture)
    assert deliver_all(run) == [Failed(NOT_KEPT)]


def test_evidence_withdrawn_while_its_page_was_fetched_leaves_nothing_that_belongs_to_nothing(
    sqlite_newsroom: Newsroom,
) -> None:
    claim_id = log(sqlite_newsroom)
    with web_site(answer(PAGE)) as site:
        run = runner(sqlite_newsroom, site.place)

        def capture(address: str, world: World) -> Capture:
            taken = run.capture(address, world)
            with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
                evidence.withdraw(work, claim_id, 1, 1, "It was the wrong year.")
            return taken

        late = replace(run, capture=capture)
        assert [deliver(late, task) for task in due(late)] == [Done(SETTLED)]
    assert [copy.state for copy in copies(sqlite_newsroom)] == [SnapshotState.FAILED]
    assert sqlite_newsroom.count(Blob) == 0


def test_of_four_who_ask_for_a_copy_at_once_one_is_heard(newsroom: Newsroom) -> None:
    claim_id = log(newsroom)
    deliver_all(runner(newsroom))
    together = Barrier(4)

    def ask(_: int) -> str:
        together.wait()
        try:
            with newsroom.database.work(newsroom.carla) as work:
                snapshots.ask_again(work, claim_id, 1)
        except WrongState as refused:
            return refused.sentence
        return "asked"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(ask, range(4)))
    assert said == ["A copy of evidence 1 is being fetched already."] * 3 + ["asked"]
    assert [copy.number for copy in copies(newsroom)] == [1, 2]


def test_a_copy_that_was_settled_meanwhile_is_settled_once(sqlite_newsroom: Newsroom) -> None:
    claim_id = log(sqlite_newsroom)
    (copy,) = copies(sqlite_newsroom)
    what = snapshots.Awaited(copy.asked_address, claim_id, 1, 1)

    def capture(_address: str, _world: World) -> None:
        with sqlite_newsroom.work() as work:
            assert snapshots.fail(work, copy.id, what, "It took too long.")
        raise NotFetched("The page is empty.")

    run = replace(runner(sqlite_newsroom), capture=capture)
    deliver_all(run)
    assert copies(sqlite_newsroom)[0].failure == "It took too long."
    assert sqlite_newsroom.history(claim_id).count("snapshot:failed evidence:1") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE snapshot SET failure = 'no'",
        "UPDATE snapshot SET note = 'x'",
        "DELETE FROM snapshot",
        "UPDATE blob SET size = 1",
    ],
)
def test_the_database_lets_nobody_alter_what_was_kept(newsroom: Newsroom, statement: str) -> None:
    log(newsroom)
    with web_site(answer(PAGE)) as site:
        deliver_all(runner(newsroom, site.place))
    with pytest.raises(IntegrityError), newsroom.work() as work:
        work.session.execute(text(statement))
    assert copies(newsroom)[0].failure == ""


def test_a_copy_whose_workers_all_died_is_not_waited_for_for_ever(newsroom: Newsroom) -> None:
    claim_id = log(newsroom)

    def die(_address: str, _world: World) -> None:
        raise KeyboardInterrupt

    run = runner(newsroom)
    for _ in range(TRIES):
        (number,) = due(run)
        with pytest.raises(KeyboardInterrupt):
            deliver(replace(run, capture=die), number)
        newsroom.now += jobs.LEASE
    assert deliver_all(run) == [Failed("the program ended while doing it", is_final=True)]
    (copy,) = copies(newsroom)
    assert (copy.state, copy.failure) == (SnapshotState.FAILED, NOT_KEPT)
    assert newsroom.history(claim_id)[-1] == "snapshot:failed evidence:1"
