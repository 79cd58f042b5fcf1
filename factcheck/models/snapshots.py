"""What is kept of sources: bytes under their hash, and how each copy came to be."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.digests import DIGEST_CHARS
from factcheck.domain.snapshots import Method, SnapshotState


class Blob(Base):
    """Facts about kept bytes; the bytes themselves are in the blob store under the same digest.

    `content_type` is what the bytes were found to be, never what a name or a server says.
    """

    __tablename__ = "blob"

    digest: Mapped[str] = mapped_column(String(DIGEST_CHARS), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String(100))
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Snapshot(Base):
    """One capture of a source, with all that E2 asks for; a trigger refuses every change of a settled one (E4).

    `hops` are objects with at, address, status and location; `headers` are pairs.  `digest` names what was sent,
    `warc_digest` the whole exchange, `text_digest` the readable text that was made of it.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("evidence_id", "number"),
        Index(None, "digest"),
        CheckConstraint(
            "(state = 'kept') = (digest IS NOT NULL AND kept_at IS NOT NULL)", name="kept_is_here"
        ),
        CheckConstraint("(state = 'failed') = (failure <> '')", name="failed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]
    method: Mapped[Method] = mapped_column(enum_column(Method, "method"))
    state: Mapped[SnapshotState] = mapped_column(enum_column(SnapshotState, "state"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_address: Mapped[str] = mapped_column(String(2048), default="")
    reached_address: Mapped[str] = mapped_column(Text, default="")
    hops: Mapped[list[dict[str, str | int]]] = mapped_column(JSON, default=list)
    status: Mapped[int | None]
    headers: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    declared_type: Mapped[str] = mapped_column(String(200), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    warc_digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    text_digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    kept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tool: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    failure: Mapped[str] = mapped_column(String(300), default="")
