"""A statement that is asked again is found by itself; no other one is ever answered in its place."""

import gc

from sqlalchemy import Integer, bindparam, insert, literal, select

from factcheck.db import Database
from factcheck.dialects.compiled import STATEMENTS, Compiled
from factcheck.domain.terms import COMMAND_LINE, Part
from factcheck.models import PersonPart
from tests.cast import hire

GIVEN = bindparam("given", type_=Integer)


def memory_of(database: Database) -> Compiled:
    found = database.reader.get_execution_options()["compiled_cache"]
    assert isinstance(found, Compiled)
    return found


def test_a_statement_made_once_is_compiled_once_whatever_it_is_given(database: Database) -> None:
    statement = select(GIVEN + 1)
    with database.read() as connection:
        before = len(memory_of(database))
        said = [connection.scalar(statement, {"given": number}) for number in range(5)]
        assert said == [1, 2, 3, 4, 5]
        assert len(memory_of(database)) == before + 1


def test_statements_derived_from_one_are_answered_for_themselves(database: Database) -> None:
    statement = select(GIVEN + 1)
    with database.read() as connection:
        for _ in range(3):
            assert connection.scalar(statement, {"given": 1}) == 2
            assert connection.execute(statement.where(literal(1) == 2), {"given": 1}).all() == []
            assert connection.execute(statement.add_columns(literal("b")), {"given": 1}).all() == [
                (2, "b")
            ]


def test_values_that_stand_in_a_statement_are_not_those_of_the_one_before(
    database: Database,
) -> None:
    with database.read() as connection:
        for number in range(3 * STATEMENTS):  # alike but for the value, and gone when asked
            assert connection.scalar(select(literal(number))) == number
        assert len(memory_of(database)._by_self) <= STATEMENTS  # what must not grow


def test_a_statement_that_is_gone_leaves_its_number_to_no_other(database: Database) -> None:
    with database.read() as connection:
        for width in range(1, 60):
            columns = [literal(place).label(f"c{place}") for place in range(width)]
            for _ in range(2):
                assert len(connection.execute(select(*columns)).one()) == width
            gc.collect()


def test_one_row_and_many_are_told_apart_and_so_are_the_names_of_values(database: Database) -> None:
    rows = insert(PersonPart.__table__)
    with database.work(COMMAND_LINE) as work:
        people = [hire(work, f"Colleague-{number}", ()) for number in range(6)]
        said = [{"person_id": one.id, "part": Part.CHECKER, "given_at": work.now} for one in people]
        connection = work.session.connection()
        connection.execute(rows, said[0])
        connection.execute(rows, said[1:3])
        connection.execute(rows, said[3])
        connection.execute(rows, said[4:])
        held = connection.scalars(select(PersonPart.person_id)).all()
        assert sorted(held) == [one.id for one in people]


def test_reading_and_writing_keep_their_own_memory_or_share_one_database(
    sqlite_database: Database,
) -> None:
    reader, writer = (
        engine.get_execution_options()["compiled_cache"]
        for engine in (sqlite_database.reader, sqlite_database.writer)
    )
    assert reader is not writer
    with sqlite_database.read() as connection:
        connection.execute(select(literal(1)))
    assert len(reader) > 0
