"""The database's shape: bring it up, take it down, say whether it is the one this program expects."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from factcheck.db import Busy, Database
from factcheck.resources import migrations_folder


class WrongSchema(Exception):
    """The database is of another version than the program; `str()` says what to run (R14)."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision this program was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(database: Database) -> str:
    """The revision the database is at; empty when it has none yet.

    Read without the writer's turn, so that a long change of others holds up no command that only reads.  Raises `Busy`
    while others hold the whole file.
    """
    try:
        with database.reader.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except DBAPIError as error:
        if database.dialect.is_busy(error.orig or error):
            raise Busy from error
        raise


def require_known(database: Database) -> None:
    """Raise `WrongSchema` for a database that a newer program made: this one can take it neither up nor down."""
    have = current(database)
    known = {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}
    if have and have not in known:
        raise WrongSchema(
            f"The database is at revision {have}, which a newer factcheck made; "
            f"this one knows revisions up to {head()}. Use the newer one, or restore a backup from before it."
        )


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up to `revision`, all in one transaction.  Raises `WrongSchema` as `require_known`."""
    require_known(database)
    with database.writer.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to `revision` (`-1` for one step, `base` for an empty database).  Raises as `upgrade`."""
    require_known(database)
    with database.writer.begin() as connection:
        command.downgrade(_config(connection), revision)


def require_head(database: Database) -> None:
    """Raise `WrongSchema` unless the database is at this program's revision."""
    have, want = current(database), head()
    if have != want:
        require_known(database)
        raise WrongSchema(
            f"The database is at revision {have or 'none'} and this program needs {want}. Run: factcheck db upgrade"
        )
