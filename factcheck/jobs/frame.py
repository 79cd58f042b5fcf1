"""What every job is made of: the row it is, how it ends, and what it works with."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from factcheck.adapters import (
    captures,
    mail,
    pages,
    purging,
    rechecking,
    timestamps,
    wayback,
    websub,
)
from factcheck.adapters.blobs import Blobs
from factcheck.adapters.browser import Rendered
from factcheck.adapters.captures import Capture
from factcheck.adapters.fetching import Fetched, World
from factcheck.adapters.reading import Reading
from factcheck.adapters.rechecking import Known, Look
from factcheck.adapters.robots import Memory
from factcheck.adapters.timestamps import Certificates, Token
from factcheck.config import Settings
from factcheck.db import Database, utc_now
from factcheck.keeping import blobs_of

LEASE = timedelta(minutes=10)  # how long a claimed row is left alone: longer than any job may take


@dataclass(frozen=True)
class Task:
    """One row of the outbox; `tries` counts this one as well, `held_until` is when its lease ends."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    created_at: datetime
    tries: int
    held_until: datetime


@dataclass(frozen=True)
class Done:
    """How a task ended, in a few words; `more` are rows to put in the outbox in its place, due `after` a while."""

    outcome: str
    more: Sequence[tuple[str, Mapping[str, Any]]] = ()
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Failed:
    """Why a task did not work this time; `is_final` when there is no use in trying again."""

    outcome: str
    is_final: bool = False


@dataclass(frozen=True)
class Later:
    """Why a task is not to be done yet, and when it may be; it is as if nobody had taken it up."""

    outcome: str
    at: datetime


Ended = Done | Failed | Later


@dataclass(frozen=True)
class Runner:
    """What jobs work with.  `send` hands one mail to the server; None when no server is set.

    `kinds` are the jobs this runner does, None for all of them; those of `others` it leaves alone.  `chance` gives a
    number from 0 to 1, `rest` waits for so many seconds, `robots` are what sites asked of programs lately.  `render`
    shows a page to a browser, where there is one.
    """

    database: Database
    settings: Settings
    send: Callable[[mail.Mail], None] | None
    clock: Callable[[], datetime] = utc_now
    kinds: frozenset[str] | None = None
    others: frozenset[str] = frozenset()
    lease: timedelta = LEASE
    chance: Callable[[], float] = random.SystemRandom().random
    fetch: Callable[[str, World], tuple[Fetched, Reading]] = pages.fetch_article
    capture: Callable[[str, World], Capture] = captures.capture
    look: Callable[[str, Known, World, Memory, Callable[[], None]], Look] = rechecking.look_again
    robots: Memory = field(default_factory=Memory)
    rest: Callable[[float], None] = time.sleep
    render: Callable[[str, World], Rendered] | None = None
    stamp: Callable[[str, bytes, Certificates, World], Token] = timestamps.stamp
    hand_over: Callable[[wayback.Service, str, World], str] = wayback.submit
    look_outside: Callable[[wayback.Service, str, World], wayback.Saved | None] = wayback.look
    purge: Callable[[purging.Caches, Sequence[str]], None] = purging.purge
    announce: Callable[[str, Sequence[str]], None] = websub.announce
    open_store: Callable[[Settings], Blobs] = blobs_of

    def does(self, kind: str) -> bool:
        return kind not in self.others and (self.kinds is None or kind in self.kinds)


@dataclass(frozen=True)
class Job:
    """One kind of job: what is done, and what is settled when it is given up, for nobody waits for it any more."""

    do: Callable[[Runner, Task], Ended]
    give_up: Callable[[Runner, Task], None] | None = None


def world_of(settings: Settings) -> World:
    """Where this desk fetches from: everywhere that is public, itself left out."""
    own = frozenset(filter(None, (settings.own_host,)))
    return World(own_hosts=own, stand_ins=settings.fetch_stand_ins)
