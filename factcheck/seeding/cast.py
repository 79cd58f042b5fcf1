"""The demo's people, with one password for all of them."""

from factcheck.db import Work
from factcheck.domain.terms import Actor, Part
from factcheck.models import Person
from factcheck.seeding.files import Data, Story
from factcheck.services import accounts


def add_cast(work: Work, story: Story, password: str) -> dict[str, Actor]:
    """Open an account for everybody of the cast; who they are, by the story's ids.

    All share one password, which is printed for everybody to read; so it is hashed once, a quarter of a second each.
    """
    people: dict[str, Person] = {}
    for name, data in story.people.items():
        first = next(iter(people.values()), None)
        people[name] = _add(work, data, "" if first else password)
        if first:
            people[name].password_hash = first.password_hash
    return {name: Actor(p.id, p.name, p.parts) for name, p in people.items()}


def _add(work: Work, data: Data, password: str) -> Person:
    parts = [Part(part) for part in data["parts"]]
    return accounts.add_person(work, data["mail"], data["name"], parts, password)
