"""`claims:search` in a language: what was written in it, and what readers get translated into it (D35)."""

from typing import Any

import pytest

from factcheck.models import Publication
from factcheck.services import public_lists
from factcheck.services.public_lists import Asked
from tests import translating
from tests.cast import Newsroom
from tests.readers import Reader, correct, open_reader, retract, two_published
from tests.statements import counted
from tests.translating import TEXTS

BASE = "http://127.0.0.1:8000"
ALL = "query=the%20north"


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    """Readers have verdicts 1 and 2 in English, and 1 in Russian as well."""
    two_published(newsroom)
    translating.published(newsroom)
    return open_reader(newsroom)


def claims(reader: Reader, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.get(f"/v1alpha1/claims:search?{query}").json["claims"]
    return found


def said(reader: Reader, query: str) -> list[tuple[str, str]]:
    """The address and the language of each."""
    reviews = [one["claimReview"][0] for one in claims(reader, query)]
    return [(one["url"].removeprefix(BASE), one["languageCode"]) for one in reviews]


def test_a_translation_is_the_answer_to_whoever_asks_for_its_language(reader: Reader) -> None:
    original = reader.verdict()
    for code in ("ru", "ru-KZ", "RU"):
        (claim,) = claims(reader, f"{ALL}&languageCode={code}")
        assert (claim["text"], claim["claimant"]) == (TEXTS["statement"], TEXTS["claimant"])
        (review,) = claim["claimReview"]
        assert review["title"] == TEXTS["reason"]
        assert review["url"] == f"{BASE}/ru/verdicts/1-{original.slug}"
        assert review["languageCode"] == "ru"
        assert review["textualRating"] == "Подтверждается", "what the page there says"
        assert reader.get(review["url"].removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("query", [ALL, f"{ALL}&languageCode=en"])
def test_whoever_asks_for_none_or_for_the_original_s_gets_the_original(
    reader: Reader, query: str
) -> None:
    own = {f"/verdicts/{n}-{reader.verdict(n).slug}" for n in (1, 2)}
    assert set(said(reader, query)) == {(path, "en") for path in own}
    ratings = {one["claimReview"][0]["textualRating"] for one in claims(reader, query)}
    assert ratings == {"Supported"}
    assert not any(TEXTS["statement"] == one["text"] for one in claims(reader, query))


@pytest.mark.parametrize("code", ["kk", "de"])
def test_a_language_nobody_translated_into_has_no_answers(reader: Reader, code: str) -> None:
    translating.approved(reader.newsroom, 1, "kk")  # approved, but not before readers
    assert claims(reader, f"{ALL}&languageCode={code}") == []


def test_a_translation_of_what_the_original_says_otherwise_now_is_no_answer(reader: Reader) -> None:
    assert len(claims(reader, f"{ALL}&languageCode=ru")) == 1
    correct(reader.newsroom, 1)
    assert claims(reader, f"{ALL}&languageCode=ru") == []
    translating.published(reader.newsroom, reason="Была прибыль.")
    (claim,) = claims(reader, f"{ALL}&languageCode=ru")
    assert claim["claimReview"][0]["title"] == "Была прибыль."
    retract(reader.newsroom, 1)
    assert claims(reader, f"{ALL}&languageCode=ru") == []


def test_a_translation_that_may_name_who_is_hidden_since_is_no_answer(reader: Reader) -> None:
    with reader.newsroom.work(reader.newsroom.edith) as work:
        # As another claim of the article leaves it that shows her by role.
        work.session.get_one(Publication, 1).hidden_names = '[["harbour", "a place"]]'
    answer = reader.get(f"/v1alpha1/claims:search?{ALL}&languageCode=ru")
    assert answer.json["claims"] == []
    assert TEXTS["statement"] not in answer.text


def test_pages_of_answers_in_a_language_lead_on(reader: Reader) -> None:
    translating.published(
        reader.newsroom, 2, statement="Паромы перевезли двенадцать тысяч человек."
    )
    query = f"/v1alpha1/claims:search?{ALL}&languageCode=ru&pageSize=1"
    first = reader.get(query).json
    second = reader.get(f"{query}&pageToken={first['nextPageToken']}").json
    found = {one["claims"][0]["text"] for one in (first, second)}
    assert found == {TEXTS["statement"], "Паромы перевезли двенадцать тысяч человек."}
    assert "nextPageToken" not in second


def test_a_language_costs_no_statement_for_each_answer(reader: Reader) -> None:
    newsroom = reader.newsroom
    path = f"/v1alpha1/claims:search?{ALL}&languageCode=ru&reviewPublisherSiteFilter=127.0.0.1"
    with counted(newsroom.database) as one:
        reader.get(f"{path}&pageSize=7")
    translating.published(newsroom, 2, statement="Паромы перевезли двенадцать тысяч человек.")
    with counted(newsroom.database) as two:
        assert len(reader.get(f"{path}&pageSize=8").json["claims"]) == 2
    assert len(two) == len(one)


def test_lists_ask_for_a_language_by_what_stands_now(reader: Reader) -> None:
    newsroom = reader.newsroom
    with newsroom.read() as session:
        found = public_lists.find(
            session, newsroom.database.dialect, Asked(language="ru"), limit=10
        )
    assert [one.id for one in found.items] == [1]
