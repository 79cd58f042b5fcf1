"""The job that tells caches in front of the desk what they must drop, once a change readers can see is stored."""

from factcheck.adapters.purging import Caches, NotPurged
from factcheck.config import Settings
from factcheck.jobs.frame import Done, Failed, Runner, Task


def caches_of(settings: Settings) -> Caches | None:
    """The caches of the settings; None where none are."""
    method, _, url = settings.purge_url.partition(" ")
    return Caches(method, url, settings.purge_token) if url else None


def purge(run: Runner, task: Task) -> Done | Failed:
    """Name the keys of one change; told twice does no harm."""
    caches = caches_of(run.settings)
    if caches is None:
        return Done("no cache is set any more")
    keys = [str(key) for key in task.payload.get("keys", ())]
    try:
        run.purge(caches, keys)
    except NotPurged as refused:
        return Failed(refused.sentence)
    return Done(f"told of {len(keys)} keys" if len(keys) != 1 else "told of 1 key")
