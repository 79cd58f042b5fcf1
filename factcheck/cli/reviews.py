"""`factcheck reviews`: what others checked before."""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path

import click

from factcheck.adapters.fetching import NotFetched, fetch
from factcheck.cli.frame import Fault as CommandFault
from factcheck.cli.frame import actor_named, examples, opened, settings_with
from factcheck.cli.output import json_option, print_json, progress
from factcheck.config import Settings
from factcheck.db import Database
from factcheck.domain.addresses import clean_address
from factcheck.domain.imported_reviews import ImportedReview
from factcheck.domain.limits import REVIEW_FEED_BYTES
from factcheck.domain.review_feeds import Fault, reviews
from factcheck.domain.terms import Actor
from factcheck.jobs.frame import world_of
from factcheck.services.prior_reviews import BATCH, Stored, import_batch

BY_FILE = "A feed can be saved and imported as a file."
NAMED_FAULTS = 20  # on a terminal; JSON names all
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@click.group("reviews")
def prior_reviews() -> None:
    """Import what others checked before."""


@prior_reviews.command(
    "import",
    epilog=examples(
        "factcheck reviews import data-commons.json",
        "factcheck reviews import reviews.jsonl --as edith@desk.example --json",
        "factcheck reviews import https://checks.example/feed.json",
    ),
)
@click.argument("file", type=str)
@click.option("--as", "email", metavar="EMAIL", help="Act as this person of the desk.")
@json_option
def import_(file: str, email: str | None, is_json: bool) -> None:
    """Import the reviews in FILE (`-` reads stdin; an address is fetched), so that claims like theirs are recognised.

    FILE is a Data Commons DataFeed, JSON Lines or a list of ClaimReview objects, or an answer of the Fact Check
    Tools (claims:search).  A review's identifier, else its url, says which one it is: the same again replaces it.
    Entries that cannot be read are named and left out; exit code 1 when nothing could be read.

    JSON: {"added", "updated", "unchanged", "malformed": [{"where", "why"}]}.
    """
    settings = settings_with()
    found = list(reviews(_read(file, settings)))
    good = [one for one in found if isinstance(one, ImportedReview)]
    faults = [one for one in found if isinstance(one, Fault)]
    with opened(settings) as database:
        stored = _store(database, actor_named(database, email), good, Path(file).name)
    if is_json:
        print_json({**asdict(stored), "malformed": [asdict(fault) for fault in faults]})
    else:
        _say(stored, faults)
    if faults and not good:
        raise CommandFault("None of the entries could be read.")


def _read(source: str, settings: Settings) -> str:
    """The text of a file, of stdin, or of what an address sends.  Raises a fault in one sentence."""
    data = _fetched(source, settings) if _ADDRESS.match(source) else _bytes(source)
    if len(data) > REVIEW_FEED_BYTES:
        raise CommandFault(f"The file is longer than {REVIEW_FEED_BYTES // 1_000_000} MB.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandFault("The file is not UTF-8; save it as UTF-8.") from error


def _fetched(address: str, settings: Settings) -> bytes:
    """What the address sends, through the one door to the web: its limits are those of a page."""
    try:
        page = fetch(clean_address(address), world_of(settings))
    except NotFetched as refused:
        raise CommandFault(f"{refused.sentence} {BY_FILE}") from refused
    if page.status != HTTPStatus.OK:
        raise CommandFault(f"The site answered with status {page.status}. {BY_FILE}")
    return page.body


def _bytes(file: str) -> bytes:
    """One byte more than is taken is enough to see that it is too long."""
    if file == "-":
        return sys.stdin.buffer.read(REVIEW_FEED_BYTES + 1)
    with Path(file).open("rb") as stream:
        return stream.read(REVIEW_FEED_BYTES + 1)


def _store(
    database: Database, actor: Actor, given: Sequence[ImportedReview], source: str
) -> Stored:
    """Batch by batch, so that nobody waits long for a turn to write."""
    stored = Stored()
    with progress("Importing reviews", len(given)) as bar:
        for start in range(0, len(given), BATCH):
            batch = given[start : start + BATCH]
            with database.work(actor) as work:
                stored += import_batch(work, batch, source=source)
            bar.update(len(batch))
    return stored


def _say(stored: Stored, faults: Sequence[Fault]) -> None:
    click.echo(
        f"{stored.added:,} added, {stored.updated:,} updated, {stored.unchanged:,} unchanged,"
        f" {len(faults):,} malformed."
    )
    for fault in faults[:NAMED_FAULTS]:
        click.echo(f"{fault.where}: {fault.why}", err=True)
    if len(faults) > NAMED_FAULTS:
        click.echo(f"and {len(faults) - NAMED_FAULTS:,} more", err=True)
