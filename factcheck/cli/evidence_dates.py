"""`factcheck evidence stamp`: have what was kept dated by the authorities of the settings, now."""

from collections.abc import Sequence
from datetime import date

import click
from sqlalchemy.orm import Session

from factcheck import jobs
from factcheck.cli.frame import Fault, examples, opened, reading, settings_with
from factcheck.cli.output import json_option, print_json, print_table, progress
from factcheck.config import BadSetting
from factcheck.dating import certificates_of
from factcheck.db import Database
from factcheck.domain.manifests import StampState, last_day
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import Failed, Runner, dates
from factcheck.services import manifests, stamps
from factcheck.services.stamps import Day


@click.command(
    epilog=examples("factcheck evidence stamp", "factcheck evidence stamp --day 2026-11-22 --json")
)
@click.option("--day", "named", metavar="DAY", help="Only this day (UTC), as 2026-11-22.")
@json_option
def stamp(named: str | None, is_json: bool) -> None:
    """Have every day that is over dated by the authorities of FACTCHECK_TIMESTAMP_AUTHORITIES, now.

    Days without a manifest get one; each authority whose token is missing is asked for it once. factcheck serve and
    factcheck worker do it by themselves every day. Exit code 1 when a token was not had; it is asked for again.

    JSON: {"made": [day], "tokens": [{"day", "authority", "state" (dated or waiting), "dated_at", "failure"}]}.
    """
    settings = settings_with()
    if not settings.timestamp_authorities:
        raise BadSetting("FACTCHECK_TIMESTAMP_AUTHORITIES names no authority to ask.")
    certificates_of(settings)
    with opened(settings) as database:
        run = jobs.runner(database, settings)
        day = _day(run, named)
        made = dates.make_manifests(run, lambda: _missed(database, run, day))
        wanted = _wanted(database, day)
        failed = _ask(run, wanted)
        with reading(database) as session:
            told = [one for one in stamps.every_day(session) if one.manifest.day in wanted]
    if is_json:
        print_json({"made": made, "tokens": _tokens(told)})
    else:
        rows = [list(one.values()) for one in _tokens(told)]
        print_table(
            ("day", "authority", "state", "dated", "failure"), rows, none="Nothing to date."
        )
    if failed:
        raise Fault(f"{failed} {'token was' if failed == 1 else 'tokens were'} not had.")


def _day(run: Runner, named: str | None) -> date | None:
    """The day that was named.  Raises `UsageError` for what is no day, `Fault` for one that is not over."""
    if named is None:
        return None
    try:
        day = date.fromisoformat(named)
    except ValueError:
        raise click.UsageError("--day takes a day as 2026-11-22.") from None
    if day > last_day(run.clock()):
        raise Fault(f"{day} is not over yet; it is dated ten minutes after midnight (UTC).")
    return day


def _missed(database: Database, run: Runner, day: date | None) -> list[date]:
    with reading(database) as session:
        if day is None:
            return list(manifests.missed(session, last_day(run.clock())))
        return [] if manifests.is_made(session, day) else [day]


def _wanted(database: Database, day: date | None) -> dict[str, int]:
    """The manifests by day whose tokens are asked for."""
    with reading(database) as session:
        every = stamps.every_day(session)
    return {
        one.manifest.day: one.manifest.id
        for one in every
        if day is None or one.manifest.day == day.isoformat()
    }


def _ask(run: Runner, wanted: dict[str, int]) -> int:
    """Ask for each token that is missing; how many were not had."""
    with run.database.work(COMMAND_LINE) as work:
        for manifest_id in wanted.values():
            stamps.ask(work, manifest_id, run.settings.timestamp_authorities)
    with Session(run.database.reader) as session:
        missing = stamps.missing(session, wanted.values(), run.settings.timestamp_authorities)
    with progress("Asking", len(missing), missing) as bar:
        return sum(isinstance(dates.ask(run, stamp_id), Failed) for stamp_id in bar)


def _tokens(told: Sequence[Day]) -> list[dict[str, object]]:
    return [
        {
            "day": day.manifest.day,
            "authority": one.stamp.authority,
            "state": one.stamp.state.value,
            "dated_at": one.stamp.dated_at,
            "failure": "" if one.stamp.state is StampState.DATED else one.stamp.failure,
        }
        for day in told
        for one in day.stamps
    ]
