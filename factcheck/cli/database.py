"""`factcheck db`: the database's shape and health."""

from pathlib import Path

import click
from alembic.util import CommandError

from factcheck import schema
from factcheck.cli.frame import Fault, examples, opened, settings_with
from factcheck.cli.output import json_option, print_json
from factcheck.db import Database
from factcheck.dialects import backing
from factcheck.domain.terms import COMMAND_LINE
from factcheck.services import setup

SHOWN = 5  # faults that are printed; a broken file has thousands


@click.group()
def db() -> None:
    """Make, renew and check the database."""


@db.command(epilog=examples("factcheck db upgrade"))
def upgrade() -> None:
    """Bring the database to this program's revision.

    Makes the database where there is none, then adds what a desk needs: row, approval policies, scales, pages.
    What the desk has changed since stays as it is.
    """
    with opened(is_ready=False) as database:
        prepare(database)
    click.echo(f"The database is at revision {schema.head()}.")


def prepare(database: Database) -> None:
    """Migrate to the head and set the desk up."""
    schema.upgrade(database)
    with database.work(COMMAND_LINE) as work:
        setup.ensure(work)


@db.command(epilog=examples("factcheck db downgrade 0002", "factcheck db downgrade base --yes"))
@click.argument("revision", metavar="REV")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the database down to revision REV (`base` for an empty one).

    What later revisions brought is lost with its data, so this asks first.
    """
    with opened(is_ready=False) as database:
        if not yes:
            click.confirm(f"Data that revision {revision} cannot hold are lost. Go on?", abort=True)
        try:
            schema.downgrade(database, revision)
        except CommandError as error:
            raise Fault(f"{error}.") from error
        now = schema.current(database)
    click.echo(f"The database is at revision {now or 'none'}.")


@db.command(
    epilog=examples(
        "factcheck db backup /backups/factcheck.sqlite3",
        "factcheck db backup /backups/$(date +%F).sqlite3      every night, by a timer",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy a SQLite database to FILE, while it is in use.

    The copy is of one moment, sound, and for its owner alone; FILE must not be there yet. Any revision is copied, so
    that an upgrade can begin with it. Copy the kept evidence after it, never before: what a database names is kept
    first. A PostgreSQL is copied by its own pg_dump.
    """
    address = settings_with().database_url
    if not address.startswith("sqlite:"):
        raise Fault("This database is a PostgreSQL: copy it with pg_dump.")
    size = backing.back_up(address, file)
    click.echo(f"{file} holds the database: {size:,} bytes.")


@db.command(epilog=examples("factcheck db check && echo sound", "factcheck db check --json"))
@json_option
def check(is_json: bool) -> None:
    """Check that the database is whole and of this program's revision.

    On SQLite the whole file is read: integrity and foreign keys.  Exit code 1 when something is wrong.

    JSON: {"is_whole", "revision", "database" (which it is, in words), "faults": [sentences]}.
    """
    with opened() as database, database.read() as connection:
        notice = database.dialect.notice()
        faults = database.dialect.faults(connection)
    if is_json:
        print_json(
            {
                "is_whole": not faults,
                "revision": schema.head(),
                "database": notice,
                "faults": faults,
            }
        )
    if faults:
        more = f" (and {len(faults) - SHOWN} more)" if len(faults) > SHOWN else ""
        raise Fault(f"The database is damaged: {'; '.join(faults[:SHOWN])}{more}.")
    if not is_json:
        click.echo(f"The database is whole and at revision {schema.head()}. {notice}.")
