"""SQLite: one file, one writer at a time, durable by default (performance.md section 3, point 3).

`pysqlite3` is taken where its wheel is installed, since it bundles a SQLite without the WAL-reset bug; Python's
own module otherwise, and then without WAL when its library is affected (security.md finding 1).
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    TextClause,
    column,
    create_engine,
    event,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.pool import ConnectionPoolEntry

from factcheck.config import Settings
from factcheck.dialects import wal_index
from factcheck.dialects.clearing import StillHeld
from factcheck.dialects.compiled import Compiled
from factcheck.dialects.search import is_beginning

try:
    from pysqlite3 import dbapi2 as _driver
except ImportError:  # no wheel for this platform: Python's own library serves, with the check below
    _driver = sqlite3

name = "sqlite"
has_one_writer = True

BUSY_MS = 5_000  # how long a writer waits for another process's transaction
ASK_AGAIN_SECONDS = 0.0002
JOURNAL_PAGES = 4_000  # of 4 kB, before whoever writes brings the journal into the file
EMPTY_AGAIN_SECONDS = 0.02
EMPTY_SECONDS = (
    2.0  # how long the journal is asked to be emptied, while pages that are read come to their end
)
WATCH_MS = 250  # how long somebody who asks for the mark waits; then the page is made as if nobody had asked
MAPPED = 1 << 28  # bytes of the file that readers look at in place, without copying every page
READER = ("query_only=on", f"mmap_size={MAPPED}")
WRITER = ("secure_delete=on", f"mmap_size={MAPPED}", f"wal_autocheckpoint={JOURNAL_PAGES}")
WRITE = "BEGIN IMMEDIATE"
READING = "somebody still reads, or writes, what was there before"
WRITING = "another program was writing"
NO_ROOM = "the disk has no room for the database file a second time: make room, then try again"
FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))  # releases in which the WAL-reset bug is mended


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite release is free of the WAL-reset bug (3.7.0 to 3.51.2, but for two back-ports)."""
    if version < (3, 7, 0) or version >= FIXED_IN[-1]:
        return True
    return any(fixed <= version < (*fixed[:2], 1_000) for fixed in FIXED_IN[:-1])


def driver() -> ModuleType:
    """The DB-API module in use."""
    return _driver  # type: ignore[no-any-return]  # pysqlite3 ships no types


def journal_mode() -> str:
    return "WAL" if is_wal_safe(_driver.sqlite_version_info) else "DELETE"


def notice() -> str:
    """One line for the start of the program: which library, which journal, and why."""
    mode = journal_mode()
    why = "" if mode == "WAL" else "; WAL is off because this release has the WAL-reset bug"
    return (
        f"SQLite {_driver.sqlite_version} ({_driver.__name__.split('.')[0]}), journal {mode}{why}"
    )


def make_writer(settings: Settings) -> Engine:
    """The engine all changes go through: one connection, `BEGIN IMMEDIATE`."""
    _make_private(Path(settings.database_url.removeprefix("sqlite:///")))
    engine = create_engine(
        settings.database_url,
        module=_driver,
        pool_size=1,
        max_overflow=0,
        execution_options={"compiled_cache": Compiled()},
    )
    _prepare(engine, settings.synchronous, is_reader=False)
    return engine


