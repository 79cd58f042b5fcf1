"""Whoever follows the desk by feed is told of a change through the hub that feeds name, where there is one (C10).

Nobody waits for it: a job hands the addresses of the feeds to the hub, which tells its subscribers (WebSub).
"""

from factcheck.db import Work
from factcheck.domain import feed_addresses
from factcheck.domain.published import PublishedVerdict
from factcheck.services import history

JOB = "hub"


def tell(work: Work, now: PublishedVerdict, before: PublishedVerdict | None) -> None:
    """Have the hub told which feeds say something new; nothing where the desk has none.

    Followers get `now`; `before` is what they had.
    """
    if work.has_hub:
        history.tell(work, JOB, paths=list(feed_addresses.told_of(now, before)))
