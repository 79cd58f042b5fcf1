"""What `claims:search` is asked and what it answers, in the shape of the Fact Check Tools API (D35, D36).

A client of that API reads this desk by changing the host alone.  How the verdicts are found stands in
`services/public_lists.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.inputs import BadInput, search_words
from factcheck.domain.limits import SEARCH_DEPTH, SEARCH_ROWS
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.translations import primary

PAGE_SIZE = 10  # what the API gives where nothing is asked for
MOST_DAYS = 36_500
LANGUAGE_CHARS = 35


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked; `words` of the query, `language` as its first subtag, `site` whose reviews alone are wanted."""

    words: tuple[str, ...] = ()
    language: str = ""
    site: str = ""
    max_age_days: int | None = None
    page_size: int = PAGE_SIZE
    page_token: str = ""
    offset: int = 0


def read(given: Mapping[str, str]) -> Question:
    """The question in the parameters of an address.  Raises `BadInput` with a sentence for what cannot be asked.

    A `pageToken` goes before an `offset`; a region of `languageCode` is passed over, as the API does.
    """
    site = given.get("reviewPublisherSiteFilter", "").strip()
    words = tuple(search_words(given.get("query", "")))
    if not words and not site:
        raise BadInput("query is required unless reviewPublisherSiteFilter is given.")
    days = given.get("maxAgeDays", "").strip()
    size = _whole(given, "pageSize", 0, 1_000_000) or PAGE_SIZE
    token = given.get("pageToken", "").strip()
    return Question(
        words=words,
        language=_language(given.get("languageCode", "").strip()),
        site=site,
        max_age_days=_whole(given, "maxAgeDays", 0, MOST_DAYS) if days else None,
        page_size=min(size, SEARCH_ROWS),
        page_token=token,
        offset=0 if token else _whole(given, "offset", 0, SEARCH_DEPTH),
    )


def _whole(given: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = given.get(name, "").strip() or str(low)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
        raise BadInput(f"{name} must be a whole number from {low} to {high}.")
    return int(text)


def _language(code: str) -> str:
    first = code.partition("-")[0].lower()
    is_code = len(code) <= LANGUAGE_CHARS and code.replace("-", "").isalnum() and code.isascii()
    if code and not (is_code and 2 <= len(first) <= 8 and first.isalpha()):
        raise BadInput("languageCode must be a BCP-47 code, such as en or en-US.")
    return first


def is_ours(site: str, base_url: str) -> bool:
    """Whether a site filter means this desk: its host, or one of which it is a part, with or without `www.`."""
    host = (urlsplit(base_url).hostname or "").removeprefix("www.")
    named = site.lower().partition("://")[2] or site.lower()
    wanted = named.partition("/")[0].partition(":")[0].removeprefix("www.")
    return bool(wanted) and (host == wanted or host.endswith(f".{wanted}"))


def in_language(
    found: Sequence[PublishedVerdict], translated: Mapping[int, PublishedVerdict], language: str
) -> list[PublishedVerdict]:
    """The verdicts in the language that was asked for; one whose translation nobody may read now is left out."""
    if not language:
        return list(found)
    written = (one for one in found if one.id in translated or primary(one.language) == language)
    return [translated.get(one.id, one) for one in written]


def answer(
    found: Sequence[PublishedVerdict],
    *,
    address: Callable[[PublishedVerdict], str],
    name: str,
    base_url: str,
    token: str,
) -> dict[str, Any]:
    """The API's answer; keys without a value are left out, as it does."""
    site = (urlsplit(base_url).hostname or "").removeprefix("www.")
    claims = [_claim(one, address(one), {"name": name, "site": site}) for one in found]
    return {"claims": claims} | ({"nextPageToken": token} if token else {})


def _claim(v: PublishedVerdict, url: str, publisher: dict[str, str]) -> dict[str, Any]:
    review = {
        "publisher": publisher,
        "url": url,
        "title": v.reason,
        "reviewDate": _moment(v.updated_at),
        "textualRating": v.rating.label,
        "languageCode": v.language,
    }
    said = f"{v.said_on}T00:00:00Z" if len(v.said_on) == 10 else ""
    values = {"text": v.statement, "claimant": v.claimant, "claimDate": said}
    return {key: value for key, value in values.items() if value} | {"claimReview": [review]}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def refusal(sentence: str) -> dict[str, Any]:
    """An error as the API words one."""
    return {"error": {"code": 400, "message": sentence, "status": "INVALID_ARGUMENT"}}
