"""An order to withhold a page: Lara enters it, Ada confirms it."""

from factcheck.services import withholdings
from factcheck.services.withholdings import OrderInput
from tests.cast import Newsroom

ORDER = OrderInput(
    authority="the District Court of Almaty",
    reference="2-117/2026",
    told="The court ordered us to withhold this page until it has decided.",
)


def enter(newsroom: Newsroom, claim_id: int = 1, given: OrderInput = ORDER) -> None:
    with newsroom.work(newsroom.lara) as work:
        withholdings.enter(work, claim_id, given)


def confirm(newsroom: Newsroom, claim_id: int = 1) -> None:
    with newsroom.work(newsroom.ada) as work:
        order = withholdings.standing(work.session, claim_id)
        withholdings.confirm(work, claim_id, order.row.id if order else 0)


def withhold(newsroom: Newsroom, claim_id: int = 1) -> None:
    enter(newsroom, claim_id)
    confirm(newsroom, claim_id)


def lift(newsroom: Newsroom, claim_id: int = 1, reason: str = "The court lifted it.") -> None:
    with newsroom.work(newsroom.lara) as work:
        withholdings.end(work, claim_id, reason)
