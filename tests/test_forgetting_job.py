"""Words of a source that was sealed afterwards: cleared out of the database by a job, however long others hold them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from factcheck import db
from factcheck.db import Database
from factcheck.dialects import postgresql, sqlite
from factcheck.domain.jobs import JobState
from factcheck.jobs import Done, Failed, Later, deliver, due, forgetting
from factcheck.jobs.frame import Runner, Task
from factcheck.services import forgetting as clearings
from factcheck.services import jobs_told
from tests import road, secrets
from tests.cast import Newsroom, open_newsroom
from tests.killing import rows
from tests.sealing_later import clearer, logged, protect, sealed_later

MINUTE = timedelta(minutes=1)


def state(newsroom: Newsroom, claim_id: int) -> clearings.Clearing | None:
    with newsroom.read() as session:
        return clearings.of_evidence(session, claim_id, 1)


def clear(run: Runner) -> list[object]:
    return [deliver(run, number) for number in due(run)]


@contextmanager
def reading(newsroom: Newsroom) -> Iterator[None]:
    """Somebody whose export began before anything was sealed."""
    with newsroom.database.reader.connect() as connection:
        if newsroom.database.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        connection.execute(text("SELECT count(*) FROM evidence"))
        yield


def test_it_is_asked_for_by_the_change_that_seals_and_by_no_change_that_is_refused(
    newsroom: Newsroom,
) -> None:
    claim_id = logged(newsroom)
    assert state(newsroom, claim_id) is None
    road.refuse(newsroom, newsroom.rosa, Exception, "", lambda work: protect(work, claim_id))
    assert [row.kind for row in rows(newsroom.database)] == []
    with newsroom.work(newsroom.carla) as work:
        protect(work, claim_id)
    (row,) = rows(newsroom.database)
    assert (row.kind, row.payload) == ("forget", {"claim_id": claim_id, "evidence": 1})
    assert state(newsroom, claim_id) == (JobState.WAITING, None, "")
    with newsroom.read() as session:
        (told,) = jobs_told.told(session).jobs
    assert (told.claim_id, told.about) == (
        claim_id,
        "Words of a sealed source cleared out of the database",
    )


def test_while_somebody_reads_what_was_there_the_words_stay_and_are_gone_once_she_is_done(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "EMPTY_SECONDS", 0.05)
    claim_id = logged(newsroom)
    is_sqlite = newsroom.database.dialect.name == "sqlite"
    home = newsroom.database.settings.home
    why = (
        "somebody still reads, or writes, what was there before"
        if is_sqlite
        else "a transaction is open that may still read what was there before"
    )
    run = clearer(newsroom)
    with reading(newsroom):
        with newsroom.work(newsroom.carla) as work:
            protect(work, claim_id)
        for _ in range(7):  # more often than a job that fails is tried
            assert clear(run) == [Later(why, newsroom.now + MINUTE)]
            assert due(run) == []
            newsroom.now += MINUTE
        assert state(newsroom, claim_id) == (JobState.WAITING, None, why)
        assert bool(secrets.in_files(home)) is is_sqlite
    assert clear(run) == [Done("cleared")]
    assert state(newsroom, claim_id) == (JobState.DONE, newsroom.now, "cleared")
    assert secrets.in_files(home) == {}
    assert secrets.in_tables(newsroom.database) == {}


@pytest.mark.parametrize("how", ["another program", "this program"])
def test_while_somebody_writes_it_is_put_off_and_what_was_sealed_stays_so(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(sqlite, "EMPTY_SECONDS", 0.05)
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.05)
    newsroom = sqlite_newsroom
    claim_id = sealed_later(newsroom)
    run, task = clearer(newsroom), Task(1, "forget", {}, newsroom.now, 1, newsroom.now)
    if how == "another program":
        other = sqlite.driver().connect(
            str(make_url(newsroom.database.settings.database_url).database)
        )
        other.execute("BEGIN IMMEDIATE")
        said = "somebody still reads, or writes, what was there before"
        assert forgetting.forget(run, task) == Later(said, newsroom.now + MINUTE)
        other.close()
    else:
        with newsroom.database.work(newsroom.carla):
            said = "others were writing"
            assert forgetting.forget(run, task) == Later(said, newsroom.now + MINUTE)
    assert "source:sealed evidence:1" in newsroom.history(claim_id)
    assert clear(run) == [Done("cleared")]
    assert secrets.in_files(newsroom.database.settings.home) == {}


def until_given_up(newsroom: Newsroom, run: Runner, said: str) -> None:
    for minutes in (1, 5, 30, 120):
        assert clear(run) == [Failed(said)]
        newsroom.now += timedelta(minutes=minutes)
    assert clear(run) == [Failed(said)]


def try_again(newsroom: Newsroom) -> None:
    (row,) = rows(newsroom.database)
    with newsroom.work(newsroom.ada) as work:
        jobs_told.try_again(work, row.id)


def test_a_disk_without_room_is_told_an_administrator_who_tries_again(
    sqlite_newsroom: Newsroom,
) -> None:
    newsroom = sqlite_newsroom
    claim_id = sealed_later(newsroom)
    said = "the disk has no room for the database file a second time: make room, then try again"

    def full(_: object) -> None:
        raise sqlite.driver().OperationalError("database or disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_empty_journal", full)
        until_given_up(newsroom, clearer(newsroom), said)
    outcome = f"given up after try 5: {said}"
    assert state(newsroom, claim_id) == (JobState.FAILED, newsroom.now, outcome)
    try_again(newsroom)
    assert clear(clearer(newsroom)) == [Done("cleared")]
    assert secrets.in_files(newsroom.database.settings.home) == {}


@contextmanager
def another_role(newsroom: Newsroom) -> Iterator[Engine]:
    """The server as a role sees it that may read and write every table and owns none."""
    writer, role = newsroom.database.writer, f"desk_{uuid4().hex}"
    with writer.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(
            text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        )
    engine = create_engine(writer.url, connect_args={"options": f"-c role={role}"})
    try:
        yield engine
    finally:
        engine.dispose()
        with writer.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))


@pytest.mark.postgresql
def test_tables_the_server_passes_over_are_told_an_administrator_who_tries_again(
    postgresql_database: Database,
) -> None:
    newsroom = open_newsroom(postgresql_database)
    claim_id, clear_away = sealed_later(newsroom), postgresql.clear_away
    run = clearer(newsroom)
    with another_role(newsroom) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql, "clear_away", lambda _: clear_away(engine))
        (failed,) = clear(run)
    assert isinstance(failed, Failed)
    assert failed.outcome.startswith(
        "the server passed over a table: let the role of FACTCHECK_DATABASE_URL own evidence and conversation, or run "
        "VACUUM (INDEX_CLEANUP ON) evidence, conversation as their owner ("
    )
    cleared = state(newsroom, claim_id)
    assert cleared is not None
    assert (cleared.state, cleared.done_at) == (JobState.WAITING, None)
    assert cleared.outcome.startswith("failed after try 1: the server passed over a table")
    newsroom.now += MINUTE
    assert clear(run) == [Done("cleared")]
