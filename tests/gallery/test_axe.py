"""axe-core on every template, narrow and dark, wide and light; and no page runs out of its window at any width.

The pages are those that hang in the gallery, shown by a real browser under the site's own policy; other tests go
through the running site (tests/browser).
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from factcheck.web.security import HEADERS
from tests.browser.visitor import Visitor
from tests.gallery.hanging import Gallery, Sheet, pages
from tests.house.tree import PACKAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BASE = "http://localhost"  # where a browser trusts what it trusts over https; nobody is asked there
# The width axe-core looks at, the scheme, and what else is tried for pages that are too wide.
LOOKS = {"phone, dark": (320, "dark", (375, 768)), "desk, light": (1440, "light", (1024,))}
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOLDERS = sorted({name.partition("/")[0] for name in pages()})
WIDE = "document.documentElement.scrollWidth - window.innerWidth"


class Wall:
    """A tab that shows one sheet of the gallery after the other, as if they were served."""

    def __init__(self, page: Page):
        self.visitor = Visitor(page, BASE, "")
        self.sheet = Sheet("", "", "", "", 200, "")
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = PACKAGE / path.lstrip("/")
        if path == "/sheet":
            headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=200, headers=headers, body=self.sheet.html)
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(status=200, content_type=KINDS[file.suffix], body=file.read_bytes())
        else:
            route.fulfill(status=404, body="")

    def show(self, sheet: Sheet, pixels: int) -> "Wall":
        self.sheet = sheet
        self.visitor.complaints.clear()
        self.visitor.page.set_viewport_size({"width": pixels, "height": 800})
        self.visitor.page.goto(f"{BASE}/sheet")
        return self

    def faults(self, widths: tuple[int, ...]) -> list[str]:
        """What is wrong with the page that hangs, and whether it is too wide for these windows as well."""
        found = []
        try:
            self.visitor.look()
        except AssertionError as wrong:
            found.append(f"{self.sheet.name}: {wrong}")
        for pixels in widths:
            self.visitor.page.set_viewport_size({"width": pixels, "height": 800})
            if (wide := self.visitor.page.evaluate(WIDE)) > 0:
                found.append(f"{self.sheet.name}: {wide} px wider than {pixels}")
        return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_template_is_in_order(
    gallery: Gallery, browser: Browser, folder: str, look: str
) -> None:
    pixels, scheme, widths = LOOKS[look]
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of playwright's own words
    context.set_default_timeout(60_000)
    wall, faults = Wall(context.new_page()), []
    for sheet in gallery.one_of_each():
        if sheet.template.startswith(f"{folder}/"):
            faults += wall.show(sheet, pixels).faults(widths)
    context.close()
    assert "\n".join(faults) == ""
