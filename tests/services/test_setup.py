"""The first set-up: everything a desk needs, once, however often and by however many it is run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from factcheck.db import Database
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.ratings import BadScale
from factcheck.domain.terms import COMMAND_LINE, Audience
from factcheck.models import Desk, HistoryRow, PolicyRow, Rating, RatingScale, ScaleVersion
from factcheck.resources import seeds_folder
from factcheck.services import history, setup
from factcheck.services.reference import reference
from tests.seeds.seed_files import SCALES

COUNTED = (Desk, PolicyRow, RatingScale, ScaleVersion, Rating, HistoryRow)


def ensure(database: Database) -> None:
    with database.work(COMMAND_LINE) as work:
        setup.ensure(work)


def counts(database: Database) -> dict[str, int]:
    with Session(database.reader) as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in COUNTED
        }


@contextmanager
def writes(database: Database) -> Iterator[list[str]]:
    """The statements that change something while the block runs."""
    found: list[str] = []

    def see(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(statement)

    event.listen(database.writer, "before_cursor_execute", see)
    try:
        yield found
    finally:
        event.remove(database.writer, "before_cursor_execute", see)


def test_a_new_desk_gets_its_row_policies_and_scales(database: Database) -> None:
    ensure(database)
    there = counts(database)
    assert there["desk"] == 1
    assert there["policy"] == len(RiskClass)
    assert there["rating_scale"] == there["scale_version"] == len(SCALES)
    assert there["rating"] == sum(len(scale["ratings"]) for scale in SCALES.values())
    with Session(database.reader) as session:
        assert history.verify(session) is None


def test_the_house_scales_are_in_use_and_the_presets_wait(database: Database) -> None:
    ensure(database)
    with Session(database.reader) as session:
        used = session.scalars(select(RatingScale).where(RatingScale.is_in_use)).all()
    assert {row.audience: row.code for row in used} == {
        Audience.READERS: "house",
        Audience.DESK: "desk",
    }


def test_a_scale_from_a_file_brings_its_words_in_other_languages(
    database: Database, tmp_path: Path
) -> None:
    labels = "".join(
        f"[[ratings]]\ncode = '{code}'\nlabel = '{code}'\ndefinition = 'It is {code}.'\nhue = 'none'\n{more}"
        for code, more in (
            ("yes", "labels.ru.label = 'Да'\n"),
            ("no", "labels.ru = {label = 'Нет', definition = 'Не так.'}\n"),
            ("open", "is_undetermined = true\n"),
        )
    )
    head = "code = 'ours'\nname = 'Ours'\naudience = 'readers'\nis_free_text = false\n"
    file = tmp_path / "ours.toml"
    file.write_text(head + labels, encoding="utf-8")
    with database.work(COMMAND_LINE) as work:
        setup.ensure(work, tmp_path)
    with Session(database.reader) as session:
        said = session.scalars(select(Rating.translations).order_by(Rating.id)).all()
    assert said == [
        {"ru": {"label": "Да", "definition": ""}},
        {"ru": {"label": "Нет", "definition": "Не так."}},
        {},
    ]


def test_a_file_whose_words_readers_could_not_tell_apart_is_refused(
    database: Database, tmp_path: Path
) -> None:
    text = (seeds_folder() / "scales" / "house.toml").read_text(encoding="utf-8")
    file = tmp_path / "house.toml"
    file.write_text(text.replace("В основном подтверждается", "Подтверждается"), encoding="utf-8")
    with (
        pytest.raises(BadScale, match="read the same in Russian"),
        database.work(COMMAND_LINE) as work,
    ):
        setup.ensure(work, tmp_path)
    assert counts(database)["rating_scale"] == 0


def test_a_desk_begins_with_careful_policies(database: Database) -> None:
    ensure(database)
    with Session(database.reader) as session:
        policies = reference(session).policies
    assert policies == {
        RiskClass.ORDINARY: Policy(
            approvals_needed=1, minimum_origins=1, may_approver_publish=True
        ),
        RiskClass.ALLEGATION: Policy(
            approvals_needed=1,
            minimum_origins=2,
            is_reply_needed=True,
            may_approver_publish=False,
            reply_hours=48,
        ),
        RiskClass.PRIVATE_PERSON: Policy(
            approvals_needed=1, minimum_origins=2, may_approver_publish=False
        ),
        RiskClass.MINOR: Policy(approvals_needed=2, minimum_origins=2, may_approver_publish=False),
    }


def test_labels_arrive_with_their_words_in_every_language(database: Database) -> None:
    ensure(database)
    with Session(database.reader) as session:
        labels = reference(session).in_use[Audience.READERS].ratings
    for label, seed in zip(labels, SCALES["house"]["ratings"], strict=True):
        assert label.code == seed["code"]
        assert label.definition == seed["definition"]
        assert label.value == seed.get("value")
        assert label.translations == seed["labels"]


def test_a_second_set_up_changes_nothing(database: Database) -> None:
    ensure(database)
    before = counts(database)
    with writes(database) as statements:
        ensure(database)
    assert statements == []
    assert counts(database) == before


def test_what_the_desk_changed_stays_as_the_desk_wants_it(database: Database) -> None:
    ensure(database)
    with database.work(COMMAND_LINE) as work:
        work.session.get_one(Desk, 1).name = "The Evening Check"
        work.session.get_one(PolicyRow, RiskClass.ORDINARY).approvals_needed = 3
    ensure(database)
    with Session(database.reader) as session:
        assert session.get_one(Desk, 1).name == "The Evening Check"
        assert session.get_one(PolicyRow, RiskClass.ORDINARY).approvals_needed == 3


def test_a_scale_that_came_with_a_newer_release_is_added_and_seen(
    database: Database, tmp_path: Path
) -> None:
    ensure(database)
    with Session(database.reader) as session:
        known = reference(session)
    (tmp_path / "yes-no.toml").write_text(
        'code = "yes_no"\nname = "Yes or no"\naudience = "readers"\nis_free_text = false\n'
        '[[ratings]]\ncode = "yes"\nlabel = "Yes"\ndefinition = "It is so."\nvalue = 2\n'
        '[[ratings]]\ncode = "open"\nlabel = "Open"\ndefinition = "Nobody knows."\n'
        "is_undetermined = true\n",
        encoding="utf-8",
    )
    with database.work(COMMAND_LINE) as work:
        setup.ensure(work, tmp_path)
    with Session(database.reader) as session:
        fresh = reference(session)
    assert fresh.version == known.version + 1
    assert len(fresh.ratings) == len(known.ratings) + 2
    assert fresh.in_use[Audience.READERS].code == "house"


def test_a_file_that_is_no_scale_stops_the_set_up_whole(database: Database, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(
        'code = "bad"\nname = "Bad"\naudience = "readers"\nis_free_text = false\n'
        '[[ratings]]\ncode = "yes"\nlabel = "Yes"\ndefinition = "It is so."\nvalue = 2\n'
        '[[ratings]]\ncode = "no"\nlabel = "No"\ndefinition = "It is not."\nvalue = 1\n',
        encoding="utf-8",
    )
    with (
        pytest.raises(BadScale, match="cannot be determined"),
        database.work(COMMAND_LINE) as work,
    ):
        setup.ensure(work, tmp_path)
    assert set(counts(database).values()) == {0}


def test_two_processes_that_start_at_once_do_no_harm(database: Database) -> None:
    ready, failures = Barrier(2), []

    def start() -> None:
        mine = Database(database.settings)  # an engine of its own, as another process has
        try:
            ready.wait()
            ensure(mine)
        except Exception as error:  # noqa: BLE001  whatever goes wrong in a thread is told below
            failures.append(error)
        finally:
            mine.dispose()

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counts(database)["rating_scale"] == len(SCALES)
    assert counts(database)["desk"] == 1
