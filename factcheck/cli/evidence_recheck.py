"""`factcheck evidence recheck`: have the addresses of sources looked at again, and say what is due."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import click

from factcheck import jobs
from factcheck.cli.frame import examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json, print_table, progress
from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import Runner
from factcheck.jobs.looks import hosts_of
from factcheck.services import source_checks
from factcheck.services.source_checks import DueRow

PATIENCE = timedelta(minutes=1)  # a look that comes due later than that is left to others
ASK_AGAIN_SECONDS = 0.5


@click.command(
    "recheck",
    epilog=examples(
        "factcheck evidence recheck            ask for what is due now",
        "factcheck evidence recheck --wait     and look at it here",
    ),
)
@click.option("--wait", "is_waited_for", is_flag=True, help="Look at them here, and wait for it.")
@json_option
def evidence_recheck(is_waited_for: bool, is_json: bool) -> None:
    """Have the addresses of sources looked at again that are due, and say which.

    Those are due whose last look, or whose copy, is FACTCHECK_RECHECK_DAYS old; where that is 0, all of them.
    factcheck serve and factcheck worker carry the looks out; with --wait this command does.

    JSON: {"due": [{"claim", "evidence", "address"}], "asked", "found": {"unchanged", "changed", "moved", "gone",
    "not reached", "not allowed"}, "left"}; found and left go with --wait.
    """
    settings = settings_with()
    with opened(settings) as database:
        run = replace(jobs.runner(database, settings), kinds=frozenset({source_checks.JOB}))
        rows, checks = _ask(run)
        found: Counter[str] = Counter()
        if is_waited_for and checks:
            with progress("Looking", len(checks), _looks(run, checks)) as bar:
                for one in bar:
                    found[one] += 1
    left = len(checks) - found.total()
    if is_json:
        told = {"found": dict(found), "left": left} if is_waited_for else {}
        print_json({"due": [_as_json(row) for row in rows], "asked": len(checks), **told})
        return
    head = ("claim", "evidence", "address")
    print_table(
        head, [(row.claim_id, row.number, row.address) for row in rows], none="Nothing is due."
    )
    if is_waited_for:
        for what, count in sorted(found.items()):
            click.echo(f"{count:,} {what}")
        if left:
            click.echo(f"{left:,} left to factcheck serve or factcheck worker")


def _as_json(row: DueRow) -> dict[str, object]:
    return {"claim": row.claim_id, "evidence": row.number, "address": row.address}


def _ask(run: Runner) -> tuple[Sequence[DueRow], Sequence[int]]:
    """What is due, and the numbers of the looks that are waited for now."""
    with reading(run.database) as session:
        hosts = hosts_of(run, session)
    with run.database.work(COMMAND_LINE) as work:
        rows = source_checks.due(work.session, work.now, run.settings.recheck_days, hosts)
        return rows, source_checks.ask_for(work, rows)


def _looks(run: Runner, checks: Sequence[int]) -> Iterator[str]:
    """What each look found, as it ends; it ends itself where what is left comes due much later."""
    left = set(checks)
    while left:
        for number in jobs.due(run):
            jobs.deliver(run, number)
        ended = _ended(run.database, left)
        yield from ended.values()
        left -= ended.keys()
        if not jobs.due(replace(run, clock=lambda: utc_now() + PATIENCE)):
            return
        time.sleep(ASK_AGAIN_SECONDS)


def _ended(database: Database, checks: set[int]) -> dict[int, str]:
    with reading(database) as session:
        return {
            one: outcome.label for one, outcome in source_checks.outcomes(session, checks).items()
        }
