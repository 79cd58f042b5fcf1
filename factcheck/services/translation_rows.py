"""What is recorded of translations, as statements give it: for the page of a claim, for the road, for readers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from factcheck.domain import published, translations
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.terms import Capacity, Part, ReviewState
from factcheck.domain.translating import TranslationState
from factcheck.models import (
    Person,
    PersonPart,
    Publication,
    PublicationVersion,
    Translation,
    TranslationReview,
    TranslationVersion,
    Verdict,
)
from factcheck.services.public_sources import branch

TRANSLATED = -9  # marks these rows among those that make a verdict's page


# ── On the page of a claim ───────────────────────────────────────────────────────────────────────


class TranslationLine(NamedTuple):
    """A translation in one line: its newest version, and the version readers get (numbers are 0 where there is none).

    The `source`s are the versions of the original that are translated.
    """

    language: str
    number: int
    state: TranslationState
    author_id: int
    author_name: str
    saved_at: datetime
    source: int
    live_number: int
    live_source: int

    @property
    def name(self) -> str:
        return translations.english_name(self.language)

    @property
    def is_under_way(self) -> bool:
        """Whether the newest version is another than the one readers get."""
        return self.number != self.live_number


def facts(row: Callable[..., Select[Any]], claim_id: Any) -> Select[Any]:
    """The translations of a claim's verdict among the facts of its ticket."""
    newest, live, any_ = (aliased(TranslationVersion) for _ in range(3))
    last = select(func.max(any_.number)).where(any_.translation_id == Translation.id)
    return (
        row(
            "translation",
            id=Translation.id,
            person_id=newest.author_id,
            number=newest.number,
            flag=newest.source_number,
            a=Translation.language,
            b=cast(newest.state, String),
            c=Person.name,
            at=newest.saved_at,
            text_number=Translation.current_number,
            said_id=live.source_number,
        )
        .select_from(Translation)
        .join(Publication, Publication.id == Translation.publication_id)
        .join(
            newest,
            and_(
                newest.translation_id == Translation.id,
                newest.number == last.correlate(Translation).scalar_subquery(),
            ),
        )
        .join(Person, Person.id == newest.author_id)
        .outerjoin(
            live,
            and_(live.translation_id == Translation.id, live.number == Translation.current_number),
        )
        .where(Publication.claim_id == claim_id)
    )


def translation_line(row: Any) -> TranslationLine:
    """One of the facts of a ticket."""
    wrote = TranslationState(row.b), row.person_id, row.c, row.at
    return TranslationLine(
        row.a, row.number, *wrote, row.flag, row.text_number or 0, row.said_id or 0
    )


# ── On its road ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Source:
    """A version of the original: what readers have or had of it, and its parts."""

    number: int
    content_hash: str
    verdict: PublishedVerdict
    is_free_text: bool

    @property
    def parts(self) -> list[translations.Part]:
        return translations.parts_of(self.verdict, is_free_text=self.is_free_text)


class ReviewLine(NamedTuple):
    """What one reviewer said of the newest version; `is_live` as with reviews of verdicts."""

    id: int
    person_id: int
    name: str
    capacity: Capacity
    state: ReviewState
    note: str
    at: datetime | None
    is_live: bool


@dataclass
class Held:
    """A translation with its newest version, the one readers get, and whoever wrote since."""

    translation: Translation | None = None
    newest: TranslationVersion | None = None
    live: TranslationVersion | None = None
    authors: frozenset[int] = frozenset()
    author_name: str = ""
    reviews: list[ReviewLine] = field(default_factory=list)

    @property
    def saves(self) -> int:
        """What a save must name to fit; 0 where nothing is saved."""
        return self.translation.version if self.translation is not None else 0


_SOURCE = (
    select(
        PublicationVersion.number,
        PublicationVersion.content_hash,
        PublicationVersion.body,
        Verdict.conclusion,
    )
    .join(Verdict, Verdict.id == PublicationVersion.verdict_id)
    .where(
        PublicationVersion.publication_id == bindparam("publication_id"),
        PublicationVersion.number == bindparam("number"),
    )
)


def source(session: Session, publication_id: int, number: int) -> Source:
    """That version of the original, as it was published."""
    row = session.execute(_SOURCE, {"publication_id": publication_id, "number": number}).one()
    verdict = published.from_json(row.body)
    return Source(row.number, row.content_hash, verdict, bool(row.conclusion))


