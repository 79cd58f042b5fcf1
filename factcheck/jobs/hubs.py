"""The job that tells the hub which feeds have something new, once a change that followers get is stored."""

from factcheck.adapters.websub import NotTold
from factcheck.jobs.frame import Done, Failed, Runner, Task


def tell(run: Runner, task: Task) -> Done | Failed:
    """Name the feeds of one change by the addresses that they name themselves by."""
    hub = run.settings.websub_hub
    if not hub:
        return Done("no hub is set any more")
    feeds = [f"{run.settings.base_url}{path}" for path in task.payload.get("paths", ())]
    try:
        run.announce(hub, feeds)
    except NotTold as refused:
        return Failed(refused.sentence)
    return Done(f"told of {len(feeds)} feeds" if len(feeds) != 1 else "told of 1 feed")
