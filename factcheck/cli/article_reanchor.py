"""`factcheck article reanchor`: where the anchors of an old text stand in a new one."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from factcheck.cli.frame import Fault, examples
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.text_file import read_text_file
from factcheck.domain.reanchoring import Reanchored, reanchor

Anchor = Mapping[str, object]
ANCHORS_MAX = 10_000
_TEXTS = ("exact", "prefix", "suffix")


@click.command(
    "reanchor",
    epilog=examples(
        "factcheck article reanchor old.txt new.txt --anchors anchors.json",
        "factcheck article reanchor old.txt new.txt --anchors anchors.json --json",
    ),
)
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--anchors",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A JSON list of the anchors in OLD.",
)
@json_option
def article_reanchor(old: Path, new: Path, file: Path, is_json: bool) -> None:
    """Find the anchors of the plain text in OLD again in the plain text in NEW.

    Offsets count code points of the files as they are, the end exclusive. The file of --anchors
    holds [{"id"?, "start", "end", "exact"?, "prefix"?, "suffix"?}]; "exact", "prefix" and "suffix",
    where given, must be what OLD says there.

    JSON: [{"id", "start", "end", "method", "score", "new_start", "new_end", "changed", "guesses"}]
    in the order of the anchors. "id" is null where none was given. "method" is "position" (same
    place, same words), "quote" (same words elsewhere), "fuzzy" (the words changed) or "orphaned"
    (not found, or in doubt between places). "score" is from 0 to 1, and 0 for an orphan, whose
    "new_start" and "new_end" are null. "changed": the words differ; blanks, quotation marks, dashes
    and normal form (NFC) do not count; false for an orphan. "guesses": for an orphan up to three
    {"start", "end", "score"}, best first; otherwise empty.
    """
    before, after = read_text_file(old), read_text_file(new)
    anchors = _anchors(read_text_file(file), before)
    found = reanchor(before, after, [_span(anchor) for anchor in anchors])
    if is_json:
        print_json([_as_json(*pair) for pair in zip(anchors, found, strict=True)])
        return
    rows = [_row(*pair, before, after) for pair in zip(anchors, found, strict=True)]
    print_table(
        ("start", "method", "score", "new", "old words", "new words"), rows, none="No anchors."
    )


def _as_json(anchor: Anchor, found: Reanchored) -> dict[str, object]:
    guesses = [{"start": g.start, "end": g.end, "score": g.score} for g in found.guesses]
    return {
        "id": anchor.get("id"),
        "start": anchor["start"],
        "end": anchor["end"],
        "method": found.method.value,
        "score": found.score,
        "new_start": found.start,
        "new_end": found.end,
        "changed": found.is_changed,
        "guesses": guesses,
    }


def _row(anchor: Anchor, found: Reanchored, before: str, after: str) -> tuple[object, ...]:
    words = "the same" if found.start is not None else f"{len(found.guesses)} guesses"
    if found.is_changed:
        words = _short(after[found.start : found.end])
    start, end = _span(anchor)
    place = "" if found.start is None else found.start
    return start, found.method.value, f"{found.score:.2f}", place, _short(before[start:end]), words


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"


def _span(anchor: Anchor) -> tuple[int, int]:
    start, end = anchor["start"], anchor["end"]
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError("anchors are checked when they are read")
    return start, end


# ── Reading the anchors ──────────────────────────────────────────────────────────────────────────


def _anchors(raw: str, text: str) -> list[Anchor]:
    """The anchors of the file, each of them in the old text; a fault says which one is wrong."""
    try:
        rows = json.loads(raw.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise Fault(
            f"The anchors are no JSON: line {error.lineno}, column {error.colno}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise Fault(
            "The anchors are nested too deep, or hold a number that is too long."
        ) from error
    if not isinstance(rows, list):
        raise Fault("The anchors must be a JSON list.")
    if len(rows) > ANCHORS_MAX:
        raise Fault(f"{len(rows):,} anchors; at most {ANCHORS_MAX:,}.")
    return [_anchor(number, row, text) for number, row in enumerate(rows, start=1)]


def _anchor(number: int, row: object, text: str) -> Anchor:
    if not isinstance(row, dict):
        raise Fault(f"Anchor {number} is no JSON object.")
    if type(row.get("start")) is not int or type(row.get("end")) is not int:
        raise Fault(f'Anchor {number} needs "start" and "end" as whole numbers.')
    if not _is_id(row.get("id")):
        raise Fault(f'The "id" of anchor {number} must be a whole number or a text.')
    start, end = _span(row)
    if not 0 <= start < end <= len(text):
        raise Fault(
            f"Anchor {number}: {start}–{end} is not in the old text of {len(text):,} characters."
        )
    for name in _TEXTS:
        _check_words(number, name, row.get(name), text, start, end)
    return row


def _is_id(given: object) -> bool:
    if isinstance(given, str):
        return not any("\ud800" <= character <= "\udfff" for character in given)
    return given is None or type(given) is int


def _check_words(number: int, name: str, given: object, text: str, start: int, end: int) -> None:
    if given is None:
        return
    if not isinstance(given, str):
        raise Fault(f'The "{name}" of anchor {number} must be a text.')
    there = {
        "exact": text[start:end],
        "prefix": text[max(0, start - len(given)) : start],
        "suffix": text[end : end + len(given)],
    }
    if there[name] != given:
        raise Fault(f'Anchor {number}: the old text does not have its "{name}" at {start}–{end}.')
