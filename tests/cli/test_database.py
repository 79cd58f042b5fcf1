"""`factcheck db` and `factcheck history`: the shape, the health and the record of a database."""

import json
from contextlib import closing

import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from factcheck import schema
from factcheck.db import Busy, Database
from factcheck.dialects import sqlite
from factcheck.domain.terms import State
from factcheck.models import HistoryRow
from tests import factories
from tests.cast import Newsroom
from tests.cli.shell import Shell

# ── Shape ────────────────────────────────────────────────────────────────────────────────────────


def test_a_database_is_made_and_set_up_and_stays_so(shell: Shell) -> None:
    said = shell.ok("db", "upgrade")
    assert said == f"The database is at revision {schema.head()}.\n"
    before = shell.ok("history", "verify")
    assert shell.ok("db", "upgrade") == said
    assert shell.ok("history", "verify") == before, "the second time there was nothing to do"
    assert shell.ok("db", "check").startswith(
        f"The database is whole and at revision {schema.head()}. SQLite "
    )


def test_a_database_goes_down_and_up_again(desk_shell: Shell) -> None:
    assert (
        desk_shell.ok("db", "downgrade", "0001", "--yes") == "The database is at revision 0001.\n"
    )
    head = schema.head()
    wanted = (
        f"The database is at revision 0001 and this program needs {head}. Run: factcheck db upgrade"
    )
    for words in (("db", "check"), ("claim", "list"), ("history", "verify"), ("user", "list")):
        assert desk_shell.refused(*words) == wanted
    desk_shell.ok("db", "upgrade")
    desk_shell.ok("db", "check")


def test_going_down_asks_first(desk_shell: Shell) -> None:
    result = desk_shell.type("db", "downgrade", "base", stdin="n\n")
    assert result.exit_code == 1
    assert "are lost. Go on?" in result.stdout
    desk_shell.ok("db", "check")


def test_an_empty_database_says_that_it_is_empty(shell: Shell) -> None:
    shell.ok("db", "upgrade")
    assert shell.ok("db", "downgrade", "base", "--yes") == "The database is at revision none.\n"


@pytest.mark.parametrize("revision", ["9999", "nonsense", "+1"])
def test_a_revision_that_is_not_there_is_refused(desk_shell: Shell, revision: str) -> None:
    assert desk_shell.refused("db", "downgrade", revision, "--yes").endswith(".")
    desk_shell.ok("db", "check")


def _put_at(database: Database, revision: str) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_a_database_of_a_newer_program_is_left_alone_and_says_so(
    desk_shell: Shell, newsroom: Newsroom
) -> None:
    wanted = (
        "The database is at revision 9999, which a newer factcheck made; "
        f"this one knows revisions up to {schema.head()}. Use the newer one, or restore a backup from before it."
    )
    _put_at(newsroom.database, "9999")
    try:
        for words in (
            ("db", "upgrade"),
            ("db", "check"),
            ("db", "downgrade", "0036", "--yes"),
            ("claim", "list"),
            ("seed",),
        ):
            assert desk_shell.refused(*words) == wanted
        assert schema.current(newsroom.database) == "9999"
    finally:  # the next test gets this very database
        _put_at(newsroom.database, schema.head())


