"""Links that work once and for a while: to join the desk, or to choose a new password.

Only the SHA-256 of a link's token is stored; the token itself is shown once, to whoever made it.
A link of one purpose is worth nothing on the door of the other (9.2.2-9.2.4).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.limits import INVITATION_LIFE, PASSWORD_LINK_LIFE
from factcheck.domain.mail import clean_mail
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Part
from factcheck.models import Invitation, Person
from factcheck.models.people import LinkPurpose
from factcheck.services import accounts, history, sessions
from factcheck.services.people import read_parts, spell_parts
from factcheck.services.sessions import TOKEN_BYTES, hash_token

LIFE = {
    LinkPurpose.INVITATION: timedelta(hours=INVITATION_LIFE),  # 6.4.1
    LinkPurpose.PASSWORD: timedelta(minutes=PASSWORD_LINK_LIFE),  # 6.5.5
}


class SpentLink(LookupError):
    """A link that was used, is too old, was taken back, or never was: one sentence for all."""

    sentence = "This link was used or is too old."
    advice = "Ask an administrator of this desk for a new one."


@dataclass(frozen=True)
class Link:
    """A link that works: for whom, for what, until when."""

    id: int
    purpose: LinkPurpose
    email: str
    name: str
    parts: frozenset[Part]
    person_id: int | None
    expires_at: datetime


def find(session: Session, token: str, purpose: LinkPurpose, now: datetime) -> Link:
    """The link of a token, for one purpose only; raises `SpentLink`."""
    row = session.scalar(
        select(Invitation)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.token_hash == hash_token(token),
            Invitation.purpose == purpose,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            Person.disabled_at.is_(None),
        )
    )
    if row is None:
        raise SpentLink
    parts = read_parts(row.parts)
    return Link(row.id, row.purpose, row.email, row.name, parts, row.person_id, row.expires_at)


def invite(work: Work, email: str, name: str, parts: Iterable[Part]) -> str:
    """Invite somebody; the token of the link.  An earlier invitation to the same mail ends.

    Raises `BadInput` (a taken name or mail among it) and `NotYourPart`.
    """
    require(Act.KEEP_PEOPLE, work.actor)
    email, name = clean_mail(email), accounts.free_name(work, name)
    accounts.require_free_mail(work, email)
    _end_earlier(work, LinkPurpose.INVITATION, email)
    token, number = _make(work, LinkPurpose.INVITATION, email, name=name, parts=frozenset(parts))
    history.record(work, Event.PERSON_INVITED, subject=f"invitation:{number}", detail=name)
    return token


def accept(work: Work, token: str, name: str, password: str) -> Person:
    """Join the desk by an invitation.  Raises `SpentLink` and `BadInput`."""
    link = find(work.session, token, LinkPurpose.INVITATION, work.now)
    person = accounts.open_account(work, link.email, name, link.parts, password)
    _use(work, link)
    return person


def password_link(work: Work, person_id: int) -> str:
    """Make a link by which somebody chooses a new password; the token, to be handed over in person.

    It works for ten minutes.  Raises `WrongState` for a disabled person, and `NotYourPart`.
    """
    require(Act.KEEP_PEOPLE, work.actor)
    person = accounts.find(work.session, person_id)
    if person.disabled_at is not None:
        raise WrongState(f"{person.name} is disabled; enable the account first.")
    _end_earlier(work, LinkPurpose.PASSWORD, person.email)
    token, _ = _make(work, LinkPurpose.PASSWORD, person.email, person_id=person.id)
    history.record(work, Event.PERSON_PASSWORD_LINK, subject=f"person:{person.id}")
    return token


def choose_password(work: Work, token: str, password: str) -> Person:
    """Choose a new password by a link; every session ends.  Raises `SpentLink` and `BadInput`."""
    link = find(work.session, token, LinkPurpose.PASSWORD, work.now)
    person = accounts.find(work.session, link.person_id)
    accounts.set_password(work, person, password)
    _use(work, link)
    sessions.end_all(work, person.id)
    return person


def take_back(work: Work, invitation_id: int) -> None:
    """End an invitation that nobody has accepted yet.  Raises `SpentLink` when there is none."""
    require(Act.KEEP_PEOPLE, work.actor)
    row = work.session.get(Invitation, invitation_id) if invitation_id < 2**31 else None
    if row is None or row.purpose is not LinkPurpose.INVITATION or row.used_at is not None:
        raise SpentLink
    row.used_at = work.now
    history.record(
        work,
        Event.PERSON_INVITED,
        subject=f"invitation:{row.id}",
        detail=f"took the invitation of {row.name} back",
    )


def _make(
    work: Work,
    purpose: LinkPurpose,
    email: str,
    *,
    name: str = "",
    parts: frozenset[Part] = frozenset(),
    person_id: int | None = None,
) -> tuple[str, int]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Invitation(
        token_hash=hash_token(token),
        purpose=purpose,
        email=email,
        name=name,
        parts=spell_parts(parts),
        person_id=person_id,
        created_by_id=work.actor.id,
        created_at=work.now,
        expires_at=work.now + LIFE[purpose],
    )
    work.session.add(row)
    work.session.flush()
    return token, row.id


def _end_earlier(work: Work, purpose: LinkPurpose, email: str) -> None:
    work.session.execute(
        update(Invitation)
        .where(
            Invitation.purpose == purpose,
            Invitation.email == email,
            Invitation.used_at.is_(None),
        )
        .values(used_at=work.now)
    )


def _use(work: Work, link: Link) -> None:
    """Use a link up; of two who come with it at once, the second finds it spent."""
    used = work.session.execute(
        update(Invitation)
        .where(Invitation.id == link.id, Invitation.used_at.is_(None))
        .values(used_at=work.now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise SpentLink
