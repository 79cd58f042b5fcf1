"""Withholding a page by order: two people, words for readers, a history, and the database says it again (P19)."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from factcheck import schema
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import State
from factcheck.models import Outbox, Publication, Withholding
from factcheck.services import reviews, withholdings
from factcheck.services.standing import NoSuchClaim
from factcheck.services.withholdings import OrderInput
from tests import factories
from tests.cast import Newsroom
from tests.withholding import ORDER, confirm, enter, lift, withhold


@pytest.fixture
def newsroom_(newsroom: Newsroom) -> Newsroom:
    factories.claim(newsroom, State.PUBLISHED)
    return newsroom


def withheld_at(newsroom: Newsroom) -> object:
    with newsroom.read() as session:
        return session.scalar(select(Publication.withheld_at))


def test_an_order_acts_once_a_second_person_confirmed_it(newsroom_: Newsroom) -> None:
    enter(newsroom_)
    assert withheld_at(newsroom_) is None
    confirm(newsroom_)
    assert withheld_at(newsroom_) == newsroom_.now
    with newsroom_.read() as session:
        order = withholdings.standing(session, 1)
    assert order is not None
    assert (order.asked_by, order.confirmed_by, order.is_confirmed) == (
        newsroom_.lara.name,
        newsroom_.ada.name,
        True,
    )


def test_every_step_stands_in_the_history_with_its_reason(newsroom_: Newsroom) -> None:
    withhold(newsroom_)
    lift(newsroom_)
    enter(newsroom_)
    lift(newsroom_, reason="It was another page.")
    told = [deed for deed in newsroom_.history(1) if deed.startswith("withholding:")]
    assert told == [
        "withholding:entered publication:1",
        "withholding:confirmed publication:1",
        "withholding:lifted publication:1",
        "withholding:entered publication:1",
        "withholding:dropped publication:1",
    ]
    assert withheld_at(newsroom_) is None
    with newsroom_.read() as session:
        rows = session.scalars(select(Withholding).order_by(Withholding.id)).all()
        assert withholdings.standing(session, 1) is None
    assert [row.end_reason for row in rows] == ["The court lifted it.", "It was another page."]


def test_whoever_decides_on_orders_is_told_by_mail(newsroom_: Newsroom) -> None:
    enter(newsroom_)
    with newsroom_.read() as session:
        payloads = [row.payload for row in session.scalars(select(Outbox)) if row.kind == "mail"]
    assert {"to": "legal_reviewers", "about": "withhold", "claim_id": 1} in payloads


def test_nobody_confirms_her_own_order(newsroom_: Newsroom) -> None:
    enter(newsroom_)
    with (
        newsroom_.work(newsroom_.lara) as work,
        pytest.raises(NotYourPart, match="Somebody else than who entered"),
    ):
        withholdings.confirm(work, 1, 1)
    assert withheld_at(newsroom_) is None
    with pytest.raises(IntegrityError), newsroom_.work() as work:
        work.session.execute(
            update(Withholding).values(
                confirmed_by_id=newsroom_.lara.id, confirmed_at=newsroom_.now
            )
        )


def test_an_order_that_came_in_place_of_the_one_she_read_is_not_confirmed(
    newsroom_: Newsroom,
) -> None:
    enter(newsroom_)
    lift(newsroom_, reason="It was another page.")
    enter(newsroom_, given=replace(ORDER, told="Another order, in other words."))
    before = newsroom_.history()
    with (
        newsroom_.work(newsroom_.ada) as work,
        pytest.raises(WrongState, match="another order than the one you read"),
    ):
        withholdings.confirm(work, 1, 1)
    assert withheld_at(newsroom_) is None
    assert newsroom_.history() == before


@pytest.mark.parametrize("who", ["carla", "rosa", "edith"])
def test_only_legal_reviewers_and_administrators_decide_on_orders(
    newsroom_: Newsroom, who: str
) -> None:
    enter(newsroom_)
    before = newsroom_.history()
    deeds = (
        lambda work: withholdings.enter(work, 1, ORDER),
        lambda work: withholdings.confirm(work, 1, 1),
        lambda work: withholdings.end(work, 1, "No."),
    )
    for deed in deeds:
        with newsroom_.work(getattr(newsroom_, who)) as work, pytest.raises(NotYourPart):
            deed(work)
    assert newsroom_.history() == before


def test_whoever_declared_a_conflict_stays_out(newsroom_: Newsroom) -> None:
    with newsroom_.work(newsroom_.lara) as work:
        reviews.recuse(work, 1, "My brother is the mayor.")
    with newsroom_.work(newsroom_.lara) as work, pytest.raises(NotYourPart):
        withholdings.enter(work, 1, ORDER)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (replace(ORDER, authority=""), "Say whose order it is."),
        (replace(ORDER, told=""), "Write what readers are told."),
    ],
)
def test_an_order_nobody_can_explain_is_refused(
    newsroom_: Newsroom, given: OrderInput, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        enter(newsroom_, given=given)
    assert newsroom_.count(Withholding) == 0


def test_what_does_not_fit_where_it_stands_is_refused(newsroom_: Newsroom) -> None:
    with pytest.raises(WrongState, match="There is no order"):
        confirm(newsroom_)
    with pytest.raises(WrongState, match="There is no order"):
        lift(newsroom_)
    withhold(newsroom_)
    with pytest.raises(WrongState, match="an order on this page already"):
        enter(newsroom_)
    with pytest.raises(WrongState, match="withheld already"):
        confirm(newsroom_)
    with pytest.raises(BadInput, match="Say why"):
        lift(newsroom_, reason="")
    assert withheld_at(newsroom_) is not None


def test_a_claim_without_readers_has_no_page_to_withhold(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.APPROVED)
    with pytest.raises(WrongState, match="Nothing of this claim stands before readers"):
        enter(newsroom)
    with pytest.raises(NoSuchClaim):
        enter(newsroom, 99)


def test_the_database_takes_one_open_order_a_page_and_a_reason_for_its_end(
    newsroom_: Newsroom,
) -> None:
    enter(newsroom_)
    for values in ({"ended_at": newsroom_.now}, {"confirmed_at": newsroom_.now}, {"told": ""}):
        with pytest.raises(IntegrityError), newsroom_.work() as work:
            work.session.execute(update(Withholding).values(**values))
    with pytest.raises(IntegrityError), newsroom_.work() as work:
        work.session.add(
            Withholding(
                publication_id=1,
                authority="another",
                told="x",
                asked_by_id=newsroom_.lara.id or 0,
                asked_at=newsroom_.now,
            )
        )


def test_there_is_no_way_down_while_a_page_is_withheld(newsroom_: Newsroom) -> None:
    withhold(newsroom_)
    with pytest.raises(RuntimeError, match="withheld by order"):
        schema.downgrade(newsroom_.database, "0033")
    assert withheld_at(newsroom_) is not None
