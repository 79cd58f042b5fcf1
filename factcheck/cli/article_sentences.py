"""`factcheck article sentences`: where the sentences of a text begin and end."""

from pathlib import Path

import click

from factcheck.cli.frame import examples
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.text_file import read_text_file, text_argument
from factcheck.domain.sentences import numbered_sentences


@click.command(
    "sentences",
    epilog=examples(
        "factcheck article sentences draft.txt", "factcheck article sentences draft.txt --json"
    ),
)
@text_argument
@json_option
def article_sentences(file: Path, is_json: bool) -> None:
    """Show where the sentences of the plain text in FILE begin and end (`-` reads stdin).

    Offsets count code points of the file as it is, the end exclusive; paragraphs count from 1.
    JSON: [{"start", "end", "paragraph"}].
    """
    text = read_text_file(file)
    found = numbered_sentences(text)
    if is_json:
        print_json([one._asdict() for one in found])
        return
    rows = ((one.paragraph, one.start, one.end, text[one.start : one.end]) for one in found)
    print_table(("paragraph", "start", "end", "sentence"), rows, none="No sentences.")
