"""What a phone shows before anybody moves a finger: the finding and the short answer (P1), what a search found."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 667},
    "has_touch": True,
    "is_mobile": True,
}
# The strip that says that all is a demonstration stands on no desk's own site.
WHERE = """() => {
  const strip = document.querySelector('.demonstration').getBoundingClientRect().height;
  const of = name => document.querySelector(name)?.getBoundingClientRect();
  const answer = of('.answer');
  return {
    word: of('.finding__word').bottom - strip,
    line: answer.top + parseFloat(getComputedStyle(document.querySelector('.answer')).lineHeight) - strip,
    notice: of('.notice')?.height ?? 0,
  };
}"""


def _verdicts(reader: Visitor, prefix: str) -> list[str]:
    reader.go(prefix + "/")
    links = reader.page.locator(".item__claim a").all()
    return [str(link.get_attribute("href")) for link in links]


@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_the_finding_and_the_answer_stand_on_the_first_screen_of_a_phone(
    visit: Visit, prefix: str
) -> None:
    reader = visit(**PHONE)
    height = PHONE["viewport"]["height"]
    corrected = 0
    for path in _verdicts(reader, prefix):
        seen = reader.go(path).page.evaluate(WHERE)
        assert seen["word"] <= height, path
        if seen["notice"]:
            corrected += 1
        else:
            assert seen["line"] <= height, path
    # The one verdict whose rating was corrected: the notice stands above it (C3).
    assert corrected == 1


def test_a_search_on_a_phone_shows_what_it_found_and_no_form_again(visit: Visit) -> None:
    reader = visit(**PHONE, java_script_enabled=False)
    reader.go("/verdicts").fill("Words", "abuse")
    reader.press("Search")
    heading = reader.page.get_by_role("heading", name="Found: ")
    first = reader.page.locator(".item__claim").first
    for seen in (heading, first):
        box = seen.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < PHONE["viewport"]["height"] / 2
    assert reader.page.title().startswith("Search: abuse – ")


def test_a_search_on_a_wide_screen_leaves_the_form_in_sight(visit: Visit) -> None:
    reader = visit(viewport={"width": 1280, "height": 900})
    reader.go("/verdicts").fill("Words", "abuse")
    reader.press("Search")
    assert reader.page.evaluate("scrollY") == 0


def test_a_verdict_leads_to_everything_its_speaker_said(visit: Visit) -> None:
    reader = visit()
    reader.go("/verdicts/6")
    reader.follow("Verdicts on what a Majilis deputy said")
    assert "Found: 6 verdicts" in reader.text
    assert "does not say how often somebody is right" in reader.text
