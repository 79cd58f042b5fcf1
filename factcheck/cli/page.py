"""`factcheck page`: the pages on which the desk says how it works."""

import sys
from pathlib import Path

import click

from factcheck.cli.frame import NUMBER, Fault, actor_named, examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.domain.limits import POLICY_PAGE_CHARS
from factcheck.domain.policy_pages import PageSlug, PageText, slug_of
from factcheck.services import policy_pages
from factcheck.services.policy_pages import Version, VersionLine

BYTES_MAX = 4 * POLICY_PAGE_CHARS  # no character takes more in UTF-8
SLUGS = click.Choice([slug.value for slug in PageSlug])


@click.group()
def page() -> None:
    """Read and write the pages about the desk: method, corrections policy, funding, team, contact."""


@page.command("list", epilog=examples("factcheck page list", "factcheck page list --json"))
@json_option
def list_(is_json: bool) -> None:
    """List the pages there can be, and since when each says what it says.

    JSON: [{"slug", "path", "title", "version", "made_at", "by", "note", "is_starting"}]; null where nothing is written.
    """
    with opened() as database, reading(database) as session:
        found = policy_pages.pages(session)
    if is_json:
        print_json(
            [{"slug": slug.value, "path": slug.path, **_told(found[slug])} for slug in found]
        )
        return
    rows = [
        (slug.value, line.number, line.made_at, line.title)
        if line
        else (slug.value, "", "", "nothing written yet: readers do not find it")
        for slug, line in found.items()
    ]
    print_table(("page", "version", "since", "title"), rows, none="")


@page.command(
    epilog=examples("factcheck page show funding", "factcheck page show method --version 1 --json")
)
@click.argument("slug", metavar="NAME", type=SLUGS)
@click.option("--version", "number", type=NUMBER, metavar="NUMBER", help="An earlier version.")
@json_option
def show(slug: str, number: int | None, is_json: bool) -> None:
    """Print what the page NAME says, as Markdown with its title on top.

    `page list` has the names.

    JSON: {"slug", "path", "title", "version", "made_at", "by", "note", "is_starting", "text"}.
    """
    with opened() as database, reading(database) as session:
        found = (
            policy_pages.current(session, slug)
            if number is None
            else policy_pages.version(session, slug, number).version
        )
    if found is None:
        raise Fault(
            f"Nothing is written on {slug} yet. To write it: factcheck page set {slug} FILE --note …"
        )
    if is_json:
        path = slug_of(slug).path
        print_json({"slug": slug, "path": path, **_told(found), "text": found.text})
        return
    click.echo(f"# {found.title}\n\n{found.text}")


@page.command(
    "set",
    epilog=examples(
        'factcheck page set funding funding.md --note "The budget of this year."',
        'factcheck page set team - --title "Who we are" --note "Two joined." --as ada@desk.example',
    ),
)
@click.argument("slug", metavar="NAME", type=SLUGS)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--note", required=True, help="What changed, one line for readers.")
@click.option("--title", help="Its title; else the first line of FILE, if it begins with “# ”.")
@click.option("--over", type=NUMBER, metavar="NUMBER", help="The version FILE was made from.")
@click.option("--as", "email", metavar="EMAIL", help="Act as this person of the desk.")
def set_(
    slug: str, file: Path, note: str, title: str | None, over: int | None, email: str | None
) -> None:
    """Make the Markdown in FILE (`-` reads stdin) the next version of the page NAME; readers get it at once.

    With --over it is refused where another version is in force by now.
    """
    given = _given(_read(file), title, slug)
    with opened() as database:
        actor = actor_named(database, email)
        with database.work(actor) as work:
            before = policy_pages.current(work.session, slug)
            seen = over if over is not None else before.number if before else 0
            number = policy_pages.save(work, slug, given, note, seen)
    click.echo(f"Version {number} of {slug} is what readers get from now on.")


def _given(text: str, title: str | None, slug: str) -> PageText:
    """Title and text; `page show` prints what is read here."""
    head, _, rest = text.partition("\n")
    if head.startswith("# "):
        return PageText(title=title or head.removeprefix("# "), text=rest)
    return PageText(title=title or slug_of(slug).heading, text=text)


def _read(file: Path) -> str:
    if str(file) == "-":
        data = sys.stdin.buffer.read(BYTES_MAX + 1)
    else:
        with file.open("rb") as stream:
            data = stream.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        raise Fault(f"The text is longer than {POLICY_PAGE_CHARS:,} characters.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault("The text is not UTF-8; save it as UTF-8.") from error


def _told(line: VersionLine | Version | None) -> dict[str, object]:
    return {
        "title": line.title if line else None,
        "version": line.number if line else None,
        "made_at": line.made_at if line else None,
        "by": line.by_name if line else None,
        "note": line.note if line else None,
        "is_starting": line.is_starting if line else None,
    }
