"""The measured server: `factcheck serve` itself, started on a free port, its CPU time read, and ended again.

A peer that is measured beside it is started, read and ended the same way (`running`).
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from factcheck.config import Settings

ROOT = Path(__file__).parents[2]
COMMAND = "from factcheck.cli import main; main()"  # what the `factcheck` command runs
WORKERS = 2
START_SECONDS = 60
END_SECONDS = 15
PROC = Path("/proc")


class NoServer(RuntimeError):
    """The server did not come up; the text is the end of what it said."""


class Server:
    """A running server."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]"):
        self.port = port
        self._process = process

    def cpu_seconds(self) -> float | None:
        """User and system time so far of all its processes; None where there is no /proc."""
        if not (PROC / "self" / "stat").exists():
            return None
        family, ticks = _family(self._process.pid), os.sysconf("SC_CLK_TCK")
        return sum(used for _, used in family) / ticks


def _family(root: int) -> list[tuple[int, int]]:
    """(number, clock ticks used) of a process and all its descendants."""
    parents, used = {}, {}
    for path in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            fields = path.read_text().rpartition(")")[2].split()
            number = int(path.parent.name)
            parents[number] = int(fields[1])
            used[number] = int(fields[11]) + int(fields[12])
    found = [root]
    for number in found:
        found += [child for child, parent in parents.items() if parent == number]
    return [(number, used.get(number, 0)) for number in found]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """The environment of a server: nothing of ours that begins with FACTCHECK_, but what is measured."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FACTCHECK_")}
    return ours | more


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    """`factcheck serve` for as long as the block lasts.  Raises `NoServer`."""
    port = free_port()
    told = environment(
        FACTCHECK_HOME=str(settings.home),
        FACTCHECK_SECRET_KEY=settings.secret_key,
        FACTCHECK_SQLITE_SYNCHRONOUS="FULL",
        FACTCHECK_WORKERS=str(WORKERS),
        FACTCHECK_PORT=str(port),
        # A desk that was filled at a blow has pictures to draw and lists to make for all it ever published.
        FACTCHECK_SERVE_JOBS="no",
        PYTHONPATH=str(ROOT),
    )
    command = [sys.executable, "-c", COMMAND, "serve"]
    with running(command, told, settings.home, port, "/method") as server:
        yield server


@contextmanager
def running(
    command: list[str], told: dict[str, str], home: Path, port: int, path: str
) -> Iterator[Server]:
    """A command in the environment `told` and the folder `home`, once it answers for `path`.  Raises `NoServer`."""
    log = home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=told,
            cwd=home,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await(process, port, path, log)
        yield Server(port, process)
    finally:
        _end(process)


def _await(process: "subprocess.Popen[bytes]", port: int, path: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            return
        time.sleep(0.1)
    raise NoServer(log.read_text(errors="replace")[-2_000:])


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the server and whatever it started: the session it was given is its alone."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(END_SECONDS)
