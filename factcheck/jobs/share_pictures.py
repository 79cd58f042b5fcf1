"""The job that draws the pictures shown where verdicts are shared."""

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy.orm import Session

from factcheck.adapters import share_picture
from factcheck.adapters.blobs import BadBlobStore, Blobs
from factcheck.domain.limits import BACKLOG_SECONDS
from factcheck.domain.share_cards import Card
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.services import share_pictures
from factcheck.services.snapshots import Bytes

KIND = "image/png"
REST = timedelta(seconds=BACKLOG_SECONDS)


def draw(run: Runner, task: Task) -> Done | Failed:
    """Draw what is not as readers have it.  Bytes are written before the rows that name them; drawn twice, they are
    the same.

    A picture is a tenth of a second's work: many are drawn with rests between, so that readers and what is published
    meanwhile do not wait for them.
    """
    with Session(run.database.reader) as session:
        found = share_pictures.wanted(session, task.payload)
    count = 0
    try:
        store = run.open_store(run.settings) if found.wanted else None
        for one in found.wanted:
            made = _drawn(store, one.card) if store and one.card else None
            with run.database.work(COMMAND_LINE, now=run.clock()) as work:
                count += share_pictures.settle(work, one, made) and made is not None
    except BadBlobStore as bad:
        return Failed(bad.sentence)
    more = [] if found.more is None else [(share_pictures.JOB, found.more)]
    return Done(f"drew {count} {'picture' if count == 1 else 'pictures'}", more, REST if more else timedelta())


def _drawn(store: Blobs, card: Card) -> Bytes:
    data = share_picture.draw(share_picture.Words(**asdict(card)))
    return Bytes(store.put(data), len(data), KIND)


def period(run: Runner) -> str:
    """The hour that has come, where a verdict was never looked at for a picture; else nothing is asked for."""
    with Session(run.database.reader) as session:
        return f"{run.clock():%Y-%m-%d %H}" if share_pictures.is_any_missing(session) else ""
