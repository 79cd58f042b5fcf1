"""`make lighthouse`: the demo, served as anybody serves it, judged page by page; below 100 anywhere it fails."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from tests.browser.conftest import free_port
from tests.lighthouse.running import CATEGORIES, look_at, missing

FULL = 100
START_SECONDS = 120


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The address of a demo with data of its own, which is gone afterwards."""
    base = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "factcheck", "demo", "--port", base.rpartition(":")[2]]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FACTCHECK_")}
    log = folder / "server.log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            command,
            env={**ours, "FACTCHECK_HOME": str(folder), "FACTCHECK_WORKERS": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            _wait(base, server, log)
            yield base
        finally:
            server.terminate()
            server.wait(30)


def _wait(base: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{base}/about", timeout=5):  # noqa: S310  our own loopback address
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The demo did not start:\n{log.read_text(encoding='utf-8')}")


def pages(base: str) -> dict[str, str]:
    """The list, its first verdict, and the article that one is about."""
    found = {"list": f"{base}/"}
    for name, kind, at in (("verdict", "verdicts", "list"), ("article", "articles", "verdict")):
        with urlopen(found[at], timeout=30) as answer:  # noqa: S310  as above
            html = answer.read().decode()
        (path, *_) = re.findall(rf'href="(/{kind}/[0-9]+-[^"/#.]+)"', html)
        found[name] = base + path
    return found


def main() -> int:
    """Print the points of each page and what cost some; 1 where any is below full marks."""
    why = missing()
    if why:
        sys.stdout.write(f"Lighthouse cannot be run: {why}.\n")
        return 1
    is_full = True
    sys.stdout.write("page     " + "".join(f"{name:>16}" for name in CATEGORIES) + "\n")
    with TemporaryDirectory(prefix="factcheck-lighthouse-") as home, demo(Path(home)) as base:
        for name, address in pages(base).items():
            report = look_at(address, Path(home))
            sys.stdout.write(
                f"{name:<9}" + "".join(f"{report.points[one]:>16}" for one in CATEGORIES) + "\n"
            )
            sys.stdout.writelines(f"  {line}\n" for line in report.found)
            sys.stdout.flush()
            is_full = is_full and set(report.points.values()) == {FULL}
    return 0 if is_full else 1


if __name__ == "__main__":
    raise SystemExit(main())
