"""What came of looking again at the addresses of sources, and whose turn it is to be asked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.source_checks import Outcome


class SourceCheck(Base):
    """One look at the address of a piece of evidence: asked for, then settled once.

    The page is compared with the copy `baseline_id`; `snapshot_id` is the copy kept of a page that had changed.
    `may_be_gone` says that it failed as something does that is no more, `since_at` when what it found began.
    `is_standing` marks the news that stand now: one of a piece of evidence at most.  Whoever looked at these and found
    nothing to do is `settled_by_id`.
    """

    __tablename__ = "source_check"
    __table_args__ = (
        Index(None, "evidence_id", "id"),
        Index(None, "snapshot_id"),
        Index(
            "ix_source_check_waiting",
            "evidence_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "ix_source_check_standing",
            "evidence_id",
            unique=True,
            sqlite_where=text("is_standing"),
            postgresql_where=text("is_standing"),
        ),
        CheckConstraint("(outcome IS NULL) = (looked_at IS NULL)", name="looked_with_outcome"),
        CheckConstraint("outcome IS NOT NULL OR NOT is_standing", name="standing_with_outcome"),
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    baseline_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    address: Mapped[str] = mapped_column(String(2048))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome, "outcome"))
    status: Mapped[int | None]
    failure: Mapped[str] = mapped_column(String(300), default="")
    reached_address: Mapped[str] = mapped_column(Text, default="")
    may_be_gone: Mapped[bool] = mapped_column(default=False)
    since_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    quote_stands: Mapped[bool | None]
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    is_standing: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_note: Mapped[str] = mapped_column(Text, default="")


class SiteTurn(Base):
    """From when on a host may be asked again: one request at a time, with a pause between two.

    Each of the places of an outside archive has a turn of its own.
    """

    __tablename__ = "site_turn"

    host: Mapped[str] = mapped_column(String(255), primary_key=True)
    free_at: Mapped[datetime] = mapped_column(UTCDateTime)
