"""Dates people type: the D rows of the table of bad inputs; and how dates are spelt."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import dates
from factcheck.domain.inputs import BadInput

TODAY = date(2026, 11, 22)
SENTENCE = "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."
NO_DATES = [
    *("2026-02-30", "2025-02-29", "0000-01-01", "-0001-01-01", "-1", "2026-13-01", "2026-00-10"),
    *("2026-10-00", "2026-10-32", "9999-12-31", "10000-01-01", "2999-01-01", "26-01-01"),
    *("01/02/2026", "2026-01-01T25:00", "2016-12-31T23:59:60", "2026-01-01+99:00", "2026-W01-1"),
    *("2026-001", "20260101", "yesterday", "1e9", "٢٠٢٦-٠١-٠١", "２０２６-01-01"),
    *(
        "1799-12-31",
        "2026-11-24",
        "",
        " ",
        "2026-1-1",
        "2026-10-09 ",
        " 2026-10-09",
        "2026-10-09\n",
    ),
    *("2026–10–09", "2026-10", "2026", "\x00", "\ud800", "1" * 5_000),
]


def answer_of(call: Callable[..., object], *values: object, **options: object) -> object:
    """What comes back, or the refusal itself."""
    try:
        return call(*values, **options)
    except BadInput as refused:
        return refused


@pytest.mark.parametrize("typed", [*NO_DATES, None, 20261009, True, TODAY])
def test_what_is_not_a_plain_past_date_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        dates.parse_date(typed, today=TODAY)
    assert refused.value.sentence == SENTENCE


@pytest.mark.parametrize("typed", ["1800-01-01", "2024-02-29", "2026-11-22", "2026-11-23"])
def test_a_date_between_1800_and_tomorrow_is_taken(typed):
    assert dates.parse_date(typed, today=TODAY).isoformat() == typed


@given(
    st.one_of(st.text(), st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)), st.dates()
)
def test_any_text_is_a_date_in_range_or_a_refusal(typed, today):
    day = answer_of(dates.parse_date, typed, today=today)
    if isinstance(day, BadInput):
        assert day.sentence == SENTENCE
    else:
        assert f"{day}" == typed
        assert date(1800, 1, 1) <= day
        assert (day - today).days <= 1


@given(st.dates(min_value=date(1800, 1, 1)))
def test_every_day_since_1800_survives_being_written_and_read(day):
    assert dates.parse_date(f"{day}", today=day) == day
    assert dates.parse_partial(f"{day}", today=day) == f"{day}"


# ── Deadlines ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["2026-11-22", "2027-02-20"])
def test_a_deadline_lies_between_today_and_the_last_day_allowed(typed):
    assert f"{dates.parse_future_date(typed, today=TODAY, days=90)}" == typed


@pytest.mark.parametrize("typed", ["2026-11-21", "2027-02-21", *NO_DATES[:7], None])
def test_a_deadline_elsewhere_is_refused_with_both_ends(typed):
    with pytest.raises(BadInput) as refused:
        dates.parse_future_date(typed, today=TODAY, days=90)
    sentence = "Write the date as YYYY-MM-DD, between 2026-11-22 and 2027-02-20."
    assert refused.value.sentence == sentence


def test_a_deadline_at_the_end_of_the_calendar_does_not_break_it():
    assert dates.parse_future_date("9999-12-31", today=date(9999, 12, 30), days=90) == date.max


# ── Dates as sources give them ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["2023", "2023-11", "2023-11-09", "1800", "2026-11", "2026"])
def test_a_source_may_give_only_a_year_or_a_month(typed):
    assert dates.parse_partial(typed, today=TODAY) == typed


@pytest.mark.parametrize(
    "typed", ["1799", "2027", "2026-12", "2023-13", "2023-00", "23", "2023-1", "٢٠٢٣", "", None]
)
def test_a_partial_date_out_of_range_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        dates.parse_partial(typed, today=TODAY)
    assert refused.value.sentence == (
        "Write the date as YYYY-MM-DD, YYYY-MM or YYYY, between 1800-01-01 and tomorrow."
    )


# ── Spelling ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        ("2023-10-09", "9 October 2023"),
        ("2023-10", "October 2023"),
        ("2023", "2023"),
        (date(1999, 1, 31), "31 January 1999"),
        (datetime(1999, 12, 1, 8, tzinfo=UTC), "1 December 1999"),
        ("", ""),
        ("last week", "last week"),
        ("2023-02-30", "2023-02-30"),
    ],
)
def test_a_date_is_spelt_as_exactly_as_it_is_known(value, spelt):
    assert dates.spell_date(value) == spelt


@pytest.mark.parametrize(
    ("zone", "spelt"),
    [
        (timezone(timedelta(hours=5)), "14:02, 21 November 2026 (UTC+5)"),
        (UTC, "09:02, 21 November 2026 (UTC)"),
        (ZoneInfo("Asia/Kolkata"), "14:32, 21 November 2026 (UTC+5:30)"),
        (ZoneInfo("America/New_York"), "04:02, 21 November 2026 (UTC-5)"),
        (timezone(-timedelta(hours=9, minutes=30)), "23:32, 20 November 2026 (UTC-9:30)"),
    ],
)
def test_a_moment_is_spelt_in_the_readers_zone(zone, spelt):
    assert dates.spell_moment(datetime(2026, 11, 21, 9, 2, tzinfo=UTC), zone) == spelt


def test_a_moment_without_a_zone_is_utc():
    naive = datetime(2026, 11, 21, 9, 2, tzinfo=UTC).replace(tzinfo=None)
    assert dates.spell_moment(naive, UTC) == "09:02, 21 November 2026 (UTC)"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31.12.2023", "2023-12-31"),
        ("3.4.2024", "2024-04-03"),
        ("03.04.2024", "2024-04-03"),
        ("30.2.2024", "2024-02-30"),  # no such day, and refused as one
    ],
)
def test_a_day_with_dots_is_read_with_the_day_first(typed: str, meant: str) -> None:
    assert dates.from_dots(typed) == meant


@given(st.text() | st.from_regex(r"[0-9./ -]{0,12}"))
def test_what_is_no_day_with_dots_comes_back_as_typed_and_none_is_let_in_wrongly(
    typed: str,
) -> None:
    read = dates.from_dots(typed)
    if read != typed:
        day, month, year = typed.split(".")
        assert read == f"{int(year):04}-{int(month):02}-{int(day):02}"
    for parse in (dates.parse_date, dates.parse_partial):
        found = answer_of(parse, read, today=TODAY)
        assert isinstance(found, BadInput) or str(found) == read


@pytest.mark.parametrize(
    "typed", ["31/12/2023", "12.31", "31.12.23", "٣١.١٢.٢٠٢٣", "31.12.2023 ", ""]
)
def test_other_spellings_of_a_day_are_not_guessed(typed: str) -> None:
    assert dates.from_dots(typed) == typed
    assert isinstance(answer_of(dates.parse_date, typed, today=TODAY), BadInput)
