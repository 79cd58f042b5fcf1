"""Claims and what is recorded about them beside evidence and verdicts: names to hide, holds, conflicts, waivers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import ClaimKind, Dismissal, State, Term


class WaiverKind(Term):
    """What an editor may let a claim go without, by name and with a reason."""

    REPLY = "reply", "Publish an allegation without a reply having been asked for (L7)."
    SOURCES = "sources", "Rest on fewer independent origins, or none primary (M1)."


class Claim(Base):
    """One checkable statement: the unit of work.  `version` rises with every save (optimistic locking, W14).

    `judges_private_person` is no flag that people set: it follows from the current verdict's rating and the claimant
    (R7), and every move writes it anew, so that the queue finds such claims by an index.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "(state = 'dismissed') = (dismissal IS NOT NULL)", name="dismissed_with_reason"
        ),
        Index(None, "state", "state_since_at", "id"),
        Index(None, "state", "due_on", "id"),
        Index(None, "assignee_id", "state", "state_since_at", "id"),
        Index(None, "article_id", "state", "state_since_at", "id"),
        Index(
            "ix_claim_at_risk",
            "state",
            "state_since_at",
            "id",
            # The rest makes it cover the queue's look-up, without which SQLite prefers another.
            "due_on",
            "names_private_person",
            "alleges_crime",
            "involves_minor",
            "judges_private_person",
            sqlite_where=text(
                "names_private_person = 1 OR alleges_crime = 1 OR involves_minor = 1 "
                "OR judges_private_person = 1"
            ),
            postgresql_where=text(
                "names_private_person OR alleges_crime OR involves_minor OR judges_private_person"
            ),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    state: Mapped[State] = mapped_column(enum_column(State, "state"))
    state_since_at: Mapped[datetime] = mapped_column(UTCDateTime)
    statement: Mapped[str] = mapped_column(Text)
    claimant: Mapped[str] = mapped_column(String(200), default="")
    claimant_role: Mapped[str] = mapped_column(String(200), default="")
    is_claimant_public: Mapped[bool] = mapped_column(default=True)
    said_on: Mapped[str] = mapped_column(String(10), default="")
    said_where: Mapped[str] = mapped_column(String(300), default="")
    appearance_url: Mapped[str] = mapped_column(String(2048), default="")
    kind: Mapped[ClaimKind] = mapped_column(enum_column(ClaimKind, "kind"))
    names_private_person: Mapped[bool] = mapped_column(default=False)
    alleges_crime: Mapped[bool] = mapped_column(default=False)
    involves_minor: Mapped[bool] = mapped_column(default=False)
    judges_private_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    selection_reason: Mapped[str] = mapped_column(String(500), default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    dismissal: Mapped[Dismissal | None] = mapped_column(enum_column(Dismissal, "dismissal"))
    state_reason: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads this attribute


class HiddenName(Base):
    """A name readers must not see, and the role they see instead (L15, L16)."""

    __tablename__ = "hidden_name"
    __table_args__ = (Index(None, "claim_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))


class Contribution(Base):
    """Somebody's hand in a claim's content: whoever has a row here never approves it (W2).

    A trigger refuses an approval by such a person, so that the rule holds against the program as well.
    """

    __tablename__ = "contribution"
    __table_args__ = (Index(None, "claim_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deed: Mapped[str] = mapped_column(String(80))
    done_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Conflict(Base):
    """A declared conflict of interest: this person stays out of this claim for good (M12).

    Triggers refuse to change or delete a row, an approval by such a person, and to give her the claim.
    """

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "claim_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LegalHold(Base):
    """A lock beside the state; at most one is on, and released ones are kept (L2)."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "uq_legal_hold_one_on",
            "claim_id",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name="released_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    reason: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    release_reason: Mapped[str] = mapped_column(Text, default="")
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Waiver(Base):
    """What an editor let a claim go without, and why."""

    __tablename__ = "waiver"
    __table_args__ = (Index(None, "claim_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    kind: Mapped[WaiverKind] = mapped_column(enum_column(WaiverKind, "kind"))
    reason: Mapped[str] = mapped_column(Text)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
