"""`factcheck claimreview export` and `import`: the write format of the Fact Check Tools, out and in (D34)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from factcheck.cli.frame import (
    NUMBER_FROM_ONE,
    Fault,
    actor_named,
    examples,
    opened,
    reading,
    settings_with,
)
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.db import Database
from factcheck.domain.claimreview import publisher_of
from factcheck.domain.claimreview_exchange import PAGES, Brought, brought, page_of, pages_in
from factcheck.domain.claimreview_intake import start_of
from factcheck.domain.claimreview_judge import reviews_in
from factcheck.domain.claimreview_reading import Unreadable, read_json
from factcheck.domain.claimreview_table import TABLE
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import MARKUP_CHARS
from factcheck.domain.terms import Actor
from factcheck.services.claimreview_exchange import Leaving, bring_in, leaving
from factcheck.services.intake import AlreadyImported
from factcheck.services.sessions import desk_line

NAMED_SKIPS = 20  # on a terminal; JSON names all


@click.command(
    epilog=examples(
        "factcheck claimreview export",
        "factcheck claimreview export --json > pages.json",
        "factcheck claimreview export 12 17 --json",
    )
)
@click.argument("numbers", nargs=-1, type=NUMBER_FROM_ONE, metavar="[NUMBER]...")
@json_option
def export(numbers: tuple[int, ...], is_json: bool) -> None:
    """Take out the published verdicts, all or those with these numbers, for the Fact Check Tools.

    Retracted ones are left out, and named: their pages there are to be deleted.

    JSON: {"claimReviewMarkupPages": [{"pageUrl", "publishDate", "claimReviewAuthor", "claimReviewMarkups"}]}.
    """
    settings = settings_with()
    with opened(settings) as database, reading(database) as session:
        publisher = publisher_of(desk_line(session).name, settings.base_url)
        found = list(leaving(session, publisher, settings.base_url, numbers))
    for one in found:
        if one.review is None:
            click.echo(f"Left out, since it is retracted: {one.address}", err=True)
    if is_json:
        print_json({PAGES: [page_of(one.review) for one in found if one.review is not None]})
        return
    print_table(
        ("number", "rating", "address", "claim"), _rows(found), none="Nothing is published."
    )


def _rows(found: list[Leaving]) -> Iterator[tuple[object, ...]]:
    for one in found:
        rating = one.verdict.rating.label if one.review is not None else "Retracted"
        yield one.verdict.id, rating, one.address, one.verdict.statement


@dataclass
class Fared:
    """What became of the reviews of a file."""

    opened: list[dict[str, object]] = field(default_factory=list)
    skipped: list[dict[str, object]] = field(default_factory=list)


@click.command(
    "import",
    epilog=examples(
        "factcheck claimreview import pages.json --as edith@desk.example",
        "factcheck claimreview import feed.json --as edith@desk.example --json",
    ),
)
@click.argument("file", type=click.Path(allow_dash=True, dir_okay=False))
@click.option(
    "--as", "email", metavar="EMAIL", required=True, help="Act as this person of the desk."
)
@json_option
def import_(file: str, email: str, is_json: bool) -> None:
    """Open a claim for each ClaimReview in FILE (`-` reads stdin), to be looked at: spotted, not yet decided upon.

    FILE is what `claimreview export --json` writes, a DataFeed, or any JSON-LD with ClaimReviews in it.  Each claim
    comes with its claimant, day and place, and a text that says who checked it before.  What came in before, what has
    no claim and what this desk published itself is skipped, with the reason; exit code 1 when nothing could be read.

    JSON: {"opened": [{"claim", "article", "where"}], "skipped": [{"where", "why"}]}.
    """
    settings = settings_with()
    found = list(_brought(_read(file)))
    if not found:
        raise Fault("There is no ClaimReview in it.")
    with opened(settings) as database:
        fared = _bring_all(database, actor_named(database, email), found, settings.own_host)
    if is_json:
        print_json({"opened": fared.opened, "skipped": fared.skipped})
    else:
        _say(fared)


def _read(file: str) -> object:
    if file == "-":
        data = sys.stdin.buffer.read(4 * MARKUP_CHARS + 1)
    else:
        with Path(file).open("rb") as stream:
            data = stream.read(4 * MARKUP_CHARS + 1)
    try:
        return read_json(data.decode("utf-8-sig")).value
    except UnicodeDecodeError as error:
        raise Fault("The file is not UTF-8; save it as UTF-8.") from error
    except Unreadable as bad:
        raise Fault(TABLE[bad.code].sentence.replace("{}", bad.detail)) from bad


def _brought(value: object) -> Iterator[Brought]:
    pages = pages_in(value)
    if pages:
        yield from brought(pages)
    else:
        yield from (Brought(path, asked.review) for path, asked in reviews_in(value))


def _bring_all(database: Database, actor: Actor, found: list[Brought], own_host: str) -> Fared:
    """One by one, so that a faulty one spoils no other; who may not stops at the first."""
    fared = Fared()
    for one in found:
        try:
            start = start_of(one.review, own_host)
            with database.work(actor) as work:
                claim = bring_in(work, start)
                entry: dict[str, Any] = {"claim": claim.id, "article": claim.article_id}
            fared.opened.append({**entry, "where": one.where})
        except (BadInput, AlreadyImported) as why:
            fared.skipped.append({"where": one.where, "why": why.sentence})
    return fared


def _say(fared: Fared) -> None:
    click.echo(f"{len(fared.opened):,} opened, {len(fared.skipped):,} skipped.")
    for one in fared.skipped[:NAMED_SKIPS]:
        click.echo(f"{one['where']}: {one['why']}", err=True)
    if len(fared.skipped) > NAMED_SKIPS:
        click.echo(f"and {len(fared.skipped) - NAMED_SKIPS:,} more", err=True)
