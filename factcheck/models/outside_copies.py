"""Copies that outside archives keep of what the desk keeps itself (E10)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.outside_copies import OutsideState


class OutsideCopy(Base):
    """One copy at one archive; a trigger refuses every change of one that is kept.

    `job` is the archive's name for its work, `looks` how often it was asked about.  While it is waited for, `failure`
    says why the last try was in vain.
    """

    __tablename__ = "outside_copy"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "archive"),
        Index(None, "submitted_at"),
        CheckConstraint(
            "(state = 'kept') = (memento_at IS NOT NULL AND memento_address <> '')",
            name="kept_is_there",
        ),
        CheckConstraint("state <> 'failed' OR failure <> ''", name="failed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    archive: Mapped[str] = mapped_column(String(40))
    state: Mapped[OutsideState] = mapped_column(enum_column(OutsideState, "state"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    job: Mapped[str] = mapped_column(String(100), default="")
    looks: Mapped[int] = mapped_column(default=0)
    memento_address: Mapped[str] = mapped_column(Text, default="")
    memento_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failure: Mapped[str] = mapped_column(String(300), default="")
