"""A worker that comes to one step of its first job, says so and stays there, so that a test can kill it.

    python -m tests.dying claimed|inside|done [KIND]

The row is claimed and its job not begun; the job is at work outside; the job is over and its end not written down.
With a kind, only threads that do such jobs are started: what else is due could come to that step first.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from factcheck import jobs
from factcheck.adapters.browser import Rendered
from factcheck.calls import Calls
from factcheck.config import read_settings
from factcheck.db import Database

SHOWN = Rendered("http://news.test/", "Chromium 1", b"%PDF-1.4 dying", b"\x89PNG dying")
LEASE = timedelta(seconds=2)
STEPS = ("claimed", "inside", "done")


def stay(*_: object) -> Any:
    print("here", flush=True)  # noqa: T201  whoever waits for it reads it
    time.sleep(600)


def then_stay(step: Callable[..., Any]) -> Callable[..., Any]:
    def both(*given: object) -> Any:
        return step(*given), stay()

    return both


def main(step: str, kind: str = "") -> None:
    settings = read_settings()
    run = replace(jobs.runner(Database(settings), settings), lease=LEASE)
    if run.render is not None:  # a browser was named; what it shows matters nothing here
        run = replace(run, render=lambda *_: SHOWN)
    if step == "claimed":
        jobs._claim = then_stay(jobs._claim)
    elif step == "inside":
        run = replace(
            run,
            send=stay,
            fetch=stay,
            capture=stay,
            look=stay,
            open_store=stay,
            hand_over=stay,
            look_outside=stay,
            purge=stay,
            announce=stay,
        )
    else:
        jobs._settle = stay
    calls = Calls(run)
    calls.lanes = [lane for lane in calls.lanes if not kind or lane.run.does(kind)]
    calls.start()
    time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
