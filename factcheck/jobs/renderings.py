"""The job that shows a kept page to a browser and keeps what it shows."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from factcheck.adapters import browser
from factcheck.adapters.blobs import BadBlobStore
from factcheck.adapters.browser import NotRendered, Rendered
from factcheck.adapters.fetching import World
from factcheck.config import Settings
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task, world_of
from factcheck.services import renderings, sessions
from factcheck.services.renderings import Made, Waiting
from factcheck.services.snapshots import Bytes

TYPES = {RenderedAs.PDF: "application/pdf", RenderedAs.PICTURE: "image/png"}
WITHDRAWN = "The evidence was withdrawn before."
NO_BROWSER = "There is no Chromium on the desk's machine."
DEMONSTRATION = "A demonstration shows nothing from the web."
NOT_RENDERED = "It could not be rendered, and that is our fault."

log = logging.getLogger(__name__)


def renderer_of(settings: Settings) -> Callable[[str, World], Rendered] | None:
    """What shows a page to the browser the settings name; None where there is none."""
    program = browser.find_program(settings.browser, has_sandbox=settings.has_browser_sandbox)
    if program is None:
        return None
    return lambda address, world: browser.render(address, world, program)


def render(run: Runner, task: Task) -> Done | Failed:
    """Have a kept page printed and pictured.  The page is asked for once; a browser that broke off is tried again.

    Bytes are written before the rows that name them, so that no row ever names what is not there.
    """
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = renderings.awaited(session, snapshot_id)
        is_demonstration = sessions.desk_line(session).is_demonstration
    if what is None:
        return Done("not rendered: it was settled before")
    if what.is_withdrawn:
        return _not_rendered(run, snapshot_id, what, WITHDRAWN)
    world = world_of(run.settings)
    if is_demonstration and urlsplit(what.address).hostname not in world.stand_ins:
        return _not_rendered(run, snapshot_id, what, DEMONSTRATION)
    if run.render is None:
        return _not_rendered(run, snapshot_id, what, NO_BROWSER)
    try:
        rendered = run.render(what.address, world)
        made = _store(run, rendered)
    except NotRendered as no:
        return (
            Failed(no.sentence)
            if no.is_ours
            else _not_rendered(run, snapshot_id, what, no.sentence)
        )
    except BadBlobStore as bad:
        return Failed(bad.sentence)
    facts = {"address": rendered.address, "tool": rendered.tool, "note": rendered.note}
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        renderings.settle(work, snapshot_id, what, made, **facts)
    return Done("rendered")


def leave_unrendered(run: Runner, task: Task) -> None:
    """A rendering that was given up is settled: nobody waits for it any more."""
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = renderings.awaited(session, snapshot_id)
    if what is not None:
        _not_rendered(run, snapshot_id, what, NOT_RENDERED)


def _not_rendered(run: Runner, snapshot_id: int, what: Waiting, sentence: str) -> Done:
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        renderings.settle(work, snapshot_id, what, [Made(kind, sentence) for kind in RenderedAs])
    return Done(f"not rendered: {sentence}")


def _store(run: Runner, rendered: Rendered) -> list[Made]:
    store = run.open_store(run.settings)
    given = {RenderedAs.PDF: rendered.pdf, RenderedAs.PICTURE: rendered.picture}
    return [
        Made(
            kind, data if isinstance(data, str) else Bytes(store.put(data), len(data), TYPES[kind])
        )
        for kind, data in given.items()
    ]
