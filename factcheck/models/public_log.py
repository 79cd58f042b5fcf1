"""The public log: its leaves in order, and the heads that were signed over it."""

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

from factcheck.db import Base, UTCDateTime


class PublicLog(Base):
    """One version that readers were given, as a leaf of the log; triggers refuse UPDATE, DELETE and gaps.

    `position` counts from 0.  `frontier` is that of the tree that ends with this leaf, hex.  `history_seq` is empty for
    a version older than the log whose row in the history cannot be told.
    """

    __tablename__ = "public_log"
    __table_args__ = (
        ForeignKeyConstraint(
            ["publication_id", "number"],
            ["publication_version.publication_id", "publication_version.number"],
            name="fk_public_log_version",
        ),
        UniqueConstraint("publication_id", "number"),
        CheckConstraint("position >= 0", name="from_nought"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    publication_id: Mapped[int]
    number: Mapped[int]
    history_seq: Mapped[int | None] = mapped_column(ForeignKey("history.seq"))
    leaf: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    frontier: Mapped[str] = mapped_column(Text)


class PublicHead(Base):
    """A head that was signed: the log's size, the note, the key to try it with, and whether that signed none before.

    It is never changed or deleted.

    The same tree and key make the same note; the private key is in no database.
    """

    __tablename__ = "public_head"
    __table_args__ = (
        Index(
            "ix_public_head_new_key",
            "size",
            sqlite_where=text("is_new_key = 1"),
            postgresql_where=text("is_new_key"),
        ),
    )

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(400))
    is_new_key: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
