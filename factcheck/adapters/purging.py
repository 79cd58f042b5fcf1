"""Telling a cache in front of the desk which pages to drop: one request that names their surrogate keys.

Nothing but method, keys and token is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from factcheck.adapters.own_servers import Unreached, status_of


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
    try:
        status = status_of(caches.method, caches.url, headers)
    except Unreached as error:
        raise NotPurged(f"the cache could not be reached ({error})") from error
    if not 200 <= status < 300:
        raise NotPurged(f"the cache answered {status}")
