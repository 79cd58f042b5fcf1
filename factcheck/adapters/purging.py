"""Telling a cache in front of the desk which pages to drop: one request that names their surrogate keys.

Its address is the administrator's own and may well be in the desk's own network, as that of the mail server; nothing
but method, keys and token is sent, no redirect is followed, and the answer's body is not looked at.
"""

import http.client
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0


class NotPurged(Exception):
    """The cache did not take it; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Caches:
    """Where caches are told, by which method, and the token that goes with it; '' for none."""

    method: str
    url: str
    token: str = field(default="", repr=False)


def purge(caches: Caches, keys: Sequence[str]) -> None:
    """Have everything dropped that carries one of `keys`.  Raises `NotPurged`."""
    joined = " ".join(keys)
    # Two names for the same: what Fastly and Varnish's xkey ask for.
    headers = {"Surrogate-Key": joined, "xkey": joined, "Content-Length": "0"}
    if caches.token:
        headers["Authorization"] = f"Bearer {caches.token}"
    parts = urlsplit(caches.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = connection_to(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(caches.method, path, headers=headers)
            status = connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise NotPurged(f"the cache could not be reached ({type(error).__name__})") from error
    if not 200 <= status < 300:
        raise NotPurged(f"the cache answered {status}")


def connection_to(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """A connection to a server of the administrator's choice; what is asked of it ends after `TIMEOUT_SECONDS`."""
    if scheme == "https":
        return http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
