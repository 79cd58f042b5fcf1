"""`factcheck article spot`: which sentences of a text to check first, and why."""

from math import isnan
from pathlib import Path

import click

from factcheck import spotting_models
from factcheck.cli.frame import examples
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.text_file import read_text_file, text_argument
from factcheck.domain.spotting.ranking import SHARE, Spotted, spot
from factcheck.spotting_models import BUILT_IN


def _no_nan(_context: click.Context, _parameter: click.Parameter, share: float) -> float:
    """`nan` is neither below nor above any bound, so the range lets it through."""
    if isnan(share):
        raise click.BadParameter("nan is not a number.")
    return share


@click.command(
    "spot",
    epilog=examples(
        "factcheck article spot draft.txt",
        "factcheck article spot draft.txt --share 0.1",
        "factcheck article spot draft.txt --spans --json",
    ),
)
@text_argument
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=SHARE,
    show_default=True,
    callback=_no_nan,
    help="How much of the text is suggested.",
)
@click.option("--spans", "has_spans", is_flag=True, help="Show the claims inside each sentence.")
@json_option
def article_spot(file: Path, share: float, has_spans: bool, is_json: bool) -> None:
    """Rate every sentence of the plain text in FILE for checking (`-` reads stdin), and suggest the best fifth.

    Offsets count code points of the file as it is, the end exclusive; a score is from 0 to 1.

    JSON: [{"start", "end", "score", "suggested", "reasons"}], with --spans also "spans": [[start, end]].
    """
    text = read_text_file(file)
    found = spot(text, spotting_models.read(Path(), BUILT_IN), share)
    if is_json:
        print_json([_as_json(one, has_spans) for one in found])
        return
    rows = [row for one in found for row in _rows(text, one, has_spans)]
    head = ("score", "", "start", "end", "reasons", "sentence")
    print_table(head, rows, none="No sentences.")


def _as_json(one: Spotted, has_spans: bool) -> dict[str, object]:
    plain = {
        "start": one.start,
        "end": one.end,
        "score": round(one.score, 6),
        "suggested": one.is_suggested,
        "reasons": one.reasons,
    }
    return {**plain, "spans": one.spans} if has_spans else plain


def _rows(text: str, one: Spotted, has_spans: bool) -> list[tuple[object, ...]]:
    mark = "check" if one.is_suggested else ""
    reasons = ", ".join(one.reasons)
    sentence = text[one.start : one.end]
    rows: list[tuple[object, ...]] = [
        (f"{one.score:.2f}", mark, one.start, one.end, reasons, sentence)
    ]
    if has_spans and len(one.spans) > 1:
        rows += [("", "", start, end, "", text[start:end]) for start, end in one.spans]
    return rows