def held(session: Session, publication_id: int, language: str) -> Held:
    """The translation in that language; empty where nobody has begun it."""
    found = session.scalars(
        select(Translation).where(
            Translation.publication_id == publication_id, Translation.language == language
        )
    ).one_or_none()
    if found is None:
        return Held()
    versions = session.scalars(
        select(TranslationVersion)
        .where(
            TranslationVersion.translation_id == found.id,
            TranslationVersion.number >= found.current_number,
        )
        .order_by(TranslationVersion.number)
    ).all()
    newest = versions[-1]
    live = versions[0] if found.current_number else None
    since = [one for one in versions if one.number > found.current_number]
    name = session.scalar(select(Person.name).where(Person.id == newest.author_id)) or ""
    return Held(
        found,
        newest,
        live,
        frozenset(one.author_id for one in since),
        name,
        reviews_of(session, newest.id),
    )


def reviews_of(session: Session, version_id: int) -> list[ReviewLine]:
    """Reviewers of a version in the order they came in, each with whether she still plays a part that lets her."""
    plays = exists().where(
        PersonPart.person_id == TranslationReview.reviewer_id,
        or_(
            and_(
                TranslationReview.capacity == Capacity.LEGAL,
                PersonPart.part == Part.LEGAL_REVIEWER,
            ),
            and_(
                TranslationReview.capacity == Capacity.EDITORIAL,
                PersonPart.part.in_((Part.REVIEWER, Part.EDITOR)),
            ),
        ),
    )
    rows = session.execute(
        select(
            TranslationReview.id,
            TranslationReview.reviewer_id,
            Person.name,
            TranslationReview.capacity,
            TranslationReview.state,
            TranslationReview.note,
            func.coalesce(TranslationReview.decided_at, TranslationReview.asked_at).label("at"),
            case((and_(Person.disabled_at.is_(None), plays), 1), else_=0).label("is_live"),
        )
        .join(Person, Person.id == TranslationReview.reviewer_id)
        .where(TranslationReview.version_id == version_id)
        .order_by(TranslationReview.id)
    )
    return [ReviewLine._make((*row[:7], bool(row.is_live))) for row in rows]


class VersionLine(NamedTuple):
    """One version of a translation among all of them."""

    number: int
    state: TranslationState
    source_number: int
    author_name: str
    saved_at: datetime
    published_at: datetime | None
    content_hash: str | None


def versions(session: Session, translation_id: int) -> Sequence[VersionLine]:
    """Every version, newest first."""
    rows = session.execute(
        select(
            TranslationVersion.number,
            TranslationVersion.state,
            TranslationVersion.source_number,
            Person.name,
            TranslationVersion.saved_at,
            TranslationVersion.published_at,
            TranslationVersion.content_hash,
        )
        .join(Person, Person.id == TranslationVersion.author_id)
        .where(TranslationVersion.translation_id == translation_id)
        .order_by(TranslationVersion.number.desc())
    )
    return [VersionLine(*row) for row in rows]


def last_approved(session: Session, found: Held) -> TranslationVersion | None:
    """The newest version before the one at hand that was approved: what a reviewer compares with."""
    if found.newest is None:
        return None
    approved = exists().where(
        TranslationReview.version_id == TranslationVersion.id,
        TranslationReview.state == ReviewState.APPROVED,
    )
    return session.scalars(
        select(TranslationVersion)
        .where(
            TranslationVersion.translation_id == found.newest.translation_id,
            TranslationVersion.number < found.newest.number,
            approved,
        )
        .order_by(TranslationVersion.number.desc())
        .limit(1)
    ).one_or_none()


# ── Beside a verdict that readers read ───────────────────────────────────────────────────────────


class InLanguage(NamedTuple):
    """A translation readers get: its version, the version of the original it translates, and since when."""

    language: str
    number: int
    source: int
    since: datetime

    @property
    def name(self) -> str:
        """What those who read it call the language."""
        return translations.own_name(self.language)


def of_publication(publication_id: Any) -> Select[Any]:
    """The languages readers get a verdict in, each with its version and the version of the original it translates.

    With them the body of that version and the content approved for readers now: they say whom it may not name.
    """
    then, now = aliased(PublicationVersion), aliased(PublicationVersion)
    is_translated = and_(
        then.publication_id == Translation.publication_id,
        then.number == TranslationVersion.source_number,
    )
    approved = (
        select(Verdict.content)
        .join(now, now.verdict_id == Verdict.id)
        .join(Publication, Publication.id == now.publication_id)
        .where(Publication.id == publication_id, now.number == Publication.current_number)
    )
    return (
        branch(
            literal(TRANSLATED),
            Translation.language,
            source=Translation.current_number,
            status=TranslationVersion.source_number,
            since=TranslationVersion.published_at,
            body=then.body,
            approved=approved.scalar_subquery(),
        )
        .join(
            TranslationVersion,
            and_(
                TranslationVersion.translation_id == Translation.id,
                TranslationVersion.number == Translation.current_number,
            ),
        )
        .join(then, is_translated)
        .where(Translation.publication_id == publication_id)
    )
