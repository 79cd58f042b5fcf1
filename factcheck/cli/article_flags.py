"""`factcheck article flags`: which sentences of a text name people, allege crimes or involve minors."""

from pathlib import Path

import click

from factcheck.cli.frame import examples
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.cli.text_file import read_text_file, text_argument
from factcheck.domain.risks import risks


@click.command(
    "flags",
    epilog=examples(
        "factcheck article flags draft.txt", "factcheck article flags draft.txt --json"
    ),
)
@text_argument
@json_option
def article_flags(file: Path, is_json: bool) -> None:
    """Show which sentences of the plain text in FILE have risk flags (`-` reads stdin).

    A flag asks a person to look: who is a public figure is not known here.
    Offsets count code points of the file as it is, the end exclusive.

    JSON: [{"start", "end", "flags"}], of names_private_person, alleges_crime, involves_minor.
    """
    text = read_text_file(file)
    found = risks(text)
    if is_json:
        print_json([{"start": one.start, "end": one.end, "flags": one.names} for one in found])
        return
    rows = ((one.start, one.end, _in_words(one.names), text[one.start : one.end]) for one in found)
    print_table(("start", "end", "flags", "sentence"), rows, none="No sentence has a flag.")


def _in_words(names: list[str]) -> str:
    """ "names a private person, alleges a crime"."""
    return ", ".join(name.replace("_", " a ", 1) for name in names).replace("_", " ")
