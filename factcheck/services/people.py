"""Looking people up: who is on the desk and plays which part."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.terms import Part
from factcheck.models import Person, PersonPart


def active(session: Session, *parts: Part) -> list[tuple[int, str]]:
    """(id, name) of the people on the desk who play any of `parts` (of all, when none is named), by name."""
    query = select(Person.id, Person.name).where(Person.disabled_at.is_(None)).order_by(Person.name)
    if parts:
        query = query.where(
            Person.id.in_(select(PersonPart.person_id).where(PersonPart.part.in_(parts)))
        )
    return [(row.id, row.name) for row in session.execute(query)]
