"""Pages that are asked for: by whom, how many at once, how long, and who gets to see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.taken import Gathered, Origin, PageState, Taken
from factcheck.domain.terms import COMMAND_LINE, Actor
from factcheck.models import Outbox, PageRequest
from factcheck.services import intake, pages
from factcheck.services.intake import ArticleInput
from factcheck.services.pages import Known, NoSuchPage
from tests.cast import Newsroom

ADDRESS = "https://gazette.example/harbour"
BROUGHT = Gathered(
    Taken("The quay was closed.\n\nҚала.", Origin.MAIN_PART),
    {"title": Taken("The quay", Origin.JSON_LD)},
)


def ask(newsroom: Newsroom, who: Actor | None = None, address: str = ADDRESS) -> int:
    with newsroom.work(who or newsroom.carla) as work:
        return pages.ask(work, address).id


def the_page(newsroom: Newsroom, page_id: int, who: Actor | None = None) -> PageRequest:
    with newsroom.read() as session:
        return pages.one(session, page_id, (who or newsroom.carla).id)


def test_a_page_that_is_asked_for_waits_and_its_job_stands_in_the_outbox(
    newsroom: Newsroom,
) -> None:
    page_id = ask(newsroom)
    page = the_page(newsroom, page_id)
    assert (page.address, page.state, page.asked_at) == (ADDRESS, PageState.WAITING, newsroom.now)
    with newsroom.read() as session:
        (job,) = session.scalars(select(Outbox)).all()
    assert (job.kind, job.payload, job.due_at) == ("fetch", {"page_id": page_id}, newsroom.now)


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_only_a_checker_or_an_editor_may_ask(newsroom: Newsroom, name: str) -> None:
    with pytest.raises(NotYourPart):
        ask(newsroom, getattr(newsroom, name))
    assert newsroom.count(PageRequest) == 0
    assert newsroom.count(Outbox) == 0


def test_two_at_once_are_enough_for_one_person_but_not_for_two(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        pages.ask(work, ADDRESS)
        pages.ask(work, ADDRESS)
    with newsroom.database.work(newsroom.carla, now=newsroom.now) as work:
        with pytest.raises(WrongState, match=r"^Two pages are being fetched for you already;"):
            pages.ask(work, ADDRESS)
        assert newsroom.count(PageRequest) == 2
    with newsroom.database.work(newsroom.cyril, now=newsroom.now) as work:
        pages.ask(work, ADDRESS)
    with newsroom.database.work(newsroom.carla, now=newsroom.now + pages.WAITED_FOR) as work:
        pages.ask(work, ADDRESS)  # the first two took longer than anybody waits
    assert newsroom.count(PageRequest) == 4


def test_a_page_belongs_to_whoever_asked_for_it(newsroom: Newsroom) -> None:
    page_id = ask(newsroom)
    for who in (newsroom.cyril, newsroom.edith):
        with pytest.raises(NoSuchPage):
            the_page(newsroom, page_id, who)
        with newsroom.work(who) as work, pytest.raises(NoSuchPage):
            pages.drop(work, page_id)
    with newsroom.read() as session:
        assert [page.id for page in pages.asked_by(session, newsroom.carla.id)] == [page_id]
        assert pages.asked_by(session, newsroom.cyril.id) == []
        with pytest.raises(NoSuchPage):
            pages.one(session, 10**18, newsroom.carla.id)


def test_what_was_brought_is_there_as_it_was_taken(newsroom: Newsroom) -> None:
    page_id = ask(newsroom)
    with newsroom.work(COMMAND_LINE) as work:
        pages.bring(work, page_id, ADDRESS + "/", BROUGHT)
    page = the_page(newsroom, page_id)
    assert pages.state_of(page, newsroom.now + timedelta(days=1)) == (PageState.FETCHED, "")
    assert (page.reached, page.settled_at) == (ADDRESS + "/", newsroom.now)
    assert pages.gathered(page) == BROUGHT


def test_a_page_is_settled_once(newsroom: Newsroom) -> None:
    page_id = ask(newsroom)
    with newsroom.work(COMMAND_LINE) as work:
        pages.fail(work, page_id, "The site answered 404.")
    with newsroom.work(COMMAND_LINE) as work:
        pages.bring(work, page_id, ADDRESS, BROUGHT)
    page = the_page(newsroom, page_id)
    assert pages.state_of(page, newsroom.now) == (PageState.FAILED, "The site answered 404.")
    assert page.text == ""


def test_nobody_waits_longer_than_a_minute(newsroom: Newsroom) -> None:
    page_id = ask(newsroom)
    page = the_page(newsroom, page_id)
    last = page.asked_at + pages.WAITED_FOR
    assert pages.state_of(page, last) == (PageState.WAITING, "")
    after = last + timedelta(seconds=1)
    assert pages.state_of(page, after) == (PageState.FAILED, pages.INTERRUPTED)
    with newsroom.read() as session:
        assert pages.awaited(session, page_id, last) == ADDRESS
        assert pages.awaited(session, page_id, after) is None
        assert pages.awaited(session, page_id + 1, last) is None


def test_what_nobody_kept_for_a_week_is_dropped(newsroom: Newsroom) -> None:
    first = ask(newsroom)
    newsroom.now += timedelta(days=7)
    second = ask(newsroom, newsroom.edith)
    assert the_page(newsroom, second, newsroom.edith).id == second
    with pytest.raises(NoSuchPage):
        the_page(newsroom, first)


def test_an_article_is_known_by_its_text_before_its_address(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.carla) as work:
        by_address = intake.import_article(
            work, ArticleInput(title="a", text="One.", url=ADDRESS)
        ).id
        by_text = intake.import_article(work, ArticleInput(title="b", text="The quay.")).id
    with newsroom.read() as session:
        assert pages.known(session, " The quay.\r\n", ADDRESS) == Known(by_text, is_same_text=True)
        assert pages.known(session, "Another.", ADDRESS) == Known(by_address, is_same_text=False)
        assert pages.known(session, "Another.", "") is None
        assert pages.known(session, "", ADDRESS) is None