def test_a_database_that_others_hold_is_busy_and_not_broken(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait_in_vain(_connection: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(MigrationContext, "configure", wait_in_vain)
    shell = Shell(sqlite_newsroom.database.settings.home, {})
    for words in (("claim", "list"), ("topic", "add", "Health"), ("db", "upgrade")):
        assert shell.refused(*words) == Busy.sentence


def test_who_only_reads_waits_for_nobody_who_writes(sqlite_newsroom: Newsroom) -> None:
    claim_id = factories.claim(sqlite_newsroom, State.OPEN)
    settings = sqlite_newsroom.database.settings
    path = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite.driver().connect(path, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        listed = json.loads(Shell(settings.home, {}).ok("claim", "list", "--json"))
        another.execute("ROLLBACK")
    assert [row["id"] for row in listed] == [claim_id]


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(shell: Shell, url: str) -> None:
    for words in (("db", "upgrade"), ("claim", "list")):
        sentence = shell.refused(*words, code=2, FACTCHECK_DATABASE_URL=url)
        assert sentence == (
            "FACTCHECK_DATABASE_URL must begin with sqlite:/// and a file, or with postgresql://."
        )


# ── Health ───────────────────────────────────────────────────────────────────────────────────────


def test_both_databases_are_found_whole(desk_shell: Shell) -> None:
    assert desk_shell.ok("db", "check").startswith("The database is whole")
    told = desk_shell.json("db", "check")
    assert (told["is_whole"], told["revision"], told["faults"]) == (True, schema.head(), [])
    assert told["database"].startswith(("SQLite ", "PostgreSQL "))


def test_a_row_that_refers_to_nothing_is_found(sqlite_newsroom: Newsroom) -> None:
    settings = sqlite_newsroom.database.settings
    factories.claim(sqlite_newsroom)
    with sqlite_newsroom.database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")  # the switch works outside of a transaction only
        connection.exec_driver_sql("PRAGMA foreign_keys=off")
        connection.exec_driver_sql("UPDATE anchor SET claim_id = 4711")
    sqlite_newsroom.database.dispose()
    said = Shell(settings.home, {}).refused("db", "check")
    assert (
        said
        == "The database is damaged: row 1 of anchor refers to a row of claim that is not there."
    )
    result = Shell(settings.home, {}).type("db", "check", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["is_whole"] is False
    assert told["faults"] == ["row 1 of anchor refers to a row of claim that is not there"]


@pytest.mark.postgresql
def test_a_constraint_that_was_never_checked_is_found(postgresql_database: Database) -> None:
    with postgresql_database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE desk ADD CONSTRAINT lazy CHECK (id < 9) NOT VALID"))
    settings = postgresql_database.settings
    shell = Shell(settings.home, {"FACTCHECK_DATABASE_URL": settings.database_url})
    assert shell.refused("db", "check") == (
        "The database is damaged: the constraint lazy was never checked."
    )


# ── The record ───────────────────────────────────────────────────────────────────────────────────


def behind_the_triggers(newsroom: Newsroom, statement: str) -> None:
    """Do to the history what its triggers refuse, as somebody with the machine's keys could."""
    with newsroom.database.writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'"
            for name in list(connection.scalars(text(names))):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def test_an_untouched_record_holds(newsroom: Newsroom, desk_shell: Shell) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.read() as session:
        last = session.get_one(HistoryRow, newsroom.count(HistoryRow)).hash
    said = desk_shell.ok("history", "verify")
    assert said == (
        f"The history holds: {newsroom.count(HistoryRow):,} rows. Last hash: {last}\n"
        "The public log holds: 1 leaves, 0 of them signed.\n"
    )
    assert desk_shell.json("history", "verify") == {
        "holds": True,
        "rows": newsroom.count(HistoryRow),
        "last_hash": last,
        "bad_row": None,
        "fault": "",
        "log": {"leaves": 1, "signed": 0, "fault": ""},
    }


@pytest.mark.parametrize(
    ("statement", "seq", "sentence"),
    [
        (
            "UPDATE history SET reason = 'another reason' WHERE seq = 20",
            20,
            "Row 20 was altered: its content no longer matches its hash.",
        ),
        ("UPDATE history SET actor_id = 2 WHERE seq = 21", 21, "Row 21 was altered"),
        ("UPDATE history SET event = 'claim:changed' WHERE seq = 19", 19, "Row 19 was altered"),
        ("UPDATE history SET previous_hash = hash WHERE seq = 18", 18, "Row 18 does not follow"),
        ("UPDATE history SET algorithm = 'md5' WHERE seq = 17", 17, "Row 17 names an unknown"),
        ("DELETE FROM history WHERE seq = 16", 16, "Row 16 is missing: the chain jumps to row 17."),
        ("DELETE FROM history WHERE seq = 1", 1, "Row 1 is missing: the chain jumps to row 2."),
    ],
)
def test_the_first_row_that_was_tampered_with_is_named(
    newsroom: Newsroom, desk_shell: Shell, statement: str, seq: int, sentence: str
) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    assert newsroom.count(HistoryRow) > 21
    behind_the_triggers(newsroom, statement)
    said = desk_shell.refused("history", "verify")
    assert said.startswith(sentence)
    assert ("It says " in said) is (not statement.startswith("DELETE"))
    result = desk_shell.type("history", "verify", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["holds"], told["bad_row"], told["fault"]) == (False, seq, said)


def test_the_sentence_says_what_the_bad_row_speaks_of(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    behind_the_triggers(
        newsroom, "UPDATE history SET detail = 'x' WHERE seq = (SELECT max(seq) FROM history)"
    )
    said = desk_shell.refused("history", "verify")
    assert f" It says claim:transition of claim {claim_id}, 2026-11-20 " in said


def test_an_empty_record_holds(shell: Shell) -> None:
    shell.ok("db", "upgrade")
    shell.ok("db", "downgrade", "base", "--yes")
    assert shell.refused("history", "verify").startswith("The database is at revision none")
