"""The load: a closed loop of a few keep-alive connections, in a process of its own so that it shares no lock with
what it measures.

Reads one job as JSON from stdin and writes what it saw as JSON to stdout; `run` starts it so.  Each lane is one
connection that sends its requests in order, one after the answer to the one before, round and round.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

ANSWER_SECONDS = 20
PATIENCE_SECONDS = 60  # beyond the time it was given, before the load counts as hung


@dataclass(frozen=True)
class Request:
    """One request and the status that means it was carried out."""

    path: str
    headers: dict[str, str]
    body: str | None = None
    status: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass
class Lane:
    """One connection's requests; `at` counts how many of them were answered as hoped so far."""

    requests: list[Request]
    at: int = 0

    def next(self) -> Request:
        """The request whose turn it is, counted as answered."""
        self.at += 1
        return self.requests[(self.at - 1) % len(self.requests)]


@dataclass
class Seen:
    """What came of one job: latencies in ms, bytes of bodies, and the first answers that were wrong."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    body_bytes: int = 0
    at: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def run(port: int, lanes: list[Lane], seconds: float) -> Seen:
    """Drive the server at `port` of this machine for `seconds`; lanes go on where they were."""
    job = {"port": port, "seconds": seconds, "lanes": [asdict(lane) for lane in lanes]}
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + PATIENCE_SECONDS,
        cwd=Path(__file__).parent,
    )
    seen = Seen(**json.loads(done.stdout))
    for lane, at in zip(lanes, seen.at, strict=True):
        lane.at = at
    return seen


def _drive(port: int, lane: Lane, until: float, seen: Seen) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        while time.perf_counter() < until:
            request = lane.requests[lane.at % len(lane.requests)]
            began = time.perf_counter()
            status, size = _send(connection, request)
            seen.latencies.append((time.perf_counter() - began) * 1_000)
            seen.body_bytes += size
            if status != request.status:
                seen.faults.append(f"{request.method} {request.path}: {status}")
                return
            lane.at += 1
    except (OSError, http.client.HTTPException) as error:
        seen.faults.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def _send(connection: http.client.HTTPConnection, request: Request) -> tuple[int, int]:
    connection.request(request.method, request.path, request.body, request.headers)
    answer = connection.getresponse()
    return answer.status, len(answer.read())


def main() -> None:
    """Do the job that stands on stdin."""
    job = json.load(sys.stdin)
    lanes = [
        Lane([Request(**request) for request in lane["requests"]], lane["at"])
        for lane in job["lanes"]
    ]
    seen, began = Seen(), time.perf_counter()
    until = began + job["seconds"]
    threads = [
        threading.Thread(target=_drive, args=(job["port"], lane, until, seen)) for lane in lanes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.seconds = time.perf_counter() - began
    seen.at = [lane.at for lane in lanes]
    json.dump(asdict(seen), sys.stdout)


if __name__ == "__main__":
    main()
