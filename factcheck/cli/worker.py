"""`factcheck worker`: a process that carries out jobs and nothing else."""

import click

from factcheck import jobs
from factcheck.calls import SITE_THREADS, Calls
from factcheck.cli.frame import examples, opened, settings_with
from factcheck.cli.jobs import ended_by_signal


@click.command(
    epilog=examples(
        "factcheck worker",
        "factcheck worker --threads 8",
        "FACTCHECK_QUEUE_URL=valkey://queue.example/0 factcheck worker",
    )
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=SITE_THREADS,
    show_default=True,
    help="How many threads ask other sites; mails have one of their own.",
)
def worker(threads: int) -> None:
    """Carry out jobs until SIGTERM or Ctrl-C; what is under way is finished first.

    factcheck serve does the same by itself; run this beside it for more, or in its place with factcheck serve
    --no-worker.  Any number may run at once, on any machine that reaches the database.  Mails wait where
    FACTCHECK_MAIL_URL is not set.
    """
    settings = settings_with()
    with opened(settings) as database:
        calls = Calls(jobs.runner(database, settings), threads)
        database.bell = calls.ring
        stop = ended_by_signal()
        calls.start()
        click.echo("Carrying out jobs; end it with Ctrl-C.")
        while not stop.wait(60):
            pass
        click.echo("Finishing what is under way.")
        calls.stop()
