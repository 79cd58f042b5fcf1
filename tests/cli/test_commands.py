"""The command as a whole: help that helps, settings that are checked, sentences in place of tracebacks."""

import json
import os
import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from factcheck.cli import main
from factcheck.cli.config import HIDDEN
from factcheck.cli.frame import fault_of
from factcheck.cli.output import print_table
from factcheck.config import BadSetting, described
from factcheck.db import Busy
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from tests.cli.shell import Shell


def all_commands(
    command: click.Command = main, path: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [path]
    return [
        one
        for name in command.commands
        for one in all_commands(command.commands[name], (*path, name))
    ]


COMMANDS = all_commands()
# These read one file and open no desk: no setting concerns them.
WITHOUT_A_DESK = {
    ("article", "sentences"),
    ("article", "reanchor"),
    ("article", "flags"),
    ("article", "quotes"),
    ("article", "spot"),
    ("claimreview", "check"),
    ("claimreview", "schema"),
}  # fmt: skip
FULL_DISK = OperationalError("SELECT 1", {}, Exception("disk full\nat line 3"))


def test_the_commands_are_those_that_the_manual_promises() -> None:
    assert {" ".join(path) for path in COMMANDS} == {
        "demo", "serve", "db upgrade", "db downgrade", "db check", "db backup", "user add", "user list",
        "user disable", "user password", "article import", "article list", "article sentences", "article flags",
        "article quotes", "article reanchor", "article spot", "article gate", "article annotations", "article renew",
        "claim list", "claim show", "claim file", "claim similar", "claim vectors", "claimreview check",
        "claimreview export", "topic list", "topic add", "topic rename", "topic retire", "topic bring-back",
        "claimreview import", "claimreview schema", "clearance verify", "evidence verify", "evidence export",
        "evidence gc", "evidence recheck", "evidence stamp", "reviews import",
        "spotting counts", "spotting retrain", "spotting list", "spotting use",
        "history verify", "history prove", "history sign",
        "seed", "jobs run", "worker", "config show", "page list", "page show", "page set", "site export",
        "translation list",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(shell: Shell, path: tuple[str, ...]) -> None:
    page = shell.ok(*path, "--help")
    assert page.startswith(
        f"Usage: factcheck {' '.join(path)}".replace("factcheck", "main", 1)
    ) or (f" {' '.join(path)} " in page.splitlines()[0])
    _, found, after = page.partition("Examples:\n")
    assert found
    assert f"factcheck {' '.join(path)}" in after
    assert not shell.home.exists(), "asking for help leaves nothing behind"


def test_a_list_and_a_check_say_what_their_json_holds(shell: Shell) -> None:
    with_json = [path for path in COMMANDS if "--json" in shell.ok(*path, "--help")]
    assert {" ".join(path) for path in with_json} == {
        "user list", "article list", "article sentences", "article flags", "article quotes",
        "article reanchor", "article spot", "article gate", "article annotations", "article renew",
        "claim list", "claim show", "claim similar", "claim vectors", "clearance verify",
        "claimreview check", "claimreview export", "claimreview import",
        "reviews import", "config show", "db check", "evidence recheck", "evidence stamp", "evidence verify",
        "history verify", "history prove", "history sign", "jobs run", "site export", "translation list",
        "spotting counts", "spotting retrain", "spotting list", "page list", "page show", "topic list",
    }  # fmt: skip
    for path in with_json:
        assert re.search(r"JSON: \[?\{", shell.ok(*path, "--help"))


@pytest.mark.parametrize("words", [("nonsense",), ("db", "sideways"), ("claim", "show", "seven")])
def test_wrong_use_ends_with_two_and_says_where_help_is(
    shell: Shell, words: tuple[str, ...]
) -> None:
    result = shell.type(*words)
    assert result.exit_code == 2
    assert "--help' for help." in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "path", [path for path in COMMANDS if path not in WITHOUT_A_DESK], ids=" ".join
)
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("FACTCHECK_PORT", "eighty", "FACTCHECK_PORT must be a whole number"),
        ("FACTCHECK_TIME_ZONE", "Mars/Olympus", "FACTCHECK_TIME_ZONE names no known zone"),
    ],
)
def test_every_command_refuses_a_bad_setting_by_its_name(
    shell: Shell, path: tuple[str, ...], variable: str, value: str, sentence: str
) -> None:
    words = {
        "db downgrade": ("base", "--yes"),
        "db backup": ("copy.sqlite3",),
        "user add": ("a@desk.example", "--name", "Ana", "--part", "editor"),
        "user disable": ("a@desk.example",),
        "user password": ("a@desk.example",),
        "article import": ("-", "--title", "A title"),
        "claim show": ("1",),
        "history prove": ("1",),
        "claim file": ("1", "health"),
        "topic add": ("Health",),
        "topic rename": ("health", "Public health"),
        "topic retire": ("health",),
        "topic bring-back": ("health",),
        "page show": ("method",),
        "page set": ("method", "-", "--note", "A note."),
        "article annotations": ("1",),
        "article gate": ("1",),
        "article renew": ("1", "-"),
        "clearance verify": ("-",),
        "claim similar": ("a line of text",),
        "claimreview import": ("-", "--as", "a@desk.example"),
        "evidence export": ("1",),
        "reviews import": ("-",),
        "site export": ("out",),
        "spotting use": ("desk-0001",),
    }.get(" ".join(path), ())
    said = shell.refused(*path, *words, code=2, stdin="a line of text\n", **{variable: value})
    assert said.startswith(sentence)
    assert not shell.home.exists()


