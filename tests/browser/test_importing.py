"""An article comes in: from its address without scripts, and from a file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.office_files import docx, paragraph

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.browser
FETCHED_WITHIN = 30_000  # milliseconds


def test_a_page_is_fetched_looked_over_and_kept_without_scripts(visit: Visit) -> None:
    checker = visit("dana", java_script_enabled=False)
    checker.page.goto(checker.base + "/desk/articles/import")
    checker.field("Address of the page").fill("http://news.test/quay")
    checker.page.get_by_role("button", name="Fetch the page").click()
    heading = checker.page.get_by_role("heading", name="Look over what was taken")
    expect(heading).to_be_visible(timeout=FETCHED_WITHIN)  # the page looks again by itself
    expect(checker.field("Title")).to_have_value("The quay is closed")
    expect(checker.field("Byline")).to_have_value("Ana Novak")
    assert "Taken from the page's meta tags." in checker.text
    checker.field("Title").fill("The quay of Port Example")
    checker.press("Import the article")
    expect(checker.page.get_by_role("heading", level=1)).to_have_text("The quay of Port Example")
    assert "It cost 812,000 euros" in checker.text


def test_a_word_document_is_looked_over_before_it_is_stored(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "quay.docx"
    file.write_bytes(
        docx(paragraph("A quay by Word", "Title") + paragraph("It was closed in May."))
    )
    checker = visit("dana").go("/desk/articles/import")
    checker.page.get_by_label(re.compile("^Or a file")).set_input_files(file)
    checker.press("Import the article")
    expect(checker.field("Title")).to_have_value("A quay by Word")
    assert "Taken from the heading." in checker.text
    checker.press("Import the article")
    expect(checker.page.get_by_role("heading", level=1)).to_have_text("A quay by Word")
