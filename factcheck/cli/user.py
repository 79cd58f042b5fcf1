"""`factcheck user`: people and their accounts, for whoever has the machine's shell."""

import sys

import click

from factcheck.cli.frame import Fault, examples, opened, person_named, reading
from factcheck.cli.output import json_option, print_json, print_table
from factcheck.db import utc_now
from factcheck.domain.limits import PASSWORD_MAX
from factcheck.domain.terms import COMMAND_LINE, Part
from factcheck.services import accounts, people


@click.group()
def user() -> None:
    """Add, list and disable people."""


@user.command(
    epilog=examples(
        "factcheck user add ada@desk.example --name Ada --part administrator",
        "factcheck user add edith@desk.example --name Edith --part editor --part checker",
        "factcheck user add ada@desk.example --name Ada --part administrator --password-stdin < file",
    )
)
@click.argument("email")
@click.option("--name", required=True, help="The name others see.")
@click.option(
    "--part",
    "parts",
    multiple=True,
    required=True,
    type=click.Choice([part.value for part in Part]),
    help="What the person may do; give it once for each part.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin, one line.")
def add(email: str, name: str, parts: tuple[str, ...], password_stdin: bool) -> None:
    """Open an account for EMAIL; this is how a desk gets its first administrator.

    The password is asked for twice, without being shown.
    """
    with opened() as database:
        password = _read_password(is_stdin=password_stdin)
        with database.work(COMMAND_LINE) as work:
            played = [Part(part) for part in parts]
            person = accounts.add_person(work, email, name, played, password)
    click.echo(f"{person.name} ({person.email}) is on the desk: {_parts(person.parts)}.")


def _read_password(*, is_stdin: bool) -> str:
    if not is_stdin:
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    password = sys.stdin.readline(PASSWORD_MAX + 2).rstrip("\r\n")
    if not password:
        raise Fault("No password came on stdin.", 2)
    return password


@user.command("list", epilog=examples("factcheck user list", "factcheck user list --json"))
@json_option
def list_(is_json: bool) -> None:
    """List everybody who has or had an account.

    JSON: [{"id", "name", "email", "parts", "is_disabled", "created_at", "last_seen_at"}].
    """
    with opened() as database, reading(database) as session:
        lines = people.everybody(session, utc_now())
    if is_json:
        print_json([_as_json(line) for line in lines])
        return
    rows = [
        (one.id, one.name, one.email, "disabled" if one.is_disabled else "", _parts(one.parts))
        for one in lines
    ]
    print_table(("id", "name", "mail", "", "parts"), rows, none="Nobody has an account yet.")


def _as_json(one: people.PersonLine) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "parts": [part.value for part in Part if part in one.parts],
        "is_disabled": one.is_disabled,
        "created_at": one.created_at,
        "last_seen_at": one.last_seen_at,
    }


@user.command(
    epilog=examples(
        "factcheck user password ada@desk.example",
        "factcheck user password ada@desk.example --password-stdin < file",
    )
)
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin, one line.")
def password(email: str, password_stdin: bool) -> None:
    """Give EMAIL a new password; every session of hers ends.

    For an administrator who forgot her own; everybody else gets a link from an administrator, on the page of people.
    """
    with opened() as database:
        with reading(database) as session:
            person_id = person_named(session, email).id
        chosen = _read_password(is_stdin=password_stdin)
        with database.work(COMMAND_LINE) as work:
            person = accounts.replace_password(work, person_id, chosen)
    click.echo(f"{person.name} ({person.email}) has a new password and is signed out everywhere.")


@user.command(epilog=examples("factcheck user disable ada@desk.example"))
@click.argument("email")
def disable(email: str) -> None:
    """Let EMAIL in no more; sessions end at once, past work stays.

    The last administrator stays.
    """
    with opened() as database, database.work(COMMAND_LINE) as work:
        person = accounts.disable(work, person_named(work.session, email).id)
    click.echo(f"{person.name} ({person.email}) is disabled.")


def _parts(parts: frozenset[Part]) -> str:
    return ", ".join(part.label for part in Part if part in parts)
