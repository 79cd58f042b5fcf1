"""One review by others: a ClaimReview object as it came, read and made fit to be stored.

Feeds say the same in several ways (a text, an object with a name, a list of one); here they become lines of text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from factcheck.domain import characters
from factcheck.domain.addresses import clean_address
from factcheck.domain.dates import is_partial_date
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import ADDRESS_CHARS, REVIEW_CHARS, TITLE_CHARS

CLAIM_CHARS = 4_000  # of a longer claim the beginning is kept
LINE_CHARS = 200
LANGUAGE_CHARS = 35

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedReview:
    """One review by others.  `raw` is the JSON it came as; what the feed does not say is ''."""

    identifier: str
    claim: str
    title: str
    claimant: str
    rating: str
    publisher: str
    published_on: str
    language: str
    url: str
    raw: str


def is_review(node: object) -> bool:
    """Whether it may be a ClaimReview: it says so, or it says nothing else and has the claim."""
    if not isinstance(node, dict):
        return False
    kinds = node.get("@type", "ClaimReview" if "claimReviewed" in node else "")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith("ClaimReview") for kind in listed)


def review(node: object) -> ImportedReview:
    """A ClaimReview object, read.  Raises `BadInput` for what it lacks."""
    if not isinstance(node, dict) or not is_review(node):
        raise BadInput("It is no ClaimReview object.")
    claim = _line(node.get("claimReviewed"), CLAIM_CHARS)
    if not characters.has_readable(claim):
        raise BadInput("It has no claimReviewed.")
    return ImportedReview(
        identifier=_identifier(node),
        claim=claim,
        title=_line(_first(node, "headline", "name", "title"), TITLE_CHARS),
        claimant=_line(_claimant(node.get("itemReviewed")), LINE_CHARS),
        rating=_line(_rating(node.get("reviewRating")), LINE_CHARS),
        publisher=_line(_named(node.get("author")) or _named(node.get("publisher")), LINE_CHARS),
        published_on=_day(node.get("datePublished")),
        language=_line(_named(node.get("inLanguage")), LANGUAGE_CHARS),
        url=_address(node.get("url")),
        raw=_raw(node),
    )


def _identifier(node: Node) -> str:
    """`identifier` (a text, a number or a PropertyValue), else `url`; exactly as it stands there."""
    for given in (node.get("identifier"), node.get("url")):
        found = _only(given)
        if isinstance(found, dict):
            found = found.get("value") or found.get("@id")
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if isinstance(found, str) and found.strip():
            return _storable(found.strip())
    raise BadInput("It has neither identifier nor url.")


def _storable(identifier: str) -> str:
    fault = characters.find_fault(identifier, "Its identifier")
    if fault is not None:
        raise BadInput(fault)
    if len(identifier.encode()) > ADDRESS_CHARS:
        raise BadInput(f"Its identifier is longer than {ADDRESS_CHARS:,} bytes.")
    return identifier


def _raw(node: Node) -> str:
    try:
        raw = json.dumps(node, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise BadInput("It holds a number that is none.") from error
    if not raw.isascii() and characters.find_fault(raw, ""):
        raw = json.dumps(node, separators=(",", ":"))
    if len(raw) > REVIEW_CHARS:
        raise BadInput(f"It is longer than {REVIEW_CHARS:,} characters.")
    return raw


def _only(value: object) -> object:
    """The first of a list, or what is there."""
    return (value[0] if value else None) if isinstance(value, list) else value


def _first(node: object, *keys: str) -> object:
    """The first of the keys that has a text or a number."""
    if not isinstance(node, dict):
        return None
    found = (_only(node.get(key)) for key in keys)
    return next((one for one in found if isinstance(one, str | int | float) and one != ""), None)


def _named(value: object) -> object:
    """A thing's name, or the text that stands in its place."""
    one = _only(value)
    return one if isinstance(one, str) else _first(one, "name", "site", "alternateName", "url")


def _claimant(item: object) -> object:
    one = _only(item)
    return _named(one.get("author")) if isinstance(one, dict) else None


def _rating(rating: object) -> object:
    one = _only(rating)
    return one if isinstance(one, str) else _first(one, "alternateName", "name", "ratingValue")


def _day(value: object) -> str:
    """The day of a moment, or a partial date; '' for anything else."""
    text = _line(_only(value), LINE_CHARS)[:10]
    return text if is_partial_date(text) else ""


def _address(value: object) -> str:
    """An address that may be linked to; '' for any other."""
    try:
        return clean_address(_only(value))
    except BadInput:
        return ""


def _line(value: object, limit: int) -> str:
    """Text or a number on one line, cut at `limit`; what may not stand in a text is left out."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: 2 * limit]
    if characters.find_fault(text, "") is not None:
        text = "".join(one for one in text if characters.find_fault(one, "") is None)
        text = text if characters.find_mark_run(text) is None else ""
    return " ".join(characters.nfc(text).split())[:limit]