@pytest.mark.parametrize(
    "url",
    ["mysql://desk@host/desk", "sqlite:relative", "nonsense", "postgresql://desk@host:port/desk"],
)
def test_an_address_of_no_database_we_know_is_a_bad_setting(shell: Shell, url: str) -> None:
    said = shell.refused("claim", "list", code=2, FACTCHECK_DATABASE_URL=url)
    assert said.startswith("FACTCHECK_DATABASE_URL ")


def test_without_a_database_the_sentence_says_how_to_make_one(shell: Shell) -> None:
    said = shell.refused("claim", "list")
    path = shell.home / "factcheck.sqlite3"
    assert said == f"There is no database at {path} yet. Run: factcheck db upgrade"
    assert not shell.home.exists()


def test_a_database_that_does_not_answer_is_said_in_one_line(shell: Shell) -> None:
    url = "postgresql://desk@127.0.0.1:1/desk"
    said = shell.refused("claim", "list", FACTCHECK_DATABASE_URL=url)
    assert said.startswith("The database cannot be used: ")


def test_a_file_that_is_no_database_is_said_in_one_line(shell: Shell) -> None:
    shell.home.mkdir()
    (shell.home / "factcheck.sqlite3").write_bytes(
        b"no database at all, but long enough to be read" * 50
    )
    assert shell.refused("db", "check").startswith(
        "The database cannot be used: file is not a database"
    )


@pytest.mark.parametrize(
    ("error", "sentence", "code"),
    [
        (BadSetting("FACTCHECK_PORT is odd."), "FACTCHECK_PORT is odd.", 2),
        (WrongState("It moved on."), "It moved on.", 1),
        (BadInput("Write a name."), "Write a name.", 1),
        (Busy(), Busy.sentence, 1),
        (
            OperationalError("SELECT 1", {}, Exception("disk full\nat line 3")),
            "The database cannot be used: disk full",
            1,
        ),
        (PermissionError(13, "Permission denied", "desk.key"), "desk.key: Permission denied.", 1),
    ],
)
def test_what_can_go_wrong_has_a_sentence(error: Exception, sentence: str, code: int) -> None:
    fault = fault_of(error)
    assert fault is not None
    assert (fault.message, fault.exit_code) == (sentence, code)


def test_a_mistake_of_the_program_is_not_dressed_up() -> None:
    assert fault_of(ZeroDivisionError("division by zero")) is None


# ── Settings ─────────────────────────────────────────────────────────────────────────────────────


def test_settings_are_shown_as_they_are_in_force(shell: Shell) -> None:
    shell.environ = {"PORT": "8123"}
    shown = {one["variable"]: one["value"] for one in shell.json("config", "show")}
    assert list(shown) == [variable for variable, _, _ in described()]
    assert shown["FACTCHECK_PORT"] == "8123"
    assert shown["FACTCHECK_BASE_URL"] == "http://127.0.0.1:8123"
    assert shown["FACTCHECK_HOME"] == str(shell.home)
    assert shown["FACTCHECK_SECRET_KEY"] == ""


