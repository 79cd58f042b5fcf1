"""The cast of the tests: who they are and what they may do, one sentence each.

Carla and Cyril check.  Rosa reviews.  Edith and Emil edit.  Lara reviews for the law.  Ada administers and does
nothing to claims.  Max plays every part at once: rules about the person must hold for him too.  A stranger has no
account and sees what readers see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Database, Work
from factcheck.domain.terms import COMMAND_LINE, Actor, Part
from factcheck.models import HistoryRow, Person, PersonPart
from factcheck.services import accounts, setup

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "a long walk along the quay"

CAST: dict[str, tuple[Part, ...]] = {
    "Carla": (Part.CHECKER,),
    "Cyril": (Part.CHECKER,),
    "Rosa": (Part.REVIEWER,),
    "Edith": (Part.EDITOR,),
    "Emil": (Part.EDITOR,),
    "Lara": (Part.LEGAL_REVIEWER,),
    "Ada": (Part.ADMINISTRATOR,),
    "Max": tuple(Part),
}


@dataclass
class Newsroom:
    """A desk with its people, scales and policies, and a clock that moves a minute with every change."""

    database: Database
    people: dict[str, Actor] = field(default_factory=dict)
    now: datetime = MORNING

    def __getattr__(self, name: str) -> Actor:
        """`newsroom.carla` is Carla."""
        try:
            return self.people[name.capitalize()]
        except KeyError:
            raise AttributeError(name) from None

    @contextmanager
    def work(self, actor: Actor = COMMAND_LINE) -> Iterator[Work]:
        """A change by `actor`, a minute after the one before."""
        self.now += timedelta(minutes=1)
        with self.database.work(actor, now=self.now) as work:
            yield work

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.database.reader) as session:
            yield session

    def history(self, claim_id: int | None = None) -> list[str]:
        """What happened, as `event subject`, oldest first."""
        query = select(HistoryRow.event, HistoryRow.subject).order_by(HistoryRow.seq)
        if claim_id is not None:
            query = query.where(HistoryRow.claim_id == claim_id)
        with self.read() as session:
            return [f"{event} {subject}".strip() for event, subject in session.execute(query)]

    def count(self, model: type) -> int:
        """How many rows a table holds: what a refused move must not alter."""
        with self.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


def hire(work: Work, name: str, parts: tuple[Part, ...]) -> Actor:
    """Put somebody on the desk without the ceremony of an invitation."""
    person = Person(
        name=name,
        email=f"{name.lower()}@desk.example",
        password_hash="no password opens this",
        created_at=work.now,
    )
    person.part_rows = [PersonPart(part=part, given_at=work.now) for part in parts]
    work.session.add(person)
    work.session.flush()
    return Actor(person.id, name, frozenset(parts))


def open_newsroom(database: Database) -> Newsroom:
    newsroom = Newsroom(database)
    with newsroom.work() as work:
        setup.ensure(work)
        newsroom.people = {name: hire(work, name, parts) for name, parts in CAST.items()}
    return newsroom


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    """The desk on a fresh database: the test runs on SQLite and on PostgreSQL."""
    return open_newsroom(database)


@pytest.fixture
def sqlite_newsroom(sqlite_database: Database) -> Newsroom:
    """The desk on SQLite alone, for tests about pages rather than about rows."""
    return open_newsroom(sqlite_database)


def give_password(newsroom: Newsroom, who: Actor, password: str = PASSWORD) -> None:
    """Let somebody of the cast sign in by the door."""
    with newsroom.database.work(COMMAND_LINE) as work:
        accounts.set_password(work, work.session.get_one(Person, who.id), password)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; in a test it is not, but where the cost itself is tried."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", cheap)
