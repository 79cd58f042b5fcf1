"""Queues for tests: many claims at once, and a page of them read as a person reads it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from factcheck.domain.terms import Actor, ClaimKind, Dismissal, State
from factcheck.models import Article, Claim
from factcheck.services import queue
from factcheck.services.queue import Page
from factcheck.services.queue_filters import UNDER_WAY, Filter
from tests import factories
from tests.cast import MORNING, Newsroom

TODAY = MORNING.date()


def read(newsroom: Newsroom, who: Actor | None = None, **wanted: Any) -> Page:
    with newsroom.read() as session:
        dialect = newsroom.database.dialect
        return queue.page(session, dialect, who or newsroom.edith, Filter(**wanted))


def ids(page: Page) -> list[int]:
    return [row.id for row in page.rows]


def claim(newsroom: Newsroom, state: State, **more: Any) -> int:
    """A claim in the one article of the newsroom, which is imported with the first."""
    with newsroom.read() as session:
        article_id = session.scalar(select(Article.id)) or 0
    return factories.claim(newsroom, state, article_id=article_id, **more)


def many(newsroom: Newsroom, number: int, **changed: Any) -> list[int]:
    """Claims written straight into the table: of all states, dates and holders, some moments twice."""
    article_id = factories.article(newsroom)
    people = [newsroom.carla.id, newsroom.cyril.id, None]
    states = [*State, *UNDER_WAY]
    rows = [
        {
            "article_id": article_id,
            "state": states[n % len(states)],
            "state_since_at": MORNING + timedelta(hours=n * 7 % 50),
            "statement": f"The harbour lost {n} million crowns.",
            "kind": ClaimKind.STATISTIC,
            "alleges_crime": n % 5 == 0,
            "assignee_id": people[n % 3],
            "due_on": TODAY + timedelta(days=n % 7) if n % 4 else None,
            "created_at": MORNING,
            "updated_at": MORNING,
            "version": 1,
            **changed,
        }
        for n in range(number)
    ]
    for row in rows:
        row["dismissal"] = Dismissal.OPINION if row["state"] is State.DISMISSED else None
    with newsroom.work() as work:
        work.session.execute(insert(Claim), rows)
    with newsroom.read() as session:
        return list(session.scalars(select(Claim.id).order_by(Claim.id)))
