"""Published pages that an order keeps from readers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class Withholding(Base):
    """An order by which the page of a publication is withheld, from the confirmation of a second person to its end.

    `authority` gave the order, `reference` is what it is called there, `told` what readers are told.  One at a time
    is open; one that was never confirmed was dropped when it ended.  `publication.withheld_at` says the same for
    statements, and is written with it.
    """

    __tablename__ = "withholding"
    __table_args__ = (
        CheckConstraint("authority <> '' AND told <> ''", name="explained"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="four_eyes"
        ),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL) AND (ended_at IS NULL OR end_reason <> '')",
            name="ended_with_reason",
        ),
        Index(
            "ix_withholding_open",
            "publication_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    authority: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(200), default="", server_default="")
    told: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
