"""What a reader sees on a phone before she moves a finger: the claim, who said it, the finding and the short answer (P1)."""

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
    assert corrected == 1  # the one verdict whose rating was corrected: its notice stands above it (C3)
