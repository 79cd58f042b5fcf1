"""A site that lies in every way, logged as evidence at the real server: each row ends with its sentence in time,
and the rest of the site answers meanwhile as if nothing were wrong.
"""

import gzip
import re
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

import pytest

from tests import factories
from tests.bench.server import COMMAND, environment, free_port, running
from tests.cast import PASSWORD, Newsroom, give_password
from tests.house.tree import ROOT
from tests.pages import Element, read
from tests.pictures import picture
from tests.web_sites import Say, answer, web_site

pytestmark = pytest.mark.slow

CERTIFICATES = Path(__file__).parent / "adapters" / "certificates"
PATIENCE_SECONDS = 120  # for all of them together; a lie may take 15 and two are asked at a time
CALM_SECONDS = 15  # for one page meanwhile, on a machine that does much else
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SLOW = "This page took longer than 15 s."
PAGE = b"<!doctype html><title>Quay</title><p>The quay was closed on Friday, the harbour master said.</p>"


def endless(link: socket.socket, _head: bytes) -> None:
    link.sendall(OK + b"\r\n")
    while True:
        link.sendall(b"x" * 65_536)


def drip(link: socket.socket, _head: bytes) -> None:
    link.sendall(OK + b"\r\n")
    while True:
        link.sendall(b"x")
        time.sleep(0.5)


def silent(_link: socket.socket, _head: bytes) -> None:
    time.sleep(40)


