"""The databases that tests get are fresh, migrated, and of the kind they say."""

import pytest
from sqlalchemy import inspect, text

from factcheck import schema
from factcheck.db import Database


def test_a_database_is_at_the_head_of_the_migrations(database: Database) -> None:
    assert schema.current(database) == schema.head() != ""


def test_an_empty_database_has_no_revision(empty_database: Database) -> None:
    assert schema.current(empty_database) == ""


@pytest.mark.parametrize("visit", ["first", "second"])
def test_nothing_that_a_test_wrote_is_left_for_the_next(database: Database, visit: str) -> None:
    assert not inspect(database.writer).has_table("left_behind")
    with database.writer.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert inspect(database.writer).has_table("left_behind")


@pytest.mark.postgresql
def test_each_test_gets_the_kind_it_asked_for(
    sqlite_database: Database, postgresql_database: Database
) -> None:
    assert sqlite_database.writer.dialect.name == "sqlite"
    assert postgresql_database.writer.dialect.name == "postgresql"
