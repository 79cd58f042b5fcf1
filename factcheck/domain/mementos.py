"""Copies of copies: what an archive says of a page it keeps, by the headers it sent, and what ours say (RFC 7089).

What another archive says is its word and no proof; it is shown as that (E12).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, urlsplit

WAYBACK = "web.archive.org"
HEADER_CHARS = 20_000  # of one header that is looked at
_LINK = re.compile(r"<([^<>]{1,2048})>([^<]*)")
_PARAMETER = re.compile(r';\s*([^\s=;,"]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))')
_WAYBACK_PATH = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(https?:/{1,2}.+)", re.DOTALL)


@dataclass(frozen=True)
class Memento:
    """A copy an archive made: of which address (empty where it does not say), and when."""

    original: str
    at: datetime


def memento_of(headers: Sequence[Sequence[str]], address: str) -> Memento | None:
    """What the headers of an answer say it is a copy of; an address of the Wayback Machine says so by itself."""
    at = next(filter(None, (_moment(value) for value in _all(headers, "memento-datetime"))), None)
    original = next(filter(None, (_original(value) for value in _all(headers, "link"))), "")
    if at is not None:
        return Memento(original or _by_address(address)[1], at)
    said, stands_for = _by_address(address)
    return Memento(stands_for, said) if said is not None else None


def _all(headers: Sequence[Sequence[str]], wanted: str) -> list[str]:
    return [value[:HEADER_CHARS] for name, value in headers if name.lower() == wanted]


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _original(value: str) -> str:
    """The first link of the header that names the original, if it is an address of the web."""
    for address, parameters in _LINK.findall(value):
        if address.startswith(("http://", "https://")) and "original" in _relations(parameters):
            return str(address)
    return ""


def _relations(parameters: str) -> list[str]:
    """What a link is to the page, by its `rel`."""
    named = _PARAMETER.findall(parameters)
    return " ".join(quoted or plain for name, quoted, plain in named if name == "rel").split()


def _by_address(address: str) -> tuple[datetime | None, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None, ""
    inside = _WAYBACK_PATH.fullmatch(f"{parts.path}{f'?{parts.query}' if parts.query else ''}")
    if parts.hostname != WAYBACK or inside is None:
        return None, ""
    try:
        return datetime.strptime(inside[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC), inside[2]
    except ValueError:
        return None, ""


def headers_for(original: str, at: datetime) -> dict[str, str]:
    """The headers by which a copy of ours says what it is of, and when it was made."""
    plain = quote(original, safe="%/:?#[]@!$&'()*+,;=-._~")
    return {
        "Memento-Datetime": format_datetime(at.astimezone(UTC), usegmt=True),
        "Link": f'<{plain}>; rel="original"',
    }
