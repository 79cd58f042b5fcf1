"""`factcheck claim file`: say under which topics a claim stands."""

import click

from factcheck.cli.frame import NUMBER, actor_named, examples, opened, reading
from factcheck.services import topics
from factcheck.services.standing import load


@click.command(
    "file",
    epilog=examples(
        "factcheck claim file 12 health transport", "factcheck topic list      what there is"
    ),
)
@click.argument("claim_id", metavar="ID", type=NUMBER)
@click.argument("slugs", metavar="TOPIC...", nargs=-1, required=True)
@click.option("--as", "email", metavar="MAIL", help="Whose doing it is; else the command line's.")
def claim_file(claim_id: int, slugs: tuple[str, ...], email: str | None) -> None:
    """Say that claim ID stands under these topics and no others, named by their slugs.

    Readers of a published one see it at once; it is no correction, and approvals stay.
    """
    with opened() as database:
        actor = actor_named(database, email)
        with reading(database) as session:
            numbers = topics.numbers_of(session, slugs)
            seen = load(session, claim_id).claim.version
        with database.work(actor) as work:
            is_changed = topics.file_claim(work, claim_id, seen, numbers)
    click.echo(f"Claim {claim_id} {'is filed' if is_changed else 'stood there already'}.")
