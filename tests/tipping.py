"""Short words for the tests of what readers send: a message, its private page, what is decided about it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from factcheck.domain.terms import Actor
from factcheck.domain.tips import TipInput, TipKind
from factcheck.models import Publication, Tip
from factcheck.services import tip_rows, tips
from factcheck.services.tip_rows import Followed
from tests.cast import Newsroom

NOBODY = Actor(id=None, name="")
CLAIM = TipInput(
    kind=TipKind.CLAIM,
    words="The harbour has never made a loss.",
    seen_where="A leaflet",
    address="https://leaflet.example/harbour",
    why="The town votes on it.",
    mail="reader@post.example",
)
REPORT = TipInput(kind=TipKind.REPORT, words="The figure is of the year before.", seen_where="/")


def send(newsroom: Newsroom, given: TipInput = CLAIM, **changed: Any) -> tuple[int, str]:
    """A message of a reader; its number, and the token of its private address."""
    with newsroom.work(NOBODY) as work:
        token = tips.receive(work, replace(given, **changed))
        number = work.session.scalars(select(Tip.id).order_by(Tip.id.desc()).limit(1)).one()
    return number, token


def tip(newsroom: Newsroom, number: int) -> Tip:
    with newsroom.read() as session:
        return session.get_one(Tip, number)


def followed(newsroom: Newsroom, token: str) -> Followed:
    with newsroom.read() as session:
        return tip_rows.followed(session, token)


def publication_of(newsroom: Newsroom, claim_id: int) -> int:
    """The number in the address of the claim's published verdict."""
    with newsroom.read() as session:
        wanted = select(Publication.id).where(Publication.claim_id == claim_id)
        return session.scalars(wanted).one()
