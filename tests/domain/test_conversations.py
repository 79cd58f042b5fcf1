"""Interviews, calls and letters: who may be named follows from the consent, and a time is one that was (E18)."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import conversations, dates
from factcheck.domain.conversations import Consent, day_and_time, held_at, may_name, spell_held
from factcheck.domain.inputs import BadInput

BERLIN = ZoneInfo("Europe/Berlin")


def test_only_who_spoke_on_the_record_is_named_and_what_was_off_it_reaches_nobody() -> None:
    named = {one for one in Consent if one.names_speaker}
    assert named == {Consent.ON_RECORD, Consent.RECORDED, Consent.NOTES_ONLY}
    assert {one for one in Consent if not one.reaches_readers} == {Consent.OFF_RECORD}
    assert [one for one in Consent if may_name(one.value)] == [o for o in Consent if o in named]
    assert not may_name("")


def test_each_choice_has_its_sentence() -> None:
    for one in (*conversations.Channel, *Consent):
        assert one.about.endswith("."), one


def test_a_time_is_kept_with_its_distance_from_utc_and_a_day_stays_a_day() -> None:
    assert held_at(date(2026, 11, 20), None, BERLIN) == "2026-11-20"
    assert held_at(date(2026, 11, 20), time(14, 30), BERLIN) == "2026-11-20T14:30+01:00"
    assert spell_held("2026-11-20") == "20 November 2026"
    assert spell_held("2026-11-20T14:30+01:00") == "14:30, 20 November 2026 (UTC+1)"
    assert spell_held("2026-11-20T14:30+00:00") == "14:30, 20 November 2026 (UTC)"


def test_a_time_that_the_clocks_jumped_over_is_refused_and_one_that_came_twice_is_the_first() -> (
    None
):
    with pytest.raises(BadInput, match="This time does not exist in Europe/Berlin"):
        held_at(date(2026, 3, 29), time(2, 30), BERLIN)
    assert held_at(date(2026, 10, 25), time(2, 30), BERLIN) == "2026-10-25T02:30+02:00"


@given(st.dates(date(1800, 1, 1), date(2100, 1, 1)), st.times())
def test_what_was_typed_comes_back_to_the_field(day: date, at: time) -> None:
    typed = day.isoformat(), f"{at:%H:%M}"
    try:
        stored = held_at(day, dates.parse_time(typed[1]), ZoneInfo("UTC"))
    except BadInput:
        raise AssertionError from None
    assert day_and_time(stored) == typed
    assert len(stored) <= 25
    assert day_and_time(held_at(day, None, BERLIN)) == (typed[0], "")


@pytest.mark.parametrize("typed", ["0:00", "9:05", "23:59", "09:05"])
def test_a_time_of_the_day_is_taken(typed: str) -> None:
    assert dates.parse_time(typed).isoformat("minutes").lstrip("0") == typed.zfill(5).lstrip("0")


@pytest.mark.parametrize(
    "typed", ["24:00", "9", "9:5", "9.05", "noon", "-1:00", "٩:٠٥", "", None, 9]
)
def test_anything_else_is_no_time(typed: object) -> None:
    with pytest.raises(BadInput, match="Write the time as HH:MM"):
        dates.parse_time(typed)


@given(st.text())
def test_any_text_is_a_time_or_a_refusal(typed: str) -> None:
    try:
        found = dates.parse_time(typed)
    except BadInput:
        return
    assert found.second == 0
