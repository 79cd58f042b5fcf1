"""Commands that look at a text: what they print is about the file as it is, and nothing is stored."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell

DRAFT = "Pier closes\r\n\r\nThe pier cost 3.5 m, Mr. Lund said. 🙂 It is old.\r\n"


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.txt"
    path.write_bytes(DRAFT.encode())
    return str(path)


def test_sentences_are_given_by_code_points_of_the_file(shell: Shell, draft: str) -> None:
    found = shell.json("article", "sentences", draft)
    assert found == [
        {"start": 0, "end": 11, "paragraph": 1},
        {"start": 15, "end": 50, "paragraph": 2},
        {"start": 51, "end": 63, "paragraph": 2},
    ]
    assert DRAFT[51:63] == "🙂 It is old."


def test_sentences_are_shown_to_people_as_a_table(shell: Shell, draft: str) -> None:
    assert shell.ok("article", "sentences", draft).splitlines()[:2] == [
        "PARAGRAPH  START  END  SENTENCE",
        "1          0      11   Pier closes",
    ]


def test_an_empty_text_has_no_sentences(shell: Shell) -> None:
    assert shell.ok("article", "sentences", "-", stdin=" \n") == "No sentences.\n"


@pytest.mark.parametrize("command", ["sentences", "flags"])
def test_a_file_that_is_no_text_is_refused_in_a_sentence(shell: Shell, command: str) -> None:
    said = shell.refused("article", command, "-", stdin=b"\xff\xfeA")
    assert said == "The text is not UTF-8; save it as UTF-8."
    said = shell.refused("article", command, "nowhere.txt")
    assert said == "nowhere.txt: No such file or directory."
    said = shell.refused("article", command, "-", stdin=b"a" * 4_000_001)
    assert said == "The file is longer than 4 MB."


def test_flags_are_given_for_the_sentences_that_have_any(shell: Shell, draft: str) -> None:
    assert shell.json("article", "flags", draft) == [
        {"start": 15, "end": 50, "flags": ["names_private_person"]}
    ]


def test_flags_are_shown_to_people_in_words(shell: Shell) -> None:
    shown = shell.ok("article", "flags", "-", stdin="It rained. Lund, 15, stole a boat.")
    assert shown.splitlines() == [
        "START  END  FLAGS                                                      SENTENCE",
        "11     34   names a private person, alleges a crime, involves a minor  Lund, 15, stole a boat.",
    ]
    assert shell.ok("article", "flags", "-", stdin="It rained.") == "No sentence has a flag.\n"