def _make_private(path: Path) -> None:
    """Make folder and file where there are none, so that only their owner reads them (13.3.1).

    By itself SQLite makes the file as the umask says, which on most machines lets everybody read drafts and hashes of
    passwords.  Journals take their rights from the file.  What is there keeps the rights somebody gave it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def make_reader(settings: Settings, writer: Engine) -> Engine:  # noqa: ARG001  same signature in both dialects
    """The engine pages read from; it refuses to write (`query_only`)."""
    engine = create_engine(
        settings.database_url,
        module=_driver,
        pool_size=settings.threads + 1,
        execution_options={"compiled_cache": Compiled()},
    )
    _prepare(engine, settings.synchronous, is_reader=True)
    return engine


class Watch:
    """A connection that knows whether anything was committed since it last looked, and reads the mark only then.

    One that `stays` until the process ends looks at the journal's index first, and asks only where that has changed.
    """

    def __init__(self, settings: Settings, *, stays: bool):
        path = Path(settings.database_url.removeprefix("sqlite:///")).resolve()
        # Never a new file, and handed from thread to thread.
        self._raw: Any = _driver.connect(
            f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in (f"busy_timeout={WATCH_MS}", "query_only=on", "cache_size=-64"):
            self._raw.execute(f"PRAGMA {pragma}").fetchall()
        self._version, self._number = -1, 0
        self._seen = b""
        self._look: Callable[[], bytes] | None = None
        if stays and self._raw.execute("PRAGMA journal_mode").fetchall() == [("wal",)]:
            self._ask()  # from now on the index is there
            self._look = wal_index.look(path)

    def mark(self) -> int:
        if self._look is None:
            return self._ask()
        header = self._look()
        if header != self._seen:
            number = (
                self._ask()
            )  # later than the header, so that a commit between the two is asked about again
            self._seen = header
            return number
        return self._number

    def _ask(self) -> int:
        """The number is asked for after what tells that it may have risen, so that no rise is passed over."""
        # All rows are fetched: a statement that is not at its end holds up whoever empties the journal.
        version = self._raw.execute("PRAGMA data_version").fetchall()[0][0]
        if version != self._version:
            rows = self._raw.execute("SELECT number FROM readers_mark").fetchall()
            self._number, self._version = rows[0][0] if rows else 0, version
        return self._number

    def close(self) -> None:
        self._raw.close()


def watch(settings: Settings, *, stays: bool) -> Watch:
    return Watch(settings, stays=stays)


def _prepare(engine: Engine, synchronous: str, *, is_reader: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is ours to say
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            f"journal_mode={journal_mode()}",
            f"synchronous={synchronous}",
            "foreign_keys=on",
            "temp_store=memory",
            "cache_size=-2000",
            "recursive_triggers=on",
            *(READER if is_reader else WRITER),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if is_reader:
            raw: Any = connection.connection.driver_connection
            raw.execute("BEGIN")
        else:
            _begin_writing(connection)


def _begin_writing(connection: Connection) -> None:
    """Wait for the one writer's turn, asking again and again.

    SQLite's own waiting sleeps longer each time, up to a tenth of a second, while processes that came later get in:
    with four writers in two processes one change in a hundred then takes half a second.
    """
    raw: Any = connection.connection.driver_connection
    until = time.monotonic() + BUSY_MS / 1_000
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                raw.execute(WRITE)
            except _driver.OperationalError as error:
                if not is_busy(error):
                    raise
                time.sleep(ASK_AGAIN_SECONDS)
            else:
                return
        connection.exec_driver_sql(WRITE)  # the last try fails in SQLAlchemy's words
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def history_lock() -> ColumnElement[object]:
    """Nothing to lock: `BEGIN IMMEDIATE` already lets one writer in."""
    return literal(1)


def matching(words: list[str], state: str = "") -> Select[int]:
    """Ids of the claims that hold all `words` (as prefixes, taken literally: S04-S16), newest first."""
    return hits(literal(pattern(words)), literal(state) if state else None)


def pattern(words: Iterable[str]) -> str:
    """What the full-text index is asked for, so that a statement made once serves all words."""
    return " AND ".join(
        "{statement claimant}: " + _quoted(word) + ("*" if is_beginning(word) else "")
        for word in words
    )


def hits(pattern: ColumnElement[str], state: ColumnElement[str] | None = None) -> Select[int]:
    """Ids of the claims that fit what `pattern` wrote, newest first; `state` is the code of one.

    The state is a token of the index itself, so that a common word with a rare state stays cheap.
    """
    asked = pattern if state is None else pattern + literal(' AND state: "') + state + literal('"')
    index = table("claim_search", column("rowid", Integer))
    hit = literal_column("claim_search").op("MATCH")(asked)
    return select(index.c.rowid).where(hit).order_by(index.c.rowid.desc())


def published_hits(words: Mapping[str, Iterable[str]]) -> Select[int]:
    """Numbers of the publications whose published words hold all `words`: by field, '' for any of them."""
    asked = " AND ".join(
        (f"{field}: " if field else "") + _quoted(word) + ("*" if is_beginning(word) else "")
        for field, some in words.items()
        for word in some
    )
    index = table("public_search", column("rowid", Integer))
    return select(index.c.rowid).where(literal_column("public_search").op("MATCH")(literal(asked)))


def likeness_pattern(word: str, *, is_beginning: bool) -> str:
    """One word as the index by likeness is asked for it; the index cuts off English endings itself."""
    return _quoted(word) + ("*" if is_beginning else "")


def likeness_holding(pattern: ColumnElement[str]) -> Select[int]:
    """The numbers of all in the index by likeness that hold one `likeness_pattern`, in no order."""
    index = table("likeness_search", column("rowid", Integer))
    return select(index.c.rowid).where(literal_column("likeness_search").op("MATCH")(pattern))


def likeness_best(patterns: Mapping[str, float], limit: int) -> Select[int]:
    """The numbers of the `limit` best that hold any of the patterns; the index weighs them by itself (BM25)."""
    asked = literal(" OR ".join(patterns))
    return likeness_holding(asked).order_by(literal_column("rank")).limit(limit)


def has_near(connection: Connection, size: int) -> bool:  # noqa: ARG001  same signature in both dialects
    """SQLite compares no vectors; whoever asks holds them in memory."""
    return False


def likeness_near(model: str, vector: str, limit: int) -> Select[int]:
    """Never asked for, since `has_near` says no."""
    raise NotImplementedError


def keep_near() -> TextClause:
    """Never asked for, since `has_near` says no."""
    raise NotImplementedError


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def is_busy(error: BaseException) -> bool:
    """Whether the database refused only because another writer held it."""
    return "database is locked" in str(error) or "database table is locked" in str(error)


def is_full(error: BaseException) -> bool:
    """Whether the disk had no room for a change; SQLite has taken all of it back then."""
    return "disk is full" in str(error)


def forget(connection: Connection) -> None:
    """Nothing beforehand: whoever writes overwrites what it removes with zeros, always (`secure_delete`)."""


def clear_away(writer: Engine) -> None:
    """After the commit: write the file anew, bring the journal into it and empty that, so that no old page is left.

    Anew, since a database that was made before `secure_delete` was always on keeps in its gaps what was changed then;
    but not while somebody holds the journal open, or each try would make that longer by the whole file.  Raises
    `StillHeld` while others read or write, or where there is no room.
    """
    raw = writer.raw_connection()
    try:
        cursor = raw.cursor()
        _empty_journal(cursor)
        cursor.execute("VACUUM")
        _empty_journal(cursor)
        cursor.close()
    except _driver.OperationalError as error:
        if is_busy(error):
            raise StillHeld(WRITING) from error
        if is_full(error):
            raise StillHeld(NO_ROOM, passes=False) from error
        raise
    finally:
        raw.close()


def _empty_journal(cursor: Any) -> None:
    """Bring the journal into the file and empty it.  Asked again and again: waiting in SQLite keeps all writers out."""
    until = time.monotonic() + EMPTY_SECONDS
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise StillHeld(READING)
            time.sleep(EMPTY_AGAIN_SECONDS)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def faults(connection: Connection) -> list[str]:
    """What SQLite's own checks of the whole file find wrong; empty when it is sound."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [fault for fault in found if fault != "ok"] + [
        f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"
        for row in dangling
    ]
