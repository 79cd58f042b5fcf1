"""`factcheck demo`: a desk with a story in a folder of its own, made once and served."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import click

from factcheck import schema, serving
from factcheck.cli.database import prepare
from factcheck.cli.frame import examples, opened, settings_with
from factcheck.cli.seed import make_password, print_cast, tell
from factcheck.cli.serve import announce
from factcheck.config import Settings, read_settings

PASSWORD = "password"  # the file that holds the accounts' password; it is written last  # noqa: S105
SECRET = "secret.key"  # noqa: S105
DATABASE = "factcheck.sqlite3"
MADE = (PASSWORD, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")


@click.command(
    epilog=examples(
        "factcheck demo",
        "PORT=8123 factcheck demo",
        "factcheck demo --fresh                 begin anew",
        "FACTCHECK_HOME=folder factcheck demo   keep it there, in folder/demo",
    )
)
@click.option("--port", type=click.IntRange(1, 65535), help="Where to listen; goes before PORT.")
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and tell the story anew.")
@click.option("--no-serve", is_flag=True, help="Load the story and end.")
def demo(port: int | None, fresh: bool, no_serve: bool) -> None:
    """Try factcheck: load the demo story, print the accounts, serve.

    Data lie in the folder `demo` below FACTCHECK_HOME, in a SQLite database of their own with a secret of their own;
    running it again goes on where you left.
    """
    environ = demo_environ(os.environ, port)
    settings = settings_with(environ)
    if not no_serve:
        serving.require_free(settings.host, settings.port)
    password = make(settings, is_fresh=fresh)
    settings = settings_with(environ)  # the first run has only now made its secret
    print_cast(password)
    if no_serve:
        click.echo(f"Data: {settings.home}")
        return
    os.environ.update(environ)  # the server's processes read their settings from here
    click.echo(f"Sign in at {settings.base_url}/login\n")
    with opened(settings) as database:
        serving.require_ready(settings, database)
        announce(settings, database.dialect.notice())
    serving.run(settings)


def demo_environ(environ: Mapping[str, str], port: int | None) -> dict[str, str]:
    """The environment of the demo: its own home, and whatever would lead out of it left empty."""
    home = read_settings({**environ, "FACTCHECK_SECRET_KEY_FILE": ""}).home.absolute() / "demo"
    own = dict.fromkeys(
        (
            "FACTCHECK_DATABASE_URL",
            "FACTCHECK_SECRET_KEY",
            "FACTCHECK_SECRET_KEY_FILE",
            "FACTCHECK_SECRET_KEY_FALLBACKS",
            "FACTCHECK_MAIL_URL",
            "FACTCHECK_QUEUE_URL",
            "FACTCHECK_BLOB_URL",
        ),
        "",
    )
    ports = {"FACTCHECK_PORT": str(port)} if port else {}
    return {**environ, **own, "FACTCHECK_HOME": str(home), **ports}


def make(settings: Settings, *, is_fresh: bool) -> str:
    """The demo's password, once its database stands; a telling that was broken off is begun anew."""
    home = settings.home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_fresh or not (home / PASSWORD).exists():
        for name in MADE:
            (home / name).unlink(missing_ok=True)
    if not (home / SECRET).exists():
        write_secret(home / SECRET, secrets.token_urlsafe(48))
    if (home / PASSWORD).exists():
        with opened(settings, is_ready=False) as database:
            if schema.current(database) != schema.head():
                prepare(database)
        return (home / PASSWORD).read_text(encoding="utf-8").strip()
    return _make(home)


def _make(home: Path) -> str:
    """Tell the story.  Nothing waits for the disk meanwhile, since half a story is thrown away anyhow."""
    password = make_password()
    quick = read_settings({}, home=home, synchronous="OFF")
    with opened(quick, is_ready=False) as database:
        schema.upgrade(database)
        tell(database, password)
    with (home / DATABASE).open("rb+") as file:
        os.fsync(file.fileno())
    write_secret(home / PASSWORD, password)
    return password


def write_secret(path: Path, text: str) -> None:
    """A file only its owner reads (13.3.1)."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{text}\n")
