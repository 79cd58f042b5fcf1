"""The job that fetches a page somebody asked for: once, in time, and with its sentence when it fails."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from factcheck import jobs
from factcheck.adapters.fetching import NotFetched, World
from factcheck.adapters.reading import Found, Reading
from factcheck.config import BadSetting, read_settings
from factcheck.domain.taken import Origin, PageState, Taken
from factcheck.jobs import Done, Runner, deliver, due
from factcheck.jobs.pages import OUR_FAULT
from factcheck.models import Article, PageRequest
from factcheck.services import pages
from tests.cast import Newsroom
from tests.web_sites import answer, web_site

PAGE = b"""<title>The quay was closed</title><p>The quay of the town was closed in May, and it was not the first
 time that it was.</p>"""


def ask(newsroom: Newsroom, address: str = "http://news.test/quay") -> int:
    with newsroom.work(newsroom.carla) as work:
        return pages.ask(work, address).id


def runner(
    newsroom: Newsroom, place: tuple[str, int] = ("127.0.0.1", 9), late: float = 1
) -> Runner:
    settings = replace(newsroom.database.settings, fetch_stand_ins={"news.test": place})
    run = jobs.runner(newsroom.database, settings)

    def clock() -> datetime:
        return newsroom.now + timedelta(seconds=late)

    return replace(run, clock=clock)


def the_page(newsroom: Newsroom, page_id: int) -> PageRequest:
    with newsroom.read() as session:
        return session.get_one(PageRequest, page_id)


def test_a_page_is_fetched_and_what_it_says_is_kept_for_a_look(newsroom: Newsroom) -> None:
    page_id = ask(newsroom)
    with web_site(answer(PAGE)) as site:
        run = runner(newsroom, site.place)
        assert [deliver(run, task) for task in due(run)] == [Done("fetched")]
        assert len(site.asked) == 1
        assert due(run) == []
    page = the_page(newsroom, page_id)
    taken = pages.gathered(page)
    assert (page.state, page.reached) == (PageState.FETCHED, "http://news.test/quay")
    assert taken.text.value.startswith("The quay of the town was closed in May")
    assert taken.facts == {
        "title": Taken("The quay was closed", Origin.TITLE),
        "outlet": Taken("news.test", Origin.ADDRESS),
        "language": Taken("en", Origin.WORDS),
    }
    assert newsroom.count(Article) == 0


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (answer(b"", status="404 Not Found"), "The site answered 404."),
        (answer(b"  "), "The page is empty."),
        (answer(b"\x89PNG\r\n"), "What this address sends is not a web page."),
        (answer(b"x", kind="image/png"), "What this address sends is not a web page."),
        (answer(b"<script>x</script>"), "The page has no readable text."),
        (answer(b"<div>" * 300), "The HTML is nested more than 256 levels deep."),
        (answer(b"", "Location: http://127.0.0.1/", status="302 Found"),
         "This page sends us elsewhere that is not public."),
        (answer(b"%PDF-1.7\n", kind="application/pdf"), "The file is damaged."),
    ],
    ids="404 empty png image script deep inside pdf".split(),
)  # fmt: skip
def test_whoever_waits_is_told_why_it_failed_and_it_is_not_tried_again(
    sqlite_newsroom: Newsroom, sent: bytes, sentence: str
) -> None:
    page_id = ask(sqlite_newsroom)
    with web_site(sent) as site:
        run = runner(sqlite_newsroom, site.place)
        assert [deliver(run, task) for task in due(run)] == [Done(f"not fetched: {sentence}")]
    assert due(run) == []
    page = the_page(sqlite_newsroom, page_id)
    assert (page.state, page.failure, page.text) == (PageState.FAILED, sentence, "")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://desk.example/x", "This is our own site."),
        ("http://127.0.0.1/", "This address is not on the public internet."),
    ],
)
def test_our_own_site_and_the_inside_are_not_fetched(
    sqlite_newsroom: Newsroom, address: str, sentence: str
) -> None:
    page_id = ask(sqlite_newsroom, address)
    run = runner(sqlite_newsroom)
    run = replace(run, settings=replace(run.settings, base_url="https://desk.example"))
    for task in due(run):
        deliver(run, task)
    assert the_page(sqlite_newsroom, page_id).failure == sentence


def test_a_page_nobody_waits_for_is_not_fetched(sqlite_newsroom: Newsroom) -> None:
    ask(sqlite_newsroom)

    def fetch(_address: str, _world: World) -> None:
        raise AssertionError

    run = replace(runner(sqlite_newsroom, late=61), fetch=fetch)
    assert [deliver(run, task) for task in due(run)] == [Done("not fetched: nobody waits for it")]


def test_a_text_that_is_too_long_for_an_article_is_refused(sqlite_newsroom: Newsroom) -> None:
    page_id = ask(sqlite_newsroom)

    def fetch(address: str, world: World) -> tuple[object, Reading]:
        return object(), Reading("x" * 2_000_001, "page", {"title": Found("x", "title")})

    run = replace(runner(sqlite_newsroom), fetch=fetch)
    assert [deliver(run, task) for task in due(run)] == [
        Done("not fetched: The text is longer than 2 MB.")
    ]
    assert the_page(sqlite_newsroom, page_id).text == ""


def test_runners_of_a_kind_leave_the_rest_alone(sqlite_newsroom: Newsroom) -> None:
    ask(sqlite_newsroom)
    run = runner(sqlite_newsroom)
    assert due(replace(run, kinds=frozenset({"mail"}))) == []
    assert len(due(replace(run, kinds=frozenset({"fetch"})))) == len(due(run)) == 1


def test_a_page_that_cannot_be_fetched_leaves_no_page(sqlite_newsroom: Newsroom) -> None:
    page_id = ask(sqlite_newsroom)

    def fetch(_address: str, _world: World) -> None:
        raise NotFetched("This page took longer than 15 s.")

    run = replace(runner(sqlite_newsroom), fetch=fetch)
    assert [deliver(run, task) for task in due(run)] == [
        Done("not fetched: This page took longer than 15 s.")
    ]
    assert the_page(sqlite_newsroom, page_id).failure == "This page took longer than 15 s."


def test_a_fault_of_our_own_ends_the_waiting_and_not_the_runner(
    sqlite_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    page_id = ask(sqlite_newsroom)

    def fetch(_address: str, _world: World) -> None:
        raise KeyError("a fault")

    run = replace(runner(sqlite_newsroom), fetch=fetch)
    assert [deliver(run, task) for task in due(run)] == [Done(f"not fetched: {OUR_FAULT}")]
    assert the_page(sqlite_newsroom, page_id).failure == OUR_FAULT
    assert [record.levelname for record in caplog.records] == ["ERROR"]


# ── The setting for tests ────────────────────────────────────────────────────────────────────────


def stand_ins(text: str, **more: str) -> object:
    env = {"FACTCHECK_FETCH_STAND_INS": text, "FACTCHECK_SECRET_KEY": "x" * 40, **more}
    return read_settings(env).fetch_stand_ins


def test_names_of_tests_mean_ports_of_this_machine() -> None:
    assert stand_ins("") == {}
    assert stand_ins("News.test=127.0.0.1:8099, b.example=localhost:80") == {
        "news.test": ("127.0.0.1", 8099),
        "b.example": ("localhost", 80),
    }


@pytest.mark.parametrize(
    "text",
    [
        *(
            "news.test",
            "news.test=",
            "news.test=127.0.0.1",
            "news.test=127.0.0.1:0",
            "news.test=127.0.0.1:x",
        ),
        *("news.test=127.0.0.1:99999", "news.test=10.0.0.1:80", "news.test=gazette.example:80"),
        *("gazette.com=127.0.0.1:80", "=127.0.0.1:80", "10.0.0.1=127.0.0.1:80"),
    ],
)
def test_nothing_else_can_be_named(text: str) -> None:
    with pytest.raises(BadSetting, match=r"^FACTCHECK_FETCH_STAND_INS must look like"):
        stand_ins(text)


def test_a_desk_that_others_reach_takes_no_such_names() -> None:
    with pytest.raises(BadSetting, match="is for tests on one machine"):
        stand_ins("news.test=127.0.0.1:80", FACTCHECK_BASE_URL="https://desk.example")
