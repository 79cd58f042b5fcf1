"""What readers get in another language than a verdict was written in: only translations that were published.

Rating, dates, names, sources and whether the verdict stands are the original's at this moment, whatever was translated
when; a retraction of the original is one of every translation, and nobody has to do anything for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from factcheck.domain import published, translations
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.translating import TranslationState
from factcheck.models import PublicationVersion, Translation, TranslationVersion
from factcheck.services import public
from factcheck.services.public import Current
from factcheck.services.public_languages import Names, is_named
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
    .join(
        PublicationVersion,
        (PublicationVersion.publication_id == TranslationVersion.publication_id)
        & (PublicationVersion.number == TranslationVersion.source_number),
    )
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
    .join(
        PublicationVersion,
        (PublicationVersion.publication_id == TranslationVersion.publication_id)
        & (PublicationVersion.number == TranslationVersion.source_number),
    )
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
    then = published.from_json(row.body)
    if is_named(then, found.unnamed):
        return None
    texts = translations.from_json(row.texts)
    made = translations.translated(found.verdict, then, language, texts)
    # What is read here changed last with the original or with its translation, whichever was later.
    made = replace(made, updated_at=max(made.updated_at, row.published_at))
    shown = published.conceal(made, found.unnamed)
    about = InLanguage(language, row.number, row.source_number, row.published_at)
    return Translated(shown, found.verdict, about, row.current_number, found.unnamed)


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