BOMB = answer(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip")
TWICE = answer(gzip.compress(gzip.compress(b"x" * 1_000_000)), "Content-Encoding: gzip, gzip")

# name of the site -> what it does, and what the row says of it
LIES: dict[str, tuple[Say | bytes, str]] = {
    "drip.test": (drip, SLOW),
    "silent.test": (silent, SLOW),
    "inside.test": (
        answer(b"", "Location: http://169.254.169.254/", status="302 Found"),
        "This page sends us elsewhere that is not public.",
    ),
    "loop.test": (
        answer(b"", "Location: /again", status="302 Found"),
        "This page sends us on through more than 5 redirects.",
    ),
    "endless.test": (endless, "This page is larger than 5 MB."),
    "bomb.test": (BOMB, "This page is packed in a way that is not supported."),
    "twice.test": (TWICE, "This page is packed in a way that is not supported."),
    "mail.test": (b"220 a mail server\r\n", "What this address sends is not a web page."),
    "half.test": (
        OK + b"Content-Length: 500\r\n\r\nhalf",
        "The site broke off in the middle of the page.",
    ),
    "gone.test": (answer(b"gone", status="404 Not Found"), "The site answered 404."),
    "empty.test": (answer(b" \n"), "The page is empty."),
}
EXPIRED = "The site's certificate is not valid (expired 2026-01-01)."


@dataclass
class Fickle:
    """A site that is well the first time and leads inside from then on."""

    home: int
    asked: int = 0

    def say(self, link: socket.socket, _head: bytes) -> None:
        self.asked += 1
        inside = f"Location: http://127.0.0.1:{self.home}/desk"
        link.sendall(answer(PAGE) if self.asked == 1 else answer(b"", inside, status="302 Found"))


@dataclass
class Desk:
    """The running site as somebody at her browser has it, and how long each page took."""

    base: str
    took: list[float] = field(default_factory=list)
    browser: OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def page(self, path: str, **form: str) -> Element:
        """A page, or what a form of it leads to; anything but 200 raises."""
        sent = None
        if form:
            token = next(
                one.attributes["value"]
                for one in self.page(path).all("input")
                if one.attributes.get("name") == "csrf_token"
            )
            sent = urlencode({**form, "csrf_token": token or ""}).encode()
        begun = time.monotonic()
        with self.browser.open(self.base + path, sent, timeout=CALM_SECONDS) as said:
            found = read(said.read().decode())
        self.took.append(time.monotonic() - begun)
        return found


@contextmanager
def served(newsroom: Newsroom, port: int, stand_ins: dict[str, tuple[str, int]]) -> Iterator[Desk]:
    """`factcheck serve` of this newsroom, with its worker, until the block ends."""
    settings = newsroom.database.settings
    told = environment(
        FACTCHECK_HOME=str(settings.home),
        FACTCHECK_DATABASE_URL=settings.database_url,
        FACTCHECK_SECRET_KEY=settings.secret_key,
        FACTCHECK_PORT=str(port),
        FACTCHECK_WORKERS="1",
        FACTCHECK_THREADS="2",
        FACTCHECK_BROWSER="no",
        FACTCHECK_FETCH_STAND_INS=",".join(
            f"{name}={host}:{at}" for name, (host, at) in stand_ins.items()
        ),
        SSL_CERT_FILE=str(CERTIFICATES / "authority.pem"),
        PYTHONPATH=str(ROOT),
    )
    with running([sys.executable, "-c", COMMAND, "serve"], told, settings.home, port, "/method"):
        yield Desk(f"http://127.0.0.1:{port}")


def shown(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def said_of(page: Element, number: int) -> str:
    return " ".join(page.id(f"evidence-{number}").text.split())


def wait_for(desk: Desk, claim: str, wanted: dict[int, str]) -> dict[int, str]:
    """What the rows say once each says what it should, or when patience is over; other pages are read meanwhile."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        page = desk.page(claim)
        said = {number: said_of(page, number) for number in wanted}
        if all(wanted[number] in text for number, text in said.items()) or time.monotonic() > end:
            return said
        for path in ("/", "/about/method", "/desk", "/desk/queue"):
            desk.page(path)
        time.sleep(0.3)


def test_every_lie_ends_with_its_sentence_while_the_site_answers_as_ever(
    sqlite_newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    port = free_port()
    fickle = Fickle(port)
    with ExitStack() as stack:
        sites = {name: stack.enter_context(web_site(say)) for name, (say, _) in LIES.items()}
        sites["news.test"] = stack.enter_context(web_site(answer(PAGE), shown("expired")))
        sites["fickle.test"] = stack.enter_context(web_site(fickle.say))
        sites["picture.test"] = stack.enter_context(web_site(answer(picture("PNG"))))
        desk = stack.enter_context(
            served(sqlite_newsroom, port, {name: site.place for name, site in sites.items()})
        )
        desk.page("/login", email="carla@desk.example", password=PASSWORD)
        claim = f"/desk/claims/{claim_id}"
        links = [f"http://{name}/" for name in LIES]
        links += ["https://news.test/", "http://picture.test/", "http://fickle.test/"]
        stances = {"stance": "supports", "source_class": "primary"}
        desk.page(f"{claim}/evidence/links", links="\n".join(links), **stances)
        sentences = [sentence for _, sentence in LIES.values()]
        sentences += [EXPIRED, "SHA-256", "SHA-256"]
        wanted = dict(enumerate(sentences, start=1))
        said = wait_for(desk, claim, wanted)
        for number, sentence in wanted.items():
            assert sentence in said[number], (links[number - 1], said[number])

        copies = f"{claim}/evidence/{{}}/snapshots"
        facts = desk.page(copies.format(len(links) - 1)).text
        assert re.search(r"What it is\s*image/png", facts)
        assert re.search(r"What its sender calls it\s*text/html", facts)

        again = copies.format(len(links))
        desk.page(again, go="")
        late = {len(links): "This page sends us elsewhere that is not public."}
        assert late[len(links)] in wait_for(desk, claim, late)[len(links)]
        both = desk.page(again).text
        assert "Copy 2: not kept" in " ".join(both.split())
        assert "Copy 1: kept" in " ".join(both.split())
        assert fickle.asked == 2
    assert len(desk.took) > 20
    assert max(desk.took) < CALM_SECONDS
    log = (sqlite_newsroom.database.settings.home / "server.log").read_text(errors="replace")
    assert "Traceback" not in log
