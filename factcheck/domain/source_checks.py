"""Looking again at the addresses of sources: what can come of it, and when a source counts as changed or gone (E17).

One failed look says little about a source, so nothing is called gone before a second one, some time later, says the
same.  Asking the web is the adapters' work, and keeping what came of it the services'.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from factcheck.domain.limits import RECHECK_AGAIN
from factcheck.domain.selectors import plain
from factcheck.domain.terms import Term

AGAIN = timedelta(hours=RECHECK_AGAIN)


class Outcome(Term):
    """What came of one look at the address of a source."""

    ALIVE = "alive", "It reads as it did when the copy was kept.", "unchanged"
    CHANGED = "changed", "It reads otherwise than the copy that was kept."
    MOVED = "moved", "It reads the same, at another address than before."
    GONE = "gone", "Two looks, some time apart, found nothing there any more."
    UNREACHABLE = "unreachable", "It could not be had; that alone proves nothing.", "not reached"
    NOT_ALLOWED = "not_allowed", "The site asks programs to stay away from it (robots.txt)."


# What the desk is told about; what a failed look found may be over tomorrow, and takes nothing of it away.
NEWS = frozenset((Outcome.CHANGED, Outcome.MOVED, Outcome.GONE))
UNDECIDED = frozenset((Outcome.UNREACHABLE, Outcome.NOT_ALLOWED))


def is_gone(since: datetime, now: datetime) -> bool:
    """Whether an address that first failed for good at `since`, and has failed since, counts as gone."""
    return now - since >= AGAIN


def is_same_text(old: str, new: str) -> bool:
    """Whether two readable texts differ in nothing but blanks."""
    return old.split() == new.split()


def quote_stands(quote: str, old: str, new: str) -> bool | None:
    """Whether a quote that stood in the old text still stands in the new one; None where it did not stand there."""
    words = plain(quote)
    if not words or words not in plain(old):
        return None
    return words in plain(new)


def is_elsewhere(before: str, now: str) -> bool:
    """Whether two addresses are two places: what is the same but for http or https, www and a stroke, is one."""
    return _place(before) != _place(now)


def _place(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
