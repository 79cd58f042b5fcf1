"""axe-core on every template, narrow and dark, wide and light; and no page runs out of its window at any width.

The pages are those that hang in the gallery, shown by a real browser under the site's own policy; other tests go
through the running site (tests/browser).
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from factcheck.web.security import HEADERS
from tests.browser.visitor import Visitor
from tests.gallery.hanging import Gallery, Sheet
from tests.house.tree import PACKAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BASE = "http://localhost"  # where a browser trusts what it trusts over https; nobody is asked there
# The width axe-core looks at, the scheme, and what else is tried for pages that are too wide.
LOOKS = {"phone, dark": (320, "dark", (375, 768)), "desk, light": (1440, "light", (1024,))}
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


@pytest.mark.parametrize("look", LOOKS)
def test_every_template_is_in_order(gallery: Gallery, browser: Browser, look: str) -> None:
    pixels, scheme, widths = LOOKS[look]
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of playwright's own words
    context.set_default_timeout(60_000)
    wall, faults = Wall(context.new_page()), []
    page = wall.visitor.page
    for sheet in gallery.one_of_each():
        page.set_viewport_size({"width": pixels, "height": 800})
        try:
            wall.show(sheet).visitor.look()
        except AssertionError as wrong:
            faults.append(f"{sheet.name}: {wrong}")
        for other in widths:
            page.set_viewport_size({"width": other, "height": 800})
            if (wide := page.evaluate(WIDE)) > 0:
                faults.append(f"{sheet.name}: {wide} px wider than {other}")
    context.close()
    assert "\n".join(faults) == ""
