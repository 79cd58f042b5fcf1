"""The desk itself: its name and settings kept as data, the approval policies, and the login throttle's counters."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.policy import RiskClass


class Desk(Base):
    """The one row about this newsroom.

    `reference_version` rises whenever scales or policies change, so that every process knows when to read them anew.
    """

    __tablename__ = "desk"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    contact: Mapped[str] = mapped_column(String(254), default="")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    reference_version: Mapped[int] = mapped_column(default=1)


class PolicyRow(Base):
    """The approval policy of one risk class, as data (W3)."""

    __tablename__ = "policy"
    __table_args__ = (
        CheckConstraint("approvals_needed BETWEEN 1 AND 9", name="approvals_sane"),
        CheckConstraint("panel_size = 0 OR panel_size >= approvals_needed", name="panel_can_carry"),
        CheckConstraint("minimum_origins BETWEEN 1 AND 20", name="origins_sane"),
    )

    risk_class: Mapped[RiskClass] = mapped_column(
        enum_column(RiskClass, "risk_class"), primary_key=True
    )
    approvals_needed: Mapped[int]
    panel_size: Mapped[int]
    minimum_origins: Mapped[int]
    is_primary_needed: Mapped[bool]
    is_reply_needed: Mapped[bool]
    may_approver_publish: Mapped[bool]
    reply_hours: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Throttle(Base):
    """How often something was tried in a window of time; shared by all processes (6.3.1)."""

    __tablename__ = "throttle"
    __table_args__ = (Index(None, "expires_at"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
