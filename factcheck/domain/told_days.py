"""On which day something was said, as the words around a quote tell it: "on Monday", "12 March", "yesterday".

English names of days and months; a day without a year is the latest one that was not after the article. Pure; a
person checks what is proposed (W15).
"""

import re
from calendar import monthrange
from datetime import date, timedelta

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS) + "|sept\\.?"
_YEAR = r"(?:1[89]|20)\d\d"
_TOLD = re.compile(
    rf"""\b(?:(?P<iso>{_YEAR}-\d\d-\d\d)
    |(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month>{_MONTH})(?:,?\ (?P<year>{_YEAR}))?
    |(?P<us_month>{_MONTH})\ (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\ (?P<us_year>{_YEAR}))?
    |(?P<only_month>{_MONTH})\ (?P<only_year>{_YEAR})
    |(?P<ahead>next\ )?(?P<past>last\ )?(?P<weekday>{"|".join(_DAYS)})
    |(?P<yesterday>yesterday)|(?P<today>today|this\ (?:morning|afternoon|evening)|tonight))\b""",
    re.IGNORECASE | re.VERBOSE,
)


def told_day(words: str, published_on: str) -> str:
    """The day (or the month) the words name, as `2024-03-12` (`2024-03`); '' where they name none, or one to come.

    `published_on` is when the article came out: a day, a month, a year or ''.
    """
    found = _TOLD.search(words)
    if found is None:
        return ""
    last = _last_day(published_on)
    if found["only_month"]:
        month = f"{found['only_year']}-{_month(found['only_month']):02}"
        return month if last is None or month <= last.isoformat() else ""
    day = _written(found, last) or _reckoned(found, last if len(published_on) == 10 else None)
    return day.isoformat() if day and (last is None or day <= last) else ""


def _written(found: re.Match[str], last: date | None) -> date | None:
    """A day that is written out, its year perhaps left to the article's."""
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        number, name = found["day"] or found["us_day"], found["month"] or found["us_month"]
        year = found["year"] or found["us_year"]
        if not number:
            return None
        if year:
            return date(int(year), _month(name), int(number))
        if last is None:
            return None
        day = date(last.year, _month(name), int(number))
        return day if day <= last else day.replace(year=last.year - 1)
    except ValueError:  # the thirtieth of February
        return None


def _reckoned(found: re.Match[str], published: date | None) -> date | None:
    """A day told by how far it is from the article's."""
    if published is None or found["ahead"]:
        return None
    if found["today"]:
        return published
    if found["yesterday"]:
        return published - timedelta(days=1)
    if found["weekday"] is None:
        return None
    back = (published.weekday() - _DAYS.index(found["weekday"].lower())) % 7
    return published - timedelta(days=back or (7 if found["past"] else 0))


def _month(name: str) -> int:
    return next(at for at, full in enumerate(_MONTHS, start=1) if full[:3] == name[:3].lower())


def _last_day(partial: str) -> date | None:
    """The last day of a day, a month or a year."""
    parts = [int(part) for part in partial.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, 12, 31)[:3] if len(parts) != 2 else (*parts, 31)
    return date(year, month, min(day, monthrange(year, month)[1]))
