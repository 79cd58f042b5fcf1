"""A peer to measure beside: a Roundup tracker of its own, from the template it comes with, filled and served.

It runs in a virtual environment of its own (`--beside-roundup PYTHON`); nothing of it is imported here.  What stands
in the tracker is told in `roundup_corpus`, what is asked of it in `roundup_pages` and `roundup_moves`, the table is
`roundup_report`'s.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.bench import roundup_corpus
from tests.bench.roundup_pages import Peer
from tests.bench.server import WORKERS, Server, environment, free_port, running

PASSWORD = "a password of the measurement alone"
RELEASE = "import gunicorn, roundup; print(roundup.__version__)"
# What the documentation has stand in `wsgi.py`; the folder is the one the server is started in.
WSGI = """\
from roundup.cgi.wsgi_handler import RequestDispatcher

app = RequestDispatcher("tracker", feature_flags={"cache_tracker": ""})
"""


@dataclass(frozen=True)
class Install:
    """The Python that has Roundup, and which Roundup that is."""

    python: Path
    release: str

    def run(self, *arguments: str, home: Path) -> None:
        """One of Roundup's own commands.  Raises `CalledProcessError`."""
        subprocess.run(
            [self.python, *arguments], env=_told(home), cwd=home, check=True, capture_output=True
        )


def installed(
    _context: click.Context, _option: click.Parameter, python: Path | None
) -> Install | None:
    """The option's value, before anything is loaded: refuses a Python without Roundup or gunicorn."""
    if python is None:
        return None
    # The link that is in a virtual environment stays a link: it is what says where the packages are.
    python = python.absolute()
    done = subprocess.run([python, "-c", RELEASE], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it does not run"])[-1]
        raise click.BadParameter(f"needs a Python with roundup and gunicorn ({last}).")
    return Install(python, done.stdout.strip())


def _told(home: Path) -> dict[str, str]:
    # gunicorn puts a socket into the home folder.
    return environment(HOME=str(home), PYTHONPATH="")


@contextmanager
def beside(
    install: Install | None, folder: Path, sizes: Sequence[int], *, is_analyzed: bool
) -> Iterator[list[Peer]]:
    """A tracker for each size, served for as long as the block lasts; none without Roundup.  Raises `NoServer`."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                _tracker(install, folder / f"roundup-{size}", size, is_analyzed=is_analyzed)
            )
            for size in (sizes if install else ())
            if install
        ]


@contextmanager
def _tracker(install: Install, home: Path, size: int, *, is_analyzed: bool) -> Iterator[Peer]:
    home.mkdir()
    port = free_port()
    _set_up(install, home, port)
    began = time.monotonic()
    with click.progressbar(length=size, label=f"Roundup {size:>7,} issues", file=sys.stderr) as bar:
        corpus = roundup_corpus.load(home / "tracker", size, bar.update, is_analyzed=is_analyzed)
    megabytes = corpus.database.stat().st_size / 1e6
    click.echo(
        f"Roundup, {size:,} issues: {megabytes:,.0f} MB in {time.monotonic() - began:.0f} s."
    )
    with _served(install, home, port) as server:
        yield Peer(corpus, server, PASSWORD)


def _set_up(install: Install, home: Path, port: int) -> None:
    """The classic template on SQLite with its FTS5 index; mail would go into a file."""
    said = {
        "INDEXER": "native-fts",
        "TRACKER_WEB": f"http://127.0.0.1:{port}/",
        "MAIL_DOMAIN": "tracker.example",
        "MAIL_HOST": "localhost",
        "MAIL_DEBUG": "mail.log",
    }
    admin = ("-m", "roundup.scripts.roundup_admin", "-i", "tracker")
    settings = ",".join(f"{name}={value}" for name, value in said.items())
    install.run(*admin, "install", "classic", "sqlite", settings, home=home)
    install.run(*admin, "initialise", PASSWORD, home=home)
    (home / "wsgi.py").write_text(WSGI)


@contextmanager
def _served(install: Install, home: Path, port: int) -> Iterator[Server]:
    """As its installation guide has it, behind gunicorn, with as many processes as ours."""
    bound = ["--bind", f"127.0.0.1:{port}", "--timeout=10", "--workers", str(WORKERS)]
    command = [str(install.python), "-m", "gunicorn", *bound, "wsgi:app"]
    with running(command, _told(home), home, port, "/") as server:
        yield server
