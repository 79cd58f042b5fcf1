"""The full-text search of both databases: what a word of it stands for."""

from dataclasses import replace

import pytest

from factcheck.domain.inputs import search_words
from tests import factories
from tests.cast import Newsroom

CLAIMS = ("The harbour sold 3 ferries", "東京の港は赤字", "Plan b of the harbour")


def found(newsroom: Newsroom, typed: str) -> list[int]:
    """The numbers of the claims that hold what was typed, newest first."""
    with newsroom.read() as session:
        hits = newsroom.database.dialect.matching(search_words(typed))
        return list(session.scalars(hits))


@pytest.fixture
def three(newsroom: Newsroom) -> Newsroom:
    """A desk with the three claims."""
    article_id = factories.article(newsroom)
    for statement in CLAIMS:
        given = replace(factories.CLAIM, statement=statement, claimant="")
        factories.claim(newsroom, given=given, article_id=article_id)
    return newsroom


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("harbour", [3, 1]),
        ("harb fer", [1]),
        ("HARBOUR", [3, 1]),
        ("ha", [3, 1]),
        ("harbour b", [3]),  # one letter stands for itself, not for all the words it begins
        ("harbour f", []),
        ("harbour 3", [1]),
        ("東京", [2]),
        ("ferries plan", []),
    ],
)
def test_words_are_beginnings_and_single_letters_are_words(
    three: Newsroom, typed: str, numbers: list[int]
) -> None:
    assert found(three, typed) == numbers


def test_a_single_chinese_sign_may_be_a_beginning(three: Newsroom) -> None:
    with three.read() as session:
        assert list(session.scalars(three.database.dialect.matching(["東"]))) == [2]
