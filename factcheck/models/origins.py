"""What the texts of kept copies have in common, and what people said of origins."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.origin_suggestions import OriginKind


class TextSignature(Base):
    """The readable text of a copy as it is compared; made anew from the text whenever it is lost.

    `of_article` is how much of the article's text stands in the copy, `in_article` how much of the copy in the article,
    both in per cent; `credit` is the agency the text is credited to.
    """

    __tablename__ = "text_signature"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"), primary_key=True)
    runs: Mapped[int]
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    credit: Mapped[str] = mapped_column(String(40), default="")
    of_article: Mapped[int] = mapped_column(default=0)
    in_article: Mapped[int] = mapped_column(default=0)


class TextLikeness(Base):
    """Two copies, of two pieces of evidence of one claim, whose texts repeat each other, each by so many per cent."""

    __tablename__ = "text_likeness"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index(None, "second_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    of_first: Mapped[int]
    of_second: Mapped[int]


class OriginDecision(Base):
    """That somebody holds two pieces of evidence for independent all the same, or one (`second` 0) for no copy."""

    __tablename__ = "origin_decision"
    __table_args__ = (UniqueConstraint("claim_id", "kind", "first", "second"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    kind: Mapped[OriginKind] = mapped_column(enum_column(OriginKind, "kind"))
    first: Mapped[int]
    second: Mapped[int]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
