"""A program that is killed at every step of an export to a folder, one step a time, and says what was served then.

Run as `python -m tests.killed_exports FOLDER`; each line is JSON.  It forks, which a process of tests with threads must
not.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from factcheck.adapters import site_folder
from factcheck.adapters.site_folder import SiteFolder

OLD = {
    "index.html": b"old front",
    "a/index.html": b"the same",
    "b/index.html": b"old b",
    "gone": b"x",
}
NEW = {
    "index.html": b"new front",
    "a/index.html": b"the same",
    "b/index.html": b"new b",
    "c/d": b"y",
}
STEPS = [
    *((os, name) for name in ("link", "sync")),
    *((Path, name) for name in ("mkdir", "write_bytes", "symlink_to", "replace", "unlink")),
    (shutil, "rmtree"),
]


def export(folder: Path, files: dict[str, bytes]) -> None:
    place = SiteFolder(folder)
    place.begin()
    for name, body in files.items():
        place.put(name, body)
    place.finish(files, {})
    place.end()


def served(folder: Path) -> dict[str, bytes]:
    top = folder / site_folder.CURRENT
    files = (path for path in top.rglob("*") if path.is_file())
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in files}


def arm(step: int) -> None:
    """From now on the process kills itself before the `step`-th thing it does to the disk, halfway through a file."""
    done = count(1)

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            if next(done) == step:
                if real.__name__ == "write_bytes":
                    real(given[0], given[1][: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **more)

        return call

    for place, name in STEPS:
        setattr(place, name, watched(getattr(place, name)))


def killed_at(folder: Path, step: int) -> bool:
    """Whether an export of the new state was killed at a step; False where it had ended before."""
    child = os.fork()
    if not child:
        arm(step)
        export(folder, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(folder: Path) -> None:
    for step in count(1):
        shutil.rmtree(folder, ignore_errors=True)
        export(folder, OLD)
        was_killed = killed_at(folder, step)
        found = served(folder)
        state = "old" if found == OLD else "new" if found == NEW else "mixed"
        export(folder, NEW)
        left = sorted(path.name for path in folder.iterdir())
        generations = len(list((folder / site_folder.GENERATIONS).iterdir()))
        after = "new" if served(folder) == NEW else "mixed"
        told = {"killed": was_killed, "served": state, "after": after, "left": left}
        sys.stdout.write(json.dumps({**told, "generations": generations}) + "\n")
        sys.stdout.flush()  # or a child that is forked next would say it again
        if not was_killed:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
