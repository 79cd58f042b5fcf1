"""The gate of our own drafts: what editors let run by name, and the signed sheets of cleared articles."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime


class GateWaiver(Base):
    """An editor lets one claim run as it is, for one text of the article and one content of the claim.

    Triggers refuse a waiver by whoever worked on the claim or declared an interest in it (W2, M12), and every change
    but taking it back once.
    """

    __tablename__ = "gate_waiver"
    __table_args__ = (
        Index(None, "article_version_id", "claim_id"),
        Index(
            "uq_gate_waiver_one_stands",
            "claim_id",
            "article_version_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", name="taken_back_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Clearance(Base):
    """A signed sheet: one article, as it stood, may run.

    `sheet` is the canonical JSON that was signed.  Rows are append-only: a trigger lets nothing be changed but that
    the clearance became void, once.
    """

    __tablename__ = "clearance"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="void_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    sheet: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    void_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
