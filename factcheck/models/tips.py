"""What readers sent in, and what became of it (C9)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.tips import TipKind, TipState


class Tip(Base):
    """One message of a reader; its words never change, which a trigger keeps.

    Of the token in its private address only the SHA-256 is stored.  `mail` is where to write back, until
    `mail_until_at` and not for spam (L18).  `publication_id` and `publication_number` are the verdict, and the version
    of it, that a report is about; `claim_id` is the claim it went into, or whose verdict is to be corrected.  Who
    decided, when and why is that of the last decision; the history has all of them.  `language` is that of the form,
    in which its sender is answered.
    """

    __tablename__ = "tip"
    __table_args__ = (
        Index(None, "state", "id"),
        Index(None, "claim_id"),
        Index(None, "publication_id"),
        Index(
            "ix_tip_mail_until",
            "mail_until_at",
            sqlite_where=text("mail <> ''"),
            postgresql_where=text("mail <> ''"),
        ),
        CheckConstraint(
            "(state IN ('merged', 'correction')) = (claim_id IS NOT NULL)", name="taken_up_by_claim"
        ),
        CheckConstraint(
            "(state = 'received') = (decided_at IS NULL)", name="decided_when_not_received"
        ),
        CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"
        ),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_with_reason"),
        CheckConstraint("(mail = '') = (mail_until_at IS NULL)", name="mail_for_a_while"),
        CheckConstraint("state <> 'spam' OR mail = ''", name="spam_without_mail"),
        CheckConstraint(
            "(publication_id IS NULL) = (publication_number IS NULL)", name="verdict_with_version"
        ),
        CheckConstraint("kind = 'report' OR publication_id IS NULL", name="claim_of_no_verdict"),
        CheckConstraint("language IN ('en', 'ru', 'kk')", name="language_of_ours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TipKind] = mapped_column(enum_column(TipKind, "kind"))
    state: Mapped[TipState] = mapped_column(enum_column(TipState, "state"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    words: Mapped[str] = mapped_column(Text)
    seen_where: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(2048), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    publication_number: Mapped[int | None]
    mail: Mapped[str] = mapped_column(String(254), default="")
    mail_until_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20))
