"""What is asked of the measured server: the five pages of the table and the bare one they are compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode

from flask import Flask, session, url_for
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck import create_app
from factcheck.config import Settings
from factcheck.db import Database
from factcheck.domain.terms import Actor, State
from factcheck.models import Claim, HistoryRow, Publication, Verdict
from factcheck.services import sessions
from tests.bench.corpus import Corpus
from tests.bench.drive import Lane, Request

READERS, WRITERS = 2, 4  # connections at once
AT_MOST = 300  # different addresses of one page
MOVED_AT_MOST = (
    28  # the same few claims are moved at every size, so that their histories grow alike
)
BARE = "/login"


@dataclass(frozen=True)
class Page:
    """One row of the table: its name, what it costs in statements at most, and its lanes."""

    name: str
    budget: int | None
    lanes: list[Lane]
    is_write: bool = False


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser: its cookie and the token its forms carry."""

    cookie: str
    csrf_token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}

    def posts(self, path: str, **fields: str) -> Request:
        """A form sent to `path`; success sends the browser on."""
        body = urlencode({"csrf_token": self.csrf_token, **fields})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return Request(path, self.headers | form, body, 303)


def application(settings: Settings) -> Flask:
    """The served application in this process: to make cookies and addresses with, and to count statements."""
    return create_app(settings, Database(settings))


def database_of(app: Flask) -> Database:
    found: Database = app.extensions["factcheck"].database
    return found


def sign_in(app: Flask, who: Actor) -> Visitor:
    """A session by the service that makes them, in a cookie signed as the application signs it."""
    with database_of(app).work(who) as work:
        token = sessions.start(work, who.id or 0, address="127.0.0.1", agent="make bench")
    with app.test_request_context():
        session["_user_id"], session["_fresh"] = token, True
        csrf_token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own kind
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(dict(session))}"
    return Visitor(cookie, csrf_token)


def pages(app: Flask, corpus: Corpus) -> list[Page]:
    """The table's rows for one server, the bare page first."""
    editor = sign_in(app, corpus.staff.editors[-1])
    with app.test_request_context():
        queue = url_for("desk.queue", state="in_review")
        claims = [url_for("claims.page", id=number) for number in corpus.visited]
        searches = [url_for("desk.queue", q=word) for word in corpus.words]
        verdicts = _verdict_addresses(app, corpus)
    return [
        Page(f"bare page ({BARE})", None, reads([BARE], {})),
        Page("queue, one filter", 4, reads([queue], editor.headers)),
        Page("claim page", 6, reads(claims, editor.headers)),
        Page("search", 4, reads(searches, editor.headers)),
        Page("transition", 8, _moves(app, corpus), is_write=True),
        Page("verdict page", None, reads(verdicts, {})),
    ]


def _verdict_addresses(app: Flask, corpus: Corpus) -> list[str]:
    numbers = corpus.published[:AT_MOST]
    with database_of(app).read() as connection:
        rows = connection.execute(
            select(Publication.id, Publication.slug).where(Publication.id.in_(numbers))
        )
        return [url_for("public.verdict", id=number, slug=slug) for number, slug in rows]


def reads(paths: list[str], headers: dict[str, str]) -> list[Lane]:
    """The addresses, from all over the file, dealt out to the reading connections."""
    spread = paths[:: max(1, len(paths) // AT_MOST)]
    some = list(islice(cycle(spread), max(len(spread), READERS)))
    return [
        Lane([Request(path, headers) for path in some[lane::READERS]]) for lane in range(READERS)
    ]


# ── Transitions ──────────────────────────────────────────────────────────────────────────────────

# The states a claim is in after none, one, two and three of the four moves below.
AFTER = (State.IN_REVIEW, State.IN_REVIEW, State.APPROVED, State.CHECKING)


def _moves(app: Flask, corpus: Corpus) -> list[Lane]:
    """Each writer has claims of its own: begun to read, approved, sent back, submitted again, and so on."""
    staff = corpus.staff
    numbers = _moved(corpus)
    hashes = _hashes(app, numbers)
    who = [
        sign_in(app, one) for one in (staff.reviewers[-1], staff.editors[-1], staff.checkers[-1])
    ]
    lanes = []
    for lane in range(WRITERS):
        requests = []
        for number in numbers[lane::WRITERS]:
            requests += _round(app, number, hashes[number], *who)
        lanes.append(Lane(requests))
    return lanes


def _moved(corpus: Corpus) -> list[int]:
    every = max(1, len(corpus.moved) // MOVED_AT_MOST)
    return corpus.moved[::every][:MOVED_AT_MOST]


def _hashes(app: Flask, numbers: list[int]) -> dict[int, str]:
    with database_of(app).read() as connection:
        rows = connection.execute(
            select(Verdict.claim_id, Verdict.content_hash).where(
                Verdict.claim_id.in_(numbers), Verdict.is_current
            )
        )
        return {number: content_hash or "" for number, content_hash in rows}


def _round(
    app: Flask, number: int, seen: str, reviewer: Visitor, editor: Visitor, checker: Visitor
) -> list[Request]:
    with app.test_request_context():
        address: Callable[[str], str] = lambda name: url_for(name, id=number)  # noqa: E731  short for one form of call
        return [
            reviewer.posts(address("reviews.start_reading")),
            reviewer.posts(address("reviews.approve"), seen_hash=seen),
            editor.posts(
                address("reviews.send_back"), reason="Please look at the second source again."
            ),
            checker.posts(address("verdicts.submit")),
        ]


@dataclass
class Ledger:
    """What the database says of the moves: the end of its history before them, and where each lane stood."""

    seq: int
    at: list[int]


def open_ledger(app: Flask, page: Page) -> Ledger:
    with Session(database_of(app).reader) as reading:
        seq = reading.scalar(select(func.max(HistoryRow.seq))) or 0
    return Ledger(seq, [lane.at for lane in page.lanes])


def unaccounted(app: Flask, corpus: Corpus, page: Page, ledger: Ledger) -> list[str]:
    """Moves that were answered with success and are not in the database, or the other way round; in sentences."""
    numbers = _moved(corpus)
    expected, states = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, State.IN_REVIEW)
    steps = len(AFTER)
    for place, lane in enumerate(page.lanes):
        own = numbers[place::WRITERS]
        for at in range(ledger.at[place], lane.at):
            expected[own[at // steps % len(own)]] += 1
        if lane.at % steps:
            states[own[lane.at // steps % len(own)]] = AFTER[lane.at % steps]
    rows = (
        select(HistoryRow.claim_id, func.count())
        .where(HistoryRow.seq > ledger.seq, HistoryRow.claim_id.in_(numbers))
        .group_by(HistoryRow.claim_id)
    )
    with Session(database_of(app).reader) as reading:
        found = dict.fromkeys(numbers, 0) | {row[0]: row[1] for row in reading.execute(rows)}
        claims = reading.execute(select(Claim.id, Claim.state).where(Claim.id.in_(numbers)))
        stand = {row.id: row.state for row in claims}
    return [
        f"claim {number}: {found[number]} rows of history for {expected[number]} moves, state {stand[number]}"
        for number in numbers
        if found[number] != expected[number] or stand[number] is not states[number]
    ]
