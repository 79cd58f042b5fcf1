"""A verdict is put into Russian: a checker writes on a phone, a reviewer reads, an editor without scripts publishes."""

import re
from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

PHONE = {"viewport": {"width": 375, "height": 800}}
CLAIM = "Это утверждение переведено на русский язык."
ANSWER = "Источники говорят об этом одинаково."


def published_claim(checker: Visitor) -> str:
    """A claim readers have, whose verdict nobody has translated: the address of its page."""
    checker.go("/desk/queue?state=published")
    links = checker.page.locator("a[href^='/desk/claims/']")
    paths = [links.nth(place).get_attribute("href") or "" for place in range(links.count())]
    found = [re.match(r"/desk/claims/\d+", path) for path in paths]
    for path in dict.fromkeys(one.group() for one in found if one):
        checker.go(path)
        if checker.page.get_by_role("link", name=re.compile("Translate into Russian")).count():
            return path
    pytest.fail("The demo has no published verdict that is still to be translated.")


def test_a_verdict_is_translated_reviewed_and_read(visit: Visit) -> None:
    checker = visit("timur", **PHONE)
    claim = published_claim(checker)
    checker.follow("Translate into Russian")
    first = checker.page.locator(".sidebyside__row").first
    original, field = first.locator(".sidebyside__text"), first.locator("textarea")
    assert original.bounding_box()["y"] < field.bounding_box()["y"], "one below the other"  # type: ignore[index]  # both are shown
    checker.fill("The claim", CLAIM).fill("The short answer", ANSWER)
    checker.press("Save and hand in")
    assert "still lacks the explanation" in checker.text
    checker.fill("The explanation", "Так говорят источники, по порядку:\n\n* раз;\n* два.")
    checker.press("Save and hand in")
    assert "The translation is handed in for review." in checker.text
    assert "Another person must approve" in checker.text or "Only a reviewer" in checker.text

    reviewer = visit("ruth", viewport={"width": 1280, "height": 900}, color_scheme="dark")
    reviewer.go(claim).follow("Review the Russian translation")
    assert CLAIM in reviewer.text
    reviewer.press("Approve")
    assert "an editor can publish it" in reviewer.text

    reader = visit(viewport={"width": 320, "height": 700})
    editor = visit("edil", java_script_enabled=False)
    editor.go(f"{claim}/translations/ru/review")
    original_path = editor.page.get_by_role("link", name="The original").get_attribute("href")
    assert original_path
    reader.go(original_path)
    assert "Read this in:" not in reader.text
    editor.press("Publish")
    assert "Readers get the translation from now on." in editor.text

    reader.go(original_path)
    main = reader.page.get_by_role("main")
    reader.click(main.get_by_role("link", name="Русский"))
    assert reader.page.url == f"{reader.base}/ru{original_path}"
    assert CLAIM in reader.text
    assert ANSWER in reader.text
    assert reader.page.locator("html").get_attribute("lang") == "ru"
    reader.click(main.get_by_role("link", name=re.compile("оригинал")))
    assert reader.page.url == reader.base + original_path
