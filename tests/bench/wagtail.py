"""A peer for readers' pages: a Wagtail site as `wagtail start` makes it, and how often its home page is answered.

It runs in a virtual environment of its own (`--beside-wagtail PYTHON`); nothing of it is imported here.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

from tests.bench.readers import CONNECTIONS, MISSING, ROUNDS, program, wrk
from tests.bench.server import WORKERS, Server, environment, free_port, running

RELEASE = "import gunicorn, wagtail; print(wagtail.__version__)"
SETTINGS = "site_beside.settings.production"
# What its guide has every site say for itself; `production` reads it.
LOCAL = 'SECRET_KEY = "a key of the measurement alone"\nALLOWED_HOSTS = ["127.0.0.1"]\n'


@dataclass(frozen=True)
class Install:
    """The Python that has Wagtail, and which Wagtail that is."""

    python: Path
    release: str


def installed(
    _context: click.Context, _option: click.Parameter, python: Path | None
) -> Install | None:
    """The option's value, before anything is loaded: refuses a Python without Wagtail or gunicorn."""
    if python is None:
        return None
    python = python.absolute()
    done = subprocess.run([python, "-c", RELEASE], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it does not run"])[-1]
        raise click.BadParameter(f"needs a Python with wagtail and gunicorn ({last}).")
    return Install(python, done.stdout.strip())


def measured(install: Install, port: int, path: str, home: Path, seconds: float) -> str:
    """One line: how often a verdict page is answered ÷ Wagtail's home page, visited in turn in one run."""
    asks = program("wrk")
    if not asks:
        return MISSING.format("wrk")
    with _site(install, home) as site:
        rows = [
            (wrk(asks, seconds, port, path), wrk(asks, seconds, site.port, "/"))
            for _ in range(ROUNDS)
        ]
    ours, theirs = (median(row[column] for row in rows) for column in (0, 1))
    times = median(ours / theirs for ours, theirs in rows)
    return (
        f"published page: {times:,.0f} times Wagtail {install.release}'s home page"
        f" ({ours:,.0f}/s and {theirs:,.0f}/s, {WORKERS} processes each, {CONNECTIONS} connections)"
    )


@contextmanager
def _site(install: Install, home: Path) -> Iterator[Server]:
    """A site on SQLite as its guide has it served: settings for production, gunicorn, as many processes as ours."""
    home.mkdir()
    told = environment(HOME=str(home), PYTHONPATH="", DJANGO_SETTINGS_MODULE=SETTINGS)
    starts = [install.python.parent / "wagtail", "start", "site_beside", "."]
    manage = [install.python, "manage.py"]
    _run(starts, told | {"DJANGO_SETTINGS_MODULE": ""}, home)
    (home / "site_beside" / "settings" / "local.py").write_text(LOCAL)
    for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
        _run([*manage, *words], told, home)
    port = free_port()
    bound = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command = [str(install.python), "-m", "gunicorn", *bound, "site_beside.wsgi:application"]
    with running(command, told, home, port, "/") as server:
        yield server


def _run(command: list[str | Path], told: dict[str, str], home: Path) -> None:
    subprocess.run(command, env=told, cwd=home, check=True, capture_output=True)
