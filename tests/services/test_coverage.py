"""Going through an article: passing sentences over, taking that back, and what is refused."""

import pytest
from sqlalchemy import func, select

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.models import HistoryRow, SentenceLook
from factcheck.services import claims, coverage, history, intake
from factcheck.services.intake import NoSuchArticle
from tests import factories
from tests.cast import Newsroom

TEXT = "Trams run. Nine of them are new."


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    with newsroom.work(newsroom.carla) as work:
        given = intake.ArticleInput(title="Trams", text=TEXT)
        return intake.import_article(work, given).id


def passed(newsroom: Newsroom, article: int) -> set[tuple[int, int]]:
    with newsroom.read() as session:
        return set(coverage.passed(session, intake.article(session, article)[1].id))


def deeds(newsroom: Newsroom) -> list[tuple[str, str, str]]:
    with newsroom.read() as session:
        rows = session.execute(
            select(HistoryRow.event, HistoryRow.subject, HistoryRow.detail)
            .where(HistoryRow.event.startswith("sentence:"))
            .order_by(HistoryRow.seq)
        )
        return [tuple(row) for row in rows]


def test_a_sentence_passed_over_is_kept_with_who_did_it(newsroom: Newsroom, article: int) -> None:
    with newsroom.work(newsroom.carla) as work:
        coverage.pass_over(work, article, 11)
    assert passed(newsroom, article) == {(11, 32)}
    assert deeds(newsroom) == [
        ("sentence:passed", f"article:{article}", "11-32 of text 1: no fact in it")
    ]
    with newsroom.read() as session:
        assert session.scalar(select(SentenceLook.looked_by_id)) == newsroom.carla.id
        assert history.verify(session) is None


def test_saying_it_again_writes_nothing(newsroom: Newsroom, article: int) -> None:
    for _ in range(2):
        with newsroom.work(newsroom.carla) as work:
            coverage.pass_over(work, article, 0)
    with newsroom.work(newsroom.carla) as work:
        coverage.take_back(work, article, 11)
    assert len(deeds(newsroom)) == 1


def test_taking_back_makes_the_sentence_unlooked_and_the_history_keeps_both(
    newsroom: Newsroom, article: int
) -> None:
    with newsroom.work(newsroom.carla) as work:
        coverage.pass_over(work, article, 0)
    with newsroom.work(newsroom.edith) as work:
        coverage.take_back(work, article, 0)
    assert passed(newsroom, article) == set()
    assert [event for event, _, _ in deeds(newsroom)] == ["sentence:passed", "sentence:taken_back"]
    with newsroom.work(newsroom.carla) as work:
        coverage.pass_over(work, article, 0)
    assert passed(newsroom, article) == {(0, 10)}


def test_a_sentence_with_a_claim_on_it_is_not_passed_over(newsroom: Newsroom, article: int) -> None:
    with newsroom.work(newsroom.carla) as work:
        span = factories.span_at(TEXT, 11, 15)
        claim = claims.open_claim(work, article, factories.CLAIM, [span]).id
    with (
        pytest.raises(WrongState, match=f"Claim {claim} stands on words of this sentence"),
        newsroom.work(newsroom.carla) as work,
    ):
        coverage.pass_over(work, article, 11)
    assert passed(newsroom, article) == set()
    assert deeds(newsroom) == []


@pytest.mark.parametrize("start", [1, 10, 32, 2**40])
def test_a_place_where_no_sentence_begins_is_refused(
    newsroom: Newsroom, article: int, start: int
) -> None:
    with (
        pytest.raises(BadInput, match="No sentence of the article begins there"),
        newsroom.work(newsroom.carla) as work,
    ):
        coverage.pass_over(work, article, start)
    assert passed(newsroom, article) == set()


def test_a_reviewer_does_not_go_through_articles(newsroom: Newsroom, article: int) -> None:
    for verb in (coverage.pass_over, coverage.take_back):
        with (
            pytest.raises(NotYourPart, match="Only a checker or an editor"),
            newsroom.work(newsroom.rosa) as work,
        ):
            verb(work, article, 0)
    with newsroom.read() as session:
        assert session.scalar(select(func.count()).select_from(SentenceLook)) == 0


@pytest.mark.parametrize("number", [0, 99, 2**40])
def test_an_article_that_is_not_there(newsroom: Newsroom, number: int) -> None:
    with pytest.raises(NoSuchArticle), newsroom.work(newsroom.carla) as work:
        coverage.pass_over(work, number, 0)
