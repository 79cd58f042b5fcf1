"""Full marks of Lighthouse for list, verdict and article in what does not depend on the clock.

How fast they are under its eyes is for `make lighthouse` alone: a test that is timed fails on a busy machine.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Site
from tests.browser.test_weights import PAGES, find
from tests.browser.visitor import Visitor
from tests.lighthouse.running import CATEGORIES, TIMED, look_at, missing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Read while the tests are gathered: when they run, no setting of the person at the keyboard is left.
IS_REQUIRED = os.environ.get("FACTCHECK_REQUIRE_NODE") == "1"


@pytest.fixture(autouse=True)
def _there() -> None:
    why = missing()
    if why and IS_REQUIRED:
        pytest.fail(f"FACTCHECK_REQUIRE_NODE=1, and Lighthouse: {why}")
    if why:
        pytest.skip(f"Lighthouse: {why}")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_full_marks(
    visit: Callable[..., Visitor], site: Site, tmp_path: Path, page: str
) -> None:
    untimed = [name for name in CATEGORIES if name != TIMED]
    report = look_at(site.base + find(visit(), page), tmp_path, untimed)
    assert report.points == dict.fromkeys(untimed, 100), report.found
