"""Exported files beside the served site: what a server of files must say, and nginx as it is told to."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from factcheck.domain.site_servers import Room, carried, room_of, type_of
from factcheck.web.whole_site import Answer, WholeSite
from tests.cast import Newsroom
from tests.readers import correct, two_published
from tests.shelves import COPY, Shelf
from tests.static_sites import Crawler, app_of, export_to

PLACES = (None, "/usr/sbin:/usr/local/sbin")  # on and off the path
NGINX = next(filter(None, (shutil.which("nginx", path=path) for path in PLACES)), None)
MAIN = """
{user} daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    include {home}/site.conf;
}}
"""
# What a file's ending says by itself, on every server.
ENDINGS = ("text/html", "text/css", "text/javascript", "image/svg+xml", "image/png")


def wanted_of(newsroom: Newsroom) -> list[str]:
    whole: WholeSite = app_of(newsroom).extensions["whole_site"]
    return [one.url for one in whole.wanted()[0] if not one.is_optional]


def apart(answer: Answer) -> tuple[dict[str, str], str]:
    """What goes with a page, and apart from it how it may be kept: empty where the program says nothing of that."""
    said = carried(answer.headers)
    caching = said.pop("Cache-Control")
    return said, caching if "Cache-Control" in dict(answer.headers) else ""


def test_every_page_of_a_room_has_the_same_headers_and_every_kind_is_told(shelf: Shelf) -> None:
    shelf.dies()
    correct(shelf.newsroom, 1)
    whole: WholeSite = app_of(shelf.newsroom).extensions["whole_site"]
    seen: dict[Room, dict[str, str]] = {}
    kept: dict[Room, str] = {}
    for url in wanted_of(shelf.newsroom):
        answer = whole.ask(url)
        said, caching = apart(answer)
        assert seen.setdefault(room_of(url), said) == said, url
        if caching:
            assert kept.setdefault(room_of(url), caching) == caching, url
        assert answer.content_type == type_of(url) or answer.content_type.startswith(ENDINGS), url
        assert bool(type_of(url)) != answer.content_type.startswith(ENDINGS), url
    assert len(seen) == 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nginx(out: Path, home: Path) -> Iterator[str]:
    """nginx with the exported configuration; only where it listens and where the files lie is said anew."""
    home.mkdir()
    port = free_port()
    text = (out / "current/_export/nginx.conf").read_text(encoding="utf-8")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"root /srv/[^;]*;", f"root {out}/current;", text)
    # As anybody else it may not look into our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "site.conf").write_text(text, encoding="utf-8")
    (home / "nginx.conf").write_text(MAIN.format(home=home, user=user), encoding="utf-8")
    running = subprocess.Popen(
        [str(NGINX), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")],
        env=os.environ,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, (home / "error.log").read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def ask(address: str) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urlopen(Request(address), timeout=10) as answer:  # noqa: S310  loopback
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


@pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
def test_nginx_answers_every_address_as_the_served_site_does(shelf: Shelf, tmp_path: Path) -> None:
    newsroom, out = shelf.newsroom, tmp_path / "out"
    shelf.dies()
    correct(newsroom, 1)
    export_to(newsroom, out)
    whole: WholeSite = app_of(newsroom).extensions["whole_site"]
    with nginx(out, tmp_path / "nginx") as address:
        for url in wanted_of(newsroom):
            served = whole.ask(url)
            status, body, headers = ask(address + url)
            assert (status, body) == (200, served.body), url
            assert headers["Content-Type"] == served.content_type, url
            said, caching = apart(served)
            assert headers["Cache-Control"] == (caching or headers["Cache-Control"]), url
            assert carried(headers.items()) == said | {"Cache-Control": headers["Cache-Control"]}, (
                url
            )
        walked = Crawler(address).walk("/", "/sitemap.xml", f"/{COPY}")
        assert walked.broken == []
        status, body, _ = ask(address + "/verdicts/99-never")
        assert (status, body) == (404, whole.ask("/404.html").body)
        status, body, _ = ask(address + "/ru/verdicts/99-never")
        assert (status, body) == (404, whole.ask("/ru/404.html").body)
        status, body, _ = ask(address + "/kk")  # which leads on
        assert (status, body) == (200, whole.ask("/kk/").body)
        for hidden in ("/_export/manifest.json", "/_export/nginx.conf", "/_headers", "/_redirects"):
            assert ask(address + hidden)[0] == 404, hidden
        status, body, _ = ask(address + "/verdicts/1-words-it-never-had")
        assert status == 200
        assert b"This page has moved." in body
        status, body, _ = ask(address + "/ru/verdicts/1-words-it-never-had")
        assert status == 200
        assert b"url=/ru/verdicts/1-" in body


@pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
def test_nginx_serves_the_next_state_at_once(newsroom: Newsroom, tmp_path: Path) -> None:
    two_published(newsroom)
    out = tmp_path / "out"
    export_to(newsroom, out)
    with nginx(out, tmp_path / "nginx") as address:
        before = ask(address + "/")[1]
        correct(newsroom, 1)
        export_to(newsroom, out)
        assert ask(address + "/")[1] == (out / "current/index.html").read_bytes() != before
