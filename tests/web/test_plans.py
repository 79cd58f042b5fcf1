"""No page and no move walks through a big table: how SQLite finds the rows of every statement of a request."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from factcheck.db import Database
from factcheck.domain.terms import State
from factcheck.services import tip_letters, tip_rows
from tests import factories, logs, tipping
from tests.cast import Newsroom
from tests.readers import correct
from tests.visitors import Visitor, make_app, signed_in, stranger

# Tables that grow with the work; what a search walks is the index it was given.
BIG = (
    "article_version|anchor|claim|evidence|snapshot|source_check|verdict|review|contribution|conflict|legal_hold|waiver|"
    "hidden_name|occurrence|likeness_decision|prior_review|publication|publication_version|reply_request|history|outbox|login_session|"
    "outside_copy|public_index|text_signature|text_likeness|origin_decision|derived_item|original_restriction|rendering"
    "|blob|readers_page|tip|policy_version|public_log|public_head"
)
PAGES = [
    "/desk",
    "/desk/queue",
    "/desk/queue?q=harbour",
    "/desk/articles",
    "/desk/articles/1",
    "/desk/claims/1",
    "/desk/claims/1/history",
    "/desk/claims/1/seen-before",
    "/desk/claims/1/review",
    "/desk/claims/1/verdict",
    "/desk/claims/1/verdict/versions",
    "/desk/claims/1/preview",
    "/desk/claims/1/evidence/1",
    "/desk/claims/1/evidence/1/snapshots",
    "/desk/claims/1/evidence/1/looks",
    "/desk/sources",
    "/desk/intake",
    "/desk/intake?state=merged",
    "/desk/intake/1",
]
PUBLIC = [
    *["/", "/?rating=supported", "/verdicts/1", "/articles/1-x", "/corrections", "/ratings"],
    *["/rated/supported", "/verdicts/all", "/verdicts/all/1", "/rated/supported/all/1"],
    *["/verdicts/1-x/oembed.json"],
    *["/follow", "/feeds/verdicts.atom", "/feeds/corrections.rss", "/feeds/ratings/supported.json"],
    *["/feeds/articles/1.atom", "/feeds/claimants/the%20mayor.atom", "/embed/verdicts/1"],
    *["/verdicts", "/verdicts?q=harbour", "/verdicts?claimant=mayor&outlet=north&rating=supported"],
    *[
        "/verdicts?from=2026-01-01&to=2027-01-01",
        "/v1alpha1/claims:search?query=harbour&languageCode=en",
        "/v1alpha1/claims:search?query=harbour&languageCode=ru",
    ],
    *[
        "/data/claimreviews.json",
        "/sitemap.xml",
        "/sitemaps/verdicts-1.xml",
        "/sitemaps/articles-1.xml",
    ],
    *["/sitemaps/news.xml", "/verdicts/1-x.md"],
    *["/report/1", "/send", "/log", "/log/before/1", "/log/leaves.json", "/log/proof/inclusion?verdict=1"],
    *["/log/head", "/log/key", "/log/proof/consistency?first=1"],
]
ABOUT = ["/about", "/about/method", "/about/method/versions/1"]


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    article_id = factories.article(sqlite_newsroom)
    factories.claim(sqlite_newsroom, State.IN_REVIEW, article_id=article_id)
    factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=article_id)
    tipping.send(sqlite_newsroom, tipping.REPORT, publication_id=1)
    logs.sign(sqlite_newsroom)
    return make_app(sqlite_newsroom)


class Statements:
    """What both engines ran, each once, with its parameters."""

    def __init__(self, database: Database):
        self.database = database
        self.seen: dict[str, Any] = {}
        for engine in (database.reader, database.writer):
            event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _k: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            self.seen.setdefault(statement, parameters[0] if many else parameters)

    def walks(self) -> list[str]:
        """Each step that walks a whole big table, with the statement it belongs to."""
        found = []
        with self.database.reader.connect() as connection:
            for statement, parameters in list(self.seen.items()):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found += [
                    f"{step[3]}: {' '.join(statement.split())[:300]}"
                    for step in plan
                    if re.match(rf"SCAN ({BIG})\b(?!.*USING (COVERING )?INDEX)", step[3])
                ]
        return found


@pytest.fixture
def statements(app: Flask, sqlite_newsroom: Newsroom) -> Statements:
    return Statements(sqlite_newsroom.database)


def test_no_page_of_the_desk_walks_a_table(
    app: Flask, sqlite_newsroom: Newsroom, statements: Statements
) -> None:
    editor = signed_in(app, sqlite_newsroom.edith)
    for path in PAGES:
        assert editor.get(path).status_code == 200, path
    assert len(statements.seen) > len(PAGES)
    assert statements.walks() == []


@pytest.mark.parametrize("query", ["", "?state=failed", "?kind=mail", "?state=done&kind=mail"])
def test_no_page_of_jobs_walks_a_table(
    app: Flask, sqlite_newsroom: Newsroom, statements: Statements, query: str
) -> None:
    assert signed_in(app, sqlite_newsroom.ada).get(f"/desk/jobs{query}").status_code == 200
    assert any("outbox" in statement for statement in statements.seen)
    assert statements.walks() == []


def test_no_part_of_all_corrections_walks_a_table(
    app: Flask, sqlite_newsroom: Newsroom, statements: Statements
) -> None:
    correct(sqlite_newsroom, 2)
    statements.seen.clear()
    reader: Visitor = stranger(app)
    assert reader.get("/corrections/1").status_code == 200
    assert statements.walks() == []


def test_no_page_of_the_readers_walks_a_table(app: Flask, statements: Statements) -> None:
    reader: Visitor = stranger(app)
    for path in PUBLIC + ABOUT:
        assert reader.get(path, follow_redirects=True).status_code == 200, path
    assert statements.walks() == []


def test_neither_following_a_message_nor_deciding_on_it_walks_a_table(
    app: Flask, sqlite_newsroom: Newsroom, statements: Statements
) -> None:
    _, token = tipping.send(sqlite_newsroom)
    statements.seen.clear()
    carla = signed_in(app, sqlite_newsroom.carla)
    assert carla.post("/desk/intake/2/merge", {"claim_number": "2"}).status_code == 303
    assert stranger(app).get(f"/sent/{token}").status_code == 200
    with sqlite_newsroom.work() as work:
        tip_letters.is_any_over(work.session, work.now)
        tip_letters.forget(work)
        tip_rows.asked_for(work.session, 2)
    assert statements.walks() == []


def test_no_move_walks_a_table(
    app: Flask, sqlite_newsroom: Newsroom, statements: Statements
) -> None:
    seen = {"seen_hash": factories.content_hash(sqlite_newsroom, 1)}
    rosa = signed_in(app, sqlite_newsroom.rosa)
    assert rosa.post("/desk/claims/1/review/start").status_code == 303
    assert rosa.post("/desk/claims/1/review/approve", seen).status_code == 303
    edith = signed_in(app, sqlite_newsroom.edith)
    assert edith.post("/desk/claims/1/publish", seen).status_code == 303
    assert statements.walks() == []


def test_a_walk_is_found(statements: Statements) -> None:
    statements.seen = {"SELECT statement FROM claim WHERE claimant = ?": ("x",)}
    assert [walk.split(":")[0] for walk in statements.walks()] == ["SCAN claim"]
