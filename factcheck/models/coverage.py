"""What people said of the sentences of an article."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


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
    looked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime)
