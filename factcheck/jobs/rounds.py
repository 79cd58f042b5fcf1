"""Jobs that come round by themselves: each is put in the outbox once in its period, however many processes run."""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs import dates, heads, looks, share_pictures, similar, tips
from factcheck.jobs.frame import Runner
from factcheck.services import (
    history,
    manifests,
    periods,
    public_log,
    source_checks,
    tip_letters,
)
from factcheck.services import share_pictures as picture_requests
from factcheck.services import similar as similar_verdicts

# By kind, what names the period that has come; a job whose period is empty is not asked for.
PERIODS: Mapping[str, Callable[[Runner], str]] = MappingProxyType(
    {
        manifests.JOB: dates.period,
        source_checks.ROUND: looks.period,
        tip_letters.FORGET: tips.period,
        public_log.JOB: heads.period,
        picture_requests.JOB: share_pictures.period,
        similar_verdicts.JOB: similar.period,
    }
)
QUIET_SECONDS = 300.0  # how long nobody looks again whether something has come round that had not


class Rounds:
    """Asks for what has come round; it remembers what is asked for, so that the database is left alone between."""

    def __init__(self, run: Runner):
        self._run = run
        self._known: dict[str, str] = {}
        self._quiet: dict[str, float] = {}

    def ask(self) -> None:
        """Ask for each job nobody has asked for in its period."""
        for kind, period_of in PERIODS.items():
            if time.monotonic() < self._quiet.get(kind, 0.0):
                continue
            period = period_of(self._run)
            if not period or self._known.get(kind) == period:
                self._quiet[kind] = time.monotonic() + QUIET_SECONDS
                continue
            with self._run.database.work(COMMAND_LINE, now=self._run.clock()) as work:
                if periods.is_first(work, kind, period):
                    history.tell(work, kind)
            self._known[kind] = period
