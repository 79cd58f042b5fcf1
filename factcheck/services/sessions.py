"""Signed-in browsers: begun, found, listed and ended.

A session lives in a table and not in the cookie, so that ending it ends it everywhere (7.4.1).  The
cookie carries a token of 256 bits, the row only its SHA-256 (7.2.1-7.2.4).  Passwords are the
business of `accounts`, cookies that of `factcheck.web.auth`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.limits import SESSION_IDLE, SESSION_WHOLE
from factcheck.domain.terms import Actor, Part
from factcheck.models import Desk, LoginSession, Person, PersonPart
from factcheck.services import history

IDLE = timedelta(minutes=SESSION_IDLE)  # without a request for this long a session is over (7.3.1)
WHOLE = timedelta(hours=SESSION_WHOLE)  # and after this long in any case (7.3.2)
TOUCH_EVERY = timedelta(minutes=1)  # how exactly the last request is remembered
TOKEN_BYTES = 32

# The first mark found counts: most browsers name their rivals as well.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    *(("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True)
class DeskLine:
    """What every page says about the desk; `reference_version` tells when scales or policy changed."""

    name: str = "factcheck"
    contact: str = ""
    is_demonstration: bool = False
    reference_version: int = 0


@dataclass(frozen=True)
class SignedIn:
    """Who is at the other end of a session, and at which desk."""

    id: int
    name: str
    email: str
    parts: frozenset[Part]
    session_id: int
    last_seen_at: datetime
    desk: DeskLine

    @property
    def actor(self) -> Actor:
        """The person as the rulebook sees her."""
        return Actor(self.id, self.name, self.parts)


@dataclass(frozen=True)
class OpenSession:
    """One line of the list of one's own sessions."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    address: str
    agent: str

    @property
    def browser(self) -> str:
        """What the browser says it is, in words: `Firefox on Windows`."""
        name = next((words for mark, words in _BROWSERS if mark in self.agent), "")
        system = next((words for mark, words in _SYSTEMS if mark in self.agent), "")
        return f"{name or 'A browser'} on {system}" if system else name or self.agent[:60]


def hash_token(token: str) -> str:
    """What is stored of a token, hex.  Tokens are random, so a plain hash tells nothing back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def start(work: Work, person_id: int, *, address: str = "", agent: str = "") -> str:
    """Sign somebody in; the token, which is never to be had again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = LoginSession(
        token_hash=hash_token(token),
        person_id=person_id,
        created_at=work.now,
        last_seen_at=work.now,
        address=address[:45],
        agent="".join(filter(str.isprintable, agent))[:200],
    )
    work.session.add(row)
    history.record(work, Event.SESSION_STARTED, subject=f"person:{person_id}")
    return token


def find(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who holds this token, in one statement; None when it never was, is over, or she is disabled."""
    values = {
        "token_hash": hash_token(token),
        "idle_since": now - IDLE,
        "begun_since": now - WHOLE,
    }
    row = session.connection().execute(_FIND, values).first()
    if row is None:
        return None
    sign = DeskLine()
    if row.desk_name is not None:
        sign = DeskLine(row.desk_name, row.contact, row.is_demonstration, row.reference_version)
    return SignedIn(
        row.id,
        row.name,
        row.email,
        frozenset(Part(code) for code in (row.parts or "").split(",") if code),
        row.session_id,
        row.last_seen_at,
        sign,
    )


def desk_line(session: Session) -> DeskLine:
    """What pages say about the desk to somebody who is not signed in."""
    row = session.connection().execute(_DESK_LINE).first()
    return DeskLine(*row) if row else DeskLine()


def is_open(now: datetime) -> ColumnElement[bool]:
    """The condition under which a row of the table is a live session at `now`."""
    return _is_open(now - IDLE, now - WHOLE)


def _is_open(
    idle_since: datetime | BindParameter[datetime], begun_since: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return and_(
        LoginSession.ended_at.is_(None),
        LoginSession.last_seen_at > idle_since,
        LoginSession.created_at > begun_since,
    )


_DESK_LINE = select(Desk.name, Desk.contact, Desk.is_demonstration, Desk.reference_version)
# Asked at every request: made once, since making a statement costs more than carrying this one out.
_FIND = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.last_seen_at,
        Person.id,
        Person.name,
        Person.email,
        select(func.aggregate_strings(PersonPart.part, ","))
        .where(PersonPart.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
        .label("parts"),
        Desk.name.label("desk_name"),
        Desk.contact,
        Desk.is_demonstration,
        Desk.reference_version,
    )
    .join(Person, Person.id == LoginSession.person_id)
    .outerjoin(Desk, Desk.id == 1)
    .where(LoginSession.token_hash == bindparam("token_hash"))
    .where(_is_open(bindparam("idle_since"), bindparam("begun_since")))
    .where(Person.disabled_at.is_(None))
)


def touch(work: Work, session_id: int) -> None:
    """Remember that the session was used now; the clock going back takes nothing away (R10)."""
    work.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.last_seen_at < work.now)
        .values(last_seen_at=work.now)
    )


def own(session: Session, person_id: int, now: datetime) -> list[OpenSession]:
    """The live sessions of one person, the one used last first."""
    rows = session.execute(
        select(
            LoginSession.id,
            LoginSession.created_at,
            LoginSession.last_seen_at,
            LoginSession.address,
            LoginSession.agent,
        )
        .where(LoginSession.person_id == person_id, is_open(now))
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )
    return [OpenSession(*row) for row in rows]


def end(work: Work, session_id: int, person_id: int) -> int:
    """Sign out one browser of this person; how many sessions ended: none when it is another's."""
    own = and_(LoginSession.id == session_id, LoginSession.person_id == person_id)
    ended = _end(work, own) if 0 < session_id < 2**31 else 0
    if ended:
        history.record(work, Event.SESSION_ENDED, subject=f"person:{person_id}")
    return ended


def end_others(work: Work, person_id: int, keep_id: int | None) -> int:
    """Sign out every browser of this person but one; how many sessions ended."""
    others = LoginSession.person_id == person_id
    if keep_id is not None:
        others = and_(others, LoginSession.id != keep_id)
    return _end_many(work, person_id, others)


def end_all(work: Work, person_id: int) -> int:
    """Sign this person out everywhere; how many sessions ended."""
    return _end_many(work, person_id, LoginSession.person_id == person_id)


def _end_many(work: Work, person_id: int, which: ColumnElement[bool]) -> int:
    ended = _end(work, which)
    if ended:
        history.record(
            work,
            Event.PERSON_SESSIONS_ENDED,
            subject=f"person:{person_id}",
            detail=f"{ended} ended",
        )
    return ended


def _end(work: Work, which: ColumnElement[bool]) -> int:
    done = work.session.execute(
        update(LoginSession)
        .where(which, LoginSession.ended_at.is_(None))
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
