"""The production server: granian where it can be installed, waitress elsewhere.

Every server process builds its own application from the environment (`application`), so nothing that was opened
before is carried over into it.  Each process also carries out jobs in threads of its own (`factcheck.calls`), unless
it is told not to; rows of the outbox are claimed one by one, so that more processes do nothing twice.
"""

import errno
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from flask import Flask
from waitress.server import create_server

from factcheck import create_app, jobs, keeping, schema
from factcheck.calls import Calls, require_client
from factcheck.config import Settings, read_settings
from factcheck.dating import certificates_of
from factcheck.db import Database
from factcheck.domain.limits import READER_THREADS
from factcheck.meaning import meaning_of

try:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    HAS_GRANIAN = True
except ImportError:  # no wheel for this platform
    HAS_GRANIAN = False

APPLICATION = "factcheck.serving:application"
TURN_SECONDS = 0.0005  # how long a thread that is wanted by another may go on computing
NEW_OBJECTS = 10_000  # once there are so many more, the youngest are looked through for garbage
LAST_WORDS_SECONDS = 10  # what a request under way gets when the server is told to end


class CannotListen(Exception):
    """The address cannot be listened on; `sentence` says why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def application() -> Flask:
    """What every server process runs, made from its environment."""
    settings = read_settings()
    database = Database(settings, is_served=True)
    calls = Calls(jobs.runner(database, settings))
    database.bell = calls.ring
    if settings.serves_jobs:
        calls.start()
    app = create_app(settings, database)
    app.extensions["jobs"] = calls
    _spare_the_collector()
    _share_the_interpreter()
    return app


def _share_the_interpreter() -> None:
    """Whoever has the database's turn gives the interpreter away at every statement, and must soon have it back.

    Python's own five milliseconds are longer than a whole change takes: others waited for a page that was drawn.
    """
    sys.setswitchinterval(TURN_SECONDS)


def _spare_the_collector() -> None:
    """What the program is made of stays for as long as it runs: Python need not look through it for garbage.

    Nor need it look ten times a request: hardly any of what a page is made of refers to itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def server_name() -> str:
    return "granian" if HAS_GRANIAN else "waitress"


def require_ready(settings: Settings, database: Database) -> None:
    """Refuse to start what could not work.

    Raises `BadSetting` (no secret, no such mail server, queue, model, store or certificate: 13.3.2),
    `WrongSchema` (R14), `CannotListen`.
    """
    settings.require_secret()
    jobs.runner(database, settings)
    require_client(settings)
    meaning_of(settings)
    keeping.require_usable(settings)
    certificates_of(settings)
    schema.require_head(database)
    require_free(settings.host, settings.port)


def require_free(host: str, port: int) -> None:
    """Raise `CannotListen` unless this process could listen there now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # elsewhere the option lets two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotListen(_why(host, port, error)) from error


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use; end what listens there, or set another PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system; set a PORT above 1023."
    return f"{host} is no address of this machine; see FACTCHECK_HOST."


def run(settings: Settings) -> None:
    """Serve until told to end (SIGTERM, SIGINT).  The environment must say what `settings` says."""
    if not HAS_GRANIAN:
        _run_waitress(settings)
        return
    logging.getLogger("_granian").addFilter(_is_news)
    Granian(
        APPLICATION,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=settings.workers,
        blocking_threads=settings.threads + READER_THREADS,
        workers_kill_timeout=LAST_WORDS_SECONDS,
        respawn_failed_workers=True,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of granian's says anything: that there are more threads than cores is meant (`READER_THREADS`)."""
    return "Configuration allows spawning" not in record.getMessage()


def _run_waitress(settings: Settings) -> None:
    """One process; it gets the threads of all of them."""
    server = create_server(
        application(),
        host=settings.host,
        port=settings.port,
        threads=settings.workers * settings.threads + READER_THREADS,
        ident="",
    )
    with _ending_on_sigterm():
        server.run()


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Make SIGTERM end waitress the way Ctrl-C does: requests under way are finished."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
