"""What a view may reach: the desk of this application, a reading session, a `Work` by whoever is signed in.

Views never make engines or transactions themselves.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedRandom
from typing import Protocol, cast

from flask import Flask, current_app, g
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from factcheck.config import Settings
from factcheck.db import Database, Work
from factcheck.domain.clearance import Signer
from factcheck.domain.derived import DerivedKind
from factcheck.domain.terms import Actor
from factcheck.services.kept import KeptOf
from factcheck.services.sealed_files import Sealed
from factcheck.services.sessions import DeskLine, desk_line
from factcheck.services.snapshots import Bytes, Captured
from factcheck.services.vectors import Meaning
from factcheck.web.kept_pages import Pages
from factcheck.web.suggestions import Suggester

NOBODY = Actor(id=None, name="")


class Document(Protocol):
    """What a file says: its text, which part of the file that is, and the facts it names with their places."""

    @property
    def text(self) -> str: ...

    @property
    def origin(self) -> str: ...

    @property
    def found(self) -> Mapping[str, Sequence[str]]: ...


class Looked(Protocol):
    """What is known of a picture: its size in pixels, and what it says of itself."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def facts(self) -> Mapping[str, str]: ...


class Redrawn(Protocol):
    """A picture that was made of another: its bytes as PNG, the size of the other, and the areas in it."""

    @property
    def data(self) -> bytes: ...

    @property
    def of(self) -> tuple[int, int]: ...

    @property
    def areas(self) -> Sequence[tuple[int, int, int, int]]: ...


class Redraw(Protocol):
    """What makes it, no side longer than `longest` where that is said; it raises `BadInput`."""

    def __call__(
        self,
        data: bytes,
        kind: DerivedKind,
        areas: Sequence[tuple[int, int, int, int]],
        longest: int = 0,
        /,
    ) -> Redrawn: ...


class DrawnPage(Protocol):
    """A page of a PDF as a PNG, and how many pages there are in all."""

    @property
    def data(self) -> bytes: ...

    @property
    def pages(self) -> int: ...


class Packed(Protocol):
    """What was written into one file: how many copies, and the file's digest."""

    @property
    def copies(self) -> int: ...

    @property
    def digest(self) -> str: ...


class Sealing(Protocol):
    """What closes and opens protected sources; `taker` gives what takes in a file of one of them.

    `newest` is the newest seal of the desk: nothing is closed with another key than that one's.
    """

    def sealer(self, newest: bytes | None) -> Callable[[bytes, str], bytes]: ...

    def unseal(self, sealed: bytes, place: str) -> bytes: ...

    def taker(
        self, claim_id: int, number: int, newest: bytes | None
    ) -> Callable[[bytes, str, str], Sealed]: ...


@dataclass
class Memory:
    """What this process has read or made before.

    `sign` is what the desk said of itself last, None before the first page; `pages` are those of claims.
    """

    sign: DeskLine | None = None
    pages: Pages = field(default_factory=Pages)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The parts one application is made of.

    The web knows no adapter by name, so `create_app` hands it whatever reaches the outside world:

    * `read_document` reads an article's file by its name and bytes; raises `BadInput`.
    * `suggester` proposes sentences of a text that may hold a claim.
    * `desk_key` gives the key that signs for the desk.
    * `read_blob` gives kept bytes by digest and size; raises `NotIntact` where they are not those that were kept.
    * `take_file` looks into a file by its bytes, its name and a note, and gives the function that keeps it; both raise
      `BadInput`.  `look_into` only looks, and raises the same.
    * `pack_evidence` writes all that is kept of a claim into an open file as one WACZ; raises `NotIntact`.
    * `redraw` cuts a part out of a picture, or paints areas of it over; raises `BadInput`.
    * `keep_blob` keeps bytes that the program made itself, with their type; raises `BadInput`.
    * `draw_page` draws a page of a PDF, counted from 1; raises `BadInput`.
    * `sealing` closes and opens protected sources.
    * `meaning` finds claims that say the same in other words; None where the desk has no model for it.
    """

    settings: Settings
    database: Database
    read_document: Callable[[str, bytes], Document]
    suggester: Suggester
    desk_key: Callable[[], Signer]
    read_blob: Callable[[str, int], bytes]
    take_file: Callable[[bytes, str, str], Callable[[], Captured]]
    look_into: Callable[[bytes, str], Looked]
    pack_evidence: Callable[[KeptOf, BufferedRandom, datetime], Packed]
    redraw: Redraw
    keep_blob: Callable[[bytes, str], Bytes]
    draw_page: Callable[[bytes, int], DrawnPage]
    sealing: Sealing
    meaning: Meaning | None = None
    memory: Memory = field(default_factory=Memory)


def desk_of(app: Flask) -> Desk:
    return cast("Desk", app.extensions["factcheck"])


def desk() -> Desk:
    return desk_of(current_app)


def settings() -> Settings:
    return desk().settings


def actor() -> Actor:
    """Who is signed in, as the rulebook sees her; an actor without parts for a reader."""
    return current_user.actor if current_user.is_authenticated else NOBODY


def sign() -> DeskLine:
    """Name, contact and marks of the desk for this page; came along with the session, or is read once."""
    if current_user.is_authenticated:
        desk().memory.sign = current_user.desk
        return cast("DeskLine", current_user.desk)
    if "sign" not in g:
        desk().memory.sign = g.sign = desk_line(reading())
    return cast("DeskLine", g.sign)


def sign_after_failure() -> DeskLine:
    """The same when the database may be what failed: as read last, so that a failure asks for nothing it can miss.

    A process that fails before its first page tries to read it once; without a database the line is bare then, and
    does not say that a demonstration is one.
    """
    known = desk().memory.sign
    if known is not None:
        return known
    try:
        with Session(desk().database.reader) as session:
            return desk_line(session)
    except SQLAlchemyError:
        return DeskLine()


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
