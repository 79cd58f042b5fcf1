"""A verdict on paper: a two-page document that says what the screen says, without the furniture of a site."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

PAGE = re.compile(rb"/Type\s*/Page\b")
FURNITURE = (".masthead__nav", ".languages", ".colophon", ".further", ".report", ".head__more")


def test_every_verdict_of_the_demo_is_two_pages_at_most(visit: Visit) -> None:
    reader = visit()
    reader.go("/")
    links = reader.page.locator(".item__claim a").all()
    for path in [str(link.get_attribute("href")) for link in links]:
        printed = reader.go(path).page.pdf(format="A4")
        assert len(PAGE.findall(printed)) <= 2, path


def test_paper_has_no_furniture_and_shows_where_on_its_scale_a_finding_lies(visit: Visit) -> None:
    reader = visit().go("/verdicts/3")
    reader.page.emulate_media(media="print")
    for name in FURNITURE:
        for one in reader.page.locator(name).all():
            expect(one).to_be_hidden()
    # Browsers leave backgrounds out on paper, and the mark is one.
    marks = reader.page.evaluate(
        """() => [...document.querySelectorAll('.scale__steps li')].map(step =>
        getComputedStyle(step, '::before').printColorAdjust)"""
    )
    assert marks == ["exact"] * 4


def test_paper_still_says_that_a_verdict_is_a_translation(visit: Visit) -> None:
    reader = visit().go("/ru/verdicts/1")
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_text("Это перевод")).to_be_visible()
