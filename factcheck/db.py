"""Base, column types, engines and `Work`: the one place that opens, commits and rolls back a transaction.

Tables live in `factcheck.models`, statements in `factcheck.services`; what differs between SQLite and PostgreSQL
lives in `factcheck.dialects`.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from factcheck import dialects
from factcheck.config import Settings
from factcheck.dialects.watching import Watches
from factcheck.domain.chain import End, Entry
from factcheck.domain.printing import Printer
from factcheck.domain.public_log import Told
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Actor
from factcheck.domain.wording import mark

log = logging.getLogger(__name__)

WAIT_SECONDS = 5.0  # how long a writer waits for its turn before it is told to come back

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of all tables; constraints get predictable names so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC.  Takes aware datetimes only, gives aware ones back on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a zone is no moment; use an aware datetime.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Read in one step, not in three: a page of the desk shows a hundred moments."""
        plain: Callable[[Any], Any] | None = self.impl_instance.result_processor(dialect, coltype)

        def aware(value: Any) -> datetime | None:
            if value is None:
                return None
            at: datetime = plain(value) if plain is not None else value
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

        return aware


def enum_column(kind: type[StrEnum], name: str) -> Enum:
    """A text column that holds the values of `kind`, with a CHECK of them in the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def utc_now() -> datetime:
    return datetime.now(UTC)


class Busy(Exception):
    """The database could not be written in time; nothing was changed, the same request may be sent again."""

    http_status = 503
    sentence = mark(
        "The desk is busy with other changes. Nothing was changed; please try again in a moment."
    )


class NoRoom(Busy):
    """The disk of the database is full; nothing was changed, and it works again once somebody made room."""

    http_status = 507
    sentence = mark(
        "There is no room left here to store anything. Nothing was changed; whoever looks after this site must "
        "make room."
    )


class Work:
    """One change: who makes it, when, and the transaction that holds all of it.

    Leaving the block commits; an exception rolls everything back.  Services take a `Work` first, so who and when
    cannot be forgotten.  `before_commit` runs inside the transaction, just before it ends; `entries` and `letters`
    gather what history and outbox will say, `told` what the public log will, each with the place of its entry;
    `chain_end` is the end of the history and of the log if somebody has read it already;
    `posted` are number and kind of each row that was put in the outbox.  `printer` makes readers' pages, where the
    process has one; `has_caches` says whether caches in front of the desk want to be told what changed, `has_hub`
    whether a hub wants to be told what followers get.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        dialect: dialects.Dialect,
        turn: "threading.Lock | None" = None,
        printer: Printer | None = None,
        has_caches: bool = False,
        has_hub: bool = False,
    ):
        self.session = session
        self.dialect = dialect
        self.actor = actor
        self.now = now
        self.before_commit: list[Callable[[], None]] = []
        self.entries: list[Entry] = []
        self.letters: list[dict[str, object]] = []
        self.told: list[tuple[int, Told]] = []
        self.chain_end: End | None = None
        self.posted: list[tuple[int, str]] = []
        self.printer = printer
        self.has_caches = has_caches
        self.has_hub = has_hub
        self._turn = turn

    def __enter__(self) -> Self:
        if self._turn is not None and not self._turn.acquire(timeout=WAIT_SECONDS):
            raise Busy
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                for last_word in self.before_commit:
                    last_word()
                self.session.commit()
            else:
                self.session.rollback()
        finally:
            self.session.close()
            if self._turn is not None:
                self._turn.release()


def nobody_is_called(_posted: Sequence[tuple[int, str]]) -> None:
    """The `bell` of a process without a queue of calls: workers find its rows when they next look at the outbox."""


class Database:
    """The two engines of one database: pages read from one, `Work` writes through the other.

    `bell` is called after a commit that left rows in the outbox, with the number and kind of each; it must not raise.
    `printer` makes the bytes of what a change publishes; a process that shows no pages has none, and readers' pages are
    then made when somebody asks for them.  `is_served` is for a server process: it reads the readers' mark at each
    request, and keeps one database for as long as it runs.
    """

    def __init__(self, settings: Settings, *, is_served: bool = False):
        self.settings = settings
        self.dialect: dialects.Dialect = dialects.for_url(settings.database_url)
        self.writer = self.dialect.make_writer(settings)
        self.reader = self.dialect.make_reader(settings, self.writer)
        self.bell: Callable[[Sequence[tuple[int, str]]], None] = nobody_is_called
        self.printer: Printer | None = None
        self._watches = Watches(lambda: self.dialect.watch(settings, stays=is_served))
        self._is_mark_missed = False
        self._turn = threading.Lock() if self.dialect.has_one_writer else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that can only read; Core statements for pages and lists."""
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def work(self, actor: Actor, *, now: datetime | None = None) -> Iterator[Work]:
        """Open a change by `actor`.

        Raises `Busy` when the database stays locked by others, `NoRoom` when its disk is full, `WrongState` when
        somebody saved the same row while this change was being made (W14).
        """
        session = Session(self.writer, expire_on_commit=False)
        try:
            with Work(
                session,
                actor,
                now or utc_now(),
                self.dialect,
                self._turn,
                self.printer,
                has_caches=bool(self.settings.purge_url),
                has_hub=bool(self.settings.websub_hub),
            ) as work:
                yield work
        except StaleDataError as error:
            raise WrongState(
                "Somebody changed this at the same moment; read it again. Nothing was saved."
            ) from error
        except DBAPIError as error:
            if self.dialect.is_busy(error.orig or error):
                raise Busy from error
            if self.dialect.is_full(error.orig or error):
                log.error("No room for a change: %s", error.orig)  # noqa: TRY400  it is raised as well
                raise NoRoom from error
            raise
        if work.posted:
            self.bell(work.posted)

    def mark(self) -> int | None:
        """The readers' mark of all that is committed by now; None where it cannot be had.

        Without it every page is made anew for every reader.  That is slow and looks like nothing, so the log says it:
        once, until the mark is back.
        """
        try:
            found = self._watches.mark()
        except Exception:  # two drivers, and files that are gone
            if not self._is_mark_missed:
                log.exception("The readers' mark cannot be read: no page is answered from memory")
            self._is_mark_missed = True
            return None
        self._is_mark_missed = False
        return found

    def clear_away(self) -> None:
        """After a change that took something out for good: clear away what the database still holds of it.

        Raises `dialects.clearing.StillHeld` while that cannot be done, `Busy` when it is nobody's turn but others'.
        """
        if self._turn is not None and not self._turn.acquire(timeout=WAIT_SECONDS):
            raise Busy
        try:
            self.dialect.clear_away(self.writer)
        except DBAPIError as error:
            if self.dialect.is_busy(error.orig or error):
                raise Busy from error
            raise
        finally:
            if self._turn is not None:
                self._turn.release()

    def dispose(self) -> None:
        """Close every connection; after this the object is of no use."""
        self._watches.close()
        self.reader.dispose()
        self.writer.dispose()
