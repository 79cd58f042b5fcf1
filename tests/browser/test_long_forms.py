"""The long forms of the desk: begun without a search for the first field, ended without a search for the button."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
LONG = (
    ("dana", "/desk/articles/2/claims/new?start=0&end=24", "Open and take"),
    ("dana", "/desk/claims/15/edit", "Save the claim"),
    ("dana", "/desk/claims/18/evidence/new", "Save this evidence"),
    ("timur", "/desk/claims/23/verdict", "Save and submit"),
    ("edil", "/desk/claims/9/translations/ru", "Save and hand in"),
)


@pytest.mark.parametrize(("name", "path", "button"), LONG)
def test_the_buttons_of_a_long_form_are_in_sight_from_its_first_line(
    visit: Visit, name: str, path: str, button: str
) -> None:
    person = visit(name, viewport={"width": 1440, "height": 900})
    person.go(path)
    expect(person.page.get_by_role("button", name=button)).to_be_in_viewport()
    assert person.page.evaluate("scrollY") == 0


def test_what_takes_the_focus_is_never_under_the_buttons(visit: Visit) -> None:
    dana = visit("dana", viewport={"width": 1440, "height": 700})
    dana.go("/desk/articles/2/claims/new?start=0&end=24")
    covered = """() => {
      const one = document.activeElement, bar = document.querySelector('.form--long > .actions');
      return !bar.contains(one) && one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
    }"""
    seen = 0
    while not dana.page.get_by_role("link", name="Cancel").evaluate(
        "one => one === document.activeElement"
    ):
        dana.page.keyboard.press("Tab")
        seen += 1
        assert not dana.page.evaluate(covered), dana.page.evaluate(
            "document.activeElement.outerHTML"
        )
    assert seen > 20


def test_on_a_phone_they_stand_at_the_end_and_cover_nothing(visit: Visit) -> None:
    dana = visit("dana", viewport={"width": 375, "height": 812})
    dana.go("/desk/articles/2/claims/new?start=0&end=24")
    expect(dana.page.get_by_role("button", name="Open and take")).not_to_be_in_viewport()


def test_the_words_of_a_claim_are_written_first_and_without_a_pointer(visit: Visit) -> None:
    dana = visit("dana")
    dana.go("/desk/articles/2/claims/new?start=0&end=24")
    expect(dana.page.get_by_label("The claim, in your own words")).to_be_focused()
    assert dana.page.evaluate("scrollY") == 0


def test_what_is_to_be_mended_takes_the_focus_before_the_first_field(visit: Visit) -> None:
    dana = visit("dana")
    dana.go("/desk/articles/2/claims/new?start=0&end=24")
    dana.fill("The claim, in your own words", "A petition was signed.")
    dana.fill("When it was said", "last week").press("Open and take")
    expect(dana.page.locator(".mend")).to_be_focused()
