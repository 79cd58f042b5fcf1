"""Verdict versions and what each reviewer said of them."""

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
from factcheck.domain.terms import Capacity, ChangeKind, ReviewState


class Verdict(Base):
    """One version of the verdict on a claim: a draft until submitted, immutable from then on (a trigger says so).

    `content` is the exact content as submitted, `content_hash` its SHA-256; approvals name that hash.
    `conclusion` is the finding in words on a desk without a scale (D9), empty otherwise.
    `media` is what is said of a picture or recording, as JSON (`Media.to_text`), empty otherwise.
    `cause` says why a version was made without anybody rewriting it: content changed after submission.
    A new version takes `is_current` from the one before (a trigger does it).  `version` counts saves on through all
    versions: a form opened on an older one never fits a newer one by chance.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        UniqueConstraint("id", "author_id"),
        UniqueConstraint("id", "content_hash"),
        Index(
            "uq_verdict_one_current",
            "claim_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        CheckConstraint(
            "(submitted_at IS NULL) = (content_hash IS NULL)", name="submitted_with_hash"
        ),
        CheckConstraint(
            "submitted_at IS NULL OR (rating_id IS NOT NULL AND reason <> '' AND explanation <> '' AND as_of <> '')",
            name="submitted_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    number: Mapped[int]
    is_current: Mapped[bool]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rating_id: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))
    conclusion: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[str] = mapped_column(Text, default="")
    what_is_right: Mapped[str] = mapped_column(Text, default="", server_default="")
    not_known: Mapped[str] = mapped_column(Text, default="", server_default="")
    why_it_matters: Mapped[str] = mapped_column(Text, default="", server_default="")
    as_of: Mapped[str] = mapped_column(String(10), default="")
    change_kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind, "change_kind"))
    change_note: Mapped[str] = mapped_column(Text, default="")
    media: Mapped[str] = mapped_column(Text, default="", server_default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {  # noqa: RUF012  SQLAlchemy reads this attribute
        "version_id_col": version,
        "version_id_generator": False,
    }


class Review(Base):
    """One reviewer's state on one verdict version.

    The composite foreign keys pin author and content hash to those of the verdict, so that the CHECK below is
    four-eyes in the database (W2), and an approval can name no other content than the one submitted (W4).
    """

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["verdict_id", "author_id"], ["verdict.id", "verdict.author_id"]),
        ForeignKeyConstraint(
            ["verdict_id", "content_hash"], ["verdict.id", "verdict.content_hash"]
        ),
        UniqueConstraint("verdict_id", "reviewer_id"),
        CheckConstraint("reviewer_id <> author_id", name="four_eyes"),
        CheckConstraint(
            "state <> 'approved' OR content_hash IS NOT NULL", name="approval_names_content"
        ),
        CheckConstraint("state <> 'sent_back' OR note <> ''", name="sent_back_with_reason"),
        CheckConstraint(
            "(state IN ('approved', 'sent_back', 'recused')) = (decided_at IS NOT NULL)",
            name="decided_with_time",
        ),
        Index(None, "reviewer_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    author_id: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(enum_column(Capacity, "capacity"))
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState, "state"))
    content_hash: Mapped[str | None] = mapped_column(String(64))
    voted_rating_id: Mapped[int | None] = mapped_column(ForeignKey("rating.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
