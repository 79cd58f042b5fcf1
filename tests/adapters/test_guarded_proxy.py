"""The proxy a browser renders through: the fetcher's rules for whatever a page asks for, and nothing for others."""

import base64
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from factcheck.adapters import fetching, guarded_proxy
from factcheck.adapters.fetching import World
from factcheck.adapters.guarded_proxy import HELLO, USER, GuardedProxy
from factcheck.adapters.line import Deadline
from factcheck.domain import limits
from tests.web_sites import WebSite, answer, web_site

PAGE = b"<title>Quay</title><p>The quay was closed.</p>"
OK = b"HTTP/1.1 200 OK\r\n"


class Way:
    """A proxy that listens, and requests through it."""

    def __init__(self, world: World, **more: object):
        self.proxy = GuardedProxy(world, Deadline(10), **more)  # type: ignore[arg-type]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.place = self.listener.getsockname()

    def secret(self) -> str:
        known = base64.b64encode(f"{USER}:{self.proxy.secret}".encode()).decode()
        return f"Proxy-Authorization: Basic {known}"

    def raw(self, sent: bytes) -> bytes:
        with socket.create_connection(self.place, 10) as link:
            link.sendall(sent)
            got = b""
            try:
                while piece := link.recv(65_536):
                    got += piece
            except ConnectionResetError:
                pass
            return got

    def ask(self, address: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
        lines = (f"{method} {address} HTTP/1.1", self.secret(), *headers, "", "")
        return self.raw("\r\n".join(lines).encode() + body)


@pytest.fixture
def way() -> Iterator[Callable[..., Way]]:
    with ExitStack() as stack:

        def make(site: WebSite | None = None, **more: object) -> Way:
            world = World(
                own_hosts=frozenset({"facts.example"}),
                stand_ins={"news.test": site.place} if site else {},
                look_up=more.pop("look_up", lambda *_: ["127.0.0.1"]),  # type: ignore[arg-type]
            )
            one = Way(world, **more)
            stack.enter_context(one.proxy.serving(one.listener))
            return one

        yield make


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site(answer(PAGE, "X-Seen: twice")) as one:
        yield one


def status(said: bytes) -> int:
    return int(said.split()[1]) if said else 0


def test_the_limits_are_those_of_the_table():
    assert guarded_proxy.RENDERING_BYTES == limits.RENDERING_BYTES
    assert guarded_proxy.RENDERING_REQUESTS == limits.RENDERING_REQUESTS


def test_a_page_of_a_public_site_is_passed_on_as_it_is(way, site):
    said = way(site).ask("http://news.test/a?b=1", "Accept: text/html", "Cookie: a=b")
    head, _, body = said.partition(b"\r\n\r\n")
    assert (status(said), body) == (200, PAGE)
    assert b"X-Seen: twice" in head
    lines = site.asked[0].split("\r\n")
    assert lines[:2] == ["GET /a?b=1 HTTP/1.1", "Host: news.test"]
    assert "Accept: text/html" in lines
    assert "Connection: close" in lines
    assert "Proxy-Authorization" not in site.asked[0]


def test_a_page_in_chunks_is_passed_on_whole(way):
    with web_site(
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nThe\r\n5\r\n quay\r\n0\r\n\r\n"
    ) as site:
        head, _, body = way(site).ask("http://news.test/").partition(b"\r\n\r\n")
    assert body == b"The quay"
    assert b"chunked" not in head


def test_what_a_page_sends_is_sent_on(way):
    got: list[bytes] = []

    def say(link: socket.socket, head: bytes) -> None:
        got.append(head)
        link.sendall(answer(b"taken"))

    with web_site(say) as site:
        said = way(site).ask("http://news.test/f", "Content-Length: 3", method="POST", body=b"a=b")
    assert said.endswith(b"taken")
    assert got[0].startswith(b"POST /f HTTP/1.1")
    assert got[0].endswith(b"\r\n\r\na=b")


def test_an_encrypted_connection_leads_to_the_checked_address(way, site):
    one = way(site)
    with socket.create_connection(one.place, 10) as link:
        link.sendall(f"CONNECT news.test:443 HTTP/1.1\r\n{one.secret()}\r\n\r\n".encode())
        assert link.recv(65_536) == b"HTTP/1.1 200 Connection established\r\n\r\n"
        link.sendall(b"GET / HTTP/1.1\r\n\r\n")
        said = b""
        while piece := link.recv(65_536):
            said += piece
    assert said.endswith(PAGE)


# ── Who may ask ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header",
    ["", "Proxy-Authorization: Basic cmVuZGVyaW5nOndyb25n", "Proxy-Authorization: Bearer x"],
)
@pytest.mark.parametrize("line", ["GET http://news.test/", "CONNECT news.test:443", f"GET {HELLO}"])
def test_who_does_not_know_the_secret_gets_nothing(way, site, line, header):
    said = way(site).raw(f"{line} HTTP/1.1\r\n{header}\r\n\r\n".encode())
    assert status(said) == 407
    assert site.asked == []


def test_who_knows_it_is_greeted(way):
    assert status(way().ask(HELLO)) == 200


def test_each_rendering_has_a_secret_of_its_own():
    one, other = (GuardedProxy(World(), Deadline(1)) for _ in range(2))
    assert one.secret != other.secret
    assert one.secret not in repr(one)


