"""What a reader's page costs: bytes over the wire with everything it loads, and nothing that moves once it is there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

MOST = 30_000  # bytes, headers and all
# The browser paints a page while its words still arrive, and where it pauses reading is chance: a line that
# gets its second half is a shift of some hundred thousandths. A picture without a size, or a late style
# sheet, is one of several hundredths; 0.1 in all is the most that is called good.
ARRIVING = 0.005
WIDTHS = (375, 1440)
PAGES = ("the list", "a verdict", "an article")
# Whatever moved since the page began, as the browser itself counts it.
MOVED = """() => new Promise(done => {
  const seen = [];
  new PerformanceObserver(list => seen.push(...list.getEntries().map(one => one.value)))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(seen), 300);
})"""


@dataclass
class Wire:
    """What went over the wire to one tab, by address: bytes as they were sent."""

    asked: dict[str, str] = field(default_factory=dict)
    sent: dict[str, float] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)

    def listen(self, visitor: Visitor) -> None:
        tab = visitor.page.context.new_cdp_session(visitor.page)
        tab.on("Network.requestWillBeSent", self._asked)
        tab.on("Network.responseReceived", self._answered)
        tab.on("Network.loadingFinished", self._finished)
        tab.send("Network.enable")
        tab.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.encodings[self.asked[event["requestId"]]] = headers.get("content-encoding", "")

    def _finished(self, event: dict[str, Any]) -> None:
        self.sent[self.asked[event["requestId"]]] = event["encodedDataLength"]

    @property
    def told(self) -> str:
        rows = sorted(self.sent.items(), key=lambda row: -row[1])
        return "\n".join(
            f"{sent:7.0f} {self.encodings[url] or 'plain':6} {url}" for url, sent in rows
        )


def find(reader: Visitor, page: str) -> str:
    """The address of the page: the verdict and the article with the most on them."""
    if page == "the list":
        return "/"
    kind = "/verdicts/" if page == "a verdict" else "/articles/"
    if page == "an article":
        reader.go("/").click(reader.page.locator(".item__claim a").first)
    else:
        reader.go("/")
    links = reader.page.locator(f"main a[href*='{kind}']").all()
    paths = {str(link.get_attribute("href")).partition("#")[0] for link in links}
    return max(
        paths, key=lambda path: (len(reader.page.request.get(reader.base + path).body()), path)
    )


@pytest.mark.parametrize("pixels", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_all_it_loads_is_light_stays_at_home_and_stands_still(
    visit: Visit, page: str, pixels: int
) -> None:
    path = find(visit(), page)
    reader, wire = visit(viewport={"width": pixels, "height": 800}), Wire()
    wire.listen(reader)
    reader.page.goto(reader.base + path, wait_until="networkidle")
    moved = reader.page.evaluate(MOVED)
    reader.page.mouse.wheel(0, 20_000)
    assert reader.page.evaluate(MOVED) == moved, "what is there stays where it is"
    assert sum(moved) < ARRIVING
    assert {url for url in wire.asked.values() if not url.startswith(reader.base)} == set()
    assert set(wire.asked.values()) == set(wire.sent), "everything that was asked for came"
    assert reader.base + path in wire.sent
    assert [url for url, encoding in wire.encodings.items() if not encoding] == []
    assert sum(wire.sent.values()) < MOST, wire.told
    assert reader.complaints == []
