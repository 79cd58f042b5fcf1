"""How commands print: tables for people, JSON for programs, progress on stderr."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
WIDE = 10_000  # where nobody watches, nothing is cut
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def json_option(command: Command) -> Command:
    """The `--json` switch of every list and of every check."""
    about = "Print JSON, for programs."
    return click.option("--json", "is_json", is_flag=True, help=about)(command)


def print_json(data: object) -> None:
    click.echo(as_json(data, indent=2))


def as_json(data: object, *, indent: int | None = None) -> str:
    """JSON in letters as they are, or as JSON's own escapes where the output's encoding lacks some of them."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_ascii = not encoding.lower().startswith("utf")
    return json.dumps(data, ensure_ascii=is_ascii, indent=indent, default=_plain)


def _plain(value: object) -> str:
    """Moments as ISO 8601 in UTC, days as ISO dates."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing JSON knows")


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, none: str) -> None:
    """Columns as wide as they need; the last is cut where the terminal ends.  `none` is said when there are no rows."""
    cells = [[_cell(value) for value in row] for row in rows]
    if not cells:
        click.echo(none)
        return
    lines = [[name.upper() for name in head], *cells]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head) - 1)]
    room = shutil.get_terminal_size((WIDE, 24)).columns if sys.stdout.isatty() else WIDE
    for line in lines:
        start = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False))
        start = f"{start}  " if start else ""
        click.echo(start + _cut(line[-1], max(room - len(start), 20)))


def _cell(value: object) -> str:
    """One line of text, with nothing in it that could move the cursor."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    return _UNSEEN.sub(" ", "" if value is None else str(value))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


def progress(label: str, length: int, items: Iterable[Any] | None = None) -> Any:
    """A bar on stderr with how many of how many; where nobody watches only its label is printed.

    It moves two hundred times at most, so that drawing it costs nothing beside a hundred thousand rows.
    """
    return click.progressbar(
        items,
        length=length,
        label=label,
        show_pos=True,
        show_percent=False,
        update_min_steps=max(1, length // 200),
        file=sys.stderr,
    )
