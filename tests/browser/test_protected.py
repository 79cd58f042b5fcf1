"""A protected source in a browser: whoever logged it reads it, a colleague and a stranger never do."""

import re
from collections.abc import Callable

import pytest

from tests.browser.test_copies import claim
from tests.browser.test_road import log_link, write_verdict
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.browser
NAME, WORDS = "Wexfordine Quill", "Vrelkine words were said"


def log_protected(checker: Visitor, number: str) -> None:
    checker.go(f"/desk/claims/{number}/evidence/new")
    checker.follow("A protected source")
    checker.choose(re.compile("^danger", re.IGNORECASE))
    checker.choose(re.compile("^supports", re.IGNORECASE))
    checker.choose(re.compile("^primary", re.IGNORECASE))
    checker.choose(re.compile("^conversation", re.IGNORECASE))
    checker.fill("Title", f"Talk with {NAME}").fill("Exact quote", WORDS)
    checker.fill("With whom", NAME).fill("In what role", "a clerk of the harbour")
    checker.fill("On which day", "2026-11-02")
    checker.page.get_by_label("How", exact=True).select_option(label="By telephone")
    checker.choose(re.compile("^not for attribution", re.IGNORECASE))
    checker.press("Seal and save this source")


def knows_nothing(visitor: Visitor) -> None:
    assert NAME not in visitor.page.content()
    assert WORDS not in visitor.page.content()


def test_a_protected_source_is_read_by_who_logged_it_and_by_no_colleague_and_no_stranger(
    visit: Visit,
) -> None:
    checker = visit("dana")
    number = claim(checker, "A source that is protected")
    for source in (1, 2):
        checker.go(f"/desk/claims/{number}/evidence/new")
        log_link(checker, source)
    log_protected(checker, number)
    assert "sealed" in checker.text
    knows_nothing(checker)
    checker.press("Read this source")
    assert NAME in checker.text
    assert WORDS in checker.text

    write_verdict(checker, number)
    knows_nothing(checker)
    editor = visit("edil")
    for path in ("", "/review", "/history", "/evidence/3/source", "/preview"):
        editor.go(f"/desk/claims/{number}{path}")
        knows_nothing(editor)
    assert "read a protected source" in editor.go(f"/desk/claims/{number}/history").text
    editor.go(f"/desk/claims/{number}/review").press("Approve")
    editor.go(f"/desk/claims/{number}/publish").press("Publish")

    reader = visit()
    reader.go(f"/desk/claims/{number}/evidence/3/source", 404)
    link = editor.go(f"/desk/claims/{number}").page.get_by_text("The page as readers get it")
    reader.go(link.get_attribute("href") or "")
    assert "A source known to the desk and withheld" in reader.text
    assert "Naming the source could put somebody in danger." in reader.text
    knows_nothing(reader)
