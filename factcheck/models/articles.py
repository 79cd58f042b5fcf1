"""Articles under check, their immutable texts, and where in them claims stand."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import ArticleKind


class Article(Base):
    """A piece under check.  What may change about it is how it is described, never its text."""

    __tablename__ = "article"
    __table_args__ = (Index(None, "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ArticleKind] = mapped_column(enum_column(ArticleKind, "kind"))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(2048), default="")
    outlet: Mapped[str] = mapped_column(String(200), default="")
    byline: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[str] = mapped_column(String(10), default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    slug: Mapped[str] = mapped_column(String(80))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ArticleVersion(Base):
    """One text of an article, normalised once and never changed; a trigger refuses UPDATE and DELETE."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "text_sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Anchor(Base):
    """Where a claim stands in one text: position (code points, end exclusive) and quote with context (A1, A2).

    A claim may have several anchors, anchors may overlap and nest (A9).
    """

    __tablename__ = "anchor"
    __table_args__ = (
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="is_a_span"),
        Index(None, "article_version_id", "start_char"),
        Index(None, "claim_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    start_char: Mapped[int]
    end_char: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(64), default="")
    suffix: Mapped[str] = mapped_column(String(64), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
