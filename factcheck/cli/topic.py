"""`factcheck topic`: the desk's list of topics."""

from collections.abc import Callable

import click

from factcheck.cli.frame import actor_named, examples, opened, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.db import Work
from factcheck.services import topics

AS = click.option(
    "--as", "email", metavar="MAIL", help="Whose doing it is; else the command line's."
)
SLUG = click.argument("slug", metavar="TOPIC")


@click.group()
def topic() -> None:
    """Keep the topics under which claims are filed."""


@topic.command("list", epilog=examples("factcheck topic list", "factcheck topic list --json"))
@json_option
def list_(is_json: bool) -> None:
    """List the topics, retired ones last.

    JSON: [{"id", "slug", "name", "is_retired", "claims", "published"}].
    """
    with opened() as database, reading(database) as session:
        found = topics.listed(session)
    if is_json:
        print_json([line._asdict() for line in found])
        return
    rows = [
        (line.slug, line.name, line.claims, line.published, "retired" if line.is_retired else "")
        for line in found
    ]
    print_table(("slug", "name", "claims", "published", ""), rows, none="No topics yet.")


@topic.command(epilog=examples('factcheck topic add "Public health"'))
@click.argument("name", metavar="NAME")
@AS
def add(name: str, email: str | None) -> None:
    """Add a topic; its slug is made of its NAME."""
    with opened() as database:
        with database.work(actor_named(database, email)) as work:
            number = topics.add(work, name)
        with reading(database) as session:
            line = next(one for one in topics.listed(session) if one.id == number)
    click.echo(f"Topic {line.slug} is there.")


@topic.command(epilog=examples('factcheck topic rename public-health "Health"'))
@SLUG
@click.argument("name", metavar="NAME")
@AS
def rename(slug: str, name: str, email: str | None) -> None:
    """Give TOPIC another NAME; its old address leads to the new one."""
    _do(slug, email, lambda work, number: topics.rename(work, number, name))
    click.echo("It has its new name.")


@topic.command(epilog=examples("factcheck topic retire public-health"))
@SLUG
@AS
def retire(slug: str, email: str | None) -> None:
    """Offer TOPIC no more; what stands under it stays there."""
    _do(slug, email, topics.retire)
    click.echo("It is retired.")


@topic.command("bring-back", epilog=examples("factcheck topic bring-back public-health"))
@SLUG
@AS
def bring_back(slug: str, email: str | None) -> None:
    """Offer a retired TOPIC again."""
    _do(slug, email, topics.bring_back)
    click.echo("It can be chosen again.")


def _do(slug: str, email: str | None, verb: Callable[[Work, int], None]) -> None:
    with opened() as database:
        actor = actor_named(database, email)
        with reading(database) as session:
            [number] = topics.numbers_of(session, [slug])
        with database.work(actor) as work:
            verb(work, number)
