"""A walk through the demo: everybody follows every link, as far as each kind of address was seen twice."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from factcheck.domain.terms import Actor
from tests.visitors import Visitor, signed_in, stranger

EACH = 2  # pages of one kind of address that each person looks at
NEVER = frozenset({"static", "auth.logout"})


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def links(html: str) -> list[str]:
    reader = _Links()
    reader.feed(html)
    return reader.found


def walk(app: Flask, people: list[Actor]) -> None:
    """A stranger first, then each of `people`; what the pages are is for whoever watches the application."""
    wander(app, stranger(app), "/")
    for who in people:
        wander(app, signed_in(app, who), "/desk")


def wander(app: Flask, visitor: Visitor, start: str) -> None:
    """Follow every link of this site from `start` on, breadth first."""
    ahead, seen, kinds = deque([start]), {start}, Counter[str]()
    while ahead:
        path = ahead.popleft()
        kind = kind_of(app, path)
        if not kind or kind in NEVER or kinds[kind] >= EACH:
            continue
        answer = visitor.get(path)
        if answer.status_code in {301, 302, 303, 308}:
            found = [answer.headers["Location"]]
        else:
            kinds[kind] += 1
            found = links(answer.text) if answer.mimetype == "text/html" else []
        for address in found:
            there = inside(visitor.base_url, path, address)
            if there and there not in seen:
                seen.add(there)
                ahead.append(there)


def inside(base: str, path: str, address: str) -> str:
    """Where a link on the page at `path` leads, without its anchor; empty where that is another site."""
    there = urldefrag(urljoin(base + path, address)).url
    return there.removeprefix(base) or "/" if there.startswith(f"{base}/") else ""


def kind_of(app: Flask, path: str) -> str:
    """The route of an address; empty where there is none."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path)
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint)
