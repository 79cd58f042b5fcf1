"""Seen before: claims of the desk and reviews by others are found alike, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from factcheck.domain.likeness import Alike
from factcheck.domain.likeness_words import Asked, asked
from factcheck.models import Claim, PriorReview
from factcheck.services.likeness import frequencies, similar, telling
from tests import factories
from tests.cast import Newsroom
from tests.services.test_prior_reviews import REVIEW, bring
from tests.statements import counted

BRIDGE = replace(
    REVIEW,
    identifier="https://south.example/bridge",
    claim="The old bridge of Norvik was closed for 1,250 days.",
    title="How long was the bridge closed?",
    raw="{}",
)
TAX = replace(
    REVIEW,
    identifier="ru-1",
    claim="Порт не платил налогов десять лет.",
    title="Платил ли порт налоги?",
    raw="{}",
)


def find(newsroom: Newsroom, text: str, limit: int = 10) -> list[Alike]:
    with newsroom.read() as session:
        return similar(session, newsroom.database.dialect, text, limit)


def names(newsroom: Newsroom, text: str, limit: int = 10) -> list[str]:
    return [one.known.reference for one in find(newsroom, text, limit)]


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """A desk with one claim of its own and three reviews by others."""
    given = replace(factories.CLAIM, statement="The harbour of Norvik bought five cranes in 2024.")
    factories.claim(newsroom, given=given)
    bring(newsroom, REVIEW, BRIDGE, TAX)
    return newsroom


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("In 2024 five cranes were bought by the harbour", "claim:1"),
        ("#HarbourFerries: three sold!", "north-17"),
        ("They closed the bridge of Norvik for 1,250 days", "https://south.example/bridge"),
        ("closing bridges", "https://south.example/bridge"),
        ("налоги порта за десять лет", "ru-1"),
        ("1,250", "https://south.example/bridge"),
    ],
)
def test_claims_and_reviews_are_found_alike(archive: Newsroom, text: str, first: str) -> None:
    assert names(archive, text)[0] == first


def test_what_shares_no_word_is_not_found_and_the_limit_holds(archive: Newsroom) -> None:
    assert names(archive, "Bees make honey") == []
    assert set(names(archive, "harbour")) == {"claim:1", "north-17"}
    assert len(names(archive, "harbour", 1)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "?!", "the of and", "' OR 1=1 --", '"', 'NEAR(harbour, "', "harbour* AND NOT (", ":a & | ! <->",
     "\\'", "a\u0301" * 50, "🚢 🚢", "東京の港", "%s %(x)s", ":word_0"],
)  # fmt: skip
def test_any_text_may_be_asked_for(archive: Newsroom, text: str) -> None:
    assert len(names(archive, text)) <= 4


def test_scores_fall_and_are_probabilities(archive: Newsroom) -> None:
    scores = [one.score for one in find(archive, "The harbour of Norvik sold three ferries")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 1 for one in scores)
    assert scores[0] > 0.5 > scores[-1]


def test_a_claim_reworded_and_a_review_replaced_are_found_by_their_new_words_alone(
    archive: Newsroom,
) -> None:
    with archive.work() as work:
        work.session.execute(
            update(Claim).values(statement="Gulls nest on the roof of the town hall")
        )
    bring(archive, replace(BRIDGE, claim="Eels live in the lake.", title="Eels", raw='{"n":2}'))
    assert names(archive, "cranes bought") == []
    assert names(archive, "gulls on a roof") == ["claim:1"]
    assert names(archive, "bridge closed") == []
    assert names(archive, "eels in a lake") == ["https://south.example/bridge"]


def test_a_review_taken_out_is_not_found(archive: Newsroom) -> None:
    with archive.work() as work:
        work.session.execute(delete(PriorReview).where(PriorReview.identifier == "north-17"))
    assert names(archive, "three ferries sold") == []


def test_words_are_counted_in_claims_and_reviews_together(archive: Newsroom) -> None:
    words = asked("harbour ferry norvik налоги honey")
    with archive.read() as session:
        counts = frequencies(session, archive.database.dialect, words)
    assert list(counts.values()) == [2, 1, 2, 1, 0]


def test_common_words_are_left_out_once_the_rare_ones_fill_the_question() -> None:
    counts = {
        Asked("a", False): 9_000,
        Asked("b", False): 30_000,
        Asked("c", False): 0,
        Asked("d", False): 3,
    }
    assert [one.word for one in telling(counts)] == ["d", "a"]
    assert [one.word for one in telling({Asked("b", False): 99_000})] == ["b"]


def test_a_question_costs_five_statements(archive: Newsroom) -> None:
    with counted(archive.database) as statements:
        find(archive, "the harbour of Norvik")
    assert len(statements) == 5


def test_a_word_that_nobody_knows_costs_no_search(archive: Newsroom) -> None:
    with counted(archive.database) as statements:
        assert find(archive, "honey") == []
    assert len(statements) == 2
