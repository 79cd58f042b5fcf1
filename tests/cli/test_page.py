"""`factcheck page`: what it prints can be read back, and what is refused writes nothing."""

from pathlib import Path

import pytest

from factcheck.models import PolicyVersion
from tests.cast import Newsroom
from tests.cli.shell import Shell

SET = ("page", "set", "funding")


def test_the_list_says_which_pages_say_nothing_yet(desk_shell: Shell) -> None:
    lines = desk_shell.ok("page", "list").splitlines()
    assert lines[1].split()[0] == "method"
    assert "nothing written yet: readers do not find it" in lines[3]
    found = {one["slug"]: one for one in desk_shell.json("page", "list")}
    assert found["method"]["is_starting"] is True
    assert found["team"] == {
        "slug": "team", "path": "/about/team", "title": None, "version": None, "made_at": None,
        "by": None, "note": None, "is_starting": None,
    }  # fmt: skip


def test_what_is_shown_can_be_changed_and_set_again(
    desk_shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    text = desk_shell.ok("page", "show", "method")
    assert text.startswith("# How we work\n\n")
    file = tmp_path / "method.md"
    file.write_text(text.replace("# How we work", "# Our way") + "\nAnd we listen.\n", "utf-8")
    said = desk_shell.ok(
        "page", "set", "method", str(file), "--note", "We listen.", "--as", "ada@desk.example"
    )
    assert said == "Version 2 of method is what readers get from now on.\n"
    shown = desk_shell.json("page", "show", "method")
    assert (shown["title"], shown["by"], shown["note"]) == ("Our way", "Ada", "We listen.")
    assert shown["text"].endswith("And we listen.")
    assert desk_shell.json("page", "show", "method", "--version", "1")["title"] == "How we work"
    assert newsroom.count(PolicyVersion) == 4


def test_a_text_without_a_title_gets_the_name_of_the_page(desk_shell: Shell) -> None:
    desk_shell.ok(*SET, "-", "--note", "First.", stdin="Readers pay.")
    assert desk_shell.ok("page", "show", "funding") == "# Ownership and funding\n\nReaders pay.\n"
    desk_shell.ok(*SET, "-", "--note", "Named.", "--title", "Who pays", stdin="Readers pay.")
    assert desk_shell.json("page", "show", "funding")["title"] == "Who pays"


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        (("--note", " "), b"Readers.", "Write the note."),
        (("--note", "x"), b" ", "Write the text."),
        (("--note", "x"), b"\xff", "The text is not UTF-8; save it as UTF-8."),
        (("--note", "x"), b"x" * 200_001, "The text is longer than 50,000 characters."),
        (("--note", "x", "--as", "carla@desk.example"), b"x", "Only an administrator may change"),
        (("--note", "x", "--over", "7"), b"x", "Somebody changed this page while"),
    ],
)
def test_what_is_refused_writes_nothing(
    desk_shell: Shell, newsroom: Newsroom, words: tuple[str, ...], stdin: bytes, sentence: str
) -> None:
    assert desk_shell.refused(*SET, "-", *words, stdin=stdin).startswith(sentence)
    assert newsroom.count(PolicyVersion) == 3


def test_a_page_with_nothing_on_it_is_not_shown(desk_shell: Shell) -> None:
    assert desk_shell.refused("page", "show", "team") == (
        "Nothing is written on team yet. To write it: factcheck page set team FILE --note …"
    )
    assert desk_shell.refused("page", "show", "method", "--version", "9") == "No such page."
