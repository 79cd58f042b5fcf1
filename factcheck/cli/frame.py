"""What every command stands in: settings, an open database, refusals turned into one sentence and an exit code."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy import select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from factcheck import schema
from factcheck.config import BadSetting, Settings, read_settings
from factcheck.db import Database
from factcheck.domain.mail import mail_key
from factcheck.domain.terms import COMMAND_LINE, Actor
from factcheck.models import Person

REFUSED, WRONG_USE = 1, 2
# No file: gone with the connection, and each connection has its own.
MEMORY = ("sqlite:///", "sqlite:///:memory:")
# A number or a count somebody types: what every database can be asked for, there or not.
NUMBER = click.IntRange(0, 2**31 - 1)
NUMBER_FROM_ONE = click.IntRange(1, 2**31 - 1)


class Fault(click.ClickException):
    """The end of a command that could not do its work: one sentence on stderr, and an exit code."""

    def __init__(self, sentence: str, exit_code: int = REFUSED):
        super().__init__(sentence)
        self.exit_code = exit_code  # type: ignore[misc]  # click means it to be set so (see its own UsageError)

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"factcheck: {self.format_message()}", file=file, err=file is None)


def fault_of(error: Exception) -> Fault | None:
    """What a person is told about an error; None for one that is a mistake of the program."""
    if isinstance(error, BadSetting):
        return Fault(str(error), WRONG_USE)
    if isinstance(error, schema.WrongSchema):
        return Fault(str(error))
    sentence = getattr(error, "sentence", "")
    if isinstance(sentence, str) and sentence:
        return Fault(sentence)
    if isinstance(error, SQLAlchemyError):
        said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        return Fault(f"The database cannot be used: {said}")
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return Fault(
            "What was typed is not valid UTF-8; see the encoding of this terminal.", WRONG_USE
        )
    if isinstance(error, OSError) and error.strerror:
        return Fault(f"{error.filename or 'The system'}: {error.strerror}.")
    return None


class Plain(click.Group):
    """A group that lists commands in the order they were added and ends in sentences, not in tracebacks."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)

    def main(self, *args: Any, **more: Any) -> Any:
        """As click does it; a terminal that cannot show a letter gets its number instead of ending the command."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # whoever reads what is printed may stop, as head does: click ends quietly
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            raise fault from error


def examples(*lines: str) -> str:
    """The examples at the end of a help page, printed as they are written; an empty line begins a paragraph."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" if line else "\n\b" for line in lines)])


def settings_with(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process.  Raises `BadSetting`, for a database address as well."""
    settings = read_settings(environ)
    url = settings.database_url
    if not url.startswith(("sqlite:///", "postgres")) or url in MEMORY:
        raise BadSetting(
            "FACTCHECK_DATABASE_URL must begin with sqlite:/// and a file, or with postgresql://."
        )
    return settings


@contextmanager
def opened(settings: Settings | None = None, *, is_ready: bool = True) -> Iterator[Database]:
    """The database of the settings, closed afterwards.  Raises `WrongSchema` unless it `is_ready` or need not be."""
    settings = settings or settings_with()
    if is_ready:
        _require_file(settings)
    try:
        database = Database(settings)
    except (ArgumentError, ImportError, ValueError) as error:
        raise BadSetting(f"FACTCHECK_DATABASE_URL cannot be used: {error}") from error
    try:
        if is_ready:
            schema.require_head(database)
        yield database
    finally:
        database.dispose()


def _require_file(settings: Settings) -> None:
    """Say that there is no database yet instead of leaving an empty one behind."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite:") and not path.exists():
        raise schema.WrongSchema(f"There is no database at {path} yet. Run: factcheck db upgrade")


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """A session that only reads."""
    with Session(database.reader) as session:
        yield session


def person_named(session: Session, email: str) -> Person:
    """Somebody on the desk by mail address; a fault when nobody has it."""
    person = session.scalar(select(Person).where(Person.email == mail_key(email)))
    if person is None:
        raise Fault(f"Nobody on this desk has the mail address {email}.")
    return person


def actor_named(database: Database, email: str | None) -> Actor:
    """Who acts: the person with this address, or the command line when none is named."""
    if not email:
        return COMMAND_LINE
    with reading(database) as session:
        person = person_named(session, email)
        if person.disabled_at is not None:
            raise Fault(f"{person.name} is disabled and cannot act.")
        return Actor(person.id, person.name, person.parts)
