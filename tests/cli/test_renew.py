"""`factcheck article renew`: a newer text from the command line, looked at or kept."""

from pathlib import Path

import pytest

from factcheck.domain.terms import State
from factcheck.models import AnchorMove, ArticleVersion
from tests import factories, road
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.texts import CHANGED, LOST, TEXT, WORDS


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    file = tmp_path / "newer.txt"
    file.write_text(CHANGED, encoding="utf-8")
    return file


def test_a_look_says_what_would_become_of_claims_and_stores_nothing(
    newsroom: Newsroom, desk_shell: Shell, newer: Path
) -> None:
    factories.claim(newsroom, State.APPROVED)
    said = desk_shell.ok("article", "renew", "1", str(newer), "--look")
    assert said.startswith("Nothing stored. It would be kept as text 2 of article 1.\n")
    assert "changed" in said
    assert newsroom.count(ArticleVersion) == 1
    assert newsroom.count(AnchorMove) == 0


def test_a_newer_text_is_kept_and_told_as_json(
    newsroom: Newsroom, desk_shell: Shell, newer: Path
) -> None:
    factories.claim(newsroom, State.APPROVED)
    found = desk_shell.json("article", "renew", "1", str(newer))
    (claim,) = found["claims"]
    assert (found["article"], found["text"], found["is_kept"]) == (1, 2, True)
    assert (claim["claim"], claim["outcome"], claim["method"]) == (1, "changed", "fuzzy")
    assert (
        claim["old"]["words"] == WORDS == TEXT.strip()[claim["old"]["start"] : claim["old"]["end"]]
    )
    new = claim["new"]
    assert CHANGED.strip()[new["start"] : new["end"]] == new["words"]
    assert road.ticket(newsroom, 1).claim.state is State.CHECKING


def test_lost_words_have_no_new_place(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    factories.claim(newsroom)
    (tmp_path / "lost.md").write_text(LOST, encoding="utf-8")
    found = desk_shell.json("article", "renew", "1", str(tmp_path / "lost.md"))
    assert found["claims"][0]["new"] is None
    assert found["claims"][0]["outcome"] == "orphaned"


def test_what_cannot_be_kept_is_said_in_a_sentence(
    newsroom: Newsroom, desk_shell: Shell, newer: Path, tmp_path: Path
) -> None:
    factories.claim(newsroom)
    same = tmp_path / "same.txt"
    same.write_text(TEXT, encoding="utf-8")
    assert "the desk has already" in desk_shell.refused("article", "renew", "1", str(same))
    assert desk_shell.refused("article", "renew", "9", str(newer)) == "No such article."
    reviewer = ("--as", "rosa@desk.example")
    assert "Only a checker or an editor" in desk_shell.refused(
        "article", "renew", "1", str(newer), *reviewer
    )
    factories.article(newsroom, text=CHANGED)
    assert desk_shell.refused("article", "renew", "1", str(newer)) == "Already imported as #2."
    assert newsroom.count(AnchorMove) == 0
