"""Workers that are killed, and others that go on after them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck import jobs
from factcheck.calls import Calls
from factcheck.config import Settings
from factcheck.db import Database
from factcheck.models import Outbox
from tests.house.tree import ROOT


def environ(settings: Settings) -> dict[str, str]:
    """What a worker of this desk reads its settings from."""
    places = ",".join(
        f"{name}={host}:{port}" for name, (host, port) in settings.fetch_stand_ins.items()
    )
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FACTCHECK_HOME": str(settings.home),
        "FACTCHECK_DATABASE_URL": settings.database_url,
        "FACTCHECK_MAIL_URL": settings.mail_url,
        "FACTCHECK_QUEUE_URL": settings.queue_url,
        "FACTCHECK_FETCH_STAND_INS": places,
        "FACTCHECK_WAYBACK_KEY": settings.wayback_key,
        "FACTCHECK_WAYBACK_SECRET": settings.wayback_secret,
        "FACTCHECK_WAYBACK_URL": settings.wayback_url,
        "FACTCHECK_PURGE_URL": settings.purge_url,
        "FACTCHECK_PURGE_TOKEN": settings.purge_token,
        "FACTCHECK_WEBSUB_HUB": settings.websub_hub,
        "FACTCHECK_BROWSER": settings.browser,
        "FACTCHECK_BROWSER_SANDBOX": "yes" if settings.has_browser_sandbox else "no",
        "FACTCHECK_TIMESTAMP_AUTHORITIES": ",".join(settings.timestamp_authorities),
        "FACTCHECK_TIMESTAMP_CERTIFICATES": str(settings.timestamp_certificates or ""),
    }


def kill_a_worker(settings: Settings, step: str, kind: str = "") -> None:
    """Start a worker, and kill it once its first job has come to this step; with a kind, the first such job."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.dying", step, kind],
        env=environ(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "here\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=30)


@contextmanager
def working(database: Database, settings: Settings) -> Iterator[None]:
    """Another worker, while the block runs."""
    one = Calls(jobs.runner(database, settings))
    one.start()
    try:
        yield
    finally:
        one.stop()


def rows(database: Database) -> list[Outbox]:
    with Session(database.reader) as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def is_over(database: Database, *kinds: str) -> bool:
    """Whether nothing is left to do, of these kinds alone or of all."""
    return all(row.done_at is not None for row in rows(database) if row.kind in kinds or not kinds)
