"""People and their passwords: who is let in, who may do what, who leaves.

Sessions are begun and ended in `sessions`, lists come from `people`, links that let somebody choose
a password from `links`.  Which passwords are taken says `factcheck.domain.passwords`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput, clean_name
from factcheck.domain.limits import PASSWORD_MAX
from factcheck.domain.lookalikes import skeleton
from factcheck.domain.mail import clean_mail, mail_key
from factcheck.domain.passwords import check_password
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import Actor, Part
from factcheck.models import Desk, Person, PersonPart
from factcheck.services import history, sessions
from factcheck.services.people import NoSuchPerson

# Argon2id with 64 MiB, three passes and four lanes (11.4.2): about a quarter of a second.
hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)

# Checked in place of a hash when nobody is known under a name, so that both answers take as long
# (abuse 26).  It was made from random bytes that were thrown away.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$BQjWgsM/u4bhuxnxxCi9Ig$oHsUzYtqKu3GKXdfTwy8WMAtcfStlPnXQyLI4BuwEeA"
)
WRONG_PASSWORD = "This is not your password."  # noqa: S105  a sentence, no secret


class NameTaken(BadInput):
    """Somebody else bears this name, or one that cannot be told from it (M07)."""

    def __init__(self) -> None:
        super().__init__("This name is taken.")


class MailTaken(BadInput):
    """There is an account for this mail address already: one mail, one account (abuse 3)."""

    def __init__(self) -> None:
        super().__init__("There is an account with this mail address.")


@dataclass(frozen=True)
class Recognised:
    """Somebody who gave the right password; `new_hash` is to be stored where it is not empty."""

    actor: Actor
    new_hash: str = ""


# ── Passwords ────────────────────────────────────────────────────────────────────────────────────


def recognise(session: Session, email: str, password: str) -> Recognised | None:
    """Who signs in with this; None for an unknown name, a wrong password, a disabled person.

    Slow on purpose, and equally slow in all cases: call it outside of any `Work`.
    """
    person = session.scalar(select(Person).where(Person.email == mail_key(email)))
    is_welcome = person is not None and person.disabled_at is None and bool(person.password_hash)
    stored = person.password_hash if person is not None and is_welcome else NOBODYS_HASH
    is_right = fits(stored, password)
    if person is None or not (is_right and is_welcome):
        return None
    new_hash = hasher.hash(password) if hasher.check_needs_rehash(stored) else ""
    return Recognised(Actor(person.id, person.name, person.parts), new_hash)


def fits(password_hash: str, password: str) -> bool:
    """Whether a password is the one of a hash; an over-long one costs no more than the longest."""
    try:
        return hasher.verify(password_hash, _bytes(password)) and len(password) <= PASSWORD_MAX
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password[:PASSWORD_MAX].encode("utf-8", "surrogatepass")


def renew_hash(work: Work, person_id: int, new_hash: str) -> None:
    """Keep a stronger hash of the same password, made at sign-in (11.4.2)."""
    find(work.session, person_id).password_hash = new_hash


def set_password(work: Work, person: Person, password: str) -> None:
    """Give a person a new password; every session of hers ends.  Raises `BadInput`."""
    person.password_hash = hash_new(work, password, person.name, person.email)
    history.record(work, Event.PERSON_PASSWORD, subject=f"person:{person.id}")


def replace_password(work: Work, person_id: int, password: str) -> Person:
    """Give somebody a new password, as the command line does; she is signed out everywhere (7.4.3).

    Raises `WrongState` for a disabled person, `BadInput` and `NotYourPart`.
    """
    require(Act.KEEP_PEOPLE, work.actor)
    person = find(work.session, person_id)
    if person.disabled_at is not None:
        raise WrongState(f"{person.name} is disabled; enable the account first.")
    set_password(work, person, password)
    sessions.end_all(work, person.id)
    return person


def hash_new(work: Work, password: str, name: str, email: str) -> str:
    """The hash of a password that somebody chooses; `BadInput` when it is not taken."""
    desk_name = work.session.scalar(select(Desk.name)) or ""
    own = (name, email.partition("@")[0], desk_name)
    return hasher.hash(_bytes(check_password(password, own_words=own)))


def change_password(work: Work, old: str, new: str, *, keep_session_id: int | None) -> None:
    """Change one's own password; all other sessions of hers end (7.4.3).

    Raises `NotYourPart` when `old` is not the present one, `BadInput` for `new`.
    """
    person = find(work.session, work.actor.id)
    if not fits(person.password_hash, old):
        raise NotYourPart(WRONG_PASSWORD)
    set_password(work, person, new)
    sessions.end_others(work, person.id, keep_session_id)


# ── People ───────────────────────────────────────────────────────────────────────────────────────


def add_person(
    work: Work, email: str, name: str, parts: Iterable[Part], password: str = ""
) -> Person:
    """Open an account at once, as the command line does for the first administrator.

    Without a password nobody can sign in to it until a password link was made.  Raises `BadInput`
    (`NameTaken` and `MailTaken` among it) and `NotYourPart`.
    """
    require(Act.KEEP_PEOPLE, work.actor)
    return open_account(work, email, name, parts, password)


def open_account(
    work: Work, email: str, name: str, parts: Iterable[Part], password: str = ""
) -> Person:
    """The account itself, whoever vouched for it: an administrator, or an invitation of hers."""
    email, name = clean_mail(email), free_name(work, name)
    require_free_mail(work, email)
    person = Person(
        email=email,
        name=name,
        password_hash=hash_new(work, password, name, email) if password else "",
        created_at=work.now,
    )
    person.part_rows = [PersonPart(part=part, given_at=work.now) for part in _ordered(parts)]
    work.session.add(person)
    work.session.flush()
    history.record(
        work,
        Event.PERSON_ADDED,
        subject=f"person:{person.id}",
        detail=f"{name}: {_spell(person.parts)}",
    )
    return person


def find(session: Session, person_id: int | None) -> Person:
    """One person by number; raises `NoSuchPerson`."""
    is_number = person_id is not None and 0 < person_id < 2**31
    person = session.get(Person, person_id) if is_number else None
    if person is None:
        raise NoSuchPerson
    return person


def free_name(work: Work, name: str, own_id: int | None = None) -> str:
    """The name, cleaned, if nobody else bears one that looks the same; else `NameTaken`."""
    name = clean_name(name)
    _wait_for_turn(work)
    wanted = skeleton(name)
    for person_id, taken in work.session.execute(select(Person.id, Person.name)):
        if person_id != own_id and skeleton(taken) == wanted:
            raise NameTaken
    return name


def require_free_mail(work: Work, email: str) -> None:
    if work.session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise MailTaken


def set_parts(work: Work, person_id: int, parts: Iterable[Part]) -> Person:
    """Give and take parts.  Raises `WrongState` when the last administrator would go."""
    require(Act.KEEP_PEOPLE, work.actor)
    person = find(work.session, person_id)
    old, new = person.parts, frozenset(parts)
    if old == new:
        return person
    if Part.ADMINISTRATOR in old - new:
        _keep_an_administrator(work, person)
    person.part_rows = [row for row in person.part_rows if row.part in new] + [
        PersonPart(part=part, given_at=work.now) for part in _ordered(new - old)
    ]
    history.record(
        work,
        Event.PERSON_PARTS,
        subject=f"person:{person.id}",
        detail=f"gave {_spell(new - old)}; took {_spell(old - new)}",
    )
    return person


def disable(work: Work, person_id: int) -> Person:
    """Let somebody go: her sessions end at once, her past work stays (7.4.2).

    Raises `WrongState` for the last administrator and for whoever is disabled already.
    """
    require(Act.KEEP_PEOPLE, work.actor)
    person = find(work.session, person_id)
    if person.disabled_at is not None:
        raise WrongState(f"{person.name} is disabled already.")
    if Part.ADMINISTRATOR in person.parts:
        _keep_an_administrator(work, person)
    person.disabled_at = work.now
    history.record(work, Event.PERSON_DISABLED, subject=f"person:{person.id}")
    sessions.end_all(work, person.id)
    return person


def enable(work: Work, person_id: int) -> Person:
    """Let somebody back in, with the password and the parts she had."""
    require(Act.KEEP_PEOPLE, work.actor)
    person = find(work.session, person_id)
    if person.disabled_at is None:
        raise WrongState(f"{person.name} is not disabled.")
    person.disabled_at = None
    history.record(work, Event.PERSON_ENABLED, subject=f"person:{person.id}")
    return person


def sign_out_everywhere(work: Work, person_id: int) -> int:
    """End every session of somebody; how many there were (7.4.5)."""
    require(Act.KEEP_PEOPLE, work.actor)
    return sessions.end_all(work, find(work.session, person_id).id)


def _keep_an_administrator(work: Work, leaving: Person) -> None:
    _wait_for_turn(work)
    others = select(PersonPart.person_id).join(Person, Person.id == PersonPart.person_id)
    others = others.where(
        PersonPart.part == Part.ADMINISTRATOR,
        Person.disabled_at.is_(None),
        Person.id != leaving.id,
    )
    if work.session.scalar(others.limit(1)) is None:
        raise WrongState("The last administrator stays.")


def _wait_for_turn(work: Work) -> None:
    """Take the history's lock before looking, so that two changes cannot both find a place free."""
    if work.chain_end is None:
        work.chain_end = history.end_of_chain(work)


def _ordered(parts: Iterable[Part]) -> list[Part]:
    given = frozenset(parts)
    return [part for part in Part if part in given]


def _spell(parts: Iterable[Part]) -> str:
    return ", ".join(part.label for part in _ordered(parts)) or "nothing"
