"""Share pictures of a desk: drawn now, as its jobs would draw them, and what is kept of them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from factcheck import jobs
from factcheck.jobs.share_pictures import REST
from factcheck.models import SharePicture
from factcheck.services import share_pictures
from tests.cast import Newsroom


def drawn(newsroom: Newsroom) -> int:
    """Draw all that is asked for, and what is left to later by it; how many pictures that were."""
    runner = jobs.runner(newsroom.database, newsroom.database.settings)
    runner = replace(runner, kinds=frozenset({share_pictures.JOB}))
    count = 0
    for moment in (newsroom.now + number * REST for number in range(10)):
        run = replace(runner, clock=lambda now=moment: now)  # type: ignore[misc]  # nobody gives it another
        while waiting := jobs.due(run):
            ended = jobs.deliver(run, waiting[0])
            assert isinstance(ended, jobs.Done), ended
            count += int(ended.outcome.split()[1])
    return count


def stored(newsroom: Newsroom, number: int = 1) -> SharePicture | None:
    """The newest picture of a publication."""
    with Session(newsroom.database.reader) as session:
        return session.get(SharePicture, number)
