"""What a hub is told, and what becomes of it when it does not take it."""

import socket
from urllib.parse import parse_qs

import pytest

from factcheck.adapters.websub import NotTold, announce
from tests.web_sites import answer, web_site

FEEDS = ["https://desk.example/feeds/verdicts.atom", "https://desk.example/feeds/ratings/a%20b.rss"]


class Hub:
    """A hub that notes what it is told, and answers with `said`."""

    def __init__(self, said: bytes = b""):
        self.said = said or answer(b"ok")
        self.told: list[str] = []

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += connection.recv(length)
        self.told.append((head.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body).decode())
        connection.sendall(self.said)


def test_each_feed_is_named_as_it_names_itself() -> None:
    hub = Hub()
    with web_site(hub) as site:
        announce(f"http://{site.place[0]}:{site.place[1]}/hub?x=1", FEEDS)
    assert all(told.startswith("POST /hub?x=1 HTTP/1.1\r\n") for told in hub.told)
    sent = [parse_qs(told.partition("\r\n\r\n")[2]) for told in hub.told]
    assert sent == [{"hub.mode": ["publish"], "hub.url": [feed]} for feed in FEEDS]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "the hub answered 503"),
        (
            b"HTTP/1.1 302 Away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "the hub answered 302",
        ),
        (b"pigeons\r\n\r\n", "the hub could not be reached (BadStatusLine)"),
    ],
)
def test_a_hub_that_does_not_take_it_is_told_again_later(said: bytes, sentence: str) -> None:
    with web_site(Hub(said)) as site, pytest.raises(NotTold) as refused:
        announce(f"http://{site.place[0]}:{site.place[1]}/", FEEDS)
    assert refused.value.sentence == sentence
