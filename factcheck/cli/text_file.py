"""The FILE of the commands that look at a text and store nothing: plain text, offsets as in the file."""

import sys
from pathlib import Path

import click

from factcheck.cli.frame import Fault
from factcheck.domain.limits import DOCUMENT_BYTES

text_argument = click.argument(
    "file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False)
)


def read_text_file(file: Path) -> str:
    """What FILE says (`-` is stdin), decoded from UTF-8 and otherwise untouched.

    Raises Fault for what is not UTF-8 and for more than 4 MB, OSError for what cannot be read.
    """
    data = _bytes(file)
    if len(data) > DOCUMENT_BYTES:
        raise Fault(f"The file is longer than {DOCUMENT_BYTES // 1_000_000} MB.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault("The text is not UTF-8; save it as UTF-8.") from error


def _bytes(file: Path) -> bytes:
    """One byte more than is taken is enough to see that it is too long."""
    if str(file) == "-":
        return sys.stdin.buffer.read(DOCUMENT_BYTES + 1)
    with file.open("rb") as stream:
        return stream.read(DOCUMENT_BYTES + 1)
