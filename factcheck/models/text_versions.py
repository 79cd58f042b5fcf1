"""What became of the words of claims when an article's text changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.reanchoring import Method
from factcheck.domain.renewal import Outcome, Settling


class AnchorMove(Base):
    """One anchor of an older text, looked for in the text `article_version_id` (A6-A8).

    `outcome`, `method` and `score` say what was found and never change; `decision` is what a person said of it.
    `new_anchor_id` is where the words stand in the new text: none for an orphan, or once that mark was taken away.
    `checked_anchor_id` holds the words as they were last checked, which are older than `old_anchor_id`'s while a
    change was not settled.  `guesses` are places for a person to choose from, as JSON [[start, end, score], ...].
    """

    __tablename__ = "anchor_move"
    __table_args__ = (
        UniqueConstraint("old_anchor_id", "article_version_id"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_with_time"),
        CheckConstraint("outcome <> 'kept' OR decision IS NULL", name="kept_needs_no_decision"),
        CheckConstraint("(outcome = 'orphaned') = (method = 'orphaned')", name="orphan_by_method"),
        CheckConstraint("score >= 0 AND score <= 1", name="score_is_a_share"),
        Index(None, "article_version_id"),
        Index(None, "new_anchor_id"),
        Index(None, "checked_anchor_id"),
        Index(None, "claim_id"),
        Index(
            "ix_anchor_move_waiting",
            "claim_id",
            sqlite_where=text("decided_at IS NULL AND outcome <> 'kept'"),
            postgresql_where=text("decided_at IS NULL AND outcome <> 'kept'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    old_anchor_id: Mapped[int] = mapped_column(ForeignKey("anchor.id", ondelete="CASCADE"))
    checked_anchor_id: Mapped[int] = mapped_column(ForeignKey("anchor.id", ondelete="CASCADE"))
    new_anchor_id: Mapped[int | None] = mapped_column(ForeignKey("anchor.id", ondelete="SET NULL"))
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome, "outcome"))
    method: Mapped[Method] = mapped_column(enum_column(Method, "method"))
    score: Mapped[float] = mapped_column(Double)
    guesses: Mapped[str] = mapped_column(Text, default="[]")
    decision: Mapped[Settling | None] = mapped_column(enum_column(Settling, "decision"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
