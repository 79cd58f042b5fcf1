"""A published claim whose source was kept and then dies or changes, and everybody who looks at it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import State
from factcheck.keeping import blobs_of
from factcheck.services import (
    snapshots,
    source_checks,
    source_findings,
)
from factcheck.services.snapshots import Bytes, Captured
from factcheck.services.source_findings import Found
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.visitors import stranger

PAGE = b"<p>The harbour lost 4 million.</p><script>stolen()</script>"
KEPT = (
    'The harbour office\n\nResult for the year: -4,012,330 <b>crowns</b>\n\n"Nobody", says Jo Low.'
)
NOW = KEPT.replace("-4,012,330", "-5,000,000")
FAILURE = "The site answered 404."
COPY = "verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year/sources/1"
VERDICT = "verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
SOURCE = "desk/claims/1/evidence/1/looks"


@dataclass
class Shelf:
    """A published claim, and what is kept of its first source."""

    site: Site
    copy_id: int

    @property
    def newsroom(self) -> Newsroom:
        return self.site.newsroom

    def look(self, found: Found) -> None:
        with self.newsroom.work(self.newsroom.carla) as work:
            source_checks.ask_now(work, 1, 1)
        with self.newsroom.work() as work:
            waiting = work.session.execute(
                text("SELECT id FROM source_check WHERE outcome IS NULL")
            ).scalar_one()
            source_findings.settle(work, waiting, found)

    def dies(self) -> None:
        gone = Found(outcome=Outcome.UNREACHABLE, status=404, failure=FAILURE, may_be_gone=True)
        self.look(gone)
        self.newsroom.now += timedelta(days=1)
        self.look(gone)

    def changes(self, now: str = NOW, stands: bool | None = False) -> None:
        copy = captured(self.newsroom, now)
        self.look(Found(outcome=Outcome.CHANGED, status=200, quote_stands=stands, copy=copy))

    def reader(self, path: str) -> Any:
        return stranger(self.site.app).get(f"/{path}")


def captured(newsroom: Newsroom, words: str) -> Captured:
    store = blobs_of(newsroom.database.settings)
    data, readable = PAGE + words.encode(), words.encode()
    return Captured(
        body=Bytes(store.put(data), len(data), "text/html"),
        text=Bytes(store.put(readable), len(readable), "text/plain"),
        reached_address=factories.LINK.url,
        status=200,
        fetched_at=datetime(2026, 11, 20, 10, 2, 11, tzinfo=UTC),
        tool="factcheck 9",
    )


def keep(newsroom: Newsroom, snapshot_id: int, words: str = KEPT) -> None:
    with newsroom.work() as work:
        what = snapshots.awaited(work.session, snapshot_id)
        assert what is not None
        assert snapshots.keep(work, snapshot_id, what, captured(newsroom, words))


@pytest.fixture
def shelf(sqlite_newsroom: Newsroom) -> Shelf:
    claim_id = factories.claim(sqlite_newsroom, State.CHECKING)
    factories.log_two(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    keep(sqlite_newsroom, 1)
    for step in (factories.write, factories.submit):
        step(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    factories.approve(sqlite_newsroom, claim_id, sqlite_newsroom.rosa)
    factories.publish(sqlite_newsroom, claim_id, sqlite_newsroom.edith)
    return Shelf(open_site(sqlite_newsroom), 1)


def readers_page(shelf: Shelf) -> str:
    answer = shelf.reader(VERDICT)
    assert answer.status_code == 200
    return str(answer.text)
