"""axe-core on every template, narrow and dark, wide and light; and no page runs out of its window at any width.

The pages are those that hang in the gallery, shown by a real browser under the site's own policy; other tests go
through the running site (tests/browser).
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from factcheck.web.security import HEADERS
from tests.browser.visitor import Visitor
from tests.gallery.hanging import Gallery, Sheet
from tests.house.tree import PACKAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BASE = "http://gallery.test"
LOOKS = {"phone, dark": (320, "dark"), "desk, light": (1440, "light")}
WIDTHS = (320, 375, 768, 1024, 1440)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WIDE = "document.documentElement.scrollWidth - window.innerWidth"


class Wall:
    """A tab that shows one sheet of the gallery after the other, as if they were served."""

    def __init__(self, page: Page):
        self.visitor = Visitor(page, BASE, "")
        self.html = ""
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = PACKAGE / path.lstrip("/")
        if path == "/sheet":
            headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=200, headers=headers, body=self.html)
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(status=200, content_type=KINDS[file.suffix], body=file.read_bytes())
        else:
            route.fulfill(status=404, body="")

    def show(self, sheet: Sheet) -> "Wall":
        self.html = sheet.html
        self.visitor.complaints.clear()
        self.visitor.page.goto(f"{BASE}/sheet")
        return self


@pytest.fixture(params=LOOKS)
def wall(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Wall]:
    pixels, scheme = LOOKS[request.param]
    context = browser.new_context(
        viewport={"width": pixels, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of playwright's own words
        service_workers="block",
    )
    context.set_default_timeout(30_000)
    yield Wall(context.new_page())
    context.close()


def test_every_template_is_in_order(gallery: Gallery, wall: Wall) -> None:
    faults = []
    for sheet in gallery.one_of_each():
        try:
            wall.show(sheet).visitor.look()
        except AssertionError as wrong:
            faults.append(f"{sheet.name}: {wrong}")
    assert faults == []


def test_no_page_runs_out_of_its_window(gallery: Gallery, browser: Browser) -> None:
    context = browser.new_context()
    wall, faults = Wall(context.new_page()), []
    for sheet in gallery.one_of_each():
        wall.show(sheet)
        for pixels in WIDTHS:
            wall.visitor.page.set_viewport_size({"width": pixels, "height": 800})
            if (wide := wall.visitor.page.evaluate(WIDE)) > 0:
                faults.append(f"{sheet.name}: {wide} px wider than {pixels}")
    context.close()
    assert faults == []
