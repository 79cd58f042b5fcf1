"""An order to withhold a page that waits for its second person stands in *My work*, one step from the order itself."""

import pytest
from flask import Flask

from factcheck.domain.terms import State
from tests import withholding
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.queues import claim
from tests.statements import counted
from tests.visitors import make_app, signed_in

PLACE = "/desk/claims/1/withhold"
TITLE = "Orders that wait for a second person"


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    """Lara entered an order on the one published claim."""
    claim(newsroom, State.PUBLISHED)
    withholding.enter(newsroom)
    return make_app(newsroom)


def page(app: Flask, newsroom: Newsroom, who: str, path: str = "/desk") -> Element:
    answer = signed_in(app, newsroom.people[who]).get(path)
    assert answer.status_code == 200
    return read(answer.text)


@pytest.mark.parametrize("who", ["Ada", "Max"])
def test_whoever_may_confirm_it_reads_whose_order_it_is_and_opens_it(
    app: Flask, newsroom: Newsroom, who: str
) -> None:
    section = page(app, newsroom, who).id("orders")
    assert section.all("h2")[0].text == TITLE
    assert f"of {withholding.ORDER.authority}, entered by Lara" in section.text
    assert [link.text for link in section.all("a", href=PLACE)] == ["Read the order on claim 1"]
    buttons = page(app, newsroom, who, PLACE).all("button", class_="button--primary")
    assert any("Withhold the page" in button.text for button in buttons)


@pytest.mark.parametrize("who", ["Lara", "Edith", "Rosa", "Carla"])
def test_whoever_entered_it_or_may_not_confirm_it_does_not_find_it_there(
    app: Flask, newsroom: Newsroom, who: str
) -> None:
    assert TITLE not in page(app, newsroom, who).text


def test_once_it_is_confirmed_or_dropped_it_waits_no_more(app: Flask, newsroom: Newsroom) -> None:
    withholding.confirm(newsroom)
    assert TITLE not in page(app, newsroom, "Ada").text
    withholding.lift(newsroom)
    withholding.enter(newsroom)
    assert TITLE in page(app, newsroom, "Ada").text
    withholding.lift(newsroom)
    assert TITLE not in page(app, newsroom, "Ada").text


def test_it_costs_no_further_statement(app: Flask, newsroom: Newsroom) -> None:
    visitor = signed_in(app, newsroom.max)
    with counted(newsroom.database) as statements:
        assert TITLE in visitor.get("/desk").text
    assert len(statements) <= 2, statements
