"""Scales and policies are read once, kept, and read anew as soon as the desk says they changed."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from factcheck.db import Database
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.terms import COMMAND_LINE, Audience
from factcheck.models import Desk
from factcheck.services import policies, scales
from factcheck.services.reference import Reference, reference
from tests.cast import Newsroom, open_newsroom
from tests.statements import counted


def read(database: Database, version: int | None = None) -> Reference:
    with Session(database.reader) as session:
        return reference(session, version)


def test_a_database_without_a_desk_has_nothing_and_the_plain_policy(database: Database) -> None:
    found = read(database)
    assert found.version == 0
    assert found.ratings == {}
    assert found.in_use == {}
    assert found.policies == dict.fromkeys(RiskClass, Policy())


def test_labels_know_their_scale_and_their_place_on_the_axis(newsroom: Newsroom) -> None:
    scale = read(newsroom.database).in_use[Audience.READERS]
    by_code = {one.code: one for one in scale.ratings}
    assert by_code["supported"].steps == (
        "Contradicted",
        "Lacks context",
        "Mostly supported",
        "Supported",
    )
    assert (by_code["supported"].step, by_code["contradicted"].step) == (3, 0)
    assert {(one.worst, one.best) for one in scale.ratings if one.value} == {(1, 4)}
    assert by_code["supported"].scale_name == scale.name == "House scale"


def test_a_label_beside_the_axis_has_no_number_at_all(newsroom: Newsroom) -> None:
    scale = read(newsroom.database).in_use[Audience.READERS]
    unproven = next(one for one in scale.ratings if one.is_undetermined)
    assert (unproven.value, unproven.step, unproven.best, unproven.worst) == (None,) * 4


def test_every_label_is_found_by_its_number(newsroom: Newsroom) -> None:
    found = read(newsroom.database)
    assert all(one.id == number for number, one in found.ratings.items())
    for scale in found.in_use.values():
        assert all(found.ratings[one.id] == one for one in scale.ratings)


def test_a_retired_label_is_no_choice_and_no_step_and_keeps_its_number(
    newsroom: Newsroom,
) -> None:
    with newsroom.work(newsroom.ada) as work:
        house = next(one for one in scales.scales(work.session) if one.code == "house")
        labels = list(house.current.ratings)
        labels[1] = replace(labels[1], is_retired=True, retired_note="Nobody used it.")
        scales.new_version(work, house.id, 1, labels, "One less.")
    found = read(newsroom.database)
    scale = found.in_use[Audience.READERS]
    retired = scale.ratings[1]
    assert scale.number == 2
    assert retired not in scale.choices
    assert len(scale.choices) == 4
    assert (retired.step, retired.value, retired.worst, retired.best) == (None, 3, 1, 4)
    assert scale.ratings[0].steps == ("Contradicted", "Lacks context", "Supported")
    old = [
        one for one in found.ratings.values() if one.code == retired.code and one.scale_version == 1
    ]
    assert [one.is_retired for one in old if one.scale_code == "house"] == [False]


def test_reading_anew_costs_three_statements_and_keeping_it_none(newsroom: Newsroom) -> None:
    database = newsroom.database
    with counted(database) as statements:
        version = read(database).version
        assert len(statements) == 3
        read(database)
        assert len(statements) == 4  # one small look whether anything changed
        read(database, version)
        assert len(statements) == 4  # and none where the caller knows
        read(database, version + 1)
        assert len(statements) == 5


def test_an_engine_of_another_process_sees_the_change(newsroom: Newsroom) -> None:
    other = Database(newsroom.database.settings)
    try:
        assert read(other).policies[RiskClass.ORDINARY].approvals_needed == 1
        before = Policy()
        with newsroom.work(newsroom.ada) as work:
            policies.save(
                work,
                RiskClass.ORDINARY,
                replace(before, approvals_needed=2),
                policies.version_of(before),
            )
        assert read(other).policies[RiskClass.ORDINARY].approvals_needed == 2
    finally:
        other.dispose()


@pytest.mark.postgresql
def test_a_desk_of_the_same_version_elsewhere_is_another_desk(
    sqlite_database: Database, postgresql_database: Database
) -> None:
    mine, theirs = open_newsroom(sqlite_database), open_newsroom(postgresql_database)
    with theirs.work(COMMAND_LINE) as work:
        work.session.execute(delete(Desk))
    assert read(mine.database).version == 1
    assert read(theirs.database).version == 0


def test_a_change_that_was_rolled_back_is_not_remembered(newsroom: Newsroom) -> None:
    before = read(newsroom.database)
    with Session(newsroom.database.writer) as session:
        session.execute(update(Desk).values(reference_version=99))
        session.rollback()
        assert session.scalar(select(Desk.reference_version)) == before.version
    assert read(newsroom.database) == before
