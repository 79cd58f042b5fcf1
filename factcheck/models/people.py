"""People, the parts they play, their sessions and the links that let them in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from factcheck.db import Base, UTCDateTime, enum_column
from factcheck.domain.terms import Part, Term


class LinkPurpose(Term):
    """What a mailed or handed-over link is good for; a link of one purpose never serves another (9.2.2)."""

    INVITATION = "invitation", "Lets somebody new choose a password."
    PASSWORD = "password", "Lets somebody known choose a new password."


class Person(Base):
    """Somebody who works on the desk.  Never deleted: history names her; leaving sets `disabled_at`."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    part_rows: Mapped[list["PersonPart"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset(row.part for row in self.part_rows)


class PersonPart(Base):
    """One part one person plays."""

    __tablename__ = "person_part"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(enum_column(Part, "part"), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LoginSession(Base):
    """A signed-in browser.  The cookie holds the token, this row only its SHA-256 (7.2.1-7.2.4)."""

    __tablename__ = "login_session"
    __table_args__ = (Index(None, "person_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    address: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class Invitation(Base):
    """A link that works once and for a while: to join the desk, or to choose a new password."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="expires_later"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(enum_column(LinkPurpose, "purpose"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80), default="")
    parts: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
