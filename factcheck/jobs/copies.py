"""The job that keeps a copy of a source."""

import logging
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.captures import Capture
from factcheck.adapters.fetching import NotFetched
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task, world_of
from factcheck.jobs.outside import service_of
from factcheck.resources import VERSION
from factcheck.services import outside_copies, renderings, sessions, snapshots

NOT_KEPT = "The copy could not be kept, and that is our fault. Try again, or upload a copy."
SETTLED = "not captured: it was settled before"

log = logging.getLogger(__name__)


def capture(run: Runner, task: Task) -> Done | Failed:
    """Keep a copy of a source (E1).  The web is asked once, and whoever waits is told why it failed and may ask again;
    what goes wrong on our side is tried again.

    Bytes are written before the row that names them, so that no row ever names what is not there.
    """
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = snapshots.awaited(session, snapshot_id)
        is_demonstration = sessions.desk_line(session).is_demonstration
    if what is None:
        return Done(SETTLED)
    world = world_of(run.settings)
    if is_demonstration and urlsplit(what.address).hostname not in world.stand_ins:
        return _not_captured(run, snapshot_id, what, snapshots.DEMONSTRATION)
    try:
        taken = run.capture(what.address, world)
    except NotFetched as refused:
        return _not_captured(run, snapshot_id, what, refused.sentence)
    except Exception:
        log.exception("A source could not be captured")
        return Failed(NOT_KEPT)
    try:
        captured = stored(run, taken)
    except BadBlobStore as bad:
        return Failed(bad.sentence)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        is_kept = snapshots.keep(work, snapshot_id, what, captured)
        if is_kept and run.render is not None and taken.content_type == renderings.PAGE:
            renderings.ask(work, snapshot_id)
        if is_kept and not is_demonstration and service_of(run.settings) is not None:
            outside_copies.ask(work, snapshot_id)
    return Done("kept" if is_kept else SETTLED)


def _not_captured(run: Runner, snapshot_id: int, what: snapshots.Awaited, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        snapshots.fail(work, snapshot_id, what, sentence)
    return Done(f"not kept: {sentence}")


def leave_no_copy(run: Runner, task: Task) -> None:
    """A capture that was given up is settled: nobody waits for it any more, and may ask again."""
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = snapshots.awaited(session, snapshot_id)
    if what is not None:
        _not_captured(run, snapshot_id, what, NOT_KEPT)


def stored(run: Runner, taken: Capture) -> snapshots.Captured:
    """Put the bytes of a capture into the store; what is to be written down of them.  Raises `BadBlobStore`."""
    page, store = taken.page, run.open_store(run.settings)

    def put(data: bytes, content_type: str) -> snapshots.Bytes:
        return snapshots.Bytes(store.put(data), len(data), content_type)

    return snapshots.Captured(
        body=put(page.body, taken.content_type),
        warc=put(taken.warc, "application/warc"),
        text=put(taken.text.encode(), "text/plain") if taken.text else None,
        reached_address=page.reached,
        hops=[
            {
                "at": hop.at.isoformat(),
                "address": hop.address,
                "status": hop.status,
                "location": hop.location,
            }
            for hop in page.hops
        ],
        status=page.status,
        headers=page.headers,
        declared_type="".join(filter(str.isprintable, page.content_type)),
        fetched_at=page.at,
        tool=f"factcheck {VERSION}",
    )
