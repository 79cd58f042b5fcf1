"""`factcheck serve`: the site, by a production server."""

import os

import click

from factcheck import serving
from factcheck.cli.frame import examples, opened, settings_with
from factcheck.config import Settings


@click.command(
    epilog=examples(
        "FACTCHECK_SECRET_KEY_FILE=/etc/factcheck/secret FACTCHECK_BASE_URL=https://facts.example factcheck serve",
        "PORT=8123 factcheck serve",
        "factcheck serve --no-worker            where factcheck worker carries out the jobs",
    )
)
@click.option(
    "--no-worker", is_flag=True, help="Carry out no jobs; goes before FACTCHECK_SERVE_JOBS."
)
def serve(no_worker: bool) -> None:
    """Serve the site until SIGTERM or Ctrl-C.

    Starts as many processes and threads as FACTCHECK_WORKERS and FACTCHECK_THREADS say, and listens on FACTCHECK_HOST
    and FACTCHECK_PORT.  Refuses to start without a secret key or on a database of another revision.  Jobs
    are carried out from here as well: pages are fetched and, where FACTCHECK_MAIL_URL is set, mails are sent.
    """
    if no_worker:
        os.environ["FACTCHECK_SERVE_JOBS"] = (
            "no"  # the server's processes read their settings from here
        )
    settings = settings_with()
    with opened(settings) as database:
        serving.require_ready(settings, database)
        notice = database.dialect.notice()
    announce(settings, notice)
    serving.run(settings)


def announce(settings: Settings, notice: str) -> None:
    """What runs, where, on what."""
    size = f"{settings.workers} × {settings.threads} threads"
    click.echo(f"factcheck serves {settings.base_url} ({serving.server_name()}, {size}).")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    listens = f"http://{host}:{settings.port}"
    if listens != settings.base_url:
        click.echo(f"It listens on {listens}, behind what readers come through.")
    click.echo(f"Database: {notice}.")
    click.echo("End it with Ctrl-C.")
