"""One more look at an address: conditional where it can be, and each site asked before its pages are."""

import socket
import time

import pytest

from factcheck.adapters.fetching import World
from factcheck.adapters.rechecking import Known, Look, look_again
from factcheck.adapters.robots import Memory
from tests.web_sites import WebSite, answer, web_site

ADDRESS = "http://news.test/accounts"
MISSING = answer(b"", status="404 Not Found")
PAGE = answer(b"The harbour lost 4 million.", kind="text/plain; charset=utf-8")
FORBIDS = answer(b"User-agent: *\nDisallow: /", kind="text/plain")


def look(site: WebSite, known: Known, *hosts: str) -> Look:
    places = dict.fromkeys(("news.test", *hosts), site.place)
    return look_again(ADDRESS, known, World(stand_ins=places), Memory(), lambda: None)


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ((("ETag", 'W/"a"'),), ['If-None-Match: W/"a"']),
        (
            (("Last-Modified", "Mon, 16 Nov 2026 08:00:00 GMT"), ("etag", '"b"')),
            ['If-None-Match: "b"', "If-Modified-Since: Mon, 16 Nov 2026 08:00:00 GMT"],
        ),
        ((), []),
        ((("ETag", '"a"\r\n X-Smuggled: yes'),), []),
        ((("ETag", "“a”"), ("Last-Modified", "x" * 501)), []),
    ],
)
def test_what_the_site_said_of_its_page_comes_back_to_it_as_a_plain_line(
    headers: tuple[tuple[str, str], ...], asked: list[str]
) -> None:
    with web_site(PAGE) as site:
        look(site, Known(ADDRESS, headers))
    lines = site.asked[-1].split("\r\n")
    assert [one for one in lines if one.startswith("If-") or "Smuggled" in one] == asked


def test_conditions_go_to_the_address_they_came_from_alone() -> None:
    moved = answer(b"", "Location: http://other.test/accounts", status="302 Found")

    def say(link: socket.socket, head: bytes) -> None:
        if b"GET /robots.txt" in head:
            link.sendall(MISSING)
        else:
            link.sendall(moved if b"Host: news.test" in head else PAGE)

    with web_site(say) as site:
        found = look(site, Known(ADDRESS, (("ETag", '"a"'),)), "other.test")
    assert found.reached == "http://other.test/accounts"
    by_host = {
        one.partition("Host: ")[2].split("\r\n")[0]: one
        for one in site.asked
        if "GET /robots" not in one
    }
    assert "If-None-Match" in by_host["news.test"]
    assert "If-None-Match" not in by_host["other.test"]


def test_a_site_that_another_leads_to_is_asked_as_well() -> None:
    moved = answer(b"", "Location: http://other.test/accounts", status="302 Found")

    def say(link: socket.socket, head: bytes) -> None:
        is_other = b"Host: other.test" in head
        if b"GET /robots.txt" in head:
            link.sendall(FORBIDS if is_other else MISSING)
        else:
            assert not is_other
            link.sendall(moved)

    with web_site(say) as site:
        found = look(site, Known(ADDRESS), "other.test")
    assert (found.is_forbidden, found.capture) == (True, None)


def test_a_page_that_did_not_change_is_told_by_a_304_to_a_conditional_request_alone() -> None:
    with web_site(answer(b"", status="304 Not Modified")) as site:
        assert look(site, Known(ADDRESS, (("ETag", '"a"'),))).failure.startswith(
            "The site answered 304 when"
        )
    say = lambda link, head: link.sendall(  # noqa: E731  one answer for robots.txt, one for the page
        MISSING if b"GET /robots.txt" in head else answer(b"", status="304 Not Modified")
    )
    with web_site(say) as site:
        assert look(site, Known(ADDRESS, (("ETag", '"a"'),))).is_unchanged
    with web_site(say) as site:
        found = look(site, Known(ADDRESS))
        assert (found.is_unchanged, found.failure) == (False, "The site answered 304.")


def test_an_address_that_is_none_is_no_failure_of_ours() -> None:
    found = look_again("http://[bad/", Known(""), World(), Memory(), lambda: None)
    assert found.failure.startswith("The address must begin with")


def test_what_other_sites_want_asked_and_rested_first_is_not_taken_from_the_time_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A clock that is put forward by each rest, as it were minutes long."""
    leads = {"news.test": "b.test", "b.test": "c.test", "c.test": "d.test"}

    def say(link: socket.socket, head: bytes) -> None:
        host = head.decode().partition("Host: ")[2].split("\r\n")[0]
        if b"GET /robots.txt" in head:
            link.sendall(MISSING)
        elif host in leads:
            to = f"Location: http://{leads[host]}/accounts"
            link.sendall(answer(b"", to, status="301 Moved Permanently"))
        else:
            link.sendall(PAGE)

    rested: list[float] = []
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + sum(rested))
    with web_site(say) as site:
        places = dict.fromkeys(("news.test", *leads.values()), site.place)
        world = World(stand_ins=places)
        found = look_again(ADDRESS, Known(ADDRESS), world, Memory(), lambda: rested.append(60.0))
    assert (found.reached, found.failure) == ("http://d.test/accounts", "")
    assert rested == [60.0] * 4


def test_the_time_of_the_page_itself_runs_on_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[float] = []
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + sum(late))

    def say(link: socket.socket, head: bytes) -> None:
        if b"GET /accounts" in head:
            late.append(60.0)
        link.sendall(MISSING if b"GET /robots.txt" in head else long)

    long = answer(b"word " * 50_000, kind="text/plain")  # it is read in several pieces
    with web_site(say) as site:
        assert look(site, Known(ADDRESS)).failure == "This page took longer than 15 s."
