"""`factcheck claimreview`: the judge of structured data, on any file or page; its schema; the way out and in."""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path

import click

from factcheck.adapters.fetching import Fetched, NotFetched, fetch
from factcheck.adapters.markup import read_markup
from factcheck.cli.claimreview_exchange import export, import_
from factcheck.cli.frame import REFUSED, WRONG_USE, Fault, examples, settings_with
from factcheck.cli.output import json_option, print_json
from factcheck.domain.addresses import clean_address
from factcheck.domain.claimreview_judge import Finding, Judged, judge_page, judge_text
from factcheck.domain.claimreview_rules_page import Page
from factcheck.domain.claimreview_schema import SCHEMA
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import PAGE_BYTES
from factcheck.jobs.frame import world_of

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_JSON_FILES = frozenset((".json", ".jsonld"))
HEADING = {"error": "Errors", "warning": "Warnings"}


@click.group()
def claimreview() -> None:
    """Judge ClaimReview markup, print its schema, take verdicts out and claims in."""


claimreview.add_command(export)
claimreview.add_command(import_)


@claimreview.command(
    epilog=examples(
        "factcheck claimreview check https://paper.example/fact-check",
        "factcheck claimreview check verdict.html --json",
        "factcheck claimreview check - < claimreview.json",
    )
)
@click.argument("source", metavar="FILE|URL")
@click.option("--page", default="", metavar="URL", help="The address that FILE was found at.")
@json_option
def check(source: str, page: str, is_json: bool) -> None:
    """Judge the ClaimReview of a page, or of a JSON-LD document (`-` reads stdin; an address is fetched).

    Errors break a rule that readers of the markup insist on; warnings are what they or people would miss.  Each is
    told with its place in the document, its code and the rule it comes from.

    Exit codes: 0 no error, 1 errors, 2 it cannot be read.

    JSON: {"source", "reviews", "errors": [{"code", "path", "sentence", "rule"}], "warnings": [...]}.
    """
    judged = _judged(source, page)
    if is_json:
        print_json(_as_json(source, judged))
    else:
        _say(judged)
    if judged.errors:
        raise click.exceptions.Exit(REFUSED)


def _judged(source: str, page: str) -> Judged:
    """What is said of it.  Raises a fault with exit code 2 when it cannot be had or read."""
    try:
        if _ADDRESS.match(source):
            return _of_page(fetch(clean_address(source), world_of(settings_with())))
        data = _bytes(source)
        is_json = Path(source).suffix.lower() in _JSON_FILES or _JSON.match(data) is not None
        return _of_bytes(data, clean_address(page) if page else "", is_json=is_json)
    except (BadInput, NotFetched) as bad:
        raise Fault(bad.sentence, WRONG_USE) from bad
    except OSError as error:
        raise Fault(f"{error.filename or 'The system'}: {error.strerror}.", WRONG_USE) from error


def _bytes(source: str) -> bytes:
    """One byte more than is taken is enough to see that it is too long."""
    if source == "-":
        data = sys.stdin.buffer.read(PAGE_BYTES + 1)
    else:
        with Path(source).open("rb") as stream:
            data = stream.read(PAGE_BYTES + 1)
    if len(data) > PAGE_BYTES:
        raise BadInput(f"It is longer than {PAGE_BYTES // 1_000_000} MB.")
    return data


def _of_page(fetched: Fetched) -> Judged:
    if fetched.status != HTTPStatus.OK:
        raise BadInput(f"The site answered with status {fetched.status}.")
    robots = ", ".join(value for name, value in fetched.headers if name.lower() == "x-robots-tag")
    is_json = "json" in fetched.content_type
    return _of_bytes(
        fetched.body, fetched.reached, is_json=is_json, charset=fetched.charset, robots=robots
    )


def _of_bytes(
    data: bytes, address: str, *, is_json: bool, charset: str = "", robots: str = ""
) -> Judged:
    if is_json:
        try:
            return judge_text(data.decode("utf-8-sig"), page=address)
        except UnicodeDecodeError as error:
            raise BadInput("It is not UTF-8, as JSON has to be.") from error
    found = read_markup(data, charset=charset, address=address, robots=robots)
    return judge_page(Page(**asdict(found), address=address))


def _as_json(source: str, judged: Judged) -> dict[str, object]:
    return {
        "source": source,
        "reviews": judged.reviews,
        "errors": [_finding(one) for one in judged.errors],
        "warnings": [_finding(one) for one in judged.warnings],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {"code": one.code, "path": one.path, "sentence": one.sentence, "rule": one.rule}


def _say(judged: Judged) -> None:
    for heading, some in ((HEADING["error"], judged.errors), (HEADING["warning"], judged.warnings)):
        if some:
            click.echo(f"{heading}:")
            _list(some)
    count = "One ClaimReview" if judged.reviews == 1 else f"{judged.reviews:,} ClaimReviews"
    click.echo(f"{count}: {len(judged.errors)} errors, {len(judged.warnings)} warnings.")


def _list(some: Sequence[Finding]) -> None:
    for one in some:
        click.echo(f"  {one.path}\n    {one.sentence} ({one.code}, {one.rule})")


@claimreview.command(
    epilog=examples(
        "factcheck claimreview schema", "factcheck claimreview schema > claimreview.json"
    )
)
def schema() -> None:
    """Print the JSON Schema (2020-12) of a ClaimReview; `x-code` names the finding that each part stands for."""
    print_json(SCHEMA)
