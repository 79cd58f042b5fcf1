"""Translations of published verdicts, their versions, and what reviewers said of each."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import Capacity, ReviewState
from factcheck.domain.translating import TranslationState

OPEN = "state IN ('draft', 'in_review', 'approved')"


class Translation(Base):
    """A published verdict in one further language; `current_number` is the version readers get, 0 for none.

    `version` counts saves on through all versions: a form opened on an older one never fits a newer one by chance.
    Readers' pages depend on `current_number` and on nothing else of these tables: a trigger raises their mark with it,
    and takes no version that was not approved by somebody else.
    """

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("publication_id", "language"),
        CheckConstraint("language IN ('en', 'ru', 'kk')", name="language_of_ours"),
        CheckConstraint("current_number >= 0", name="number_from_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    language: Mapped[str] = mapped_column(String(20))
    current_number: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {  # noqa: RUF012  SQLAlchemy reads this attribute
        "version_id_col": version,
        "version_id_generator": False,
    }


class TranslationVersion(Base):
    """One version of a translation: a draft until handed in, its words immutable from then on (a trigger says so).

    `texts` holds the words by their keys, as JSON.  `source_number` names the version of the publication that it
    translates, `source_hash` that version's content; `content_hash` stands for both and for every word (W4).
    """

    __tablename__ = "translation_version"
    __table_args__ = (
        UniqueConstraint("translation_id", "number"),
        UniqueConstraint("id", "author_id"),
        UniqueConstraint("id", "content_hash"),
        ForeignKeyConstraint(
            ["publication_id", "source_number"],
            ["publication_version.publication_id", "publication_version.number"],
            name="fk_translation_version_source",
        ),
        Index(
            "uq_translation_version_one_open",
            "translation_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "(handed_in_at IS NULL) = (content_hash IS NULL)", name="handed_in_with_hash"
        ),
        CheckConstraint(
            "state IN ('draft', 'passed_on') OR content_hash IS NOT NULL", name="read_with_hash"
        ),
        CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name="published_with_time"
        ),
        CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)", name="published_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(ForeignKey("translation.id"))
    publication_id: Mapped[int]
    number: Mapped[int]
    source_number: Mapped[int]
    source_hash: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[TranslationState] = mapped_column(enum_column(TranslationState, "state"))
    texts: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str | None] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TranslationReview(Base):
    """One reviewer's state on one version of a translation.

    The composite foreign keys pin author and content hash to those of the version, so that the CHECK below is
    four-eyes in the database (W2), and an approval can name no other words than those handed in (W4).
    """

    __tablename__ = "translation_review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "author_id"],
            ["translation_version.id", "translation_version.author_id"],
            name="fk_translation_review_author",
        ),
        ForeignKeyConstraint(
            ["version_id", "content_hash"],
            ["translation_version.id", "translation_version.content_hash"],
            name="fk_translation_review_content",
        ),
        UniqueConstraint("version_id", "reviewer_id"),
        CheckConstraint("reviewer_id <> author_id", name="four_eyes"),
        CheckConstraint(
            "state <> 'approved' OR content_hash IS NOT NULL", name="approval_names_content"
        ),
        CheckConstraint("state <> 'sent_back' OR note <> ''", name="sent_back_with_reason"),
        CheckConstraint(
            "(state IN ('approved', 'sent_back', 'recused')) = (decided_at IS NOT NULL)",
            name="decided_with_time",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("translation_version.id"))
    author_id: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(enum_column(Capacity, "capacity"))
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState, "state"))
    content_hash: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
