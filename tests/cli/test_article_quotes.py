"""`factcheck article quotes`: the contract's shape, a table for people, and bad files."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell

TEXT = "\ufeff👍 Серик. “We begin in May,” said Ada Stone.\r\n\r\nThe law “On Noise” stands.\n"


@pytest.fixture
def article(tmp_path: Path) -> str:
    file = tmp_path / "article.txt"
    file.write_bytes(TEXT.encode())
    return str(file)


def test_quotes_are_listed_with_offsets_of_the_file_as_decoded(shell: Shell, article: str) -> None:
    spoken, title = shell.json("article", "quotes", article)
    assert spoken == {
        "start": 10,
        "end": 28,
        "speaker": "Ada Stone",
        "cue_start": 29,
        "cue_end": 33,
        "kind": "direct",
        "confidence": 0.96,
    }
    assert TEXT[title["start"] : title["end"]] == "“On Noise”"
    assert (title["kind"], title["speaker"], title["cue_start"], title["cue_end"]) == (
        "title", None, None, None,
    )  # fmt: skip


def test_people_get_a_table_with_the_words(shell: Shell, article: str) -> None:
    lines = shell.ok("article", "quotes", article).splitlines()
    assert lines[0].split() == ["START", "END", "KIND", "SPEAKER", "CONFIDENCE", "WORDS"]
    assert lines[1].split()[:5] == ["10", "28", "direct", "Ada", "Stone"]
    assert lines[1].endswith("“We begin in May,”")


def test_a_text_without_quotes_says_so(shell: Shell) -> None:
    assert shell.ok("article", "quotes", "-", stdin=" \n") == "No quotes.\n"


def test_a_file_that_is_no_text_is_refused_in_one_sentence(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "noise.txt"
    file.write_bytes(b"\xff\xfe\x00")
    refusal = shell.refused("article", "quotes", str(file))
    assert refusal == "The text is not UTF-8; save it as UTF-8."
