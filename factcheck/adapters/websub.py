"""Telling a WebSub hub that feeds have something new: one request for each, as hubs have taken it from the beginning.

What a publisher says to its hub the standard leaves to both (WebSub 6); all known hubs take `hub.mode=publish` with the
address as `hub.url`.  The hub is the administrator's own choice; no redirect is followed, the answer is not looked at.
"""

import http.client
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from factcheck.adapters.purging import connection_to

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotTold(Exception):
    """The hub did not take it; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def announce(hub: str, feeds: Sequence[str]) -> None:
    """Tell the hub of each of these addresses.  Raises `NotTold`; told twice does no harm."""
    parts = urlsplit(hub)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for feed in feeds:
        body = urlencode({"hub.mode": "publish", "hub.url": feed})
        try:
            connection = connection_to(parts.scheme, parts.hostname or "", parts.port)
            try:
                connection.request("POST", path, body, FORM)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise NotTold(f"the hub could not be reached ({type(error).__name__})") from error
        if not 200 <= status < 300:
            raise NotTold(f"the hub answered {status}")
