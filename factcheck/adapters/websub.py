"""Telling a WebSub hub that feeds have something new: one request for each, as hubs have taken it from the beginning.

What a publisher says to its hub the standard leaves to both (WebSub 6); all known hubs take `hub.mode=publish` with the
address as `hub.url`.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from factcheck.adapters.own_servers import Unreached, status_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotTold(Exception):
    """The hub did not take it; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def announce(hub: str, feeds: Sequence[str]) -> None:
    """Tell the hub of each of these addresses.  Raises `NotTold`; told twice does no harm."""
    for feed in feeds:
        body = urlencode({"hub.mode": "publish", "hub.url": feed})
        try:
            status = status_of("POST", hub, FORM, body)
        except Unreached as error:
            raise NotTold(f"the hub could not be reached ({error})") from error
        if not 200 <= status < 300:
            raise NotTold(f"the hub answered {status}")
