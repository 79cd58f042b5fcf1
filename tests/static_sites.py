"""An exported site served by a plain server of files, and a crawler that follows everything in it."""

import functools
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from flask import Flask

from factcheck import site_export
from factcheck.adapters.site_folder import SiteFolder
from factcheck.site_export import Exported
from factcheck.web.security import HEADERS
from tests.cast import Newsroom
from tests.visitors import make_app

BASE = "https://desk.example"
HARBOUR = "verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
QUIET: Callable[[int, int], None] = lambda _count, _total: None  # noqa: E731  as short as it is
# Questions to a server: a copy tells at the same address what it can without one.
QUESTIONS = re.compile(
    r"(/ru|/kk)?/verdicts\?(rating|claimant|topic)=[^&]+|/articles/[^?]+/annotations\.json\?page=0"
)
# Told of by llms.txt and by the page of the log, and only there with a server behind them.
ELSEWHERE = {"/v1alpha1/claims:search", "/log/proof/inclusion", "/log/proof/consistency"}
_LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
_MOVED = re.compile(rb'http-equiv="refresh" content="0; url=([^"]+)"')
_ID = re.compile(r'\bid="([^"]*)"')


def app_of(newsroom: Newsroom) -> Flask:
    return make_app(newsroom, BASE)


def export_to(newsroom: Newsroom, folder: Path, *, is_whole: bool = False) -> Exported:
    return site_export.export(app_of(newsroom), SiteFolder(folder), QUIET, is_whole=is_whole)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file that is served, by its name."""
    top = folder / "current"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


class Plain(SimpleHTTPRequestHandler):
    """Python's own server of files, without a word, under the policy of our pages."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", HEADERS["Content-Security-Policy"])
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the files of a folder are served."""
    handler = functools.partial(Plain, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@dataclass
class Crawler:
    """Somebody who follows every link, entry and picture of a site, and notes what leads nowhere."""

    at: str
    seen: dict[str, bytes] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    questions: set[str] = field(default_factory=set)

    def walk(self, *starts: str) -> "Crawler":
        todo = [(start, "the start") for start in starts]
        while todo:
            link, where = todo.pop()
            parts = urlsplit(link)
            path = parts.path or "/"
            if parts.query:
                self.questions.add(f"{path}?{parts.query}")
            if path not in self.seen:
                self.seen[path] = self._get(path, where)
                todo += [(one, path) for one in links_in(self.seen[path])]
            if parts.fragment and unquote(parts.fragment) not in self._ids(path):
                self.broken.append(f"{where}: nothing is called #{parts.fragment} on {path}")
        return self

    def _ids(self, path: str) -> set[str]:
        """What a page calls its parts; a page that only leads on, those of the page it leads to."""
        body = self.seen[path]
        led = _MOVED.search(body)
        if led:
            body = self._get(led[1].decode(), path)
        return ids_in(body)

    def _get(self, path: str, where: str) -> bytes:
        try:
            with urlopen(self.at + path, timeout=10) as answer:  # noqa: S310  loopback
                body: bytes = answer.read()
                return body
        except HTTPError as error:
            error.close()
            self.broken.append(f"{where}: {path} answers {error.code}")
            return b""


def links_in(body: bytes) -> list[str]:
    """The links to this site in a text of any kind: of pages, and whole addresses wherever they stand."""
    text = body.decode("utf-8", "replace")
    found = [unescape(link) for link in _LINK.findall(text)]
    # Marks of a language inside another, as in code to copy, end an address as well.
    found += re.findall(re.escape(BASE) + r"[^\s\"<>)\]\\]*", unescape(text))
    inside = []
    for link in found:
        if link.startswith(BASE):
            inside.append(link.removeprefix(BASE) or "/")
        elif link.startswith("/") and not link.startswith("//"):
            inside.append(link)
    return [one for one in inside if urlsplit(one).path not in ELSEWHERE]


def ids_in(body: bytes) -> set[str]:
    return set(_ID.findall(body.decode("utf-8", "replace")))
