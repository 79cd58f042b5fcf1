"""Readers write to the desk and follow what becomes of it: one with scripts, one without, each at her own window."""

import re
from collections.abc import Callable

import pytest

from factcheck.domain.limits import TIP_PATIENCE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

WIDTHS = {"phone, dark": (320, "dark"), "tablet, light": (768, "light"), "desk, light": (1440, "light")}  # fmt: skip


def patiently(reader: Visitor) -> None:
    """As long as the form asks for."""
    reader.page.wait_for_timeout((TIP_PATIENCE + 1) * 1_000)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_forms_the_private_page_and_the_intake_are_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    window = {"viewport": {"width": pixels, "height": 800}, "color_scheme": scheme}
    reader = visit(**window)
    reader.go("/report").go("/send")
    reader.fill("The claim, in the words it was made in", "The ferry is painted every spring.")
    reader.press("Send the claim")
    assert "Say where you met it, or give its address." in reader.text
    reader.fill("Where you met it", "A sign at the landing")
    patiently(reader)
    reader.press("Send the claim")
    assert "We have it. A person will read it and decide." in reader.text
    editor = visit("mara", **window)
    editor.go("/desk/intake").follow("The ferry is painted every spring.")
    editor.page.get_by_text("No claim says it yet: open one").click()
    editor.look()
    editor.go("/desk/intake?state=declined").go("/desk/intake?state=spam")


def test_a_reader_reports_an_error_without_scripts_and_follows_it_to_the_answer(
    visit: Visit,
) -> None:
    reader = visit(java_script_enabled=False)
    reader.go("/").click(reader.page.locator(".item__claim a").first)
    verdict = reader.page.url
    reader.follow("Something wrong on this page")
    reader.fill("What is wrong", "The second source is dated a year too early.")
    reader.fill("Your mail address", "reader@example.org")
    assert not reader.page.locator("#further").is_visible()
    reader.press("Send the report")
    if "quicker than people write" in reader.text:  # whoever is too quick loses nothing
        written = reader.field("What is wrong").input_value()
        assert written == "The second source is dated a year too early."
        patiently(reader)
        reader.press("Send the report")
    private = reader.page.url.removeprefix(reader.base)
    assert re.fullmatch(r"/sent/[\w-]{43}", private)
    assert "We have it." in reader.text

    checker = visit("dana", java_script_enabled=False)
    checker.go("/desk/intake").follow("The second source is dated a year too early.")
    assert "reader@example.org" not in checker.text
    checker.fill(
        "Reason, for the sender", "The page gives both years; ours is that of the edition."
    )
    checker.press("Decline")
    assert "It is declined; the sender reads why." in checker.text

    reader.go(private)
    assert "We read it and will not act on it. This is why:" in reader.text
    assert "ours is that of the edition" in reader.text
    reader.follow("The verdict it is about")
    assert reader.page.url == verdict


def test_keys_alone_send_a_claim_and_never_meet_the_hidden_field(visit: Visit) -> None:
    reader = visit()
    reader.go("/send")
    met = []
    reader.field("The claim, in the words it was made in").focus()
    for text in ("The ferry has two captains.", "A talk on the quay", "", "", ""):
        reader.page.keyboard.type(text)
        met.append(reader.page.evaluate("document.activeElement.name"))
        reader.page.keyboard.press("Tab")
    assert met == ["words", "seen_where", "address", "why", "mail"]
    patiently(reader)
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.look()
    assert "The ferry has two captains." in reader.text
