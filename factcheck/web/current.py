"""What a view may reach: the desk of this application, a reading session, a `Work` by whoever is signed in.

Views never make engines or transactions themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from factcheck.config import Settings
from factcheck.db import Database, Work
from factcheck.domain.terms import Actor
from factcheck.services.sessions import DeskLine, desk_line

NOBODY = Actor(id=None, name="")


class Document(Protocol):
    """What a file says: its text, and its title or ''."""

    @property
    def text(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Desk:
    """The parts one application is made of.

    `read_document` reads a file by its name and bytes; it raises `BadInput`.  The web is handed it,
    since it knows no adapter by name.
    """

    settings: Settings
    database: Database
    read_document: Callable[[str, bytes], Document]


def desk() -> Desk:
    return cast("Desk", current_app.extensions["factcheck"])


def settings() -> Settings:
    return desk().settings


def actor() -> Actor:
    """Who is signed in, as the rulebook sees her; an actor without parts for a reader."""
    return current_user.actor if current_user.is_authenticated else NOBODY


def sign() -> DeskLine:
    """Name, contact and marks of the desk for this page; came along with the session, or is read once."""
    if current_user.is_authenticated:
        return cast("DeskLine", current_user.desk)
    if "sign" not in g:
        g.sign = desk_line(reading())
    return cast("DeskLine", g.sign)


def reading() -> Session:
    """This request's reading session: one connection that cannot write, closed when the request ends."""
    if "reading" not in g:
        g.reading = Session(desk().database.reader)
    return cast("Session", g.reading)


def close_reading(_error: BaseException | None = None) -> None:
    session = g.pop("reading", None)
    if session is not None:
        session.close()


@contextmanager
def work() -> Iterator[Work]:
    """A change by whoever is signed in."""
    with work_as(actor()) as opened:
        yield opened


def work_as(who: Actor) -> AbstractContextManager[Work]:
    """A change by `who`; for the doors where nobody is signed in yet.

    The reading session ends first: the page afterwards is fresh, and where SQLite keeps a rollback journal an
    open reader of this very request would hold up the commit.
    """
    close_reading()
    return desk().database.work(who)
