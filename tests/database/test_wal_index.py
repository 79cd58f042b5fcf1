"""A served process sees each commit at once in the index of SQLite's journal, and asks the database only then."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from factcheck.db import Database
from factcheck.dialects import sqlite, wal_index
from factcheck.domain.terms import COMMAND_LINE
from tests.cast import Newsroom

RAISE = "UPDATE readers_mark SET number = number + 1"
UNSEEN = "UPDATE desk SET name = name || '.'"

pytestmark = pytest.mark.skipif(
    sqlite.journal_mode() != "WAL", reason="this SQLite keeps no journal with an index"
)


@pytest.fixture
def served(sqlite_newsroom: Newsroom) -> Iterator[Database]:
    """The same file as a process that serves has it open."""
    database = Database(sqlite_newsroom.database.settings, is_served=True)
    yield database
    database.dispose()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the database said each time it was asked."""
    answers: list[int] = []
    ask = sqlite.Watch._ask

    def noted(watch: sqlite.Watch) -> int:
        answers.append(ask(watch))
        return answers[-1]

    monkeypatch.setattr(sqlite.Watch, "_ask", noted)
    return answers


def write(database: Database, statement: str) -> None:
    with database.work(COMMAND_LINE) as work:
        work.session.execute(text(statement))


def path_of(database: Database) -> str:
    return database.settings.database_url.removeprefix("sqlite:///")


def test_while_nothing_is_committed_the_database_is_not_asked(
    served: Database, asked: list[int]
) -> None:
    first = served.mark()
    before = len(asked)
    assert [served.mark() for _ in range(50)] == [first] * 50
    assert len(asked) - before <= 1  # what the index said before the first question is not known


def test_what_another_connection_commits_is_seen_at_the_next_question(
    sqlite_newsroom: Newsroom, served: Database
) -> None:
    for _ in range(20):
        before = served.mark()
        assert before is not None
        write(sqlite_newsroom.database, RAISE)
        assert served.mark() == before + 1


def test_what_another_program_commits_is_seen_at_the_next_question(served: Database) -> None:
    before = served.mark()
    assert before is not None
    program = (
        f"import sys; from factcheck.dialects import sqlite; c = sqlite.driver().connect(sys.argv[1]);"
        f" c.execute({RAISE!r}); c.commit()"
    )
    subprocess.run([sys.executable, "-c", program, path_of(served)], check=True, timeout=60)
    assert served.mark() == before + 1


def test_a_commit_that_readers_do_not_see_is_asked_about_once(
    sqlite_newsroom: Newsroom, served: Database, asked: list[int]
) -> None:
    served.mark(), served.mark()
    before = len(asked)
    write(sqlite_newsroom.database, UNSEEN)
    numbers = {served.mark() for _ in range(10)}
    assert len(numbers) == 1
    assert len(asked) == before + 1


def test_what_is_rolled_back_changes_nothing(
    sqlite_newsroom: Newsroom, served: Database, asked: list[int]
) -> None:
    first = served.mark()
    served.mark()
    before = len(asked)
    with closing(sqlite.driver().connect(path_of(served), isolation_level=None)) as other:
        for statement in ("BEGIN IMMEDIATE", RAISE, "ROLLBACK"):
            other.execute(statement)
    assert served.mark() == first
    assert len(asked) == before


def test_what_is_committed_around_an_emptied_journal_is_seen(
    sqlite_newsroom: Newsroom, served: Database
) -> None:
    for mode in ("PASSIVE", "RESTART", "TRUNCATE"):
        before = served.mark()
        assert before is not None
        with closing(sqlite.driver().connect(path_of(served), isolation_level=None)) as other:
            other.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        assert served.mark() == before
        write(sqlite_newsroom.database, RAISE)
        assert served.mark() == before + 1


EMPTYING = f"""
import sys
from factcheck.dialects import sqlite
connection = sqlite.driver().connect(sys.argv[1], timeout=0.1, isolation_level=None)
connection.execute({UNSEEN!r})
busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
print(busy)
"""


def test_to_look_takes_no_lock_away(sqlite_newsroom: Newsroom) -> None:
    """What somebody reads in this process still cannot be written over by another, once the index is looked at."""
    settings = sqlite_newsroom.database.settings
    with sqlite_newsroom.database.read() as reading:
        assert reading.scalar(text("SELECT count(*) FROM desk")) == 1
        served = Database(settings, is_served=True)
        served.mark()
        done = subprocess.run(
            [sys.executable, "-c", EMPTYING, path_of(served)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        served.dispose()
    assert done.stdout.strip() == "1"


def test_where_there_is_no_index_the_database_is_asked_each_time(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, asked: list[int]
) -> None:
    monkeypatch.setattr(wal_index, "SUFFIX", "-nothing")
    served = Database(sqlite_newsroom.database.settings, is_served=True)
    try:
        before = served.mark()
        assert before is not None
        asked.clear()
        write(sqlite_newsroom.database, RAISE)
        assert [served.mark(), served.mark()] == [before + 1] * 2
        assert len(asked) == 2
    finally:
        served.dispose()


def test_an_index_left_by_a_journal_of_before_is_not_looked_at(sqlite_newsroom: Newsroom) -> None:
    settings = sqlite_newsroom.database.settings
    path = settings.database_url.removeprefix("sqlite:///")
    sqlite_newsroom.database.mark()
    left = Path(f"{path}-shm").read_bytes()
    sqlite_newsroom.database.dispose()
    with closing(sqlite.driver().connect(path, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA journal_mode=DELETE").fetchall() == [("delete",)]
        Path(f"{path}-shm").write_bytes(left)
        watch = sqlite.watch(settings, stays=True)
        before = watch.mark()
        connection.execute(RAISE)
        assert watch.mark() == before + 1
        watch.close()


@pytest.mark.parametrize("header", [b"", b"\0" * 200, b"\1\2\3\4" * 50])
def test_an_index_of_another_format_is_not_looked_at(tmp_path: Path, header: bytes) -> None:
    (tmp_path / "a-shm").write_bytes(header)
    assert wal_index.look(tmp_path / "a") is None
