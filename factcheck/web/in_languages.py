"""A verdict in several languages, as its pages tell of it: where each stands, and what machines are told of others."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from factcheck.domain import translations
from factcheck.domain.published import PublishedVerdict
from factcheck.services import public_translations
from factcheck.services.public_translations import Translated
from factcheck.services.translation_rows import InLanguage
from factcheck.web import current, languages
from factcheck.web.addresses import folder

ENGLISH = "en"


def translation_path(v: PublishedVerdict, language: str) -> str:
    """Where readers get a verdict in another language than its own: below the name of that language."""
    path = languages.without(url_for("public.verdict", id=v.id, slug=v.slug), folder())
    root = folder().removesuffix(languages.prefix())
    return f"{root}/{language}{path.removeprefix(root)}"


def translation_address(v: PublishedVerdict, language: str) -> str:
    """The same below the set base."""
    return current.settings().base_url + translation_path(v, language)


def told_of(
    shown: PublishedVerdict,
    original: str,
    told: Translated | None,
    others: Mapping[str, InLanguage],
) -> dict[str, Any]:
    """What the page of a verdict says of languages; `original` is the address that stays."""
    values: dict[str, Any] = {
        "told": told,
        "earlier": _earlier(told),
        "left": translations.left_in(told.original, told.verdict) if told else {},
        "others": [
            (one, translation_address(shown, code))
            for code, one in others.items()
            if told is None or code != told.told.language
        ],
        "original_url": original,
    }
    if ENGLISH in others:
        # The usual address of English pages is the original's, so that the translation has one of its own.
        values["alternates"] = lambda _canonical: alternates(shown, original)
    return values


def _earlier(told: Translated | None) -> list[public_translations.PublishedLine]:
    """Every version of a translation that readers had: what it said stays readable, but for who is hidden since."""
    if told is None:
        return []
    language, unnamed = told.told.language, told.unnamed
    return list(public_translations.versions(current.reading(), told.verdict.id, language, unnamed))


def alternates(shown: PublishedVerdict, original: str) -> Iterator[tuple[str, str]]:
    """Where a verdict with an English translation stands in each language, and for everybody else at its original's."""
    for code in translations.LANGUAGES:
        yield code, translation_address(shown, code)
    yield "x-default", original


def linked(
    review: dict[str, Any] | None,
    shown: PublishedVerdict,
    original: str,
    told: Translated | None,
    others: Mapping[str, InLanguage],
) -> dict[str, Any] | None:
    """The page's own ClaimReview: that of a translation names its original, and the original its translations.

    A verdict that is read in another language without being translated has none: one page alone carries it (D18).  Nor
    has a translation of what the original says otherwise now: the rating of now beside reasons of before is no finding.
    """
    is_read_elsewhere = told.is_old or told.is_stale if told else bool(languages.prefix())
    if review is None or is_read_elsewhere:
        return None
    if told is not None:
        work = translations.linked(original, told.original.language)
        return review | {"translationOfWork": work}
    # With the version, so that the original's page changes with its translations: the front goes by that.
    made = [
        translations.linked(translation_address(shown, code), code, one.number)
        for code, one in others.items()
    ]
    return review | {"workTranslation": made} if made else review
