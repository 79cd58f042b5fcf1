"""What others checked before us, as their ClaimReview feeds say it."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class PriorReview(Base):
    """One imported review.  `identifier` is the feed's own, else the address; the same one again replaces the row.

    `raw` is the review as it came, so that what is not read today can be read later.
    """

    __tablename__ = "prior_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(String(2048), unique=True)
    claim: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(300), default="")
    claimant: Mapped[str] = mapped_column(String(200), default="")
    rating: Mapped[str] = mapped_column(String(200), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[str] = mapped_column(String(10), default="")
    language: Mapped[str] = mapped_column(String(35), default="")
    url: Mapped[str] = mapped_column(String(2048), default="")
    raw: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UTCDateTime)
