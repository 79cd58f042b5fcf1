"""What a browser made of kept pages: rows of their own, since a settled snapshot never changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.renderings import RenderedAs
from factcheck.domain.snapshots import SnapshotState


class Rendering(Base):
    """One page as a PDF or a picture; a trigger refuses every change of a kept one (E4).

    `address` is where the page was in the end, `tool` name and version of the browser, `note` what was left out.
    """

    __tablename__ = "rendering"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "kind"),
        Index(None, "digest"),
        CheckConstraint(
            "(state = 'kept') = (digest IS NOT NULL AND rendered_at IS NOT NULL)",
            name="kept_is_here",
        ),
        CheckConstraint("(state = 'failed') = (failure <> '')", name="failed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    kind: Mapped[RenderedAs] = mapped_column(enum_column(RenderedAs, "kind"))
    state: Mapped[SnapshotState] = mapped_column(enum_column(SnapshotState, "state"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    address: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str | None] = mapped_column(ForeignKey("blob.digest"))
    rendered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tool: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    failure: Mapped[str] = mapped_column(String(300), default="")
