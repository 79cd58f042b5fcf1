"""What sites ask of programs in their robots.txt (RFC 9309), read by `urllib.robotparser` and kept to.

No robots.txt (any answer from 400 to 499) allows everything; one that cannot be had now allows nothing now.  It is
fetched by the same door as every page, with sizes and times of its own.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from factcheck.adapters.asking import How
from factcheck.adapters.fetching import NO_ADDRESS, NotFetched, World, fetch

NAME = "factcheck"  # what a site calls us by in its robots.txt
AGENT = f"{NAME} (looks again at pages it cites, and keeps to robots.txt)"
# The same numbers stand in the table of limits, and a test compares them.
ROBOTS_BYTES, ROBOTS_SECONDS, ROBOTS_LIFE = 500_000, 10, 60
LINE_CHARS, SITES = 2_000, 1_000
LONGEST_DELAY = 3_600.0  # seconds; who asks for more is asked once an hour

FORBIDDEN = "The site asks programs not to read this page (robots.txt)."


class Forbidden(NotFetched):
    """The site's robots.txt says that this page is not for programs."""


class Rules:
    """The robots.txt of one site; an empty one allows everything."""

    def __init__(self, text: str):
        lines = [line[:LINE_CHARS] for line in text.splitlines()]
        try:
            self._parser = _parsed(lines)
        except ValueError:
            self._parser = _parsed(filter(_is_fit, lines))

    def allow(self, address: str) -> bool:
        return self._parser.can_fetch(NAME, address)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 when it asks for none."""
        return float(min(self._parser.crawl_delay(NAME) or 0, LONGEST_DELAY))


def _parsed(lines: Iterable[str]) -> RobotFileParser:
    found = RobotFileParser()
    found.parse(lines)
    return found


def _is_fit(line: str) -> bool:
    """Whether the parser can take a line: some numbers and addresses end it, and with it all other lines."""
    try:
        _parsed(("User-agent: *", line))
    except ValueError:
        return False
    return True


class Memory:
    """The robots.txt of the sites that were asked lately, for one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Rules]] = {}

    def of(self, site: str) -> Rules | None:
        with self._lock:
            until, rules = self._known.get(site, (0.0, None))
            return rules if until > self._clock() else None

    def keep(self, site: str, rules: Rules) -> None:
        with self._lock:
            if len(self._known) >= SITES:
                self._known.clear()
            self._known[site] = self._clock() + ROBOTS_LIFE * 60, rules


def site_of(address: str) -> str:
    """Scheme and host of an address.  Raises `NotFetched` for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NotFetched(NO_ADDRESS) from None
    return f"{parts.scheme}://{parts.netloc.lower()}"


def read_robots(site: str, world: World) -> Rules:
    """What a site asks for.  Raises `NotFetched` where that cannot be known now."""
    how = How(agent=AGENT, most=ROBOTS_BYTES)
    page = fetch(f"{site}/robots.txt", replace(world, seconds=ROBOTS_SECONDS), how)
    if 400 <= page.status < 500:
        return Rules("")
    if page.status != 200:
        raise NotFetched(f"The site answered {page.status} when it was asked for its robots.txt.")
    return Rules(page.body.decode("utf-8", "replace").removeprefix("\ufeff"))
