"""Readers' pages as bytes, and the mark that says that something they see changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class ReadersMark(Base):
    """One number that rises with every change readers can see, and with no other: triggers raise it.

    `raised_by` names the transaction that raised it last, on PostgreSQL, where each raises it once.
    """

    __tablename__ = "readers_mark"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    raised_by: Mapped[str] = mapped_column(String(40))


class ReadersPage(Base):
    """A page of a publication as it goes over the wire; it is right for as long as it is here: triggers drop it.

    `etag` is the SHA-256 of `plain`, `made_with` that of the program and settings it was made by: another program's
    pages count for nothing.  `mark` is the readers' mark under which its facts were read.
    """

    __tablename__ = "readers_page"
    __table_args__ = (UniqueConstraint("publication_id", "kind"), UniqueConstraint("path"))

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    kind: Mapped[str] = mapped_column(String(40))
    path: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    surrogate_keys: Mapped[str] = mapped_column(Text)
    etag: Mapped[str] = mapped_column(String(64))
    plain: Mapped[bytes] = mapped_column(LargeBinary)
    gzip: Mapped[bytes] = mapped_column(LargeBinary)
    brotli: Mapped[bytes] = mapped_column(LargeBinary)
    made_with: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    mark: Mapped[int]
