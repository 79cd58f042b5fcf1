"""Somebody in front of a browser: goes to pages, signs in, and looks at each page the way the house demands.

Looking at a page means: axe-core finds nothing, nothing runs out of the window sideways or is squeezed to nothing, the
console is silent (the policy against inline script speaks there), and no request left for another host.
"""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request

AXE = Axe()
NEVER = {429, *range(500, 600)}
# Words that take up room and have no width: there for the one who listens, gone for the one who looks.
SQUEEZED = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width < 1 && box.height > 1
    && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
}).map(one => one.outerHTML.slice(0, 160))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Visitor:
    """One person with one browser tab at `base`."""

    page: Page
    base: str
    password: str
    has_scripts: bool = True
    complaints: list[str] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        is_status = re.match(r"Failed to load resource: .* status of 4\d\d", message.text)
        if message.type in {"error", "warning"} and not is_status:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.complaints.append(f"left for {request.url}")

    def go(self, path: str, status: int = 200) -> "Visitor":
        """Open a page, expect this status, and look at it."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self.look()

    def look(self) -> "Visitor":
        """Fail with everything that is wrong with the page as it now stands.

        Where scripts are off axe-core cannot run; the pages are the same ones, and it sees them with scripts on.
        """
        if not self.has_scripts:
            assert self.complaints == [], self.complaints
            return self
        found = AXE.run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        wrong = [
            f"{one['id']}: {node['target']} {node['html'][:160]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            wrong.append(f"runs {wide} px out of the window")
        wrong += [f"has no width: {html}" for html in self.page.evaluate(SQUEEZED)]
        assert wrong + self.complaints == [], f"{self.page.url}: {wrong + self.complaints}"
        return self

    def sign_in(self, name: str) -> "Visitor":
        """Sign in as somebody of the demo's cast."""
        self.go("/login")
        self.page.get_by_label("Mail address").fill(f"{name}@example.org")
        self.page.get_by_label("Password", exact=True).fill(self.password)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/desk")
        return self

    def press(self, name: str, within: Locator | None = None) -> "Visitor":
        """Press the button whose name begins so, and look at the page that follows."""
        place = within or self.page.get_by_role("main")
        return self.click(place.get_by_role("button", name=re.compile(f"^{re.escape(name)}")))

    def follow(self, name: str) -> "Visitor":
        """Follow the link whose text holds this, and look at the page that follows."""
        return self.click(self.page.get_by_role("link", name=re.compile(re.escape(name))))

    def click(self, what: Locator) -> "Visitor":
        """Click what leads to a page, and look at that page once it is there."""
        with self.page.expect_navigation() as led:
            what.first.click()
        answer = led.value
        # A page that says "wait" or "our fault" is never what a story goes on from.
        assert answer is None or answer.status not in NEVER, f"{answer.status}: {self.text}"
        return self.look()

    def field(self, label: str) -> Locator:
        """The field with this label; whether it may stay empty is said after the label."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( optional)?$"))

    def fill(self, label: str, text: str) -> "Visitor":
        self.field(label).fill(text)
        return self

    def choose(self, label: str) -> "Visitor":
        """Tick a box or choose a radio button by its label."""
        self.page.get_by_label(label).first.check()
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()
