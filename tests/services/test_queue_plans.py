"""What the queue and my work cost: few statements, and no walk through a big table."""

import itertools
import re
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from factcheck.db import Database
from factcheck.domain.terms import State
from factcheck.models import Claim
from factcheck.services import queue
from factcheck.services.my_work import my_work
from factcheck.services.queue_filters import Filter, Place, Sort
from tests.cast import MORNING, Newsroom
from tests.queues import TODAY, claim, many, read
from tests.statements import counted

BIG = "claim|evidence|verdict|review|contribution|conflict|legal_hold|publication|reply_request|history"
ORDERS: list[tuple[tuple[str, ...], Sort, Place | None]] = [
    (words, sort, after)
    for words, sort in [((), sort) for sort in Sort] + [(("harbour",), Sort.SINCE)]
    for after in (None, Place(50, MORNING, TODAY))
]
ORDERS.append(((), Sort.DUE, Place(50, MORNING)))
COMBINATIONS = [
    {
        "state": state,
        "is_mine": is_mine,
        "is_asked": is_asked,
        "is_at_risk": is_at_risk,
        "article_id": article_id,
        "words": words,
        "sort": sort,
        "after": after,
    }
    for state in (None, State.IN_REVIEW)
    for is_mine, is_asked, is_at_risk in itertools.product((False, True), repeat=3)
    for article_id in (None, 1)
    for words, sort, after in ORDERS
]


@pytest.fixture
def sqlite_queue(sqlite_newsroom: Newsroom) -> Newsroom:
    many(sqlite_newsroom, 80)
    return sqlite_newsroom


def plans(database: Database, work: Any) -> set[str]:
    """How SQLite finds the rows of every statement that `work` runs, a step a line."""
    seen: dict[str, Any] = {}

    def note(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.setdefault(statement, parameters)

    event.listen(database.reader, "before_cursor_execute", note)
    with Session(database.reader) as session:
        work(session)
        event.remove(database.reader, "before_cursor_execute", note)
        raw = session.connection()
        return {
            step[3]
            for statement, parameters in seen.items()
            if statement.startswith(("SELECT", "WITH"))
            for step in raw.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        }


def scans(steps: set[str]) -> list[str]:
    """The steps that walk a whole big table."""
    return sorted(step for step in steps if re.match(rf"SCAN ({BIG})\b", step))


@pytest.mark.slow
def test_no_combination_of_filters_walks_a_table(sqlite_queue: Newsroom) -> None:
    database = sqlite_queue.database

    def every_way(session: Session) -> None:
        for wanted in COMBINATIONS:
            queue.page(session, database.dialect, sqlite_queue.carla, Filter(**wanted))

    steps = plans(database, every_way)
    assert scans(steps) == []
    assert any("USING COVERING INDEX ix_claim_at_risk" in step for step in steps)
    assert any("ix_review_reviewer_id_state" in step for step in steps)


def test_my_work_walks_no_table(sqlite_queue: Newsroom) -> None:
    steps = plans(sqlite_queue.database, lambda session: my_work(session, sqlite_queue.max, TODAY))
    assert scans(steps) == []
    assert any("ix_publication_retraction_open" in step for step in steps)
    assert any("withholding USING INDEX ix_withholding_open" in step for step in steps)
    assert any("ix_reply_request_outcome_settled_at" in step for step in steps)


def test_a_walk_through_a_table_would_be_seen(sqlite_queue: Newsroom) -> None:
    steps = plans(
        sqlite_queue.database,
        lambda session: session.execute(select(Claim.id).where(Claim.said_where == "x")).all(),
    )
    assert scans(steps) == ["SCAN claim"]


def test_a_page_is_three_statements_and_my_work_one(newsroom: Newsroom) -> None:
    claim(newsroom, State.IN_REVIEW)
    read(newsroom)  # scales and policies are read once
    for wanted in ({}, {"words": ("harbour",)}, {"is_asked": True, "sort": Sort.DUE}):
        with counted(newsroom.database) as statements:
            read(newsroom, **wanted)
        assert len(statements) <= 3, wanted
    with counted(newsroom.database) as statements, newsroom.read() as session:
        my_work(session, newsroom.max, TODAY)
    assert len(statements) == 1
