"""What whoever looks after a desk does from the shell: copies, rights of files, a password that was forgotten."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck import schema
from factcheck.db import Database, utc_now
from factcheck.domain.terms import State
from factcheck.services import accounts, sessions
from tests import factories
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.house.tree import ROOT

PASSWORD = "nine herons over grey water"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ── Copies ───────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_of_a_database_in_use_is_of_one_moment_whole_and_private(
    sqlite_newsroom: Newsroom, tmp_path: Path
) -> None:
    """A change is under way in another connection; what it did not store yet is not in the copy."""
    newsroom = sqlite_newsroom
    factories.claim(newsroom, State.PUBLISHED)
    stored, home = newsroom.history(), newsroom.database.settings.home
    copy = tmp_path / "restored" / "factcheck.sqlite3"
    copy.parent.mkdir()
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.rosa.id)
        work.session.flush()
        said = Shell(home, {}).ok("db", "backup", str(copy))
    size = copy.stat().st_size
    assert said == f"{copy} holds the database: {size:,} bytes.\n"
    assert rights(copy) == 0o600
    assert [one.name for one in copy.parent.iterdir()] == ["factcheck.sqlite3"]
    restored = Shell(copy.parent, {})
    restored.ok("db", "check")
    assert f"{len(stored)} rows" in restored.ok("history", "verify")
    assert [one["name"] for one in restored.json("user", "list") if one["is_disabled"]] == []


def test_a_copy_never_takes_the_place_of_another_file(
    sqlite_newsroom: Newsroom, tmp_path: Path
) -> None:
    shell = Shell(sqlite_newsroom.database.settings.home, {})
    older, nowhere = tmp_path / "older.sqlite3", tmp_path / "nowhere" / "copy.sqlite3"
    older.write_text("an older copy")
    said = Shell(tmp_path / "empty", {}).refused("db", "backup", str(tmp_path / "copy.sqlite3"))
    assert said == f"There is no database at {tmp_path / 'empty' / 'factcheck.sqlite3'}."
    assert not (tmp_path / "empty").exists()
    said = shell.refused("db", "backup", str(older))
    assert said == f"{older} is there already. Nothing was copied."
    said = shell.refused("db", "backup", str(nowhere))
    assert said == f"There is no folder {nowhere.parent}. Nothing was copied."
    assert older.read_text() == "an older copy"
    assert not list(tmp_path.glob(".*"))


def test_a_postgresql_is_copied_by_its_own_program(
    postgresql_database: Database, tmp_path: Path
) -> None:
    schema.upgrade(postgresql_database)
    address = {"FACTCHECK_DATABASE_URL": postgresql_database.settings.database_url}
    said = Shell(tmp_path, address).refused("db", "backup", str(tmp_path / "copy"))
    assert said == "This database is a PostgreSQL: copy it with pg_dump."
    assert not (tmp_path / "copy").exists()


def test_no_copy_of_a_damaged_database_is_left(sqlite_newsroom: Newsroom, tmp_path: Path) -> None:
    home = sqlite_newsroom.database.settings.home
    sqlite_newsroom.database.dispose()
    with (home / "factcheck.sqlite3").open("rb+") as file:
        file.seek(4096 * 100)
        file.write(b"\xff" * 4096 * 40)
    copy = tmp_path / "copy.sqlite3"
    said = Shell(home, {}).refused("db", "backup", str(copy))
    assert said == f"{copy} was not written: database disk image is malformed."
    assert not list(tmp_path.glob("*copy*"))


# ── Rights ───────────────────────────────────────────────────────────────────────────────────────


def test_a_database_of_an_older_program_is_copied_before_it_is_upgraded(
    sqlite_newsroom: Newsroom, tmp_path: Path
) -> None:
    shell = Shell(sqlite_newsroom.database.settings.home, {})
    shell.ok("db", "downgrade", "0036", "--yes")
    copy = tmp_path / "copy" / "factcheck.sqlite3"
    copy.parent.mkdir()
    shell.ok("db", "backup", str(copy))
    assert "at revision 0036" in Shell(copy.parent, {}).refused("db", "check")


@needs_posix
def test_a_new_database_is_read_by_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    home = tmp_path / "desks" / "ours"
    before = os.umask(0o022)
    try:
        Shell(home, {}).ok("db", "upgrade")
    finally:
        os.umask(before)
    assert rights(home) == 0o700
    assert {one.name: rights(one) for one in home.glob("factcheck.sqlite3*")} == dict.fromkeys(
        (one.name for one in home.glob("factcheck.sqlite3*")), 0o600
    )


@needs_posix
def test_rights_that_somebody_gave_the_database_stay(tmp_path: Path) -> None:
    shell, file = Shell(tmp_path, {}), tmp_path / "factcheck.sqlite3"
    shell.ok("db", "upgrade")
    file.chmod(0o640)
    shell.ok("db", "upgrade")
    assert rights(file) == 0o640


# ── A password that was forgotten ────────────────────────────────────────────────────────────────


def test_an_administrator_who_forgot_her_password_gets_another_and_is_signed_out(
    newsroom: Newsroom, desk_shell: Shell
) -> None:
    with newsroom.work(newsroom.ada) as work:
        session_of_hers = sessions.start(work, newsroom.ada.id or 0)
    words = ("user", "password", "ADA@desk.example", "--password-stdin")
    said = desk_shell.ok(*words, stdin=f"{PASSWORD}\n")
    assert said == "Ada (ada@desk.example) has a new password and is signed out everywhere.\n"
    with newsroom.read() as session:
        assert accounts.recognise(session, "ada@desk.example", PASSWORD) is not None
        assert sessions.find(session, session_of_hers, utc_now()) is None
    person = f"person:{newsroom.ada.id}"
    assert newsroom.history()[-2:] == [
        f"person:password {person}",
        f"person:sessions_ended {person}",
    ]
    assert PASSWORD not in said


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("eve@desk.example", PASSWORD, "Nobody on this desk has the mail address"),
        ("ada@desk.example", "short", "At least 12 characters."),
        ("rosa@desk.example", PASSWORD, "Rosa is disabled; enable the account first."),
    ],
)
def test_a_new_password_that_cannot_be_changes_nothing(
    newsroom: Newsroom, desk_shell: Shell, email: str, password: str, sentence: str
) -> None:
    desk_shell.ok("user", "disable", "rosa@desk.example")
    before = newsroom.history()
    words = ("user", "password", email, "--password-stdin")
    assert desk_shell.refused(*words, stdin=f"{password}\n").startswith(sentence)
    assert newsroom.history() == before


# ── Printing that is cut short ───────────────────────────────────────────────────────────────────


def test_a_command_whose_reader_has_enough_ends_quietly(tmp_path: Path) -> None:
    """As with `factcheck config show | head -1`: the pipe is closed before anything is printed."""
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as pipe:
        ended = subprocess.run(
            [sys.executable, "-m", "factcheck", "config", "show"],
            env={**os.environ, "PYTHONPATH": str(ROOT), "FACTCHECK_HOME": str(tmp_path)},
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert (ended.returncode, ended.stderr) == (1, "")
