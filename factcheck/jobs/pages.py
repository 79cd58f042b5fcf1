"""The job that fetches a page somebody asked for, and reads it."""

import logging

from sqlalchemy.orm import Session

from factcheck.adapters.fetching import NotFetched
from factcheck.adapters.reading import Reading
from factcheck.domain import taken
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import ARTICLE_BYTES
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task, world_of
from factcheck.services import pages

OUR_FAULT = "The page cannot be read, and that is our fault. Paste its text instead."

log = logging.getLogger(__name__)


def fetch_page(run: Runner, task: Task) -> Done | Failed:
    """Fetch a page somebody asked for.  It is tried once: whoever waits is told why it failed, and may ask again."""
    page_id = int(task.payload["page_id"])
    with Session(run.database.reader) as session:
        address = pages.awaited(session, page_id, run.clock())
    if address is None:
        return Done("not fetched: nobody waits for it")
    try:
        page, reading = run.fetch(address, world_of(run.settings))
        brought = _gather(run, reading)
    except (NotFetched, BadInput) as refused:
        return _not_fetched(run, page_id, refused.sentence)
    except Exception:
        # A page nobody thought of must not end the thread that fetches all others.
        log.exception("A page could not be read")
        return _not_fetched(run, page_id, OUR_FAULT)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        pages.bring(work, page_id, page.reached, brought)
    return Done("fetched")


def _not_fetched(run: Runner, page_id: int, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        pages.fail(work, page_id, sentence)
    return Done(f"not fetched: {sentence}")


def _gather(run: Runner, reading: Reading) -> taken.Gathered:
    today = run.clock().astimezone(run.settings.zone).date()
    brought = taken.gather(reading.text, reading.origin, reading.found, today=today)
    if len(brought.text.value.encode()) > ARTICLE_BYTES:
        raise BadInput("The text is longer than 2 MB.")
    return brought
