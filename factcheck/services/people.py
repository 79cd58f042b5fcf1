"""Who is on the desk: look-ups and lists.  What changes people is in `accounts`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.domain.terms import Part
from factcheck.models import Invitation, LoginSession, Person, PersonPart
from factcheck.models.people import LinkPurpose
from factcheck.services.sessions import is_open


class NoSuchPerson(LookupError):
    """There is no person with this number."""

    sentence = "No such person."


@dataclass(frozen=True)
class PersonLine:
    """One line of the list of people."""

    id: int
    name: str
    email: str
    parts: frozenset[Part]
    created_at: datetime
    disabled_at: datetime | None
    sessions: int
    last_seen_at: datetime | None

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None


@dataclass(frozen=True)
class InvitationLine:
    """One invitation that can still be accepted."""

    id: int
    email: str
    name: str
    parts: frozenset[Part]
    created_at: datetime
    expires_at: datetime
    invited_by: str


def active(session: Session, *parts: Part) -> list[tuple[int, str]]:
    """(number, name) of everybody who is not disabled and plays one of `parts`, or any, by name."""
    wanted = select(Person.id, Person.name).where(Person.disabled_at.is_(None))
    if parts:
        playing = select(PersonPart.person_id).where(PersonPart.part.in_(parts))
        wanted = wanted.where(Person.id.in_(playing))
    rows = session.execute(wanted.order_by(func.lower(Person.name), Person.id))
    return [(row.id, row.name) for row in rows]


def everybody(session: Session, now: datetime) -> list[PersonLine]:
    """All people, those who left last; with how many live sessions each has."""
    parts = (
        select(func.aggregate_strings(PersonPart.part, ","))
        .where(PersonPart.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    sessions = (
        select(func.count())
        .where(LoginSession.person_id == Person.id, is_open(now))
        .correlate(Person)
        .scalar_subquery()
    )
    seen = (
        select(func.max(LoginSession.last_seen_at))
        .where(LoginSession.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            parts,
            Person.created_at,
            Person.disabled_at,
            sessions,
            seen,
        ).order_by(Person.disabled_at.is_not(None), func.lower(Person.name), Person.id)
    )
    return [
        PersonLine(number, name, email, read_parts(codes), *rest)
        for number, name, email, codes, *rest in rows
    ]


def invitations(session: Session, now: datetime) -> list[InvitationLine]:
    """Invitations that were not used and are not too old, the newest first."""
    rows = session.execute(
        select(
            Invitation.id,
            Invitation.email,
            Invitation.name,
            Invitation.parts,
            Invitation.created_at,
            Invitation.expires_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == Invitation.created_by_id)
        .where(
            Invitation.purpose == LinkPurpose.INVITATION,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    )
    return [
        InvitationLine(*row[:3], read_parts(row[3]), *row[4:6], row[6] or "command line")
        for row in rows
    ]


def read_parts(codes: str | None) -> frozenset[Part]:
    """Parts from their codes with commas between."""
    return frozenset(Part(code) for code in (codes or "").split(",") if code)


def spell_parts(parts: frozenset[Part]) -> str:
    """Parts as codes with commas between, in the order of the rulebook."""
    return ",".join(part.value for part in Part if part in parts)
