"""Where the quote of a piece of evidence stands in a kept copy of its source."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class QuoteAnchor(Base):
    """Words marked in the readable text of a copy; the newest of a piece of evidence counts.

    `start_char` and `end_char` are a TextPositionSelector in code points of that text, `exact`, `prefix` and `suffix`
    a TextQuoteSelector, as the W3C's annotation model has them.
    """

    __tablename__ = "quote_anchor"
    __table_args__ = (
        Index(None, "evidence_id", "id"),
        CheckConstraint("start_char >= 0 AND end_char > start_char", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    start_char: Mapped[int]
    end_char: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
