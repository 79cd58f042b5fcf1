"""Seen before?  What was checked that may be the same claim: here or by others, with what was found, when and by whom.

Machine help (W15): reading it moves no state and sets no rating.  How likely two claims are the same is counted in
`likeness`; what a person then does is in `occurrences`, `reuse` and `told_apart`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from factcheck.dialects import Dialect
from factcheck.domain.likeness import Alike
from factcheck.domain.terms import ArticleKind, State
from factcheck.models import (
    Article,
    Claim,
    LikenessDecision,
    Occurrence,
    Person,
    PriorReview,
    Publication,
    PublicationVersion,
    Rating,
    Verdict,
)
from factcheck.services.likeness import similar
from factcheck.services.told_apart import Other
from factcheck.services.vectors import Meaning

SHOWN = 5
LOOKED_AT = 20  # of these those are left out that were told apart, or are hardly alike
LEAST = 0.05  # below this two claims share a word or two, no more
_WORDS = ((0.9, "Almost surely the same"), (0.6, "Probably the same"), (0.3, "Perhaps the same"))


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A check that may be of the same claim.

    `found` is the rating in words, '' while nothing stands; `on` is when that was found, or a feed's own date;
    `stands_here` says that the claim is marked in the article at hand already.
    """

    other: Other
    statement: str
    likeness: float
    found: str = ""
    on: str = ""
    at: datetime | None = None
    who: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    state: State | None = None
    article_id: int = 0
    article_title: str = ""
    article_kind: ArticleKind | None = None
    publication_id: int = 0
    slug: str = ""
    is_retracted: bool = False
    stands_here: bool = False

    @property
    def percent(self) -> int:
        """The likeness as a whole per cent, never 100: nobody is that sure."""
        return min(round(self.likeness * 100), 99)

    @property
    def words(self) -> str:
        """The likeness in words."""
        return next((words for least, words in _WORDS if self.likeness >= least), "A little alike")

    @property
    def has_verdict(self) -> bool:
        """Whether there is a verdict that stands and can be taken over."""
        return self.state in {State.APPROVED, State.PUBLISHED} and not self.is_retracted


def _claims_statement() -> Any:
    author = aliased(Person)
    return (
        select(
            Claim.id,
            Claim.statement,
            Claim.state,
            Claim.state_since_at,
            Claim.article_id,
            Article.title,
            Article.kind,
            Article.language,
            Publication.id.label("publication_id"),
            Publication.slug,
            Publication.updated_at,
            Publication.retracted_at,
            PublicationVersion.new_rating,
            func.coalesce(func.nullif(Verdict.conclusion, ""), Rating.label, "").label("label"),
            func.coalesce(author.name, "").label("who"),
            Occurrence.id.label("occurrence_id"),
        )
        .join(Article, Article.id == Claim.article_id)
        .outerjoin(Publication, Publication.claim_id == Claim.id)
        .outerjoin(
            PublicationVersion,
            and_(
                PublicationVersion.publication_id == Publication.id,
                PublicationVersion.number == Publication.current_number,
            ),
        )
        .outerjoin(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.is_current))
        .outerjoin(Rating, Rating.id == Verdict.rating_id)
        .outerjoin(author, author.id == Verdict.author_id)
        .outerjoin(
            Occurrence,
            and_(Occurrence.claim_id == Claim.id, Occurrence.article_id == bindparam("article_id")),
        )
    )


_CLAIMS = _claims_statement()


def find(
    session: Session,
    dialect: Dialect,
    text: str,
    *,
    claim_id: int = 0,
    article_id: int = 0,
    apart: Collection[Other] = (),
    meaning: Meaning | None = None,
) -> list[Earlier]:
    """What may say the same as `text`, the likest first: at most `SHOWN`.

    Left out are the claim itself (`claim_id`) and what it was told apart from, by record or by `apart`.
    """
    alike = [
        one for one in similar(session, dialect, text, LOOKED_AT, meaning) if one.score >= LEAST
    ]
    if not alike:
        return []
    left_out = set(apart)
    if claim_id:
        left_out |= {Other(claim_id), *_told_apart(session, claim_id)}
    left = [one for one in alike if _other(one) not in left_out]
    return _told(session, left[:SHOWN], article_id)


def _other(one: Alike) -> Other:
    return Other(one.known.claim_id, one.known.review_id)


def _told_apart(session: Session, claim_id: int) -> set[Other]:
    found = session.execute(
        select(
            LikenessDecision.claim_id, LikenessDecision.other_claim_id, LikenessDecision.review_id
        ).where(
            or_(LikenessDecision.claim_id == claim_id, LikenessDecision.other_claim_id == claim_id)
        )
    )
    return {
        Other(review_id=row.review_id)
        if row.review_id
        else Other(row.claim_id if row.claim_id != claim_id else row.other_claim_id)
        for row in found
    }


def _told(session: Session, alike: Sequence[Alike], article_id: int) -> list[Earlier]:
    claims = {one.known.claim_id: one for one in alike if one.known.claim_id}
    reviews = {one.known.review_id: one for one in alike if one.known.review_id}
    found: dict[Other, Earlier] = {}
    if claims:
        rows = session.execute(_CLAIMS.where(Claim.id.in_(claims)), {"article_id": article_id})
        found |= {Other(row.id): _claim(row, claims[row.id].score, article_id) for row in rows}
    if reviews:
        of_others = select(PriorReview).where(PriorReview.id.in_(reviews))
        for row in session.scalars(of_others):
            found[Other(review_id=row.id)] = _review(row, reviews[row.id].score)
    return [found[_other(one)] for one in alike if _other(one) in found]


def _claim(row: Row[Any], likeness: float, article_id: int) -> Earlier:
    """A claim of this desk: what readers have, else what was approved; never what is still being worked on."""
    is_retracted = row.retracted_at is not None
    found = row.new_rating or (row.label if row.state is State.APPROVED else "")
    return Earlier(
        other=Other(row.id),
        statement=row.statement,
        likeness=likeness,
        found="" if is_retracted else found,
        at=row.updated_at or row.state_since_at,
        who=row.who,
        language=row.language,
        state=row.state,
        article_id=row.article_id,
        article_title=row.title,
        article_kind=row.kind,
        publication_id=row.publication_id or 0,
        slug=row.slug or "",
        is_retracted=is_retracted,
        stands_here=row.article_id == article_id or row.occurrence_id is not None,
    )


def _review(row: PriorReview, likeness: float) -> Earlier:
    return Earlier(
        other=Other(review_id=row.id),
        statement=row.claim,
        likeness=likeness,
        found=row.rating,
        on=row.published_on,
        who=row.publisher,
        title=row.title,
        url=row.url,
        language=row.language,
    )
