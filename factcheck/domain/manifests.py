"""Manifests: a day's digests and the end of the history in one small text, which authorities put a date to (E7).

Sorted digests, one a line, below three lines that say what it is, which day, and how far the history had come: whoever
holds the text and the token can tell that all of it existed, and in which order the history was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factcheck.domain.digests import is_digest
from factcheck.domain.terms import Term

# What the bytes of dates are called among the kept ones; no manifest names them.
MANIFEST_TYPE = "text/x-factcheck-manifest"
REPLY_TYPE = "application/timestamp-reply"
CHAIN_TYPE = "application/x-pem-file"
HEADING = "factcheck manifest 1"
SETTLING = timedelta(minutes=10)  # what began before midnight is over by then
_DAY = re.compile(r"day (\d{4}-\d\d-\d\d)")
_HISTORY = re.compile(r"history (0|[1-9]\d{0,17}) ([0-9a-f]{64})")


class StampState(Term):
    """How far one authority's word about one day is; only a dated one is settled for good."""

    WAITING = "waiting", "Asked for; no token is had yet."
    DATED = "dated", "A token was checked and kept."
    FAILED = "failed", "No token was had; the reason stands beside it."


@dataclass(frozen=True)
class Manifest:
    """What existed at the end of a day: the kept bytes not named before, and the last row of the history."""

    day: date
    history_seq: int
    history_hash: str
    digests: Sequence[str]

    def to_bytes(self) -> bytes:
        """The text that is hashed and dated; the same rows make the same bytes."""
        lines = (
            HEADING,
            f"day {self.day.isoformat()}",
            f"history {self.history_seq} {self.history_hash}",
            *sorted(self.digests),
        )
        return ("\n".join(lines) + "\n").encode("ascii")


def read_manifest(data: bytes) -> Manifest | None:
    """What such a text says; None for bytes that are no manifest to the letter."""
    try:
        heading, day, history, *digests = data.decode("ascii").split("\n")[:-1]
        known = _DAY.fullmatch(day), _HISTORY.fullmatch(history)
        if heading != HEADING or known[0] is None or known[1] is None:
            return None
        found = Manifest(date.fromisoformat(known[0][1]), int(known[1][1]), known[1][2], digests)
    except ValueError:  # no ASCII, too few lines, no such day
        return None
    is_whole = all(map(is_digest, digests)) and len(set(digests)) == len(digests)
    return found if is_whole and found.to_bytes() == data else None


def is_day(text: str) -> bool:
    """Whether this is a day as it is written here."""
    return _DAY.fullmatch(f"day {text}") is not None and text.isascii()


def last_day(now: datetime) -> date:
    """The last day (UTC) that is over, and all that began on it as well."""
    return (now - SETTLING).date() - timedelta(days=1)
