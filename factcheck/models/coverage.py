"""What people said of the sentences of an article."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.coverage import PassReason, SuggestionOutcome


class SentenceLook(Base):
    """One sentence of one text (code points, end exclusive) that somebody passed over, or took back (W9).

    Taking back keeps the row; who did what before stands in the history.
    """

    __tablename__ = "sentence_look"
    __table_args__ = (
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="is_a_span"),
        UniqueConstraint("article_version_id", "start_char"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    start_char: Mapped[int]
    end_char: Mapped[int]
    is_passed: Mapped[bool]
    reason: Mapped[PassReason] = mapped_column(
        enum_column(PassReason, "reason"),
        default=PassReason.NOTHING,
        server_default=PassReason.NOTHING.value,
    )
    looked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SuggestionDecision(Base):
    """What somebody made of a sentence the program had rated; the newest row of a sentence counts.

    `was_suggested` is false where a claim was opened on a sentence the program had not proposed. `model` is the version
    of the weights that rated it.
    """

    __tablename__ = "suggestion_decision"
    __table_args__ = (
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="is_a_span"),
        Index(None, "article_version_id", "start_char", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    start_char: Mapped[int]
    end_char: Mapped[int]
    outcome: Mapped[SuggestionOutcome] = mapped_column(enum_column(SuggestionOutcome, "outcome"))
    reason: Mapped[PassReason | None] = mapped_column(enum_column(PassReason, "reason"))
    was_suggested: Mapped[bool]
    model: Mapped[str] = mapped_column(String(80))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
