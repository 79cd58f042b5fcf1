"""The rules about what was checked and what comes with it: who said it, where, when; dates, language (D11-D21)."""

import re
from datetime import date

from factcheck.domain.claimreview_asked import (
    Asked,
    Found,
    host_of,
    is_nobody,
    is_of_site,
    kinds,
    nodes,
    text,
)
from factcheck.domain.claimreview_reading import shown, step

_DAY = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,4}")


# ── The claim as a thing ─────────────────────────────────────────────────────────────────────────


def item_missing(asked: Asked) -> Found:
    if not asked.item:
        yield "$.itemReviewed", ""


def item_old(asked: Asked) -> Found:
    if asked.item and "Claim" not in kinds(asked.item):
        yield step(asked.item_path, "@type"), ""


def item_several(asked: Asked) -> Found:
    found = nodes(asked.review, "itemReviewed", "$")
    if len(found) > 1:
        yield "$.itemReviewed", str(len(found))


def claimant_nobody(asked: Asked) -> Found:
    for path, one in nodes(asked.item, "author", asked.item_path, as_name="name"):
        name = text(one, "name")
        if name and is_nobody(name):
            yield step(path, "name"), shown(name)


def claimant_bare(asked: Asked) -> Found:
    value = asked.item.get("author")
    if any(isinstance(one, str) for one in (value if isinstance(value, list) else [value])):
        yield step(asked.item_path, "author"), ""


def claimant_kind(asked: Asked) -> Found:
    for path, one in nodes(asked.item, "author", asked.item_path):
        if "@type" not in one:
            yield step(path, "@type"), ""


def claimant_same_as(asked: Asked) -> Found:
    for path, one in nodes(asked.item, "author", asked.item_path):
        value = one.get("sameAs")
        listed = value if isinstance(value, list) else [value]
        if any(one is not None and not (isinstance(one, str) and host_of(one)) for one in listed):
            yield step(path, "sameAs"), ""


def said_missing(asked: Asked) -> Found:
    if asked.item and not text(asked.item, "datePublished"):
        yield step(asked.item_path, "datePublished"), ""


def said_form(asked: Asked) -> Found:
    said = asked.item.get("datePublished")
    if said is not None and said != "" and day_of(said) is None:
        yield step(asked.item_path, "datePublished"), ""


def said_later(asked: Asked) -> Found:
    said, checked = (
        day_of(asked.item.get("datePublished")),
        day_of(asked.review.get("datePublished")),
    )
    if said and checked and said > checked:
        yield step(asked.item_path, "datePublished"), ""


def appearance_missing(asked: Asked) -> Found:
    if not any(text(place, "url") or text(place, "name") for place in asked.places):
        yield step(asked.item_path, "appearance"), ""


def appearance_unlinked(asked: Asked) -> Found:
    named = [place for place in asked.places if text(place, "url") or text(place, "name")]
    if named and not any(host_of(text(place, "url")) for place in named):
        yield step(asked.item_path, "appearance"), ""


def appearance_own(asked: Asked) -> Found:
    """Only where nothing leads elsewhere: a speech without a link is traceable by its name."""
    site = host_of(text(asked.review, "url"))
    hosts = [host_of(text(place, "url")) for place in asked.places]
    if hosts and all(host and is_of_site(host, site) for host in hosts):
        yield step(asked.item_path, "appearance"), shown(site)


# ── Dates, language, publisher, corrections ──────────────────────────────────────────────────────


def day_of(value: object) -> tuple[int, int, int] | None:
    """Year, month and day of an ISO 8601 date, the first where it is partial; None for anything else."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 50 else None
    if found is None:
        return None
    year, month, day = (int(one or 1) for one in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def published_missing(asked: Asked) -> Found:
    if not text(asked.review, "datePublished"):
        yield "$.datePublished", ""


def published_form(asked: Asked) -> Found:
    if text(asked.review, "datePublished") and day_of(asked.review["datePublished"]) is None:
        yield "$.datePublished", ""


def modified_form(asked: Asked) -> Found:
    if (
        asked.review.get("dateModified") is not None
        and day_of(asked.review["dateModified"]) is None
    ):
        yield "$.dateModified", ""


def modified_earlier(asked: Asked) -> Found:
    first, last = (
        day_of(asked.review.get("datePublished")),
        day_of(asked.review.get("dateModified")),
    )
    if first and last and last < first:
        yield "$.dateModified", ""


def language_missing(asked: Asked) -> Found:
    if not asked.review.get("inLanguage"):
        yield "$.inLanguage", ""


def language_form(asked: Asked) -> Found:
    value = asked.review.get("inLanguage")
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one and not _LANGUAGE.fullmatch(one):
            yield "$.inLanguage", shown(one)


def publisher_missing(asked: Asked) -> Found:
    if not any(text(one, "name") for _, one in nodes(asked.review, "publisher", "$")):
        yield "$.publisher", ""


def correction_form(asked: Asked) -> Found:
    for path, one in nodes(asked.review, "correction", "$", as_name="text"):
        if not text(one, "text"):
            yield path, ""
