"""A claim that was checked before is met again while it is worded: by keyboard, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

SENTENCE = "The ferry carried 61,400 passengers last year, the paper wrote."
KNOWN = "The ferry carried 61,400 passengers last year."


def word_a_claim(checker: Visitor, title: str) -> None:
    """An article of our own that repeats a claim of the demo's draft, open at the form of a new claim."""
    checker.go("/desk/articles/import")
    checker.fill("Text of the article", f"{SENTENCE}\n\n{title}").fill("Title", title)
    checker.page.get_by_label("Our own draft").check()
    checker.press("Import the article")
    number = re.search(r"/articles/(\d+)", checker.page.url)
    assert number is not None
    checker.go(f"/desk/articles/{number[1]}/claims/new?start=0&end={len(SENTENCE)}")


def test_a_known_claim_is_met_while_typing_and_linked_by_keyboard(visit: Visit) -> None:
    dana = visit("dana")
    word_a_claim(dana, "Met again")
    page, keys = dana.page, dana.page.keyboard
    proposed = page.locator(".similar__statement")
    expect(proposed.first).to_have_text(KNOWN)
    page.get_by_label("The claim, in your own words").fill("Bees make honey in the lighthouse.")
    expect(page.locator("[data-similar-voice]")).to_have_text("No similar claims.")
    page.get_by_label("The claim, in your own words").fill("61,400 passengers took the ferry")
    expect(page.locator("[data-similar-voice]")).to_have_text(re.compile("similar claim"))
    expect(proposed.first).to_have_text(KNOWN)
    dana.look()
    link = page.get_by_role("button", name="Link as the same claim").first
    while not link.evaluate("one => one === document.activeElement"):
        keys.press("Tab")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_role("heading", name="It stands in 2 articles")).to_be_visible()
    dana.look()


def test_without_scripts_a_button_looks_and_nothing_typed_is_lost(visit: Visit) -> None:
    dana = visit("dana", java_script_enabled=False)
    word_a_claim(dana, "Met without scripts")
    page = dana.page
    page.get_by_label("The claim, in your own words").fill("Passengers of the ferry: 61,400")
    dana.press("Look for similar")
    expect(page.get_by_label("The claim, in your own words")).to_have_value(
        "Passengers of the ferry: 61,400"
    )
    expect(page.locator(".similar__statement").first).to_have_text(KNOWN)
    page.get_by_text("Different, because").first.click()
    page.get_by_label("What is different").first.fill("Another ferry.")
    page.get_by_role("button", name="Tell apart").first.click()
    expect(page.get_by_text("Told apart from claim")).to_be_visible()