def test_no_secret_is_shown(shell: Shell) -> None:
    shell.environ = {
        "FACTCHECK_SECRET_KEY": "hush-hush-" * 5,
        "FACTCHECK_SECRET_KEY_FALLBACKS": "hush-hush-old",
        "FACTCHECK_MAIL_URL": "smtp://desk:hush-hush@mail.example",
        "FACTCHECK_DATABASE_URL": "postgresql://desk:hush-hush@db.example:5432/desk",
    }
    assert "hush" not in shell.ok("config", "show")
    shown = {one["variable"]: one["value"] for one in shell.json("config", "show")}
    assert {name for name, value in shown.items() if value == HIDDEN} == {
        "FACTCHECK_SECRET_KEY", "FACTCHECK_SECRET_KEY_FALLBACKS", "FACTCHECK_MAIL_URL",
    }  # fmt: skip
    assert shown["FACTCHECK_DATABASE_URL"] == "postgresql://desk:…@db.example:5432/desk"


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


def test_a_table_lines_up_and_nothing_in_it_moves_the_cursor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("id", "claim"), [(7, "one\x1b[2J\ntwo"), (1234, None)], none="nothing")
    assert capsys.readouterr().out == "ID    CLAIM\n7     one [2J two\n1234  \n"


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id", "claim"), [], none="No such claims.")
    assert capsys.readouterr().out == "No such claims.\n"


# ── Odd arguments and odd terminals ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("article", "list", "--limit={}"),
        ("article", "gate", "{}"),
        ("article", "annotations", "{}"),
        ("claim", "list", "--limit={}"),
        ("claim", "show", "{}"),
        ("claim", "file", "{}", "health"),
        ("claimreview", "export", "{}"),
        ("evidence", "export", "{}", "-o", "out.wacz"),
        ("history", "prove", "{}"),
        ("page", "show", "method", "--version={}"),
    ],
    ids=" ".join,
)
def test_a_number_no_database_can_hold_is_wrong_use_and_the_largest_one_names_nothing(
    desk_shell: Shell, words: tuple[str, ...]
) -> None:
    for number in (2**31, 2**63):
        said = desk_shell.type(*(word.format(number) for word in words))
        assert said.exit_code == 2
        assert "is not in the range" in said.stderr
    largest = desk_shell.type(*(word.format(2**31 - 1) for word in words))
    assert largest.exit_code in {0, 1}
    assert "cannot be used" not in largest.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("user", "disable", "{}"),
        ("claim", "file", "1", "{}"),
        ("topic", "retire", "{}"),
        ("topic", "add", "Health", "--as={}"),
    ],
    ids=" ".join,
)
def test_bytes_that_are_no_utf_8_are_wrong_use(desk_shell: Shell, words: tuple[str, ...]) -> None:
    sentence = desk_shell.refused(*(word.format("caf\udce9") for word in words), code=2)
    assert sentence == "What was typed is not valid UTF-8; see the encoding of this terminal."


def test_a_share_that_is_no_number_is_wrong_use(shell: Shell) -> None:
    said = shell.type("article", "spot", "-", "--share=nan", stdin="The ferry sank in 1999.")
    assert said.exit_code == 2
    assert "nan is not a number." in said.stderr


def test_a_terminal_without_a_letter_gets_its_number(desk_shell: Shell) -> None:
    desk_shell.ok("topic", "add", "Здоровье 🚢")
    terminal = CliRunner(
        charset="latin-1", env={"FACTCHECK_HOME": str(desk_shell.home), **desk_shell.environ}
    )
    shown = terminal.invoke(main, ["topic", "list"])
    assert shown.exit_code == 0
    assert "\\u0417\\u0434" in shown.output
    told = terminal.invoke(main, ["topic", "list", "--json"])
    assert told.exit_code == 0
    assert [one["name"] for one in json.loads(told.output)] == ["Здоровье 🚢"]


def test_whoever_has_read_enough_is_told_nothing() -> None:
    command = [sys.executable, "-m", "factcheck", "claimreview", "schema"]
    reading, writing = os.pipe()
    os.close(reading)  # nobody reads any more, as after `| head -1`
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert ended.stderr == ""
    assert ended.returncode == 1
