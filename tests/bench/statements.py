"""The statements behind the pages: how many, what of them walks a table, and the dearest a queue address can ask for.

Counted in this process, on the application and the database file that the server serves.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations, product
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask, before_render_template, template_rendered
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from factcheck.db import Database
from factcheck.domain.terms import Actor, State
from factcheck.services import queue
from factcheck.services.queue_filters import Sort
from factcheck.web import queue_address
from tests.bench.drive import Request
from tests.bench.pages import Page, database_of

BIG = frozenset(
    "claim anchor evidence history contribution review verdict publication publication_version".split()
)
SCAN = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: |$)")
OWN = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")  # said by the engine, not asked by a page
ROUND = 4  # moves of a claim after which it stands as before
TIMES = 5


@dataclass
class Asked:
    """Statements in the order they were sent, each with its values and how long it took in ms."""

    statements: list[tuple[str, Any, float]] = field(default_factory=list)


@contextmanager
def listening(database: Database) -> Iterator[Asked]:
    """What is asked of the database while the block lasts."""
    asked, began = Asked(), [0.0]

    def before(*_: object) -> None:
        began[0] = time.perf_counter()

    def after(
        _connection: Connection, _cursor: Any, text: str, values: Any, *_rest: object
    ) -> None:
        if not text.startswith(OWN):
            took = (time.perf_counter() - began[0]) * 1_000
            asked.statements.append((text, values, took))

    engines = (database.reader, database.writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", before)
            event.remove(engine, "after_cursor_execute", after)


@dataclass(frozen=True)
class Counted:
    """A page's statements: the most that one request sent and which that was, and the tables that were walked."""

    name: str
    most: int
    dearest: str
    budget: int | None
    scans: list[str]


def count(app: Flask, page: Page) -> Counted:
    """Send a few of the page's requests to the application in this process and look at what they ask."""
    database, most, dearest, scans = database_of(app), 0, "", set()
    for _ in range(ROUND):  # what is read once and kept is not counted
        send(app, page.lanes[0].next())
    for _ in range(2 * ROUND):
        request = page.lanes[0].next()
        with listening(database) as asked:
            send(app, request)
        if len(asked.statements) > most:
            most, dearest = len(asked.statements), f"{request.method} {request.path}"
        for text, values, _ in asked.statements:
            scans.update(walks(database, text, values))
    return Counted(page.name, most, dearest, page.budget, sorted(scans))


def send(app: Flask, request: Request) -> None:
    answer = app.test_client(use_cookies=False).open(
        request.path, method=request.method, headers=request.headers, data=request.body
    )
    assert answer.status_code == request.status, f"{request.path}: {answer.status}"


def walks(database: Database, text: str, values: Any) -> list[str]:
    """The big tables that a statement reads row by row instead of by an index."""
    one = values[0] if isinstance(values, list) else values
    with database.reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", one).all()
    hits = [(SCAN.match(row[3]), row[3]) for row in plan]
    start = " ".join(text.split())[:60]
    return [f"{line}, in: {start} …" for hit, line in hits if hit and hit[1].lower() in BIG]


# ── The dearest queue address ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Dearest:
    """The slowest statement found, the address that asks it, and what drawing one page of the list takes; ms."""

    address: str
    statement: str
    took: float
    list_took: float
    rows: int
    tried: int

    @property
    def ratio(self) -> float:
        return self.took / self.list_took


def addresses(words: list[str], article: int) -> Iterator[dict[str, str]]:
    """Every kind of queue address: filters singly and in pairs, orders, and searches from rare to hopeless."""
    flags = [{"mine": "1"}, {"asked": "1"}, {"risk": "1"}, {"article": str(article)}]
    narrowed = [{}, *flags, *({**one, **other} for one, other in combinations(flags, 2))]
    for state, more, sort in product(["", *State], narrowed, Sort):
        yield {"state": state, **more, "sort": sort}
    # Words nobody wrote, a common one, two letters, and letters that begin nearly every word.
    searches = ["qqqq", *words, "s t", "b d f g k l m n p r s t v z"]
    for state, more, search in product(["", State.SPOTTED, State.PUBLISHED], narrowed, searches):
        yield {"state": state, **more, "q": search}


def dearest(app: Flask, who: Actor, words: list[str], page: Page) -> Dearest:
    """Ask for every kind of address once, for the slowest ones again, and set the worst against the list."""
    database = database_of(app)
    timed = []
    for said in addresses(words, article=1):
        took, text = _slowest(database, who, said)
        timed.append(
            (took, urlencode({name: text for name, text in said.items() if text}), said, text)
        )
    timed.sort(key=lambda one: one[0], reverse=True)
    again = [(median(_slowest(database, who, said)[0] for _ in range(TIMES)), address, text)
             for _, address, said, text in timed[:TIMES]]  # fmt: skip
    took, address, text = max(again)
    list_took = _list_took(app, page.lanes[0].requests[0])
    return Dearest(f"/desk/queue?{address}", text, took, list_took, queue.ROWS, len(timed))


def _slowest(database: Database, who: Actor, said: dict[str, str]) -> tuple[float, str]:
    wanted = queue_address.read(MultiDict(said))
    with listening(database) as asked, Session(database.reader) as session:
        queue.page(session, database.dialect, who, wanted)
    return max((took, " ".join(text.split())[:80]) for text, _, took in asked.statements)


def _list_took(app: Flask, request: Request) -> float:
    """The median of drawing the queue's page from rows that are there already."""
    began, took = [0.0], []

    def before(*_: object, **__: object) -> None:
        began[0] = time.perf_counter()

    def after(*_: object, **__: object) -> None:
        took.append((time.perf_counter() - began[0]) * 1_000)

    with (
        before_render_template.connected_to(before, app),
        template_rendered.connected_to(after, app),
    ):
        for _ in range(2 * TIMES + 1):
            send(app, request)
    return median(took)