# ── Where it may lead ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1/", fetching.NOT_PUBLIC),
        ("http://[::1]/", fetching.NOT_PUBLIC),
        ("http://localhost/", fetching.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", fetching.NOT_PUBLIC),
        ("http://inside.example/", fetching.NOT_PUBLIC),
        ("http://facts.example/desk", fetching.OUR_OWN),
        ("http://news.test:8080/", fetching.WRONG_PORT),
        ("http://news.test:22/", fetching.WRONG_PORT),
        ("http://user:password@news.test/", fetching.NO_ADDRESS),
        ("https://news.test/", guarded_proxy.NO_REQUEST),
        ("ftp://news.test/", guarded_proxy.NO_REQUEST),
        ("file:///etc/passwd", guarded_proxy.NO_REQUEST),
        ("/desk", guarded_proxy.NO_REQUEST),
    ],
)  # fmt: skip
def test_what_may_not_be_asked_for_is_refused(way, site, address, sentence):
    numbers = {"127.0.0.1", "::1", "169.254.169.254"}
    one = way(site, look_up=lambda host, _port: [host if host in numbers else "10.0.0.7"])
    said = one.ask(address)
    assert status(said) == 403
    assert said.endswith(sentence.encode())
    assert one.proxy.refused == {address: sentence}
    assert site.asked == []


@pytest.mark.parametrize(
    "authority",
    "127.0.0.1:443 [::1]:443 inside.example:443 facts.example:443 news.test:80 news.test:22 news.test".split(),
)
def test_no_tunnel_leads_inside_or_to_another_port(way, site, authority):
    one = way(site, look_up=lambda *_: ["8.8.8.8", "10.0.0.7"])
    assert status(one.ask(authority, method="CONNECT")) == 403
    assert list(one.proxy.refused) == [authority]
    assert site.asked == []


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PROPFIND", "get"])
def test_other_methods_are_refused(way, site, method):
    assert status(way(site).ask("http://news.test/", method=method)) == 403
    assert site.asked == []


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\r\n\r\n", b"GET http://a b c HTTP/1.1\r\n\r\n",
             b"GET http://news.test/ HTTP/1.1\r\n" + b"X: y\r\n" * 5_000, b"x" * 200_000]
)  # fmt: skip
def test_what_is_no_request_is_refused(way, site, sent):
    one = way(site)
    with socket.create_connection(one.place, 10) as link:
        try:
            link.sendall(sent)
            link.shutdown(socket.SHUT_WR)
            said = link.recv(65_536)
        except OSError:  # hung up on, before all of it was sent or after
            said = b""
    assert status(said) in {0, 400, 407}
    assert site.asked == []


def test_a_site_that_calls_itself_a_proxy_is_not_believed(way):
    with web_site(answer(b"", "Proxy-Authenticate: Basic realm=x", status="407 No")) as site:
        said = way(site).ask("http://news.test/")
    assert status(said) == 502
    assert b"Proxy-Authenticate" not in said


def test_no_proxy_of_the_environment_is_used(way, site, monkeypatch):
    with web_site(answer(b"a proxy")) as other:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{other.place[1]}")
        assert way(site).ask("http://news.test/").endswith(PAGE)
        assert other.asked == []


# ── How much of it ───────────────────────────────────────────────────────────────────────────────


def test_so_many_requests_and_no_more(way, site):
    one = way(site, most_requests=2)
    assert [status(one.ask("http://news.test/")) for _ in range(3)] == [200, 200, 403]
    assert one.proxy.refused == {"http://news.test/": guarded_proxy.TOO_MANY}
    assert len(site.asked) == 2


def test_so_many_bytes_and_no_more(way):
    def say(link: socket.socket, _head: bytes) -> None:
        link.sendall(OK + b"\r\n")
        while True:
            link.sendall(b"x" * 65_536)

    with web_site(say) as site:
        one = way(site, most_bytes=1_000_000)
        assert len(one.ask("http://news.test/")) <= 1_100_000
        assert one.proxy.refused == {"": guarded_proxy.TOO_LARGE}


def test_a_message_that_is_too_long_is_not_sent_on(way, site):
    said = way(site).ask("http://news.test/", "Content-Length: 1000001", method="POST")
    assert status(said) == 413
    assert site.asked == []


def test_a_site_that_says_nothing_holds_nobody_up_for_long(site):
    with web_site(lambda _link, _head: time.sleep(3)) as silent:
        world = World(stand_ins={"news.test": silent.place})
        one = Way(world)
        one.proxy.deadline = Deadline(1)
        with one.proxy.serving(one.listener):
            assert status(one.ask("http://news.test/")) in {0, 502}


def test_connections_are_cut_when_the_rendering_is_over(way, site):
    one = Way(World(stand_ins={"news.test": site.place}))
    with one.proxy.serving(one.listener):
        link = socket.create_connection(one.place, 10)
        link.sendall(f"CONNECT news.test:443 HTTP/1.1\r\n{one.secret()}\r\n\r\n".encode())
        assert link.recv(65_536).startswith(b"HTTP/1.1 200")
    with link:
        assert link.recv(65_536) == b""
    with pytest.raises(OSError), socket.create_connection(one.place, 1):
        pass
