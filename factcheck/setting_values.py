"""Settings that are numbers, names out of a few, programs and time zones.  Each raises `BadSetting`, which tells how to
mend it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from factcheck.setting_addresses import BadSetting


def whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text[:40]!r}.")
    return int(text)


def one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = (env.get(name) or choices[0]).upper()
    if value not in choices:
        raise BadSetting(f"{name} must be one of {', '.join(choices)}, not {value[:40]!r}.")
    return value


def program(text: str) -> str:
    """The path of a program that is there; `no` and nothing at all are said otherwise."""
    if text.lower() in {"", "no"}:
        return text.lower()
    if not (Path(text).is_absolute() and os.access(text, os.X_OK)):
        raise BadSetting(
            f"FACTCHECK_BROWSER must be the path of a program, or no, not {text[:80]!r}."
        )
    return text


def zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"FACTCHECK_TIME_ZONE names no known zone: {name[:40]!r}.") from None
    return name
