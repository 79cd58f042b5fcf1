"""A real server with the demo story, a real Chromium, and people to sit in front of it."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.visitor import Visitor
from tests.web_sites import answer, web_site

START_SECONDS = 120
# What the demo's own newspaper, which it can reach as news.test, answers to everybody.
NEWS = """<!doctype html><html lang="en"><title>The quay is closed</title>
<meta name="author" content="Ana Novak"><nav><a href="/">Home</a></nav><article><h1>The quay is closed</h1>
<p>The quay of Port Example was closed on Friday, and it was the first time in the history of the town.</p>
<p>It cost 812,000 euros, the harbour master said, and it will be repaired by the end of the year.</p>
<p>No vote was taken on it, since the council had left for the summer before the crack was found.</p></article>"""


@dataclass
class Newspaper:
    """The demo's newspaper: the same article at every address, but for those that are no more."""

    dead: set[str] = field(default_factory=set)

    def __call__(self, link: socket.socket, head: bytes) -> None:
        path = head.split(b" ", 2)[1].decode("latin-1")
        is_dead = path in self.dead
        link.sendall(
            answer(b"Not here.", status="404 Not Found") if is_dead else answer(NEWS.encode())
        )


@dataclass(frozen=True)
class Site:
    """A running demo: where it is, the password of its accounts, its folder and its newspaper."""

    base: str
    password: str
    home: Path
    newspaper: Newspaper


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(base: str, server: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"The demo ended with {server.returncode}:\n{server.communicate()[0]}")
        try:
            with urlopen(f"{base}/method", timeout=5):  # noqa: S310  our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The demo did not answer within {START_SECONDS} seconds.")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`factcheck demo`, started the way a person starts it and ended when the tests are done."""
    home, port = tmp_path_factory.mktemp("demo"), free_port()
    base = f"http://127.0.0.1:{port}"
    log, newspaper = home / "server.log", Newspaper()
    with (
        web_site(newspaper) as press,
        log.open("w") as out,
        subprocess.Popen(
            [sys.executable, "-m", "factcheck", "demo", "--port", str(port)],
            env={
                **os.environ,
                "FACTCHECK_HOME": str(home),
                "FACTCHECK_WORKERS": "1",
                "FACTCHECK_FETCH_STAND_INS": "news.test={}:{}".format(*press.place),
            },
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server,
    ):
        try:
            wait_for(base, server)
            password = (home / "demo" / "password").read_text(encoding="utf-8").strip()
            yield Site(base, password, home / "demo", newspaper)
        finally:
            server.terminate()
            server.wait(30)
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


def forget_tries(database: Path) -> None:
    """Each story is a day of its own: what one did within a minute does not count against the next (2.4.1)."""
    with closing(sqlite3.connect(database, timeout=30)) as desk, desk:
        desk.execute("DELETE FROM throttle")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Make a visitor: `visit()` reads, `visit("dana")` is signed in; options go to the browser's context."""
    forget_tries(site.home / "factcheck.sqlite3")
    contexts: list[BrowserContext] = []

    def make(name: str = "", **options: object) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]  # playwright's own options
        context.set_default_timeout(15_000)
        contexts.append(context)
        has_scripts = bool(options.get("java_script_enabled", True))
        visitor = Visitor(context.new_page(), site.base, site.password, has_scripts)
        return visitor.sign_in(name) if name else visitor

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def real_article() -> Path:
    """The real article, which lies beside the project and not in it."""
    path = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"
    if not path.exists():
        pytest.skip("the real article (../shared/seed/article.txt) is not on this machine")
    return path
