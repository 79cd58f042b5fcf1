"""`factcheck article gate` and `factcheck clearance verify`."""

import json
from pathlib import Path

from factcheck.adapters.signatures import DeskKey, desk_key
from factcheck.domain.clearance import canonical, key_id, message, signed_file
from factcheck.domain.terms import State
from factcheck.services import clearances
from tests import factories, gates
from tests.cast import Newsroom
from tests.cli.shell import Shell


def cleared(newsroom: Newsroom, tmp_path: Path) -> Path:
    """The signed file of a draft, by the desk's own key."""
    gates.draft(newsroom)
    seen = gates.at(newsroom).seen
    key = desk_key(newsroom.database.settings.home)
    with newsroom.work(newsroom.edith) as work:
        made = clearances.clear(work, 1, seen, key)
    file = tmp_path / "sheet.json"
    file.write_text(made.file, encoding="utf-8")
    return file


def test_the_gate_says_what_is_in_the_way(newsroom: Newsroom, desk_shell: Shell) -> None:
    _, claim_id = gates.draft(newsroom, State.IN_REVIEW)
    said = desk_shell.ok("article", "gate", "1")
    assert "May not run yet:\n  Claim 1: not decided yet." in said
    found = desk_shell.json("article", "gate", "1")
    assert (found["may_run"], found["clearance"]) == (False, None)
    assert found["reasons"] == [{"claim": claim_id, "sentence": "Claim 1: not decided yet."}]
    assert found["facts"][0]["blocks"] == ["not_decided"]
    assert desk_shell.refused("article", "gate", "999") == "No such article."


def test_the_gate_tells_a_clearance_that_holds_from_one_that_is_void(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    cleared(newsroom, tmp_path)
    assert "Sheet 1, signed by Edith" in desk_shell.ok("article", "gate", "1", "--check")
    assert desk_shell.json("article", "gate", "1")["clearance"]["is_valid"]
    factories.hold(newsroom, 1)
    found = desk_shell.json("article", "gate", "1")["clearance"]
    assert found["void_because"] == ["A legal hold was set on claim 1"]
    assert found["void_since"] == f"{newsroom.now:%Y-%m-%dT%H:%M:%SZ}"
    result = desk_shell.type("article", "gate", "1", "--check")
    assert (result.exit_code, result.stderr) == (1, "factcheck: No clearance of this article holds.\n")  # fmt: skip
    assert "void, because: A legal hold was set on claim 1." in result.stdout


def test_an_article_of_others_has_no_gate(newsroom: Newsroom, desk_shell: Shell) -> None:
    factories.article(newsroom)
    assert "so it has no gate" in desk_shell.refused("article", "gate", "1")


def test_a_sheet_verifies_at_its_desk_and_a_changed_one_does_not(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    file = cleared(newsroom, tmp_path)
    assert "The sheet verifies: article 1, sheet 1" in desk_shell.ok("clearance", "verify", str(file))  # fmt: skip
    found = desk_shell.json("clearance", "verify", str(file))
    assert (found["verifies"], found["article"], found["cleared_by"]) == (True, 1, "Edith")
    assert desk_shell.ok("clearance", "verify", "-", stdin=file.read_bytes())
    file.write_text(file.read_text(encoding="utf-8").replace("harbour", "Harbour", 1), "utf-8")
    assert desk_shell.refused("clearance", "verify", str(file)) == (
        "The sheet was altered: it does not match its own hash."
    )
    result = desk_shell.type("clearance", "verify", str(file), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["verifies"] is False


def test_a_sheet_of_another_desk_needs_its_key_by_name(
    newsroom: Newsroom, desk_shell: Shell, shell: Shell, tmp_path: Path
) -> None:
    file = cleared(newsroom, tmp_path)
    own = desk_key(newsroom.database.settings.home).public_key
    assert "cannot be told here" in shell.refused("clearance", "verify", str(file))
    assert shell.ok("clearance", "verify", str(file), "--key", own)
    assert shell.ok("clearance", "verify", str(file), "--key", key_id(own))
    assert "--key must be" in shell.refused("clearance", "verify", str(file), "--key", "x", code=2)
    other = DeskKey(bytes(32))
    sheet = canonical(json.loads(file.read_text())["sheet"])
    file.write_text(signed_file(sheet, other.public_key, other.sign(message(sheet))), "utf-8")
    assert "Another key signed it" in desk_shell.refused("clearance", "verify", str(file))
    assert not shell.home.exists()


def test_no_command_shows_the_signing_key(
    newsroom: Newsroom, desk_shell: Shell, tmp_path: Path
) -> None:
    file = cleared(newsroom, tmp_path)
    secret = (newsroom.database.settings.home / "clearance.key").read_text().strip()
    said = desk_shell.ok("config", "show") + desk_shell.ok("clearance", "verify", str(file))
    assert secret not in said + file.read_text()
