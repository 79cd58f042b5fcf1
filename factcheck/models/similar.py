"""Which verdicts stand under which as similar, as readers get them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class SimilarVerdict(Base):
    """`other_id` stands under the verdict `publication_id`; `likeness` is in thousandths.

    `shown_as` is what readers get of the other one, as JSON.  Triggers empty it with any change of that one, so that no
    page says of a verdict what it no longer says; a job fills it again.
    """

    __tablename__ = "similar_verdict"
    __table_args__ = (Index(None, "other_id"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    likeness: Mapped[int]
    shown_as: Mapped[str] = mapped_column(Text)


class SimilarLook(Base):
    """When similar ones were last looked for; a publication without a row waits for it.  Triggers take rows away."""

    __tablename__ = "similar_look"

    publication_id: Mapped[int] = mapped_column(
        ForeignKey("publication.id"), primary_key=True, autoincrement=False
    )
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime)
