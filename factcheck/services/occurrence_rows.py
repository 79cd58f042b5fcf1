"""Where else a claim stands, as its ticket holds it: the rows, and the statements that fetch them with the rest.

Linking and unlinking is in `occurrences`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import aliased

from factcheck.domain.terms import ArticleKind
from factcheck.models import Anchor, Article, ArticleVersion, Claim, Occurrence, Person


@dataclass(frozen=True)
class Place:
    """Words of the claim in the newest text of another article; code points, end exclusive."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class OccurrenceRow:
    """One more article that the claim stands in.  `confirmed_by` is empty until somebody has confirmed it."""

    article_id: int
    title: str
    kind: ArticleKind
    outlet: str
    language: str
    linked_by_id: int
    linked_by: str
    linked_at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    places: list[Place] = field(default_factory=list)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def seen(self) -> str:
        """A hash that stands for exactly these words at these places, so that a late confirmation can be told (W14)."""
        said = "\n".join(f"{p.start} {p.end} {p.exact}" for p in sorted(self.places, key=_by_place))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _by_place(place: Place) -> tuple[int, int]:
    return place.start, place.end


def stands_in(article_id: int) -> ColumnElement[bool]:
    """Whether a claim is the article's own, or one of another article that stands in it as well (W12)."""
    guests = select(Occurrence.claim_id).where(Occurrence.article_id == article_id)
    return or_(Claim.article_id == article_id, Claim.id.in_(guests))


def facts(row: Callable[..., Select[Any]], claim_id: Any) -> list[Select[Any]]:
    """Branches of the UNION that gathers a ticket: the further articles, and the words in them."""
    return [_articles(row, claim_id), _places(row, claim_id)]


def _articles(row: Callable[..., Select[Any]], claim_id: Any) -> Select[Any]:
    confirmer = aliased(Person)
    return (
        row(
            "elsewhere",
            id=Article.id,
            person_id=Occurrence.linked_by_id,
            a=Article.title,
            b=cast(Article.kind, String),
            c=Article.outlet,
            d=Person.name,
            e=func.coalesce(confirmer.name, ""),
            f=Article.language,
            at=Occurrence.linked_at,
            settled_at=Occurrence.confirmed_at,
        )
        .join(Occurrence, Occurrence.article_id == Article.id)
        .join(Person, Person.id == Occurrence.linked_by_id)
        .outerjoin(confirmer, confirmer.id == Occurrence.confirmed_by_id)
        .where(Occurrence.claim_id == claim_id)
    )


def _places(row: Callable[..., Select[Any]], claim_id: Any) -> Select[Any]:
    newest, other = aliased(ArticleVersion), aliased(ArticleVersion)
    last = select(func.max(other.number)).where(other.article_id == newest.article_id)
    return (
        row(
            "elsewhere_words",
            id=Anchor.id,
            person_id=newest.article_id,
            number=Anchor.start_char,
            flag=Anchor.end_char,
            a=Anchor.exact,
        )
        .join(newest, newest.id == Anchor.article_version_id)
        .join(Claim, Claim.id == Anchor.claim_id)
        .where(
            Anchor.claim_id == claim_id,
            newest.article_id != Claim.article_id,
            newest.number == last.scalar_subquery(),
        )
    )


def take_article(rows: dict[int, OccurrenceRow], row: Any) -> None:
    """Put one further article into `rows`."""
    rows[row.id] = OccurrenceRow(
        article_id=row.id,
        title=row.a,
        kind=ArticleKind(row.b),
        outlet=row.c,
        language=row.f,
        linked_by_id=row.person_id,
        linked_by=row.d,
        linked_at=row.at,
        confirmed_by=row.e,
        confirmed_at=row.settled_at,
    )


def take_place(rows: dict[int, OccurrenceRow], row: Any) -> None:
    """Put words into the article they stand in; `facts` names the articles first."""
    if row.person_id in rows:
        rows[row.person_id].places.append(Place(row.number, row.flag, row.a))
