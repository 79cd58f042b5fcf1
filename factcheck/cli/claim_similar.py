"""`factcheck claim similar`: was this checked before?"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from factcheck.cli.frame import WRONG_USE, Fault, examples, opened, reading, settings_with
from factcheck.cli.output import as_json, json_option, print_json, print_table, progress
from factcheck.domain.likeness import Alike
from factcheck.meaning import meaning_of
from factcheck.services.likeness import similar

DIGITS = 4  # of a score
Find = Callable[[str], list[Alike]]


@click.command(
    "similar",
    epilog=examples(
        'factcheck claim similar "The harbour runs at a loss"',
        "factcheck claim similar --input queries.jsonl -k 5",
    ),
)
@click.argument("text", required=False)
@click.option(
    "--input",
    "file",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help="Many texts: JSON Lines of {id, text}; `-` reads stdin.",
)
@click.option(
    "-k", "limit", type=click.IntRange(1, 50), default=10, show_default=True, help="At most."
)
@json_option
def claim_similar(text: str | None, file: Path | None, limit: int, is_json: bool) -> None:
    """Find claims and imported reviews that may say the same as TEXT, the likest first.

    The score is the probability that both say the same, as learned from posts and the reviews of them.  A claim is
    named `claim:` and its number, a review by its identifier.  With --input each line of JSON is answered by one line;
    lines that cannot be read are named on stderr, and the exit code is 1.

    JSON: {"id", "matches": [{"id", "score"}]}, one such line for each line of --input.
    """
    if (text is None) == (file is None):
        raise click.UsageError("Give either a TEXT or --input FILE.")
    lines = _lines(file) if file else []
    settings = settings_with()
    with opened(settings) as database, reading(database) as session:
        find = partial(
            similar, session, database.dialect, limit=limit, meaning=meaning_of(settings)
        )
        if text is not None:
            _answer_one(find, text, is_json=is_json)
        elif not _answer_lines(find, lines):
            raise Fault("Not every line could be read.")


def _lines(file: Path) -> list[str]:
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault("The file is not UTF-8; save it as UTF-8.", WRONG_USE) from error
    return text.split("\n")


def _answer_one(find: Find, text: str, *, is_json: bool) -> None:
    found = find(text)
    if is_json:
        print_json(_matches("", found))
        return
    rows = ((f"{one.score:.2f}", one.known.reference, one.known.text) for one in found)
    print_table(("score", "id", "claim"), rows, none="Nothing like it is known.")


def _answer_lines(find: Find, lines: Iterable[str]) -> bool:
    """Whether every line could be read."""
    queries = list(_queries(lines))
    with progress("Comparing", len(queries), queries) as walked:
        for number, query in walked:
            if query is None:
                click.echo(f"line {number}: it is no object with an id and a text", err=True)
            else:
                key, text = query
                click.echo(as_json(_matches(key, find(text))))
    return all(query is not None for _, query in queries)


def _queries(lines: Iterable[str]) -> Iterator[tuple[int, tuple[str | int, str] | None]]:
    """(number of the line, id and text) of every line that is not blank; None in place of what cannot be read."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _query(line)


def _query(line: str) -> tuple[str | int, str] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    key, text = found.get("id"), found.get("text")
    if isinstance(key, bool) or not isinstance(key, str | int) or not isinstance(text, str):
        return None
    is_half = isinstance(key, str) and any("\ud800" <= one <= "\udfff" for one in key)
    return None if is_half else (key, text)  # half a surrogate pair cannot be answered in UTF-8


def _matches(key: str | int, found: Iterable[Alike]) -> dict[str, object]:
    matches = [{"id": one.known.reference, "score": round(one.score, DIGITS)} for one in found]
    return {"id": key, "matches": matches}
