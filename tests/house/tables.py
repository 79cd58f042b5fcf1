"""The tables of the README, and of the page on ClaimReview, written from the code.

`make tables` writes them between their marks; test_readme.py says when they are behind.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

import click

from factcheck.cli import main as command_line
from factcheck.config import Settings, described
from factcheck.domain.acts import ALLOWED
from factcheck.domain.claimreview_table import TABLE as FINDINGS
from factcheck.domain.limits import LIMITS
from factcheck.domain.terms import Part, State
from factcheck.domain.workflow import TABLE, Rule
from tests.house.tree import ROOT

README = ROOT / "README.md"
CLAIMREVIEW = ROOT / "factcheck" / "domain" / "CLAIMREVIEW.md"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


# What depends on the machine, in words.
BY_MACHINE = {"home": "`~/.local/share/factcheck`", "workers": "cores, at most 4"}


def unless_set(name: str) -> str:
    """What a setting is where nobody sets it; empty where that is nothing, or said by what it is for."""
    default = next(field.default for field in fields(Settings) if field.name == name)
    if name in BY_MACHINE:
        return BY_MACHINE[name]
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return f"`{default}`" if isinstance(default, (str, int)) and default != "" else ""


def settings() -> str:
    rows = ((f"`{variable}`", about, unless_set(name)) for variable, name, about in described())
    return table(("variable", "what it says", "unless set"), rows)


def states() -> str:
    return table(("state", "what it means"), ((f"**{s.label}**", s.about) for s in State))


def parts() -> str:
    return table(("part", "what she does"), ((f"**{p.label}**", p.about) for p in Part))


def moves(rule: Rule) -> str:
    """From where to where, states that stay as they are without an arrow."""
    by_target: dict[str, list[str]] = {}
    for state, target in rule.moves.items():
        key = "" if target is state else f" → {target.label}"
        by_target.setdefault(key, []).append(state.label)
    if by_target.keys() == {""} and len(rule.moves) == len(State):
        return "any"
    found = [", ".join(sources) + target for target, sources in by_target.items()]
    if rule.falls_back:
        found.append("back to checking or open where it rests on her")
    return "; ".join(found)


def verbs() -> str:
    rows = (
        (
            f"**{verb.label}**",
            verb.about,
            ", ".join(part.label for part in Part if part in rule.parts),
            moves(rule),
        )
        for verb, rule in TABLE.items()
    )
    return table(("verb", "what it does", "who may", "while the claim is"), rows)


def acts() -> str:
    rows = (
        (
            f"**{act.heading}**",
            act.about,
            ", ".join(part.label for part in Part if part in allowed.parts)
            + (", the command line" if allowed.is_by_shell else ""),
            " ".join(allowed.conditions),
        )
        for act, allowed in ALLOWED.items()
    )
    return table(("deed", "what it does", "who may", "on what conditions"), rows)


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """(what is typed, command) of every command below `command`, groups left out."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in sorted(command.commands.items()):
        if not below.hidden:
            yield from commands_of(below, f"{path} {name}")


def typed(path: str, command: click.Command) -> str:
    arguments = [p.make_metavar(click.Context(command)) for p in command.params]
    wanted = [
        text
        for p, text in zip(command.params, arguments, strict=True)
        if isinstance(p, click.Argument)
    ]
    return " ".join([path, *wanted])


def commands() -> str:
    rows = (
        (f"`{typed(path, command)}`", command.get_short_help_str(limit=200))
        for path, command in commands_of(command_line, "factcheck")
    )
    return table(("command", "what it does"), rows)


def limits() -> str:
    rows = (
        (limit.sentence.rstrip("."), f"{limit.value:,} {limit.unit}") for limit in LIMITS.values()
    )
    return table(("what", "limit"), rows)


def findings() -> str:
    rows = (
        (f"`{row.code}`", row.level, row.source, row.sentence.replace("{}", "…"))
        for row in FINDINGS.values()
    )
    return table(("code", "how grave", "source", "what is said"), rows)


TABLES: dict[str, Callable[[], str]] = {
    make.__name__: make for make in (settings, states, parts, verbs, acts, commands, limits)
}
# Which tables stand in which file.
PLACES = {README: TABLES, CLAIMREVIEW: {"findings": findings}}


def marks(name: str) -> tuple[str, str]:
    """The comments between which a table stands."""
    return f"<!-- {name}: written by make tables -->\n", f"\n<!-- end of {name} -->"


def standing(text: str, name: str) -> str | None:
    """The table that stands in `text` now; None without its marks."""
    begin, end = marks(name)
    _, found, rest = text.partition(begin)
    body, ended, _ = rest.partition(end)
    return body.strip() if found and ended else None


def rewritten(text: str) -> str:
    """`text` with every table that has its marks made anew."""
    for name, make in (TABLES | {"findings": findings}).items():
        begin, end = marks(name)
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        if found and ended:
            text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


if __name__ == "__main__":
    lacking = []
    for file, tables in PLACES.items():
        written = file.read_text(encoding="utf-8")
        file.write_text(rewritten(written), encoding="utf-8")
        lacking += [f"{file.name}: {name}" for name in tables if standing(written, name) is None]
    sys.exit(f"There is no place for: {', '.join(lacking)}" if lacking else 0)
