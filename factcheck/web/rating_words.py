"""Ratings in the language of the address: what pages, texts, feeds and cards show of a scale (R1).

A page in a language of the readers' side says every rating in it where the scale does, and the original elsewhere.
Asks nothing of the database: the desk's own line, which every page has, tells whether scales changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from factcheck.domain.published import PublishedNotice, PublishedVerdict
from factcheck.domain.rating_words import RatingWords, Said
from factcheck.domain.ratings import LANGUAGES
from factcheck.domain.terms import Audience
from factcheck.services.public_beside import Similar
from factcheck.services.reference import RatingView, Reference, reference
from factcheck.web import current, languages
from factcheck.web.translating import written_of


@dataclass(frozen=True)
class SaidSimilar(Similar):
    """A similar verdict with its rating as somebody reads it."""

    rating_language: str = ""


def _reference() -> Reference:
    return reference(current.reading(), current.sign().reference_version)


def _words() -> RatingWords:
    return _reference().words


def told(shown: PublishedVerdict, language: str = "") -> PublishedVerdict:
    """The verdict with its rating said in a language, that of the address unless it is named."""
    code = language or languages.current()
    return _words().verdict(shown, code) if code in LANGUAGES else shown


def every(shown: Iterable[PublishedVerdict]) -> list[PublishedVerdict]:
    """The same for those of a list."""
    return [told(one) for one in shown]


def notices(shown: Iterable[PublishedVerdict]) -> list[tuple[PublishedNotice, PublishedVerdict]]:
    """The newest notice of each, with it."""
    return [(one.notices[0], one) for one in every(shown)]


def similar(shown: Iterable[Similar]) -> list[Similar]:
    """The same for those that stand under a verdict, each with the language its rating is then in."""
    return [_similar(one) for one in shown]


def _similar(one: Similar) -> Similar:
    words = _words()
    label, code = words.label(one.rating, languages.current(), one.scale)
    if not code:
        known = words.known(one.rating, one.scale)
        code = written_of(known.definition if known else one.rating)
    return SaidSimilar(**{**vars(one), "rating": label}, rating_language=code)


def said(view: RatingView) -> Said:
    """A label of a scale in the language of the address."""
    return _words().said(view, languages.current())


def stood(view: RatingView) -> Said:
    """The same as its own version of the scale says it, for the page that keeps every version."""
    return _words().stood(view, languages.current())


def labels() -> dict[str, Said]:
    """The labels of the scale that readers' verdicts are given by, retired ones among them, by code."""
    scale = _reference().in_use.get(Audience.READERS)
    return {view.code: said(view) for view in scale.ratings} if scale else {}


def link(one: Said, url: str, is_current: bool) -> dict[str, object]:
    """A label as a line of links takes it."""
    return {"label": one.label, "language": label_in(one), "url": url, "is_current": is_current}


def of_codes() -> dict[str, Said]:
    """Every label that a scale has or had, by code: what a feed that somebody follows may still be called.

    Several scales may have a code; the one in use says what its label is.
    """
    return {view.code: said(view) for view in _reference().ratings.values()} | labels()


# ── What templates ask ───────────────────────────────────────────────────────────────────────────


def label_in(rating: Any) -> str:
    """The language of a label: of a verdict's rating, or of one of a scale."""
    return getattr(rating, "label_language", "") or original_in(rating)


def definition_in(rating: Any) -> str:
    """The language of the definition beside it."""
    return getattr(rating, "definition_language", "") or original_in(rating)


def step_in(rating: Any, place: int) -> str:
    """The language of a label on the axis, counted from 0."""
    known = getattr(rating, "step_languages", ())
    return (known[place] if known else "") or original_in(rating)


def alone_in(label: str, rating: Any) -> str:
    """The language of an original label that stands without its definition, beside a rating of the same scale."""
    known = _words().known(label, rating.scale)
    return written_of(known.definition) if known else original_in(rating)


def original_in(rating: Any) -> str:
    """The language a scale was written in: its definitions tell by more words than its labels."""
    return written_of(getattr(rating, "original", "") or rating.definition)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        rating_said=said,
        rating_stood=stood,
        label_in=label_in,
        definition_in=definition_in,
        step_in=step_in,
        original_in=original_in,
        alone_in=alone_in,
    )
