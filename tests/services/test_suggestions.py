"""What people make of suggestions is counted, and becomes what the model learns from."""

import pytest

from factcheck.domain.coverage import PassReason
from factcheck.domain.spotting.retraining import Decision
from factcheck.services import claims, coverage, intake, suggestions
from factcheck.services.suggestions import Counts, Rated
from tests import factories
from tests.cast import Newsroom

TEXT = "Trams run. The 9 were built new. Who pays? It is lovely."
RUN, NEW, PAYS, LOVELY = (0, 10), (11, 32), (33, 42), (43, 56)


@pytest.fixture
def article(newsroom: Newsroom) -> int:
    with newsroom.work(newsroom.carla) as work:
        given = intake.ArticleInput(title="Trams", text=TEXT)
        return intake.import_article(work, given).id


def rated(span: tuple[int, int], model: str = "one", *, is_suggested: bool = True) -> Rated:
    return Rated(*span, is_suggested, model)


def open_on(newsroom: Newsroom, article: int, one: Rated) -> None:
    with newsroom.work(newsroom.carla) as work:
        span = factories.span_at(TEXT, one.start, one.end)
        claims.open_claim(work, article, factories.CLAIM, [span])
        version = intake.article(work.session, article)[1]
        suggestions.accepted(work, version.id, [one])


def pass_over(
    newsroom: Newsroom,
    article: int,
    span: tuple[int, int],
    reason: PassReason = PassReason.OPINION,
    one: Rated | None = None,
) -> None:
    with newsroom.work(newsroom.carla) as work:
        coverage.pass_over(work, article, span[0], reason, one)


def counts(newsroom: Newsroom) -> list[Counts]:
    with newsroom.read() as session:
        return suggestions.counts(session)


def test_suggestions_are_counted_by_what_became_of_them(newsroom: Newsroom, article: int) -> None:
    assert counts(newsroom) == []
    open_on(newsroom, article, rated(NEW))
    open_on(newsroom, article, rated(RUN, is_suggested=False))
    pass_over(newsroom, article, PAYS, PassReason.QUESTION, rated(PAYS))
    pass_over(newsroom, article, LOVELY, PassReason.OPINION, rated(LOVELY, is_suggested=False))
    one = counts(newsroom)[0]
    assert (one.model, one.accepted, one.dismissed, one.unsuggested) == ("one", 1, 1, 1)
    assert (one.precision, one.recall) == (0.5, 0.5)
    assert dict(one.reasons) == {PassReason.QUESTION: 1}


def test_a_dismissal_that_was_taken_back_counts_no_more(newsroom: Newsroom, article: int) -> None:
    pass_over(newsroom, article, NEW, one=rated(NEW))
    with newsroom.work(newsroom.edith) as work:
        coverage.take_back(work, article, NEW[0])
    one = counts(newsroom)[0]
    assert (one.accepted, one.dismissed, one.precision) == (0, 0, None)
    open_on(newsroom, article, rated(NEW))
    assert [(one.accepted, one.dismissed) for one in counts(newsroom)] == [(1, 0)]


def test_a_second_reason_replaces_the_first(newsroom: Newsroom, article: int) -> None:
    pass_over(newsroom, article, NEW, PassReason.OPINION, rated(NEW))
    pass_over(newsroom, article, NEW, PassReason.COMMON, rated(NEW))
    pass_over(newsroom, article, NEW, PassReason.COMMON, rated(NEW))
    assert dict(counts(newsroom)[0].reasons) == {PassReason.COMMON: 1}


def test_each_model_is_counted_for_itself(newsroom: Newsroom, article: int) -> None:
    open_on(newsroom, article, rated(NEW, "old"))
    pass_over(newsroom, article, PAYS, one=rated(PAYS, "new"))
    assert [(one.model, one.accepted, one.dismissed) for one in counts(newsroom)] == [
        ("old", 1, 0),
        ("new", 0, 1),
    ]


def test_every_decision_is_learnt_from_suggested_or_not(newsroom: Newsroom, article: int) -> None:
    open_on(newsroom, article, rated(RUN, is_suggested=False))
    pass_over(newsroom, article, LOVELY, PassReason.OPINION)
    pass_over(newsroom, article, PAYS, PassReason.ELSEWHERE)
    with newsroom.read() as session:
        found = list(suggestions.decisions(session))
    assert [(one.text, one.is_accepted) for one in found] == [
        ("Trams run.", True),
        ("It is lovely.", False),
    ]
    assert len({one.article for one in found}) == 1
    assert all(isinstance(one, Decision) for one in found)
