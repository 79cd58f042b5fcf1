"""`factcheck clearance`: signed sheets of cleared articles, tried without a database."""

import re
import sys
from pathlib import Path

import click

from factcheck.adapters.signatures import find_key, is_signed_by
from factcheck.cli.frame import WRONG_USE, Fault, examples, settings_with
from factcheck.cli.output import json_option, print_json
from factcheck.domain.clearance import SHEET_BYTES, Checked, key_id, read_signed
from factcheck.domain.inputs import BadInput

_KEY = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")


@click.group()
def clearance() -> None:
    """Try the signed sheets of articles that were cleared to run."""


@clearance.command(
    epilog=examples(
        "factcheck clearance verify clearance-12-1.json",
        "factcheck clearance verify clearance-12-1.json --key 5f2b…   (a desk's key, as on its sheets)",
        "factcheck clearance verify - --json < clearance-12-1.json",
    )
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--key", "wanted", metavar="KEY", default="", help="Whose key it must be.")
@json_option
def verify(file: Path, wanted: str, is_json: bool) -> None:
    """Tell whether the signed sheet in FILE is what a desk signed, to the last byte (`-` reads stdin).

    The key must be this desk's own, or the one named by --key: its short name or the whole public key, as sheets
    print them.  Whether the clearance still holds, only the desk itself knows: `factcheck article gate ID --check`.
    Exit code 1 when a byte was changed or another key signed.

    JSON: {"verifies", "fault" (a sentence, or ""), "key_id", "public_key", "sha256", "article", "number", "cleared_by",
    "cleared_at"}; empty or null where the file does not say.
    """
    settings = settings_with()
    if wanted and not _KEY.fullmatch(wanted):
        raise Fault("--key must be the 32 or 64 hex digits that a sheet prints.", WRONG_USE)
    checked, fault = None, ""
    try:
        checked = read_signed(_read(file), is_signed_by)
        _require_key(checked, wanted or _own(settings.home))
    except BadInput as bad:
        fault = bad.sentence
    if is_json:
        print_json(_told(checked, fault))
    if fault or checked is None:
        raise Fault(fault)
    if not is_json:
        sheet = checked.sheet
        click.echo(
            f"The sheet verifies: article {sheet['article']['id']}, sheet {sheet['number']}, text "
            f"{sheet['text']['version']}, cleared by {sheet['cleared_by']['name']} at {sheet['cleared_at']}."
        )
        click.echo(f"Key {checked.key_id}, SHA-256 {checked.sha256}")


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(SHEET_BYTES + 1)
    with file.open("rb") as stream:
        return stream.read(SHEET_BYTES + 1)


def _own(home: Path) -> str:
    """The public key of the desk whose home this is; empty where none was made."""
    key = find_key(home)
    return key.public_key if key else ""


def _require_key(checked: Checked, wanted: str) -> None:
    if not wanted:
        raise BadInput(
            f"The signature is right, but whose key {checked.key_id} is cannot be told here: name it with --key."
        )
    if wanted not in {checked.public_key, checked.key_id}:
        own = wanted if len(wanted) < len(checked.public_key) else key_id(wanted)
        raise BadInput(f"Another key signed it: {checked.key_id}, not {own}.")


def _told(checked: Checked | None, fault: str) -> dict[str, object]:
    sheet = checked.sheet if checked else {}
    return {
        "verifies": not fault,
        "fault": fault,
        "key_id": checked.key_id if checked else "",
        "public_key": checked.public_key if checked else "",
        "sha256": checked.sha256 if checked else "",
        "article": sheet.get("article", {}).get("id"),
        "number": sheet.get("number"),
        "cleared_by": sheet.get("cleared_by", {}).get("name", ""),
        "cleared_at": sheet.get("cleared_at", ""),
    }
