"""What readers call this desk and where they report errors: the settings that are kept as data (D10, D22).

What is set where the program runs stands in `factcheck.config`; a desk's first name is given by `setup`.
"""

from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import clean_line
from factcheck.domain.refusals import WrongState
from factcheck.models import Desk
from factcheck.services import history, readers, share_pictures
from factcheck.services.stale import StaleSave, labelled, last_said

NAME_CHARS, CONTACT_CHARS = 100, 254
LABELS = {"name": "Name of the desk", "contact": "Address for error reports"}
SUBJECT = "desk:1"


@dataclass(frozen=True, kw_only=True)
class DeskInput:
    """Name, and the mail or web address for error reports ('' for none); cleaned when they are kept."""

    name: str
    contact: str = ""


def settings(session: Session) -> DeskInput:
    """The settings as they stand."""
    row = session.execute(select(Desk.name, Desk.contact).where(Desk.id == 1)).one()
    return DeskInput(name=row.name, contact=row.contact)


def version_of(given: DeskInput) -> int:
    """A number that stands for exactly these settings, so that a late save can be told (W14)."""
    return crc32(repr(given).encode())


def name_desk(work: Work, *, name: str | None = None, contact: str | None = None) -> bool:
    """Say what readers call this desk, or where they report errors; None leaves it as it is.

    Raises `BadInput` for what cannot stand there.  An empty `contact` takes the address away.  True when it changed
    anything, which the history then keeps.
    """
    desk = work.session.get_one(Desk, 1, with_for_update=True)
    before = (desk.name, desk.contact)
    if name is not None:
        desk.name = clean_line(name, label="The name", limit=NAME_CHARS)
    if contact is not None:
        desk.contact = clean_line(
            contact, label="The contact", limit=CONTACT_CHARS, is_required=False
        )
    is_changed = (desk.name, desk.contact) != before
    if is_changed:
        named = "; ".join(filter(None, (desk.name, desk.contact)))
        history.record(work, Event.DESK_CHANGED, subject=SUBJECT, detail=named)
        readers.tell_caches(work)
        share_pictures.ask_all(work)
    return is_changed


def save(work: Work, given: DeskInput, seen_version: int) -> None:
    """Change the settings; `seen_version` names those the form was made from.

    Raises `NotYourPart`, `BadInput`, `WrongState` when nothing differs, `StaleSave` when somebody changed them
    meanwhile.
    """
    require(Act.SET_UP, work.actor)
    work.session.get_one(Desk, 1, with_for_update=True)
    now = settings(work.session)
    if version_of(now) != seen_version:
        theirs, yours = labelled(now, LABELS), labelled(given, LABELS)
        who, at = last_said(work.session, Event.DESK_CHANGED, SUBJECT)
        raise StaleSave("desk’s settings", theirs, yours, who, at, version_of(now))
    if not name_desk(work, name=given.name, contact=given.contact):
        raise WrongState("Nothing is changed: the settings were like this before.")
