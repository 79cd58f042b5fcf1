"""The README says what the code says: every setting, state, part, verb, command and limit."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from factcheck.config import Settings, described, read_settings
from tests.house.tables import (
    BY_MACHINE,
    PLACES,
    README,
    TABLES,
    commands_of,
    marks,
    rewritten,
    standing,
    table,
    unless_set,
)
from tests.house.tables import command_line as factcheck
from tests.house.tree import PACKAGE, ROOT


def text() -> str:
    return README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_readme_is_what_the_code_says(name: str) -> None:
    found = standing(text(), name)
    assert found is not None, "README.md lacks the marks: " + "…".join(marks(name))
    assert found == TABLES[name](), "run: make tables"


def test_the_tables_beside_the_readme_are_what_the_code_says() -> None:
    beside = {file: tables for file, tables in PLACES.items() if file != README}
    assert [file.name for file in beside] == ["CLAIMREVIEW.md"]
    for file, tables in beside.items():
        for name, make in tables.items():
            assert standing(file.read_text(encoding="utf-8"), name) == make(), "run: make tables"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_behind_is_found_and_made_anew(name: str) -> None:
    begin, end = marks(name)
    behind = f"before\n{begin}\n| old |\n{end}\nafter\n"
    assert standing(behind, name) == "| old |"
    assert standing(rewritten(behind), name) == TABLES[name]()
    assert rewritten(behind).startswith("before\n")
    assert rewritten(behind).endswith("\nafter\n")
    assert rewritten(rewritten(behind)) == rewritten(behind)


def test_a_table_without_its_marks_is_missed() -> None:
    assert standing("no table here", "settings") is None


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(("a",), [("b | c",)]) == "| a |\n| --- |\n| b \\| c |"


def test_every_setting_and_every_command_says_what_it_is_for() -> None:
    assert [variable for variable, _, about in described() if len(about.split()) < 3] == []
    unexplained = [
        path
        for path, command in commands_of(factcheck, "factcheck")
        if len(command.get_short_help_str().split()) < 2
    ]
    assert unexplained == []


def test_what_a_setting_is_unless_set_is_what_an_empty_environment_gives(tmp_path: Path) -> None:
    given = read_settings({}, home=tmp_path)
    by_machine = {"database_url", *BY_MACHINE}
    defaults = {one.name: one.default for one in fields(Settings) if one.name not in by_machine}
    found = {name: getattr(given, name) for name in defaults}
    assert found | {"fetch_stand_ins": {}} == defaults | {"fetch_stand_ins": {}}
    assert (unless_set("port"), unless_set("mail_url"), unless_set("serves_jobs")) == (
        "`8000`",
        "",
        "`yes`",
    )


def test_every_place_of_the_readme_that_it_leads_to_is_there() -> None:
    headings = re.findall(r"^#+ (.+)$", text(), re.MULTILINE)
    places = {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}
    assert [one for one in re.findall(r"\]\(#([^)]+)\)", text()) if one not in places] == []


def test_every_command_and_every_option_that_the_readme_types_is_there() -> None:
    known = dict(commands_of(factcheck, "factcheck"))
    groups = {path.rpartition(" ")[0] for path in known}
    typed = list(typed_by_people())
    assert len(typed) > 40
    for words, rest in typed:
        path = " ".join(words) if " ".join(words[:2]) in groups else " ".join(words[:2])
        assert path in known or path in groups, path
        there = {name for p in known[path].params for name in p.opts} if path in known else set()
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= there | {"--help"}, f"{path} {rest}"


def typed_by_people() -> Iterator[tuple[list[str], str]]:
    """(command, what follows) of the README's code: between back-quotes, and in blocks of shell."""
    spans = re.findall(r"```sh\n(.+?)```|`((?:factcheck|desk) [^`\n]+)`", text(), re.DOTALL)
    for line in "\n".join(block + span for block, span in spans).splitlines():
        code = re.split(r" {2,}#", line)[0]
        found = re.findall(
            r"(?:^|&& |bin/)(?:factcheck|desk) ([a-z][a-z-]*)( [a-z][a-z-]*)?([^&|]*)", code
        )
        for one, two, rest in found:
            yield ["factcheck", one, *two.split()], rest


def test_every_recipe_that_the_readme_names_is_in_the_makefile() -> None:
    recipes = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)(?:\w+=\S+ )*make ([a-z-]+) *(?:`|#|$)", text(), re.MULTILINE))
    assert {"demo", "test"} <= named <= recipes


def test_the_two_commands_stand_first_in_the_readme() -> None:
    commands = re.findall(r"\bmake [a-z]+", text().partition("<!--")[0])
    assert commands[:2] == ["make demo", "make test"]


def test_every_part_of_the_package_is_told_of_where_the_layout_is_explained() -> None:
    layout = text().partition("\n## How the code is laid out")[2]
    parts = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    parts |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    named = set(re.findall(r"`(?:factcheck/)?([a-z_]+)/?`", layout))
    assert parts >= {"keeping", "services"}
    assert parts - named == set()


def test_every_file_the_readme_shows_exists() -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text())
    assert [link for link in links if not (ROOT / link).exists()] == []
