"""What sites ask of programs: kept to, however strangely it is spelled, and never a way to hold us up."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters import robots
from factcheck.adapters.fetching import NotFetched, World
from factcheck.adapters.robots import Memory, Rules, read_robots, site_of
from factcheck.domain import limits
from tests.web_sites import answer, web_site

PAGE = "http://news.test/accounts?year=2026"


def test_the_limits_are_those_of_the_table() -> None:
    assert robots.ROBOTS_BYTES == limits.ROBOTS_BYTES
    assert robots.ROBOTS_SECONDS == limits.ROBOTS_SECONDS
    assert robots.ROBOTS_LIFE == limits.ROBOTS_LIFE


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /acc", False),
        ("User-agent: *\nDisallow: /other", True),
        ("User-agent: FactCheck\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: factcheck\nDisallow:", True),
        ("User-agent: other\nDisallow: /", True),
        ("Disallow: //[\nUser-agent: *\nCrawl-delay: ²\nDisallow: /acc", False),
    ],
)
def test_a_page_is_asked_for_where_its_site_allows_it(text: str, is_allowed: bool) -> None:
    assert Rules(text).allow(PAGE) is is_allowed


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2", 2.0),
        ("0", 0.0),
        ("-1", 0.0),
        ("nan", 0.0),
        ("9" * 5_000, 3_600.0),
        ("999999", 3_600.0),
    ],
)
def test_the_pause_a_site_asks_for_is_kept_within_reason(said: str, seconds: float) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {said}\nDisallow:\n").delay == seconds


@given(st.text(alphabet=st.sampled_from("User-agentDislow:Crl*/[]%0123²\n #\0\x85"), max_size=200))
def test_no_robots_txt_is_a_failure_of_ours(text: str) -> None:
    rules = Rules(text)
    assert rules.allow(PAGE) in {True, False}
    assert 0 <= rules.delay <= robots.LONGEST_DELAY


def test_a_robots_txt_of_the_largest_size_is_read_in_time() -> None:
    begun = time.perf_counter()
    Rules("Disallow: //[\n" + "Disallow: /a\n" * (limits.ROBOTS_BYTES // 13)).allow(PAGE)
    assert time.perf_counter() - begun < 8


def read(sent: bytes) -> Rules:
    with web_site(sent) as site:
        return read_robots("http://news.test", World(stand_ins={"news.test": site.place}))


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "429 Slow down"])
def test_where_there_is_none_everything_is_allowed(status: str) -> None:
    assert read(answer(b"User-agent: *\nDisallow: /", status=status)).allow(PAGE)


@pytest.mark.parametrize(
    "sent",
    [
        answer(b"later", status="503 Service Unavailable"),
        answer(b"x" * (limits.ROBOTS_BYTES + 1)),
        b"nonsense",
        answer(b"", "Location: http://127.0.0.1/robots.txt", status="302 Found"),
    ],
    ids="503 large nonsense inside".split(),
)
def test_one_that_cannot_be_had_now_is_no_permission(sent: bytes) -> None:
    with pytest.raises(NotFetched):
        read(sent)


def test_a_robots_txt_is_remembered_for_its_time_and_no_longer() -> None:
    now = [0.0]
    memory, rules = Memory(lambda: now[0]), Rules("")
    assert memory.of("http://news.test") is None
    memory.keep("http://news.test", rules)
    now[0] = limits.ROBOTS_LIFE * 60 - 1.0
    assert memory.of("http://news.test") is rules
    assert memory.of("https://news.test") is None
    now[0] += 1
    assert memory.of("http://news.test") is None


def test_a_site_is_its_scheme_and_host() -> None:
    assert site_of("https://News.Test:443/a") == "https://news.test:443"
    with pytest.raises(NotFetched):
        site_of("http://[bad/")
