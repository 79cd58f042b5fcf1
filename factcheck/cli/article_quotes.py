"""`factcheck article quotes`: who says what in a text."""

from pathlib import Path

import click

from factcheck.cli.frame import examples
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.text_file import read_text_file, text_argument
from factcheck.domain.quotes import Quote, find_quotes

_SHOWN = 60


@click.command(
    "quotes",
    epilog=examples(
        "factcheck article quotes draft.txt", "factcheck article quotes draft.txt --json"
    ),
)
@text_argument
@json_option
def article_quotes(file: Path, is_json: bool) -> None:
    """Show the quotes in the plain text in FILE and who says them (`-` reads stdin).

    Offsets count code points of the file as it is, the end exclusive; quotation marks are inside.
    A speaker called by a title or a pronoun is written "Ada Stone (she)": who is meant most likely,
    then the words of the text. Kinds: direct, indirect, block, title, scare; a title or a scare
    quote has no speaker. Confidence is 0 to 1.
    JSON: [{"start", "end", "speaker", "cue_start", "cue_end", "kind", "confidence"}].
    """
    text = read_text_file(file)
    found = find_quotes(text)
    if is_json:
        print_json([_as_json(quote) for quote in found])
        return
    rows = (
        (
            quote.start,
            quote.end,
            quote.kind,
            quote.speaker or "",
            quote.confidence,
            _words(text, quote),
        )
        for quote in found
    )
    heads = ("start", "end", "kind", "speaker", "confidence", "words")
    print_table(heads, rows, none="No quotes.")


def _as_json(quote: Quote) -> dict[str, object]:
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "cue_start": quote.cue_start,
        "cue_end": quote.cue_end,
        "kind": quote.kind,
        "confidence": quote.confidence,
    }


def _words(text: str, quote: Quote) -> str:
    words = " ".join(text[quote.start : quote.end].split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
