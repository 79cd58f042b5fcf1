"""Statements that were made into one text: they say what they said before, on both databases."""

import pytest
from sqlalchemy import Integer, String, bindparam, literal, select

from factcheck.domain.terms import State
from factcheck.models import Claim, HistoryRow
from factcheck.services import record, standing_statements
from factcheck.services.one_text import OneText
from tests import factories
from tests.cast import Newsroom
from tests.statements import counted

ASKED = [
    (standing_statements.HEAD, {"claim_id": 1}),
    (standing_statements.FACTS, {"claim_id": 1, "verdict_id": 1}),
    (record._DEEDS, {"claim_id": 1, "before": record.HIGHEST_SEQ, "limit": 5}),
]


@pytest.mark.parametrize(("asked", "values"), ASKED, ids=["head", "facts", "deeds"])
def test_the_rows_are_those_of_the_statement(
    newsroom: Newsroom, asked: OneText, values: dict[str, int]
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.read() as session:
        connection = session.connection()
        plain = [tuple(row) for row in connection.execute(asked._statement, values)]
        raw = asked.raw(connection, **values)
        read = [tuple(row) for row in asked.read(connection, raw)]
    assert len(read) == len(plain) > 0
    assert sorted(read, key=repr) == sorted(plain, key=repr)


def test_the_same_text_is_asked_with_other_values(newsroom: Newsroom) -> None:
    article_id = factories.article(newsroom)
    for state in (State.OPEN, State.CHECKING):
        factories.claim(newsroom, state, article_id=article_id)
    head = standing_statements.HEAD
    with newsroom.read() as session, counted(newsroom.database) as statements:
        connection = session.connection()
        found = [head.raw(connection, claim_id=number) for number in (1, 2, 3)]
    assert len(set(statements)) == 1
    assert [[row[0] for row in rows] for rows in found] == [[1], [2], []]


def test_rows_are_equal_while_nothing_changed(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.IN_REVIEW)
    values = {"claim_id": 1, "verdict_id": 1}
    with newsroom.read() as session:
        first, again = (
            standing_statements.FACTS.raw(session.connection(), **values) for _ in range(2)
        )
    factories.approve(newsroom, 1, newsroom.rosa)
    with newsroom.read() as session:
        changed = standing_statements.FACTS.raw(session.connection(), **values)
    assert first == again
    assert first != changed


@pytest.mark.parametrize("words", ["at :once", "100%", "%(claim_id)s", ":claim_id"])
def test_a_constant_that_looks_like_a_value_is_refused(newsroom: Newsroom, words: str) -> None:
    statement = select(literal(words, String)).where(Claim.id == bindparam("claim_id"))
    with newsroom.read() as session, pytest.raises(ValueError, match="place of a value"):
        OneText(statement, "claim_id").raw(session.connection(), claim_id=1)


@pytest.mark.parametrize("words", ["claim:opened", "it's", 'a "word"', "back\\slash", "a::b"])
def test_any_other_constant_is_asked_for_as_it_is(newsroom: Newsroom, words: str) -> None:
    factories.claim(newsroom)
    statement = select(literal(words, String), HistoryRow.seq).where(
        HistoryRow.claim_id == bindparam("claim_id", type_=Integer)
    )
    with newsroom.read() as session:
        rows = OneText(statement, "claim_id").raw(session.connection(), claim_id=1)
    assert {row[0] for row in rows} == {words}
