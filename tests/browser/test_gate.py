"""The gate in a browser: in order at every width, and worked without scripts."""

import re
from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

GATE = "/desk/articles/1/gate"
WIDTHS = {"phone, dark": (320, "dark"), "tablet, light": (768, "light"), "desk, light": (1440, "light")}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_the_gate_of_the_draft_is_in_order(visit: Visit, width: str) -> None:
    pixels, scheme = WIDTHS[width]
    editor = visit("edil", viewport={"width": pixels, "height": 800}, color_scheme=scheme)
    editor.go("/desk/articles/1").follow("The gate")
    assert "May not run yet" in editor.text
    editor.page.locator(".fact__waiver summary").first.click()
    editor.look()


def test_an_editor_waives_signs_and_prints_without_scripts(visit: Visit) -> None:
    writer = visit("mara", java_script_enabled=False)
    writer.go("/desk/articles/import")
    writer.choose("our own draft").fill("Title", "Invented: a notice about the ferry")
    writer.fill("Text of the article", "The ferry does not run on Sunday.").press("Import")
    draft = writer.page.url.removeprefix(writer.base)
    checker = visit("dana", java_script_enabled=False)
    checker.go(f"{draft}/claims/new?start=0&end=32")
    checker.fill("The claim, in your own words", "No ferry runs on Sunday.")
    checker.choose(re.compile("^event", re.IGNORECASE))
    checker.press("Open and take")
    writer.go(f"{draft}/gate")
    assert "May not run yet: 1 thing in the way" in writer.text
    writer.page.locator(".fact__waiver summary").click()
    writer.page.get_by_label("Why may it run as it is?").fill("The captain told us himself.")
    writer.press("Waive")
    assert "Waived by Mara" in writer.text
    writer.press("Clear the article to run")
    assert "Holds: nothing on it changed" in writer.text
    assert "Runs by a waiver of Mara" in writer.text
    with writer.page.expect_download() as download:
        writer.page.get_by_role("link", name="The signed file (JSON)").click()
    assert download.value.suggested_filename.startswith("clearance-")
    writer.page.emulate_media(media="print")
    assert not writer.page.locator(".bench__tools").is_visible()
    assert writer.page.locator(".signature").is_visible()
