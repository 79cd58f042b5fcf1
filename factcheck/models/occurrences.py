"""Claims in further articles than their own, and what people said of claims that only look alike."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class Occurrence(Base):
    """A claim stands in one more article (W12); the words themselves are its anchors in that article's texts.

    Readers get it once somebody other than who linked it has confirmed it: `shown_as` is then the article as they
    read of it, a `PublishedArticle` as JSON.  It is '' for our own drafts, which no reader ever sees.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("claim_id", "article_id"),
        Index(None, "article_id", "claim_id"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> linked_by_id", name="four_eyes"
        ),
        CheckConstraint("confirmed_at IS NOT NULL OR shown_as = ''", name="shown_once_confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    shown_as: Mapped[str] = mapped_column(Text, default="")


class LikenessDecision(Base):
    """Somebody looked at a claim and one like it, and says why they differ: the two are not proposed again.

    The other is a claim with a lower number, or a review by others.
    """

    __tablename__ = "likeness_decision"
    __table_args__ = (
        UniqueConstraint("claim_id", "other_claim_id"),
        UniqueConstraint("claim_id", "review_id"),
        Index(None, "other_claim_id"),
        CheckConstraint("(other_claim_id IS NULL) <> (review_id IS NULL)", name="one_other"),
        CheckConstraint("other_claim_id IS NULL OR other_claim_id < claim_id", name="newer_first"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    other_claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("prior_review.id"))
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
