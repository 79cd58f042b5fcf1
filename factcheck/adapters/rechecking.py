"""One more look at the address of a source, the gentle way: its robots.txt first, and only for what changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from factcheck.adapters.asking import How
from factcheck.adapters.captures import Capture, captured
from factcheck.adapters.fetching import Fetched, NoSuchName, NotFetched, World, fetch
from factcheck.adapters.robots import (
    AGENT,
    FORBIDDEN,
    Forbidden,
    Memory,
    Rules,
    read_robots,
    site_of,
)

GONE = frozenset((404, 410))
UNCHANGED = 304
# What comes back to a site is what it said itself, as long as it is a plain line.
_PLAIN = re.compile(r"[\x20-\x7e]{1,500}")
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True)
class Known:
    """What is known of the page: where it was reached when it was kept last, and the headers it came with."""

    reached: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The headers of a conditional request for it."""
        said = {name.lower(): value.strip() for name, value in self.headers}
        return tuple(
            (asked, said[name])
            for name, asked in _CONDITIONS.items()
            if _PLAIN.fullmatch(said.get(name, ""))
        )


@dataclass(frozen=True)
class Look:
    """What was found: the page as `capture`, or that it is `unchanged`, or in `failure` why it was not had.

    `may_be_gone`: it failed as something does that is no more.  `delay`: seconds the site wants between two requests.
    """

    reached: str = ""
    status: int | None = None
    capture: Capture | None = None
    is_unchanged: bool = False
    failure: str = ""
    may_be_gone: bool = False
    is_forbidden: bool = False
    delay: float = 0.0


@dataclass
class _Manners:
    """What is asked of each site before one of its pages is."""

    world: World
    memory: Memory
    rest: Callable[[], None]
    delay: float = 0.0

    def keep(self, address: str) -> None:
        """Raises `Forbidden`, or `NotFetched` where the robots.txt cannot be had."""
        rules = self._rules(site_of(address))
        self.delay = max(self.delay, rules.delay)
        if not rules.allow(address):
            raise Forbidden(FORBIDDEN)

    def _rules(self, site: str) -> Rules:
        known = self.memory.of(site)
        if known is None:
            known = read_robots(site, self.world)
            self.memory.keep(site, known)
            self.rest()
        return known


def look_again(
    address: str, known: Known, world: World, memory: Memory, rest: Callable[[], None]
) -> Look:
    """Look at an address once more.  `rest` is called between two requests to one host."""
    manners = _Manners(world, memory, rest)
    try:
        manners.keep(address)
        how = How(agent=AGENT, known_at=known.reached, known=known.conditions, before=manners.keep)
        page = fetch(address, world, how)
        return _seen(page, is_conditional=bool(known.conditions), delay=manners.delay)
    except Forbidden as refused:
        return Look(failure=refused.sentence, is_forbidden=True, delay=manners.delay)
    except NotFetched as refused:
        is_nameless = isinstance(refused, NoSuchName)
        return Look(failure=refused.sentence, may_be_gone=is_nameless, delay=manners.delay)


def _seen(page: Fetched, *, is_conditional: bool, delay: float) -> Look:
    """What an answer means.  Raises `NotFetched` for a page with nothing in it."""
    if page.status == UNCHANGED and is_conditional:
        return Look(page.reached, page.status, is_unchanged=True, delay=delay)
    if page.status != 200:
        return Look(
            page.reached,
            page.status,
            failure=f"The site answered {page.status}.",
            may_be_gone=page.status in GONE,
            delay=delay,
        )
    return Look(page.reached, page.status, captured(page), delay=delay)
