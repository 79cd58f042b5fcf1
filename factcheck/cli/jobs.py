"""`factcheck jobs`: what the desk tells the outside world after a change."""

import signal
import threading
from collections import Counter

import click

from factcheck import jobs as service
from factcheck.calls import run_until
from factcheck.cli.frame import examples, opened, settings_with
from factcheck.cli.output import json_option, print_json, progress
from factcheck.jobs import Done, Failed, Runner
from factcheck.jobs.rounds import Rounds


@click.group()
def jobs() -> None:
    """Deliver what waits in the outbox."""


@jobs.command(
    epilog=examples(
        "factcheck jobs run --once           for a timer, every few minutes",
        "factcheck jobs run --once --json    the same, told to a program",
        "factcheck jobs run                  until it is ended",
    )
)
@click.option("--once", is_flag=True, help="Deliver what is due now, then end.")
@json_option
def run(once: bool, is_json: bool) -> None:
    """Deliver the outbox: mails to colleagues, each at most five times tried, and pages to be fetched, each once.

    factcheck serve and factcheck worker do it by themselves; this command is not needed beside them.  Where
    FACTCHECK_MAIL_URL is not set, notices are marked as not sent.  With --once the exit code is 1 when a delivery
    failed.

    JSON: {"delivered", "failed"}; it goes with --once.
    """
    if is_json and not once:
        raise click.UsageError("--json goes with --once: otherwise there is no end to tell of.")
    settings = settings_with()
    with opened(settings) as database:
        runner = service.runner(database, settings)
        if not once:
            click.echo("Delivering; end it with Ctrl-C.")
            run_until(runner, ended_by_signal())
            return
        counts = _run_once(runner)
    if is_json:
        print_json({"delivered": counts["done"], "failed": counts["failed"]})
    else:
        click.echo(f"Delivered: {counts['done']}. Failed: {counts['failed']}.")
    if counts["failed"]:
        raise SystemExit(1)


def _run_once(runner: Runner) -> Counter[str]:
    counts: Counter[str] = Counter()
    Rounds(runner).ask()
    tasks = service.due(runner)
    while tasks:
        with progress("Delivering", len(tasks), tasks) as bar:
            for task_id in bar:
                ended = service.deliver(runner, task_id)
                counts["done"] += isinstance(ended, Done)
                counts["failed"] += isinstance(ended, Failed)
        tasks = service.due(runner)  # a notice to all of a part has become one for each
    return counts


def ended_by_signal() -> threading.Event:
    """Set by SIGTERM and Ctrl-C, so that a delivery under way is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
