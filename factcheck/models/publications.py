"""What readers see: publications and their immutable versions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import ChangeKind


class Publication(Base):
    """The public life of one claim's verdict; its id stands in the address and is never used again (P8).

    `current_number` is the version readers get.  Lists read the columns beside it, pages the version's body.
    `hidden_names` holds (name, role) of everybody any version of it protects, as JSON: no page of the same article
    names them (L15).  `withheld_at` is set while an order keeps every form of it from readers (`Withholding`).
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index(None, "updated_at", "id"),
        Index(None, "rating_code", "updated_at", "id"),
        Index(None, "article_id"),
        Index(None, "article_id", "updated_at"),
        # Lists in parts are counted from these, with what an order withholds left out.
        Index(None, "updated_at", "id", "withheld_at"),
        Index(None, "article_id", "updated_at", "withheld_at"),
        Index(
            "ix_publication_hides",
            "article_id",
            sqlite_where=text("hidden_names <> '[]'"),
            postgresql_where=text("hidden_names <> '[]'"),
        ),
        Index(
            "ix_publication_retraction_open",
            "retracted_at",
            sqlite_where=text("retracted_at IS NOT NULL AND confirmed_at IS NULL"),
            postgresql_where=text("retracted_at IS NOT NULL AND confirmed_at IS NULL"),
        ),
        CheckConstraint(
            "(retracted_at IS NULL) = (retracted_by_id IS NULL)", name="retracted_by_somebody"
        ),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> retracted_by_id",
            name="retraction_four_eyes",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    slug: Mapped[str] = mapped_column(String(80))
    current_number: Mapped[int]
    rating_code: Mapped[str] = mapped_column(String(40))
    first_published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    retracted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    retracted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withheld_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_names: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


class PublicationVersion(Base):
    """One thing readers have seen, frozen: a trigger refuses UPDATE and DELETE (C8).

    `body` is the `PublishedVerdict` as JSON; `kind` and `note` are what the notice said.
    """

    __tablename__ = "publication_version"
    __table_args__ = (
        UniqueConstraint("publication_id", "number"),
        CheckConstraint("kind = 'first' OR note <> ''", name="change_with_note"),
        Index(None, "kind", "published_at"),
        Index(None, "verdict_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    number: Mapped[int]
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind, "kind"))
    note: Mapped[str] = mapped_column(Text, default="")
    old_rating: Mapped[str] = mapped_column(String(80), default="")
    new_rating: Mapped[str] = mapped_column(String(80), default="")
    body: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class PublicIndex(Base):
    """What lists for readers are asked by, of the version readers have: a trigger keeps it, no program writes it.

    `claimant` is empty where she is shown by role; `updated_at` is when that version was published.  The words are in
    `public_search`, beside it (0029).
    """

    __tablename__ = "public_index"
    __table_args__ = (
        Index(None, "claimant", "updated_at", "publication_id"),
        Index(None, "outlet", "updated_at", "publication_id"),
        Index(None, "updated_at", "publication_id"),
    )

    publication_id: Mapped[int] = mapped_column(
        ForeignKey("publication.id"), primary_key=True, autoincrement=False
    )
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(Text)
    claimant: Mapped[str] = mapped_column(Text)
    outlet: Mapped[str] = mapped_column(Text)
