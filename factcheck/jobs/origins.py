"""The job that compares the text of a copy with the article's and with those of the claim's other evidence."""

from sqlalchemy.orm import Session

from factcheck.adapters.blobs import BadBlob, BadBlobStore
from factcheck.domain.terms import COMMAND_LINE
from factcheck.jobs.frame import Done, Failed, Runner, Task
from factcheck.services import origins


def compare(run: Runner, task: Task) -> Done | Failed:
    """Compare one copy, or all copies on an article with a newer text of it."""
    if "article_version_id" in task.payload:
        return _with_newer_text(run, int(task.payload["article_version_id"]))
    snapshot_id = int(task.payload["snapshot_id"])
    with Session(run.database.reader) as session:
        what = origins.uncompared(session, snapshot_id)
    if what is None:
        return Done("not compared: it was before, or has no text")
    try:
        data = run.open_store(run.settings).get(what.text.digest, what.text.size)
    except (BadBlob, BadBlobStore) as bad:
        return Failed(bad.sentence)
    found = origins.look_at(data.decode(), what.article_texts)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        origins.keep(work, snapshot_id, what, found)
    return Done("compared")


def _with_newer_text(run: Runner, version_id: int) -> Done:
    with Session(run.database.reader) as session:
        found = origins.compare_with_article(session, version_id)
    with run.database.work(COMMAND_LINE, now=run.clock()) as work:
        origins.keep_beside_article(work, found)
    return Done(f"compared with {len(found)} copies")
