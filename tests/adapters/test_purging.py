"""What a cache in front of the desk is told, and what becomes of it when it does not answer."""

import socket

import pytest

from factcheck.adapters.purging import Caches, NotPurged, purge
from tests.web_sites import answer, web_site


class Cache:
    """A cache that notes what it is told, and answers with `said`."""

    def __init__(self, said: bytes = b""):
        self.said = said or answer(b"ok")
        self.told: list[str] = []

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        self.told.append(head.decode())
        connection.sendall(self.said)


def caches(place: tuple[str, int], method: str = "POST", token: str = "") -> Caches:
    return Caches(method, f"http://{place[0]}:{place[1]}/service/1/purge?soft=1", token)


@pytest.mark.parametrize("method", ["POST", "PURGE"])
def test_a_cache_is_told_the_keys_of_what_changed(method: str) -> None:
    cache = Cache()
    with web_site(cache) as site:
        purge(caches(site.place, method, "a-token"), ["verdict-7", "article-3"])
    (told,) = cache.told
    assert told.startswith(f"{method} /service/1/purge?soft=1 HTTP/1.1\r\n")
    assert "\r\nSurrogate-Key: verdict-7 article-3\r\n" in told
    assert "\r\nxkey: verdict-7 article-3\r\n" in told
    assert "\r\nAuthorization: Bearer a-token\r\n" in told
    assert "Cookie" not in told


def test_without_a_token_none_is_sent() -> None:
    cache = Cache()
    with web_site(cache) as site:
        purge(caches(site.place), ["readers"])
    assert "Authorization" not in cache.told[0]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "the cache answered 503"),
        (
            b"HTTP/1.1 302 Away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "the cache answered 302",
        ),
        (b"pigeons\r\n\r\n", "the cache could not be reached (BadStatusLine)"),
    ],
)
def test_a_cache_that_does_not_take_it_is_told_again_later(said: bytes, sentence: str) -> None:
    with web_site(Cache(said)) as site, pytest.raises(NotPurged) as refused:
        purge(caches(site.place), ["readers"])
    assert refused.value.sentence == sentence


def test_nobody_at_home_is_said_so() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = probe.getsockname()
    with pytest.raises(NotPurged, match="ConnectionRefusedError"):
        purge(caches(place), ["readers"])


def test_a_token_is_not_shown() -> None:
    assert "hush" not in repr(Caches("POST", "http://127.0.0.1/", "hush"))
