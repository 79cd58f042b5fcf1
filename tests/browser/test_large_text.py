"""Whoever reads with letters twice as large scrolls down and never sideways, in each language (WCAG 1.4.4, 1.4.10)."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

PATHS = ("/", "/verdicts/3", "/verdicts/1", "/verdicts", "/ratings", "/report/3", "/follow")
# As somebody's browser has it who set the size of its letters to 32 pixels.
TWICE = """() => {
  document.documentElement.style.fontSize = '200%';
  return [document.documentElement.scrollWidth, innerWidth];
}"""


@pytest.mark.parametrize("prefix", ["", "/ru", "/kk"])
def test_letters_twice_as_large_do_not_run_out_of_the_window(visit: Visit, prefix: str) -> None:
    reader = visit(viewport={"width": 375, "height": 667}, bypass_csp=True)
    for path in PATHS:
        width, room = reader.go(prefix + path).page.evaluate(TWICE)
        assert width <= room, prefix + path
