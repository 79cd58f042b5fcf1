"""The database's shape: bring it up, take it down, say whether it is the one this program expects."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from factcheck.db import Database
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
    """The revision the database is at; empty when it has none yet."""
    with database.writer.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up to `revision`, all in one transaction."""
    with database.writer.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to `revision` (`-1` for one step, `base` for an empty database)."""
    with database.writer.begin() as connection:
        command.downgrade(_config(connection), revision)


def require_head(database: Database) -> None:
    """Raise `WrongSchema` unless the database is at this program's revision."""
    have, want = current(database), head()
    if have != want:
        raise WrongSchema(
            f"The database is at revision {have or 'none'} and this program needs {want}. Run: factcheck db upgrade"
        )
