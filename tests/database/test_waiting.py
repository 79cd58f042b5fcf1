"""A writer on SQLite waits for others in small steps, and says so when her turn does not come."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, update

from factcheck.config import read_settings
from factcheck.db import Busy, Database, NoRoom
from factcheck.dialects import postgresql, sqlite
from factcheck.domain.terms import COMMAND_LINE
from factcheck.models import Desk
from tests.cast import Newsroom


@contextmanager
def another_writer(database: Database, seconds: float) -> Iterator[None]:
    """Somebody in another process holds the file for so long, from before the block begins."""
    path = database.settings.database_url.removeprefix("sqlite:///")
    holds = threading.Event()

    def hold() -> None:
        with closing(sqlite.driver().connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            holds.set()
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    other = threading.Thread(target=hold)
    other.start()
    assert holds.wait(5)
    yield
    other.join()


def test_a_writer_gets_in_as_soon_as_the_other_is_done(sqlite_newsroom: Newsroom) -> None:
    database = sqlite_newsroom.database
    with another_writer(database, 0.3):
        began = time.monotonic()
        with database.work(COMMAND_LINE) as work:
            assert work.session.scalar(select(Desk.id)) == 1
        assert 0.2 < time.monotonic() - began < 2


def test_a_writer_whose_turn_does_not_come_is_told_to_come_back(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = sqlite_newsroom.database
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)
    with another_writer(database, 0.6), pytest.raises(Busy), database.work(COMMAND_LINE) as work:
        work.session.scalar(select(Desk.id))
    with database.work(COMMAND_LINE) as work:
        assert work.session.scalar(select(Desk.id)) == 1


def test_an_error_that_is_no_waiting_is_not_waited_for(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = sqlite_newsroom.database
    monkeypatch.setattr(sqlite, "WRITE", "BEGIN NOTHING")
    began = time.monotonic()
    failures = (sqlite3.Error, sqlite.driver().Error)
    with pytest.raises(failures, match="syntax error"), database.work(COMMAND_LINE) as work:
        work.session.scalar(select(Desk.id))
    assert time.monotonic() - began < 1


def test_a_change_that_the_disk_has_no_room_for_is_taken_back_and_said_so(
    sqlite_newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    database, before = sqlite_newsroom.database, sqlite_newsroom.history()
    pages = pragma(database, "page_count")
    pragma(database, f"max_page_count={pages}")
    with pytest.raises(NoRoom) as told, database.work(COMMAND_LINE) as work:
        work.session.execute(update(Desk).values(name="x" * 4_000_000))
    assert told.value.sentence.startswith("There is no room left here to store anything.")
    assert [one.message for one in caplog.records] == [
        "No room for a change: database or disk is full"
    ]
    pragma(database, "max_page_count=1000000")
    assert sqlite_newsroom.history() == before
    with database.work(COMMAND_LINE) as work:
        assert work.session.scalar(select(Desk.name)) != "x" * 4_000_000


def test_both_databases_know_a_full_disk_from_another_fault() -> None:
    assert postgresql.is_full(psycopg.errors.DiskFull("could not extend file"))
    assert not postgresql.is_full(psycopg.errors.LockNotAvailable("canceling statement"))
    assert sqlite.is_full(sqlite3.OperationalError("database or disk is full"))
    assert not sqlite.is_full(sqlite3.OperationalError("disk I/O error"))


def pragma(database: Database, name: str) -> int:
    with database.work(COMMAND_LINE) as work:
        return int(work.session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one())


FULL = 2


def test_a_change_that_was_answered_outlasts_a_power_cut(sqlite_newsroom: Newsroom) -> None:
    """A longer journal puts off what is written twice, never what is flushed at each commit."""
    home = sqlite_newsroom.database.settings.home
    served = Database(read_settings({}, home=home))
    try:
        assert pragma(served, "synchronous") == FULL
        assert pragma(served, "wal_autocheckpoint") == sqlite.JOURNAL_PAGES
    finally:
        served.dispose()


@pytest.mark.skipif(sqlite.journal_mode() != "WAL", reason="this SQLite has no journal beside")
def test_the_journal_begins_anew_instead_of_growing(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = sqlite_newsroom.database
    pages = 20
    monkeypatch.setattr(sqlite, "WRITER", ("secure_delete=on", f"wal_autocheckpoint={pages}"))
    database.dispose()  # connections made from now on are told so
    path = database.settings.database_url.removeprefix("sqlite:///") + "-wal"
    sizes = []
    for number in range(200):
        with database.work(COMMAND_LINE) as work:
            work.session.execute(update(Desk).values(contact=f"{number} " * 50))
        sizes.append(Path(path).stat().st_size)
    assert max(sizes) < 4 * pages * 4_096
    with database.read() as connection:
        assert connection.scalar(select(Desk.contact)) == "199 " * 50
