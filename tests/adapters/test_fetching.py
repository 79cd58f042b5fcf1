"""The one door to the web: what is fetched, and that nothing inside can be reached and nobody holds us up."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle

import pytest

from factcheck.adapters import asking, fetching
from factcheck.adapters.fetching import NotFetched, World, fetch
from factcheck.adapters.public_internet import is_public
from factcheck.domain import limits
from tests.web_sites import Say, WebSite, answer, web_site

PAGE = b"<title>Quay</title><p>The quay was closed.</p>"
INSIDE = "This page sends us elsewhere that is not public."
NOT_PUBLIC = "This address is not on the public internet."
NO_PAGE = "What this address sends is not a web page."
SLOW = "This page took longer than 15 s."


@pytest.fixture
def sites() -> Iterator[Callable[..., WebSite]]:
    with ExitStack() as stack:
        yield lambda say, context=None: stack.enter_context(web_site(say, context))


def world_of(site: WebSite, name: str = "news.test", **more: object) -> World:
    return World(stand_ins={name: site.place}, **more)  # type: ignore[arg-type]


def refusal_of(address: str, world: World) -> str:
    with pytest.raises(NotFetched) as refused:
        fetch(address, world)
    return refused.value.sentence


def nowhere(host: str, _port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


def test_the_limits_are_those_of_the_table():
    assert asking.PAGE_BYTES == limits.PAGE_BYTES
    assert fetching.PAGE_SECONDS == limits.PAGE_SECONDS
    assert fetching.REDIRECTS == limits.PAGE_REDIRECTS


# ── What is fetched ──────────────────────────────────────────────────────────────────────────────


def test_a_page_comes_with_all_that_was_said_about_it(sites):
    site = sites(answer(PAGE, "X-Seen: twice"))
    page = fetch("http://news.test/a?b=ö#c", world_of(site))
    assert (page.status, page.body, page.number) == (200, PAGE, "127.0.0.1")
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert ("X-Seen", "twice") in page.headers
    assert page.asked == "http://news.test/a?b=ö#c"
    assert page.reached == "http://news.test/a?b=%C3%B6"
    assert page.hops == ()
    assert page.at.utcoffset() is not None


@pytest.mark.parametrize(
    "said", ["charset*" + "9" * 5_000 + "*=x", "charset*0*=x''", "charset*=q''%ff"]
)
def test_a_page_that_misuses_how_it_says_it_is_written_says_nothing_of_it(sites, said):
    site = sites(answer(PAGE, kind=f"text/html; {said}"))
    page = fetch("http://news.test/a", world_of(site))
    assert (page.status, page.body, page.content_type) == (200, PAGE, "text/html")
    assert page.charset == ""


def test_the_request_names_the_site_and_asks_for_nothing_packed(sites):
    site = sites(answer(PAGE))
    fetch("http://news.test/a", world_of(site))
    lines = site.asked[0].split("\r\n")
    assert lines[:2] == ["GET /a HTTP/1.1", "Host: news.test"]
    assert "Accept-Encoding: identity" in lines
    assert not any(
        line.lower().startswith(("cookie", "authorization", "referer")) for line in lines
    )


def test_redirects_are_followed_and_remembered(sites):
    def say(connection: socket.socket, head: bytes) -> None:
        moves = {b"/1": "Location: /2", b"/2": "Location: http://other.test/3"}
        move = moves.get(head.split()[1])
        sent = answer(b"", move, status="301 Moved") if move else answer(PAGE)
        connection.sendall(sent)

    site = sites(say)
    world = World(stand_ins={"news.test": site.place, "other.test": site.place})
    page = fetch("http://news.test/1", world)
    assert page.reached == "http://other.test/3"
    assert [(hop.address, hop.status, hop.location) for hop in page.hops] == [
        ("http://news.test/1", 301, "/2"),
        ("http://news.test/2", 301, "http://other.test/3"),
    ]
    assert page.hops[0].at <= page.hops[1].at <= page.at


def test_an_answer_of_any_status_is_handed_over(sites):
    page = fetch("http://news.test/", world_of(sites(answer(b"Gone.", status="404 Not Found"))))
    assert (page.status, page.body) == (404, b"Gone.")


def test_a_page_in_chunks_and_one_without_a_length_are_read_to_their_end(sites):
    chunked = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nThe\r\n5\r\n quay\r\n0\r\n\r\n"
    )
    assert fetch("http://news.test/", world_of(sites(chunked))).body == b"The quay"
    plain = b"HTTP/1.0 200 OK\r\n\r\nThe quay"
    assert fetch("http://news.test/", world_of(sites(plain))).body == b"The quay"


def test_no_proxy_of_the_environment_is_used(sites, monkeypatch):
    site = sites(answer(PAGE))
    proxy = sites(answer(b"a proxy"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.place[1]}")
    assert fetch("http://news.test/", world_of(site)).body == PAGE
    assert proxy.asked == []


# ── Where it may go ──────────────────────────────────────────────────────────────────────────────


PRIVATE = (
    "127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1"
    " 169.254.169.254 198.18.0.1 198.19.255.255 192.0.0.1 192.0.0.192 192.0.2.1 198.51.100.1 203.0.113.1"
    " 192.88.99.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1"
    " ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1::"
    " 2001:0:7f00:1:: 2001:db8::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1"
    " 100::1 nonsense"
).split()


@pytest.mark.parametrize("number", PRIVATE)
def test_a_number_that_is_not_public_is_known_as_such(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_a_public_number_is_known_as_such(number):
    assert is_public(number)


@pytest.mark.parametrize("number", PRIVATE)
def test_a_name_with_one_address_inside_is_not_reached_at_all(sites, number):
    site = sites(answer(PAGE))
    world = World(look_up=lambda _host, _port: ["8.8.8.8", number, "9.9.9.9"])
    assert refusal_of(f"http://news.test:80/{site.place[1]}", world) == NOT_PUBLIC
    assert site.asked == []


# Ways to write this machine and its neighbours that some look-up or other understands.
HERE = """
127.0.0.1 127.0.0.2 127.1 127.0.1 0 0.0.0.0 2130706433 017700000001 0177.0.0.1 0177.1 0x7f000001 0x7f.1 0x7f.0.0.1
0X7F000001 0x7f.0x0.0x0.0x1 127.0.0.01 127.000.000.001 00000177.0.0.1 127.0x1 0x7f.1.1 2130706434 0x0 00 0.0 0.1
127.0.0.1. 127.1. localhost LOCALHOST localhost. LocalHost localhost.localdomain ip6-localhost ip6-loopback
[::1] [0:0:0:0:0:0:0:1] [0000::0001] [::0001] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:7f00:0001]
[0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
[2002:7f00:0001::1] [2001:0:0:0:0:0:80ff:fffe] [fe80::1] [fe80::1%25lo] [fec0::1] [fc00::1] [fd00::1]
[fd00:ec2::254] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [ff02::1] [::ffff:0:127.0.0.1] [::2]
１２７.0.0.1 127。0。0。1 127．0．0．1 127｡1 ①②⑦.⓪.⓪.① ⓛⓞⓒⓐⓛⓗⓞⓢⓣ ｌｏｃａｌｈｏｓｔ loc\u00adalhost
10.0.0.1 10.1 192.168.1.1 192.168.257 172.16.0.1 172.31.255.255 169.254.169.254 169.254.43518 2852039166
0xa9fea9fe 0251.0376.0251.0376 100.64.0.1 198.18.0.1 192.0.0.192 224.0.0.1 255.255.255.255 240.0.0.1 0xffffffff
4294967295 127.127.127.127 0300.0250.1.1 0xc0a80101 3232235777 [0:0:0:0:0:ffff:7f00:1] [::FFFF:127.0.0.1]
127.255.255.255 0x7fffffff 017777777777 127.0.0.1%00 127.0.0.1%2f 127.0.0.1%20
""".replace("\\u00ad", "\u00ad").split()


def as_the_system_reads_it(host: str, _port: int) -> Sequence[str]:
    """What a look-up without the network says: old spellings of IPv4, IPv6, and the names of this machine."""
    if host.rstrip(".").startswith(("localhost", "ip6-")):
        return ["127.0.0.1"]
    try:
        return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]
    except OSError:
        return [socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))]


@pytest.mark.parametrize("host", HERE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_this_machine_leads_to_it(monkeypatch, scheme, host):
    monkeypatch.setattr(socket, "create_connection", nowhere)
    said = refusal_of(f"{scheme}://{host}/", World(look_up=as_the_system_reads_it))
    assert said in {NOT_PUBLIC, fetching.NO_ADDRESS, fetching.NO_SUCH_NAME}


def test_there_are_98_spellings_and_more():
    assert len(set(HERE)) >= 98


def test_a_name_that_changes_between_look_ups_is_looked_up_once_and_pinned(monkeypatch):
    answers = cycle([["8.8.8.8"], ["127.0.0.1"]])
    gone_to = []

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        gone_to.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    world = World(look_up=lambda _host, _port: next(answers))
    assert refusal_of("http://news.test/", world) == "The site cannot be reached."
    assert gone_to == [("8.8.8.8", 80)]


@pytest.mark.parametrize(
    "address",
    [
        *("", "x", "//host/", "ftp://news.test/", "file:///etc/passwd", "javascript:alert(1)"),
        *(
            "gopher://news.test/",
            "http://",
            "http:///x",
            "http://a b/",
            "http://[::1/",
            "http://[x]/",
        ),
        *("http://ana:secret@news.test/", "http://news.test@127.0.0.1/", "http://a\\@127.0.0.1/"),
        *("http://news.test:99999/", "http://news.test:-1/", "http://news.test:x/", "http://\x00/"),
        *("http://" + "a" * 300 + ".test/", "http://ex\u202eample.test/", "http://..test../"),
    ],
)
def test_what_is_no_address_of_a_site_is_not_looked_up(address):
    said = refusal_of(address, World(look_up=lambda _host, _port: []))
    assert said in {fetching.NO_ADDRESS, fetching.NO_SUCH_NAME}


@pytest.mark.parametrize(
    "address",
    [
        "http://news.test:8080/",
        "https://news.test:80/",
        "http://news.test:22/",
        "http://news.test:0/",
    ],
)
def test_other_ports_are_not_asked(address):
    said = refusal_of(address, World(look_up=nowhere))
    assert said == "Pages are fetched from the usual ports alone, 80 and 443."


def test_our_own_site_is_not_fetched():
    world = World(own_hosts=frozenset({"desk.example"}), look_up=nowhere)
    assert refusal_of("http://desk.example/x", world) == "This is our own site."
    assert refusal_of("https://DESK.example./x", world) == "This is our own site."


@pytest.mark.parametrize(
    "location",
    [
        *(
            "http://127.0.0.1/",
            "https://[::1]/",
            "//10.0.0.1/x",
            "http://localhost/",
            "http://2130706433/",
        ),
        *("file:///etc/passwd", "ftp://news.test/", "http://news.test:22/", "http://a@news.test/"),
        *("http://desk.example/", "http://[", "gopher://news.test/", "data:text/html,x"),
    ],
)
def test_a_redirect_that_leads_inside_is_not_followed(sites, location):
    site = sites(answer(b"", f"Location: {location}", status="302 Found"))
    world = world_of(site, own_hosts=frozenset({"desk.example"}), look_up=as_the_system_reads_it)
    assert refusal_of("http://news.test/", world) == INSIDE
    assert len(site.asked) == 1


def test_a_page_that_sends_us_in_a_circle_is_left_after_five_redirects(sites):
    site = sites(answer(b"", "Location: /again", status="302 Found"))
    said = refusal_of("http://news.test/", world_of(site))
    assert said == "This page sends us on through more than 5 redirects."
    assert len(site.asked) == 6


# ── Answers made to hurt ─────────────────────────────────────────────────────────────────────────


def endless(piece: bytes, head: bytes, pause: float = 0) -> Say:
    def say(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(head)
        for _ in range(2_000):
            connection.sendall(piece)
            time.sleep(pause)

    return say


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
TOO_LARGE = "This page is larger than 5 MB."
PACKED = "This page is packed in a way that is not supported."


@pytest.mark.parametrize(
    ("say", "sentence"),
    [
        (endless(b"x" * 65_536, OK + b"\r\n"), TOO_LARGE),
        (endless(b"10000\r\n" + b"x" * 65_536 + b"\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"), TOO_LARGE),
        (endless(b"X: y\r\n" * 10_000, CHUNKED + b"0\r\n"), TOO_LARGE),
        (endless(b"1;" + b"e" * 60_000 + b"\r\nx\r\n", CHUNKED), TOO_LARGE),
        (OK + b"Content-Length: 5000001\r\n\r\n", TOO_LARGE),
        (answer(gzip.compress(b"x" * 1_000_000), "Content-Encoding: gzip"), PACKED),
        (answer(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip"), PACKED),
        (answer(PAGE, "Content-Encoding: br"), PACKED),
        (b"220 a mail server\r\n", NO_PAGE),
        (b"\x00\x01\x02" * 100, NO_PAGE),
        (OK + b"".join(b"X-%d: y\r\n" % number for number in range(5_000)) + b"\r\n", NO_PAGE),
        (OK + b"X: " + b"y" * 200_000 + b"\r\n\r\n", NO_PAGE),
        (endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, b""), NO_PAGE),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "The site broke off in the middle of the page."),
        (OK + b"Content-Length: 50\r\n\r\nhalf", "The site broke off in the middle of the page."),
        (b"", "The site broke off in the middle of the page."),
    ],
    ids=(
        "endless chunks trailers extensions length gzip gzip-in-gzip brotli mail bytes headers header"
        " continue bad-chunk half nothing"
    ).split(),
)  # fmt: skip
def test_an_answer_made_to_hurt_is_left_with_a_sentence(sites, say, sentence):
    begun = time.monotonic()
    assert refusal_of("http://news.test/", world_of(sites(say))) == sentence
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "say",
    [
        lambda _connection, _head: time.sleep(4),
        endless(b"x", OK + b"\r\n", pause=0.1),
        endless(b"X: y\r\n", OK, pause=0.1),
        endless(b"1\r\nx\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n", pause=0.1),
        endless(b"X: y\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", pause=0.1),
    ],
    ids=["silence", "drip", "headers", "chunks", "trailers"],
)
def test_the_whole_of_it_ends_in_time_however_slowly_it_comes(sites, say):
    begun = time.monotonic()
    assert refusal_of("http://news.test/", world_of(sites(say), seconds=0.5)) == SLOW
    assert time.monotonic() - begun < 2


def test_a_look_up_that_hangs_is_left_behind():
    world = World(look_up=lambda _host, _port: [str(time.sleep(3))], seconds=0.3)
    begun = time.monotonic()
    assert refusal_of("http://news.test/", world) == SLOW
    assert time.monotonic() - begun < 2


def test_redirects_share_one_time_limit(sites):
    def say(connection: socket.socket, _head: bytes) -> None:
        time.sleep(0.2)
        connection.sendall(answer(b"", "Location: /again", status="302 Found"))

    assert refusal_of("http://news.test/", world_of(sites(say), seconds=0.5)) == SLOW


def test_a_site_that_is_not_there_is_told_apart_from_a_name_that_is_not():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        place = gone.getsockname()
    assert refusal_of("http://news.test/", World(stand_ins={"news.test": place})) == (
        "The site cannot be reached."
    )

    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    said = refusal_of("http://news.test/", World(look_up=unknown))
    assert said == "There is no site of this name, as far as we can find out."
