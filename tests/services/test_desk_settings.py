"""What readers call the desk and where they report errors: an administrator's to change, and nobody else's."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.models import HistoryRow
from factcheck.services import desk_settings
from factcheck.services.desk_settings import DeskInput, version_of
from factcheck.services.stale import StaleSave
from tests.cast import Newsroom

NEW = DeskInput(name="The Harbour Post checks", contact="desk@example.org")


def stored(newsroom: Newsroom) -> DeskInput:
    with newsroom.read() as session:
        return desk_settings.settings(session)


def save(newsroom: Newsroom, given: DeskInput, seen: int | None = None, by: str = "ada") -> None:
    version = version_of(stored(newsroom)) if seen is None else seen
    with newsroom.work(getattr(newsroom, by)) as work:
        desk_settings.save(work, given, version)


def test_an_administrator_names_the_desk_and_the_history_says_who(newsroom: Newsroom) -> None:
    save(newsroom, NEW)
    assert stored(newsroom) == NEW
    with newsroom.read() as session:
        row = session.scalars(select(HistoryRow).order_by(HistoryRow.seq.desc()).limit(1)).one()
    assert (row.event, row.subject, row.actor_id, row.detail) == (
        "desk:changed",
        "desk:1",
        newsroom.ada.id,
        "The Harbour Post checks; desk@example.org",
    )


def test_the_address_can_be_taken_away_and_the_name_cannot(newsroom: Newsroom) -> None:
    save(newsroom, NEW)
    save(newsroom, replace(NEW, contact=""))
    assert stored(newsroom).contact == ""
    with pytest.raises(BadInput):
        save(newsroom, DeskInput(name=" "))
    assert stored(newsroom).name == NEW.name


@pytest.mark.parametrize("who", ["carla", "rosa", "edith", "lara"])
def test_nobody_else_changes_the_settings(newsroom: Newsroom, who: str) -> None:
    before, told = stored(newsroom), newsroom.history()
    with pytest.raises(NotYourPart):
        save(newsroom, NEW, by=who)
    assert (stored(newsroom), newsroom.history()) == (before, told)


def test_saving_what_is_there_leaves_no_row(newsroom: Newsroom) -> None:
    save(newsroom, NEW)
    told = newsroom.history()
    with pytest.raises(WrongState, match="Nothing is changed"):
        save(newsroom, NEW)
    assert newsroom.history() == told


def test_a_save_that_comes_too_late_shows_both(newsroom: Newsroom) -> None:
    seen = version_of(stored(newsroom))
    save(newsroom, NEW)
    mine = replace(NEW, name="The Evening Check")
    with pytest.raises(StaleSave) as caught:
        save(newsroom, mine, seen, by="max")
    told = caught.value
    assert (told.theirs["Name of the desk"], told.yours["Name of the desk"]) == (
        "The Harbour Post checks",
        "The Evening Check",
    )
    assert (told.by_name, told.at) != ("", None)
    assert told.by_name == "Ada"
    assert stored(newsroom) == NEW
    save(newsroom, mine, told.version, by="max")
    assert stored(newsroom) == mine
