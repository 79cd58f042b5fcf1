"""What is said about an article can be mended: by whom, what it does to published pages, and that nothing is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import HistoryRow
from factcheck.services import article_facts, intake, public, publication
from factcheck.services.article_facts import ArticleFacts, version_of
from factcheck.services.intake import NoSuchArticle
from factcheck.services.stale import StaleSave
from tests import factories, road
from tests.cast import Newsroom


def stored(newsroom: Newsroom, article_id: int = 1) -> ArticleFacts:
    with newsroom.read() as session:
        return article_facts.facts_of(intake.article(session, article_id)[0])


def describe(
    newsroom: Newsroom, by: str = "carla", seen: int | None = None, **changes: str
) -> None:
    now = stored(newsroom)
    with newsroom.work(getattr(newsroom, by)) as work:
        version = version_of(now) if seen is None else seen
        article_facts.describe(work, 1, version, replace(now, **changes))


@pytest.mark.parametrize("who", ["carla", "cyril", "edith"])
def test_checkers_and_editors_mend_it_and_the_history_keeps_both(
    newsroom: Newsroom, who: str
) -> None:
    factories.article(newsroom)
    before = stored(newsroom)
    describe(newsroom, who, title="The harbour", byline="Jo Low", published_on="2026-11")
    assert stored(newsroom) == replace(
        before, title="The harbour", byline="Jo Low", published_on="2026-11"
    )
    with newsroom.read() as session:
        row = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()
        assert intake.article(session, 1)[0].slug == "the-harbour"
        assert intake.article(session, 1)[1].text == factories.TEXT.strip()
    assert (row.event, row.subject, row.actor_id) == (
        "article:changed",
        "article:1",
        getattr(newsroom, who).id,
    )
    assert row.detail == (
        "title “The harbour runs at a loss” -> “The harbour”; byline “” -> “Jo Low”; "
        "published_on “2026-11-17” -> “2026-11”"
    )


@pytest.mark.parametrize("who", ["rosa", "lara", "ada"])
def test_nobody_else_mends_it(newsroom: Newsroom, who: str) -> None:
    factories.article(newsroom)
    before, told = stored(newsroom), newsroom.history()
    with pytest.raises(NotYourPart):
        describe(newsroom, who, title="Mine")
    assert (stored(newsroom), newsroom.history()) == (before, told)


def test_saving_what_is_there_leaves_no_row(newsroom: Newsroom) -> None:
    factories.article(newsroom)
    told = newsroom.history()
    with pytest.raises(WrongState, match="Nothing is changed"):
        describe(newsroom)
    assert newsroom.history() == told


@pytest.mark.parametrize("number", [0, 2, 2**31])
def test_an_article_that_is_not_there_is_not_mended(newsroom: Newsroom, number: int) -> None:
    factories.article(newsroom)
    with pytest.raises(NoSuchArticle), newsroom.work(newsroom.carla) as work:
        article_facts.describe(work, number, 0, ArticleFacts(title="Mine"))


def test_a_save_that_comes_too_late_shows_both_texts(newsroom: Newsroom) -> None:
    factories.article(newsroom)
    seen = version_of(stored(newsroom))
    describe(newsroom, "cyril", title="His title")
    with pytest.raises(StaleSave) as caught:
        describe(newsroom, "carla", seen, title="My title")
    told = caught.value
    assert (told.theirs["Title"], told.yours["Title"]) == ("His title", "My title")
    assert (told.by_name, told.noun) == ("Cyril", "article")
    assert stored(newsroom).title == "His title"
    describe(newsroom, "carla", told.version, title="My title")
    assert stored(newsroom).title == "My title"


def test_what_readers_have_keeps_its_title_until_it_is_published_again(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    row = road.ticket(newsroom, claim_id).publication
    assert row is not None

    def title() -> str:
        with newsroom.read() as session:
            shown = public.verdict(session, row.id)
        return shown.article.title if shown and shown.article else ""

    describe(newsroom, title="Profit at the harbour")
    assert title() == "The harbour runs at a loss"
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert title() == "The harbour runs at a loss"
    factories.publish(newsroom, claim_id, newsroom.emil)
    assert title() == "Profit at the harbour"
    with newsroom.read() as session:
        first = public.version(session, row.id, 1)
    assert first is not None
    assert first.article is not None
    assert first.article.title == "The harbour runs at a loss"


def test_an_address_with_a_protected_name_can_be_mended_and_the_verdict_published(
    newsroom: Newsroom,
) -> None:
    factories.article(newsroom)
    describe(newsroom, url="https://news.example/anna-berglund")
    hiding = replace(
        factories.CLAIM,
        names_private_person=True,
        hidden_names=(("Anna Berglund", "a clerk"),),
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=hiding, article_id=1)
    factories.clear(newsroom, claim_id)
    with pytest.raises(NotReady, match=r"article\.url"):
        factories.publish(newsroom, claim_id, newsroom.edith)
    approved = road.ticket(newsroom, claim_id).standing.verdict.content_hash
    describe(newsroom, url="https://news.example/harbour-books")
    factories.publish(newsroom, claim_id, newsroom.edith)
    with newsroom.read() as session:
        shown = publication.preview(session, claim_id)
    assert shown.article is not None
    assert shown.article.url == "https://news.example/harbour-books"
    assert road.ticket(newsroom, claim_id).standing.verdict.content_hash == approved
