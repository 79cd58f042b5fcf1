"""Protected sources: what is sealed of them, their files, and who may read them (M7, L17).

The key that opens a seal is not in the database.  Nothing here says who or what a source is.
"""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.digests import DIGEST_CHARS
from factcheck.domain.terms import Withheld


class ProtectedSource(Base):
    """What a piece of evidence says, sealed; the columns of the evidence itself are empty then.

    `exception_reason` is why it may count for a verdict all the same, with the approver's name beside it (M7).
    """

    __tablename__ = "protected_source"
    __table_args__ = (
        CheckConstraint(
            "(exception_reason = '') = (exception_by_id IS NULL) "
            "AND (exception_reason = '') = (exception_at IS NULL)",
            name="exception_by_somebody",
        ),
    )

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    withheld: Mapped[Withheld] = mapped_column(enum_column(Withheld, "withheld"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_digest: Mapped[str] = mapped_column(String(DIGEST_CHARS))
    sealed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    exception_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    exception_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SealedFile(Base):
    """A file of a protected source: its sealed bytes are in the blob store, its name and kind are in sealed `facts`."""

    __tablename__ = "sealed_file"
    __table_args__ = (
        UniqueConstraint("evidence_id", "number"),
        Index(None, "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    facts: Mapped[bytes] = mapped_column(LargeBinary)
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SourceGrant(Base):
    """Somebody who may read a protected source, named by an editor or a legal reviewer; at most one stands a person."""

    __tablename__ = "source_grant"
    __table_args__ = (
        Index(
            "uq_source_grant_one_stands",
            "evidence_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("person_id <> granted_by_id", name="granted_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
