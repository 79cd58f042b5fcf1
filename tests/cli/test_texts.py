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


@pytest.mark.parametrize("command", ["sentences", "flags", "spot"])
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


def test_every_sentence_is_rated_and_the_best_fifth_suggested(shell: Shell, draft: str) -> None:
    found = shell.json("article", "spot", draft)
    assert [list(one) for one in found] == [["start", "end", "score", "suggested", "reasons"]] * 3
    assert [(one["start"], one["end"], one["suggested"]) for one in found] == [
        (0, 11, False),
        (15, 50, True),
        (51, 63, False),
    ]
    assert found[0]["reasons"] == ["a heading"]
    assert found[1]["reasons"] == ["a number", "reports what somebody said"]
    assert found[1]["score"] > found[2]["score"] > found[0]["score"] > 0


def test_the_claims_inside_a_suggestion_are_shown_when_asked_for(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Exports grew by 4% in 2020; imports fell by 9%.", encoding="utf-8")
    (one,) = shell.json("article", "spot", str(path), "--spans")
    assert one["spans"] == [[0, 26], [28, 47]]
    shown = shell.ok("article", "spot", str(path), "--spans").splitlines()
    assert shown[0].split() == ["SCORE", "START", "END", "REASONS", "SENTENCE"]
    assert [line.split()[0] for line in shown[2:]] == ["0", "28"]


def test_how_much_is_suggested_can_be_said(shell: Shell, draft: str) -> None:
    found = shell.json("article", "spot", draft, "--share", "1")
    assert [one["suggested"] for one in found] == [False, True, True]
    assert shell.type("article", "spot", draft, "--share", "0").exit_code == 2
    assert shell.ok("article", "spot", "-", stdin="") == "No sentences.\n"
