"""What readers get in another language than a verdict was written in: only translations that were published.

Rating, dates, names, sources and whether the verdict stands are the original's at this moment, whatever was translated
when; a retraction of the original is one of every translation, and nobody has to do anything for that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from factcheck.domain import published, translations
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.translating import TranslationState
from factcheck.models import (
    Publication,
    PublicationVersion,
    Translation,
    TranslationVersion,
    Verdict,
)
from factcheck.services import public, sisters
from factcheck.services.public import Current
from factcheck.services.public_languages import Names, is_named, unattributed_in
from factcheck.services.translation_rows import InLanguage


@dataclass(frozen=True)
class Translated:
    """A verdict in another language: as readers get it, and the original it is always measured by.

    `is_stale` says that the original was changed after it was translated.  `newest` is the number of the version that
    is current in this language; `unnamed` are the (name, role) of everybody whom no version of it may name.
    """

    verdict: PublishedVerdict
    original: PublishedVerdict
    told: InLanguage
    newest: int
    unnamed: Names = ()

    @property
    def is_stale(self) -> bool:
        return self.told.source != self.original.version and not self.original.is_retracted

    @property
    def is_old(self) -> bool:
        """Whether readers get a newer version of it by now."""
        return self.told.number != self.newest

    @property
    def since_changed(self) -> datetime:
        """When the original was changed first after this was translated."""
        later = [one for one in self.original.notices if one.version > self.told.source]
        return later[-1].at if later else self.original.updated_at


class PublishedLine(NamedTuple):
    """One version of a translation that readers had."""

    number: int
    source: int
    since: datetime


# Which version of the original a version of a translation is of.
_IS_TRANSLATED = and_(
    PublicationVersion.publication_id == TranslationVersion.publication_id,
    PublicationVersion.number == TranslationVersion.source_number,
)
_VERSION: Any = (
    select(
        TranslationVersion.number,
        TranslationVersion.source_number,
        TranslationVersion.published_at,
        TranslationVersion.texts,
        PublicationVersion.body,
        Translation.current_number,
    )
    .select_from(TranslationVersion)
    .join(Translation, Translation.id == TranslationVersion.translation_id)
    .join(PublicationVersion, _IS_TRANSLATED)
    .where(
        Translation.publication_id == bindparam("publication_id"),
        Translation.language == bindparam("language"),
        TranslationVersion.number == bindparam("number"),
        TranslationVersion.state == TranslationState.PUBLISHED,
    )
)
_VERSIONS: Any = (
    select(
        TranslationVersion.number,
        TranslationVersion.source_number,
        TranslationVersion.published_at,
        PublicationVersion.body,
    )
    .join(Translation, Translation.id == TranslationVersion.translation_id)
    .join(PublicationVersion, _IS_TRANSLATED)
    .where(
        Translation.publication_id == bindparam("publication_id"),
        Translation.language == bindparam("language"),
        TranslationVersion.state == TranslationState.PUBLISHED,
    )
    .order_by(TranslationVersion.number.desc())
)


def translated(
    session: Session, found: Current, language: str, number: int = 0
) -> Translated | None:
    """The verdict in a language, or an earlier version of that (`number`); None where readers have none there."""
    told = found.translations.get(language)
    if told is None or not 0 <= number <= told.number:
        return None
    given = {
        "publication_id": found.verdict.id,
        "language": language,
        "number": number or told.number,
    }
    row = session.execute(_VERSION, given).first()
    if row is None:
        return None
    shown = _shown(found.verdict, row, language, found.unnamed)
    if shown is None:
        return None
    about = InLanguage(language, row.number, row.source_number, row.published_at)
    return Translated(shown, found.verdict, about, row.current_number, found.unnamed)


def _shown(
    original: PublishedVerdict, row: Row[Any], language: str, unnamed: Names
) -> PublishedVerdict | None:
    """What readers get of one version of a translation; None where it would name whom it must not."""
    then = published.from_json(row.body)
    if is_named(then, unnamed):
        return None
    texts = translations.from_json(row.texts)
    made = translations.translated(original, then, language, texts)
    # What is read here changed last with the original or with its translation, whichever was later.
    made = replace(made, updated_at=max(made.updated_at, row.published_at))
    return published.conceal(made, unnamed)


# ── Of a list ────────────────────────────────────────────────────────────────────────────────────


def _of_many(*conditions: Any) -> Any:
    """The newest version readers have in a language of many verdicts, what it translates, and what is approved now."""
    then, now = aliased(PublicationVersion), aliased(PublicationVersion)
    return (
        select(
            Translation.publication_id,
            TranslationVersion.texts,
            TranslationVersion.published_at,
            then.body,
            Verdict.content.label("approved"),
        )
        .select_from(Translation)
        .join(
            TranslationVersion,
            (TranslationVersion.translation_id == Translation.id)
            & (TranslationVersion.number == Translation.current_number),
        )
        .join(Publication, Publication.id == Translation.publication_id)
        .join(
            then,
            (then.publication_id == Translation.publication_id)
            & (then.number == TranslationVersion.source_number),
        )
        .join(
            now, (now.publication_id == Publication.id) & (now.number == Publication.current_number)
        )
        .join(Verdict, Verdict.id == now.verdict_id)
        .where(Translation.language == bindparam("language"), *conditions)
    )


_UP_TO_DATE: Any = _of_many(
    Translation.publication_id.in_(bindparam("publications", expanding=True)),
    TranslationVersion.source_number == Publication.current_number,
)
_BETWEEN: Any = _of_many(Translation.publication_id.between(bindparam("first"), bindparam("last")))


def several(
    session: Session, found: Sequence[PublishedVerdict], language: str
) -> dict[int, PublishedVerdict]:
    """By number, those of a list that readers get in a language they were not written in.

    A translation of what the original says otherwise by now is left out: no program gets the reasons of before under
    the rating of now (D18).
    """
    others = {one.id: one for one in found if translations.primary(one.language) != language}
    if not others or language not in translations.LANGUAGES:
        return {}
    given = {"language": language, "publications": list(others)}
    rows = session.execute(_UP_TO_DATE, given).all()
    shown = (
        (row.publication_id, _shown(others[row.publication_id], row, language, unnamed))
        for row, unnamed in with_unnamed(session, rows)
    )
    return {number: one for number, one in shown if one is not None}


def readable(session: Session, found: Sequence[PublishedVerdict], language: str) -> frozenset[int]:
    """The numbers of those that have a page of their own in a language they were not written in, up to date or not.

    `found` are neighbours by number, as the parts of lists are.
    """
    others = {one.id for one in found if translations.primary(one.language) != language}
    if not others:
        return frozenset()
    given = {"language": language, "first": min(others), "last": max(others)}
    rows = [row for row in session.execute(_BETWEEN, given) if row.publication_id in others]
    return frozenset(
        row.publication_id
        for row, unnamed in with_unnamed(session, rows)
        if not unnamed or not is_named(published.from_json(row.body), unnamed)
    )


def with_unnamed(session: Session, rows: Sequence[Row[Any]]) -> Iterator[tuple[Row[Any], Names]]:
    """Each row with everybody whom no translation of its verdict may name.

    A row says of which publication it is (`publication_id`) and what is approved of that now (`approved`).
    """
    hidden = sisters.of_publications(session, (row.publication_id for row in rows)) if rows else {}
    for row in rows:
        number = row.publication_id
        names = sisters.in_order(hidden.get(number, ()), number)
        yield row, (*names, *unattributed_in(row.approved))


def read_in(language: str) -> Select[int]:
    """The publications that readers get translated into a language, as they stand now."""
    return (
        select(Translation.publication_id)
        .join(
            TranslationVersion,
            (TranslationVersion.translation_id == Translation.id)
            & (TranslationVersion.number == Translation.current_number),
        )
        .where(
            Translation.language == language,
            Translation.publication_id == Publication.id,
            TranslationVersion.source_number == Publication.current_number,
        )
        .correlate(Publication)
    )


def versions(
    session: Session, publication_id: int, language: str, unnamed: Names = ()
) -> Sequence[PublishedLine]:
    """Every version of a translation that readers had, newest first, but for those in which one of `unnamed` stood."""
    given = {"publication_id": publication_id, "language": language}
    return [
        PublishedLine(row.number, row.source_number, row.published_at)
        for row in session.execute(_VERSIONS, given)
        if not unnamed or not is_named(published.from_json(row.body), unnamed)
    ]


def current(
    session: Session, publication_id: int, language: str, number: int = 0
) -> Translated | None:
    """The same for a verdict that nobody has read yet; None as well where there is no such verdict."""
    found = public.current(session, publication_id)
    return translated(session, found, language, number) if found is not None else None
