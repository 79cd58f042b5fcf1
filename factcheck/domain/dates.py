"""Dates and moments as people type and read them, in the language at hand whatever the machine's locale.

Pure: nobody here asks what day it is. `today` comes from the caller, as a date where the desk is.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from factcheck.domain import wording
from factcheck.domain.inputs import BadInput

FIRST_DAY = date(1800, 1, 1)
_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_YEAR = re.compile("[0-9]{4}")
_TIME = re.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MONTHS = wording.mark_in(
    "months, after the number of a day",
    "January February March April May June July August September October November December",
)
_MONTHS_ALONE = wording.mark_in(
    "months, without a day",
    "January February March April May June July August September October November December",
)
_DAY_SENTENCE = "Write the date as YYYY-MM-DD, between 1800-01-01 and tomorrow."
_PARTIAL_SENTENCE = (
    "Write the date as YYYY-MM-DD, YYYY-MM or YYYY, between 1800-01-01 and tomorrow."
)


def parse_date(text: object, *, today: date) -> date:
    """A day in the past, or tomorrow for whoever is further east (D01-D20); else BadInput.

    Not `date.fromisoformat`, which takes 20260101 and 2026-W01-1 as well.
    """
    day = _read_day(text)
    if day is None or not FIRST_DAY <= day <= _days_after(today, 1):
        raise BadInput(_DAY_SENTENCE)
    return day


def parse_future_date(text: object, *, today: date, days: int) -> date:
    """A day from today to `days` days later, for deadlines; else BadInput."""
    day, last = _read_day(text), _days_after(today, days)
    if day is None or not today <= day <= last:
        raise BadInput(f"Write the date as YYYY-MM-DD, between {today} and {last}.")
    return day


def parse_partial(text: object, *, today: date) -> str:
    """A day, a month or a year, as its source gives it; returned as typed, else BadInput."""
    first_day = _first_day(text)
    if first_day is None or not FIRST_DAY <= first_day <= _days_after(today, 1):
        raise BadInput(_PARTIAL_SENTENCE)
    return str(text)


def parse_time(text: object) -> time:
    """A time of the day, `9:05` or `21:40`; else BadInput."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise BadInput("Write the time as HH:MM, from 00:00 to 23:59.")
    return time(int(match[1]), int(match[2]))


def from_dots(typed: str) -> str:
    """A day as many write it, `3.4.2024`, as `2024-04-03`: with dots the day comes first everywhere.

    Anything else comes back unchanged, `3/4/2024` too, which is two days in two countries.
    """
    match = _DOTTED.fullmatch(typed)
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else typed


def is_partial_date(text: str) -> bool:
    """Whether it is a day, a month or a year as `parse_partial` takes it, of whatever time."""
    return _first_day(text) is not None


def spell_date(value: str | date) -> str:
    """`9 October 2023`, `October 2023` or `2023`; what is no such date comes back unchanged."""
    text = value.isoformat()[:10] if isinstance(value, date) else value
    return _spell_text(text, wording.language())


@lru_cache(maxsize=1_000)  # the same few days stand all over a page
def _spell_text(text: str, _language: str) -> str:
    first_day = _first_day(text)
    if first_day is None or len(text) == 4:
        return text
    if len(text) == 7:
        month = wording.say_in(*_MONTHS_ALONE).split()[first_day.month - 1]
        return wording.say("%(month)s %(year)s", month=month, year=first_day.year)
    month = wording.say_in(*_MONTHS).split()[first_day.month - 1]
    return wording.say(
        "%(day)s %(month)s %(year)s", day=first_day.day, month=month, year=first_day.year
    )


def spell_moment(at: datetime, tz: tzinfo) -> str:
    """`14:02, 21 November 2026 (UTC+5)` where `tz` is the reader's zone; a naive `at` is UTC."""
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(tz)
    offset = _spell_offset(local.utcoffset())
    return f"{local.hour:02}:{local.minute:02}, {spell_date(local)} ({offset})"


@lru_cache(maxsize=100)
def _spell_offset(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def _read_day(text: object) -> date | None:
    match = _DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _first_day(text: object) -> date | None:
    """The first day of the day, month or year written; None for anything else."""
    if isinstance(text, str) and _MONTH.fullmatch(text):
        return _read_day(f"{text}-01")
    if isinstance(text, str) and _YEAR.fullmatch(text):
        return _read_day(f"{text}-01-01")
    return _read_day(text)


def _days_after(today: date, days: int) -> date:
    """The calendar ends with the year 9999; a day beyond it is its last one."""
    return today + timedelta(days=min(days, (date.max - today).days))
