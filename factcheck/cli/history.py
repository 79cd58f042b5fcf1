"""`factcheck history`: whether what is recorded is still what was recorded."""

from contextlib import closing

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.cli import history_log
from factcheck.cli.frame import Fault, examples, opened, reading
from factcheck.cli.output import json_option, print_json, progress
from factcheck.domain import chain
from factcheck.models import HistoryRow
from factcheck.services import history as service


@click.group()
def history() -> None:
    """Examine the record of who did what."""


@history.command(epilog=examples("factcheck history verify", "factcheck history verify --json"))
@json_option
def verify(is_json: bool) -> None:
    """Walk the hash chain of the history and name the first bad row; then the public log against it.

    Prints how many rows hold and the hash of the last: noted elsewhere, it also shows later whether rows were
    cut off at the end.  Of the public log every leaf is made again of what readers were given and of the history, the
    tree of the leaves, and every signed head of the tree.  Exit code 1 when a row was altered, moved or removed, or
    when the log does not hold.

    JSON: {"holds", "rows", "last_hash", "bad_row" (its number, or null), "fault" (a sentence, or ""),
    "log": {"leaves", "signed" (over how many the newest head is), "fault"}}.
    """
    with opened() as database, reading(database) as session:
        count = session.scalar(select(func.count()).select_from(HistoryRow)) or 0
        with (
            closing(service.rows(session)) as walked,
            progress("Verifying rows", count, walked) as rows,
        ):
            broken = chain.first_break(rows)
        fault = broken.sentence + _about(session, broken.seq) if broken else ""
        log = history_log.told(session)
        fault = fault or log["fault"]
        last = session.scalar(select(HistoryRow.hash).order_by(HistoryRow.seq.desc()).limit(1))
    if is_json:
        print_json(
            {
                "holds": not fault,
                "rows": count,
                "last_hash": last or "",
                "bad_row": broken.seq if broken else None,
                "fault": fault,
                "log": log,
            }
        )
    if fault:
        raise Fault(fault)
    if not is_json:
        click.echo(f"The history holds: {count:,} rows. Last hash: {last or 'none yet'}")
        click.echo(
            f"The public log holds: {log['leaves']:,} leaves, {log['signed']:,} of them signed."
        )


def _about(session: Session, seq: int) -> str:
    """Which thing the bad row speaks of, if there is such a row."""
    row = session.get(HistoryRow, seq)
    if row is None:
        return ""
    claim = f" of claim {row.claim_id}" if row.claim_id else ""
    return f" It says {row.event}{claim}, {row.at:%Y-%m-%d %H:%M} UTC."


history.add_command(history_log.prove)
history.add_command(history_log.sign)
