"""What is dated from outside: a manifest for each day, what it names, and what each authority said of it (E7)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.digests import DIGEST_CHARS
from factcheck.domain.manifests import StampState


class DayManifest(Base):
    """One day's manifest; its bytes are kept under `digest`.  A trigger refuses every change.

    `history_seq` and `history_hash` are the last row the history had at the end of the day.
    """

    __tablename__ = "day_manifest"
    __table_args__ = (UniqueConstraint("day"), UniqueConstraint("digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(ForeignKey("blob.digest"))
    count: Mapped[int]
    history_seq: Mapped[int]
    history_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ManifestEntry(Base):
    """Kept bytes that a manifest names; each is named once, by the first manifest after it was kept."""

    __tablename__ = "manifest_entry"
    __table_args__ = (Index(None, "manifest_id"),)

    digest: Mapped[str] = mapped_column(
        String(DIGEST_CHARS), ForeignKey("blob.digest"), primary_key=True
    )
    manifest_id: Mapped[int] = mapped_column(ForeignKey("day_manifest.id"))


class Stamp(Base):
    """What one authority said of one manifest (RFC 3161); a trigger refuses every change of a dated one.

    `digest` names its whole answer, `chain_digest` the certificates from its signature to a trusted root, in PEM.
    `serial` is the token's number in decimal.  While it is waited for, `failure` says why the last try was in vain.
    """

    __tablename__ = "stamp"
    __table_args__ = (
        UniqueConstraint("manifest_id", "authority"),
        Index(None, "state"),
        CheckConstraint(
            "(state = 'dated') = (digest IS NOT NULL AND chain_digest IS NOT NULL AND dated_at IS NOT NULL)",
            name="dated_is_here",
        ),
        CheckConstraint("state <> 'failed' OR failure <> ''", name="failed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    manifest_id: Mapped[int] = mapped_column(ForeignKey("day_manifest.id"))
    authority: Mapped[str] = mapped_column(String(2048))
    state: Mapped[StampState] = mapped_column(enum_column(StampState, "state"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    serial: Mapped[str] = mapped_column(String(80), default="")
    digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    chain_digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    failure: Mapped[str] = mapped_column(String(300), default="")


class Period(Base):
    """That a periodic job was asked for: once for each period, however many processes run."""

    __tablename__ = "period"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(40), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
