"""Keeping one published page from readers by order of an authority, and giving it back (P19, L13, RFC 7725).

It takes two people: who enters the order never confirms it.  From the confirmation on every form of the verdict is
gone at once, since all of them are read from publications whose `withheld_at` is empty; the desk keeps everything,
and what is withheld goes on hiding the names it hid.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.models import Person, Publication, Withholding
from factcheck.services import history, notices, readers, share_pictures, similar
from factcheck.services.standing import Ticket, for_change


@dataclass(frozen=True, kw_only=True)
class OrderInput:
    """Who ordered it, what the order is called there ('' for nothing), and what readers are told; cleaned already."""

    authority: str
    told: str
    reference: str = ""


@dataclass(frozen=True)
class Order:
    """The open order on a publication: its row, and who entered and confirmed it."""

    row: Withholding
    asked_by: str
    confirmed_by: str

    @property
    def is_confirmed(self) -> bool:
        return self.row.confirmed_at is not None


def standing(session: Session, claim_id: int) -> Order | None:
    """The order on what is published of a claim, confirmed or not; None where none is open."""
    asked, confirmed = aliased(Person), aliased(Person)
    row = session.execute(
        select(Withholding, asked.name, confirmed.name)
        .join(Publication, Publication.id == Withholding.publication_id)
        .join(asked, asked.id == Withholding.asked_by_id)
        .outerjoin(confirmed, confirmed.id == Withholding.confirmed_by_id)
        .where(Publication.claim_id == claim_id, Withholding.ended_at.is_(None))
    ).first()
    return Order(row[0], row[1], row[2] or "") if row else None


def enter(work: Work, claim_id: int, given: OrderInput) -> None:
    """Write an order down; readers keep the page until a second person confirms it.

    Raises `NoSuchClaim`, `NotYourPart`, `BadInput` without authority or words for readers, `WrongState` where nothing
    is published or an order is open already.
    """
    ticket, publication = _begun(work, claim_id)
    if not given.authority:
        raise BadInput("Say whose order it is.")
    if not given.told:
        raise BadInput("Write what readers are told.")
    if standing(work.session, claim_id) is not None:
        raise WrongState("There is an order on this page already.")
    work.session.add(
        Withholding(
            publication_id=publication.id,
            authority=given.authority,
            reference=given.reference,
            told=given.told,
            asked_by_id=work.actor.id or 0,
            asked_at=work.now,
        )
    )
    detail = ", ".join(filter(None, (given.authority, given.reference)))
    _tell(work, Event.WITHHOLDING_ENTERED, ticket, given.told, detail)
    notices.tell(work, notices.LEGAL_REVIEWERS, "withhold", claim_id)


def confirm(work: Work, claim_id: int, seen: int) -> None:
    """Withhold the page, as a second person: from now on readers and machines get 451 in place of every form of it.

    `seen` is the number of the order she read.  Raises as `enter`, and `NotYourPart` for whoever entered the order.
    """
    ticket, publication = _begun(work, claim_id)
    order = _open(work, claim_id)
    if order.is_confirmed:
        raise WrongState("The page is withheld already.")
    if order.row.asked_by_id == work.actor.id:
        raise NotYourPart("Somebody else than who entered the order has to confirm it.")
    if order.row.id != seen:
        raise WrongState("This is another order than the one you read; read it first.")
    order.row.confirmed_at, order.row.confirmed_by_id = work.now, work.actor.id
    publication.withheld_at = work.now
    _tell(work, Event.WITHHOLDING_CONFIRMED, ticket, order.row.told, order.row.authority)
    history.tell(work, similar.JOB)  # another takes its place under those it was similar to
    readers.tell_of(work, ticket)
    readers.tell_of_alike(work, publication.id)


def end(work: Work, claim_id: int, reason: str) -> None:
    """Give the page back as it stands by now; an order that nobody confirmed is dropped.

    Raises as `enter`, and `BadInput` without a reason.
    """
    ticket, publication = _begun(work, claim_id)
    order = _open(work, claim_id)
    if not reason:
        raise BadInput("Say why the order counts no more.")
    order.row.ended_at, order.row.ended_by_id = work.now, work.actor.id
    order.row.end_reason = reason
    event = Event.WITHHOLDING_LIFTED if order.is_confirmed else Event.WITHHOLDING_DROPPED
    _tell(work, event, ticket, reason, order.row.authority)
    if order.is_confirmed:
        publication.withheld_at = None
        history.tell(work, similar.JOB)
        readers.tell_of(work, ticket)
        share_pictures.ask(work, publication.id)  # of what changed meanwhile none was drawn
        readers.print_last(work, publication.id)


def _begun(work: Work, claim_id: int) -> tuple[Ticket, Publication]:
    require(Act.WITHHOLD, work.actor)
    ticket = for_change(work, claim_id)
    require_no_conflict(ticket.standing, work.actor)
    if ticket.publication is None:
        raise WrongState("Nothing of this claim stands before readers.")
    return ticket, ticket.publication


def _open(work: Work, claim_id: int) -> Order:
    order = standing(work.session, claim_id)
    if order is None:
        raise WrongState("There is no order on this page.")
    return order


def _tell(work: Work, event: Event, ticket: Ticket, reason: str, detail: str) -> None:
    publication = ticket.publication
    history.record(
        work,
        event,
        claim_id=ticket.claim.id,
        subject=f"publication:{publication.id}" if publication else "",
        reason=reason,
        detail=detail,
    )
