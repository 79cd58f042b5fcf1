"""`factcheck article`: bring articles in, list them, look at texts."""

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from factcheck.adapters.documents import DOCUMENT_BYTES, OFFICE_BYTES, read_article
from factcheck.adapters.fetching import NotFetched
from factcheck.adapters.pages import fetch_article
from factcheck.adapters.reading import Reading
from factcheck.cli.article_annotations import article_annotations
from factcheck.cli.article_flags import article_flags
from factcheck.cli.article_gate import article_gate
from factcheck.cli.article_quotes import article_quotes
from factcheck.cli.article_reanchor import article_reanchor
from factcheck.cli.article_renew import article_renew
from factcheck.cli.article_sentences import article_sentences
from factcheck.cli.article_spot import article_spot
from factcheck.cli.frame import (
    NUMBER_FROM_ONE,
    WRONG_USE,
    Fault,
    actor_named,
    examples,
    opened,
    reading,
    settings_with,
)
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.config import Settings
from factcheck.db import utc_now
from factcheck.domain import taken
from factcheck.domain.addresses import clean_address
from factcheck.domain.dates import parse_partial
from factcheck.domain.inputs import BadInput, clean_line
from factcheck.domain.limits import TITLE_CHARS
from factcheck.domain.taken import Gathered, Origin
from factcheck.domain.terms import ArticleKind
from factcheck.jobs.frame import world_of
from factcheck.services import intake
from factcheck.services.intake import ArticleInput, ArticleLine

LINE_CHARS = 200
MOST_BYTES = max(DOCUMENT_BYTES, OFFICE_BYTES)
UNKNOWN_LANGUAGE = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


@click.group()
def article() -> None:
    """Import and list articles, and look at texts."""


@article.command(
    "import",
    epilog=examples(
        "factcheck article import draft.md --kind own_draft --as edith@desk.example",
        "factcheck article import page.html --url https://news.example/harbour --outlet “The North”",
        "factcheck article import https://news.example/harbour",
        "pbpaste | factcheck article import - --title “The harbour runs at a loss”",
    ),
)
@click.argument("source", metavar="FILE|URL", type=click.Path(allow_dash=True, dir_okay=False))
@click.option("--title", default="", help="Its headline.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--outlet", default="", help="Who published it.")
@click.option("--byline", default="", help="Who wrote it.")
@click.option("--published-on", default="", metavar="DATE", help="YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--language", default="", help="A short code: en, ru, pt-BR.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ArticleKind]),
    default=ArticleKind.ELSEWHERE.value,
    show_default=True,
    help="Published by others, or our own text before it runs.",
)
@click.option("--as", "email", metavar="EMAIL", help="Act as this person of the desk.")
def import_(source: str, email: str | None, **given: str) -> None:
    """Import an article from FILE (.txt, .md, .html, .docx, .pdf; `-` reads text or HTML from stdin) or from its URL.

    What is not given is taken from the page or file, as far as it says so; each fact is printed with its place.
    Without --as the history says that the command line did it.
    """
    settings = settings_with()
    brought, url = _bring(source, settings)
    wanted = _input(brought, {**given, "url": given["url"] or url})
    with opened(settings) as database:
        actor = actor_named(database, email)
        with database.work(actor) as work:
            made = intake.import_article(work, wanted)
    click.echo(f"Imported as article {made.id}: {made.title}")
    for name, fact in brought.facts.items():
        if not given[name]:
            click.echo(f"{name.replace('_', ' ').capitalize()}: {fact.value}. {fact.origin.about}")


def _bring(source: str, settings: Settings) -> tuple[Gathered, str]:
    """What a file or a page says, and the address it was reached at or ''; a page is fetched right here."""
    url = ""
    if source.lower().startswith(("http://", "https://")):
        try:
            page, reading = fetch_article(clean_address(source), world_of(settings))
        except NotFetched as refused:
            raise BadInput(refused.sentence) from refused
        url = page.reached
    else:
        reading = _read(Path(source))
    today = utc_now().astimezone(settings.zone).date()
    return taken.gather(reading.text, reading.origin, reading.found, today=today), url


def _read(file: Path) -> Reading:
    """The file's text; one byte more than is taken is enough to see that it is too long."""
    if str(file) == "-":
        return read_article("stdin.txt", sys.stdin.buffer.read(MOST_BYTES + 1))
    with file.open("rb") as stream:
        return read_article(file.name, stream.read(MOST_BYTES + 1))


def _line(label: str) -> Callable[[str], str]:
    return lambda text: clean_line(text, label=label, limit=LINE_CHARS)


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise BadInput("Write the language as a short code, such as en, ru or pt-BR.")
    return text


# The same rules as in the form's fields; what is left empty is not looked at.
CLEANERS: Mapping[str, Callable[[str], str]] = {
    "title": lambda text: clean_line(text, label="The title", limit=TITLE_CHARS),
    "url": clean_address,
    "outlet": _line("The outlet"),
    "byline": _line("The byline"),
    "published_on": lambda text: parse_partial(text, today=utc_now().date()),
    "language": _language,
}


def _input(brought: Gathered, given: Mapping[str, str]) -> ArticleInput:
    """What was typed, cleaned, else what was taken; a fault names the option that is wrong."""
    title = brought.facts.get("title")
    if not given["title"] and (title is None or title.origin is Origin.FIRST_LINE):
        raise Fault("The file names no title: give one with --title.", WRONG_USE)
    found = {name: fact.value for name, fact in brought.facts.items()}
    typed = {**found, **{name: text for name, text in given.items() if text.strip()}}
    cleaned = {name: _clean(name, clean, typed.get(name, "")) for name, clean in CLEANERS.items()}
    cleaned["language"] = cleaned["language"] or UNKNOWN_LANGUAGE
    return ArticleInput(text=brought.text.value, kind=ArticleKind(given["kind"]), **cleaned)


def _clean(name: str, clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text) if text.strip() else ""
    except BadInput as bad:
        raise Fault(f"--{name.replace('_', '-')}: {bad.sentence}", WRONG_USE) from bad


@article.command("list", epilog=examples("factcheck article list", "factcheck article list --json"))
@click.option("--limit", type=NUMBER_FROM_ONE, default=100, show_default=True, help="At most.")
@json_option
def list_(limit: int, is_json: bool) -> None:
    """List articles, newest first, with the number of their claims.

    JSON: [{"id", "kind", "title", "url", "outlet", "published_on", "language", "created_at", "claims"}].
    """
    with opened() as database, reading(database) as session:
        lines = intake.articles(session, limit=limit)
    if is_json:
        print_json([_as_json(line) for line in lines])
        return
    rows = [
        (
            one.article.id,
            one.article.kind.label,
            one.claims,
            one.article.created_at,
            one.article.title,
        )
        for one in lines
    ]
    print_table(("id", "kind", "claims", "imported", "title"), rows, none="No articles yet.")


def _as_json(line: ArticleLine) -> dict[str, object]:
    plain = ("id", "title", "url", "outlet", "published_on", "language", "created_at")
    values = {name: getattr(line.article, name) for name in plain}
    return {**values, "kind": line.article.kind.value, "claims": line.claims}


article.add_command(article_gate)
article.add_command(article_annotations)
article.add_command(article_renew)
# Commands that look at a text and store nothing; each stands in a file of its own.
article.add_command(article_quotes)
article.add_command(article_sentences)
article.add_command(article_spot)
article.add_command(article_reanchor)
article.add_command(article_flags)
