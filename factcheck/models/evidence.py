"""Evidence, one row a piece, with what is known of a conversation, and requests for a reply."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.terms import EvidenceKind, ReplyOutcome, SourceClass, Stance
from factcheck.models.protected import ProtectedSource


class Evidence(Base):
    """One piece of evidence for one claim.  Never deleted: withdrawing keeps the row and its reason."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        Index(None, "claim_id", "id"),
        CheckConstraint("is_public OR internal_reason <> ''", name="internal_with_reason"),
        CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason <> ''", name="withdrawn_with_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    number: Mapped[int]
    kind: Mapped[EvidenceKind] = mapped_column(enum_column(EvidenceKind, "kind"))
    stance: Mapped[Stance] = mapped_column(enum_column(Stance, "stance"))
    source_class: Mapped[SourceClass] = mapped_column(enum_column(SourceClass, "source_class"))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(2048), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[str] = mapped_column(String(10), default="")
    accessed_on: Mapped[str] = mapped_column(String(10), default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    says: Mapped[str] = mapped_column(Text, default="")
    locator: Mapped[str] = mapped_column(String(200), default="")
    origin_group: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    expert_employer: Mapped[str] = mapped_column(String(200), default="")
    expert_field: Mapped[str] = mapped_column(String(200), default="")
    expert_conflicts: Mapped[str] = mapped_column(String(500), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    internal_reason: Mapped[str] = mapped_column(String(500), default="")
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    logged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column()
    conversation: Mapped["Conversation | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan", single_parent=True
    )
    protected: Mapped[ProtectedSource | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads this attribute


class Conversation(Base):
    """What else is known of an interview, a call or a letter (E18); `held_at` is a day, or a minute with its zone."""

    __tablename__ = "conversation"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    spoke_with: Mapped[str] = mapped_column(String(200))
    spoke_role: Mapped[str] = mapped_column(String(200), default="")
    held_at: Mapped[str] = mapped_column(String(25))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel, "channel"))
    consent: Mapped[Consent] = mapped_column(enum_column(Consent, "consent"))
    consent_note: Mapped[str] = mapped_column(String(500), default="")
    transcript: Mapped[str] = mapped_column(Text, default="")


class ReplyRequest(Base):
    """One attempt to get a reply: asked whom, how, when, by when, and what came back (L4-L7)."""

    __tablename__ = "reply_request"
    __table_args__ = (
        Index(None, "claim_id"),
        Index(None, "outcome", "settled_at"),
        CheckConstraint(
            "(outcome = 'waiting') = (settled_at IS NULL)", name="settled_with_outcome"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    whom: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(100))
    content_sent: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    short_notice_reason: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[ReplyOutcome] = mapped_column(enum_column(ReplyOutcome, "outcome"))
    response: Mapped[str] = mapped_column(Text, default="")
    used_text: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
