"""The moves made in the peer's tracker: an issue's form sent with another state, each looked up afterwards.

Roundup's forms carry tokens that are good for one use, so the moves are planned anew for every visit.
"""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.drive import Lane, Request
from tests.bench.pages import MOVED_AT_MOST, WRITERS, Ledger
from tests.bench.roundup_corpus import SHARES, Tracker

MOVES_A_SECOND = 100  # of one connection: more than it can do, since a token must not be used twice
DAY_SECONDS = 86_400
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

FACTS = """select _title, _priority, _assignedto, _status, (select group_concat(_username) from issue_nosy
    join _user on _user.id = linkid where nodeid = _issue.id) from _issue where id = ?"""
MADE = """select nodeid, count(*) from issue__journal where rowid > ? and action = 'set' group by nodeid"""

Facts = tuple[str, int, int, int, str]  # title, priority, owner, state, who is told


@dataclass(frozen=True)
class Member:
    """A signed-in browser: who, the key of the session, and the headers it sends."""

    number: int
    session: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Move:
    """One change of an issue's state."""

    issue: int
    state: int


class Moves:
    """The moves of a few writers, each with issues of its own, the same few at every size of tracker."""

    def __init__(self, tracker: Tracker, writers: list[Member]):
        self._tracker = tracker
        self._writers = writers
        self._issues = spread(tracker.issues, MOVED_AT_MOST, 1)
        self._planned: list[list[Move]] = []

    def plan(self, lanes: list[Lane], seconds: float) -> Ledger:
        """Give the lanes the moves of a visit, from the states as they are; says where the journal ends."""
        count, tokens = round(MOVES_A_SECOND * seconds) + 1, []
        self._planned = []
        with closing(opened(self._tracker.database)) as connection:
            for place, (lane, writer) in enumerate(zip(lanes, self._writers, strict=True)):
                facts = {n: _facts(connection, n) for n in self._issues[place::WRITERS]}
                moves = list(islice(turns(facts, self._tracker.states), count))
                given = [(move, secrets.token_urlsafe(40)) for move in moves]
                lane.at = 0
                lane.requests = [_form(move, facts[move.issue], writer, t) for move, t in given]
                tokens += [(token, writer) for _, token in given]
                self._planned.append(moves)
            ((last,),) = connection.execute("select max(rowid) from issue__journal")
        self._note(tokens)
        return Ledger(last, [0] * len(lanes))

    def _note(self, tokens: list[tuple[str, Member]]) -> None:
        """Note the tokens as the pages with the forms would have, and clear away those of earlier visits.

        Roundup walks all of them whenever a form is sent: a table that was just cleaned is its best case.
        """
        now = time.time()
        rows = [
            (token, now, repr({"uid": str(who.number), "sid": who.session, "__timestamp": now}))
            for token, who in tokens
        ]
        with closing(sqlite3.connect(self._tracker.tokens)) as connection, connection:
            connection.execute("delete from otks where otk_key <> 'last_clean'")
            connection.executemany(
                "insert into otks (otk_key, otk_time, otk_value) values (?, ?, ?)", rows
            )

    def unaccounted(self, lanes: list[Lane], ledger: Ledger) -> list[str]:
        """Moves that were answered with success and are not in the database, or the other way round; in sentences."""
        expected = dict.fromkeys(self._issues, 0)
        states: dict[int, int] = {}
        for lane, planned in zip(lanes, self._planned, strict=True):
            for move in planned[: lane.at]:
                expected[move.issue] += 1
                states[move.issue] = move.state
        with closing(opened(self._tracker.database)) as connection:
            found = dict(connection.execute(MADE, (ledger.seq,)).fetchall())
            stand = {number: _facts(connection, number)[3] for number in self._issues}
        return [
            f"issue {number}: {found.get(number, 0)} rows of its journal for {expected[number]} moves,"
            f" state {stand[number]}"
            for number in self._issues
            if found.get(number, 0) != expected[number]
            or stand[number] != states.get(number, stand[number])
        ]


def spread(issues: int, count: int, first: int) -> list[int]:
    """At most so many numbers of issues from all over the file."""
    every = max(2, issues // count)
    return list(range(first, issues + 1, every))[:count]


def opened(database: Path) -> sqlite3.Connection:
    """The database of a running tracker, to read."""
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)


def turns(facts: dict[int, Facts], states: dict[str, int]) -> Iterator[Move]:
    """Issue after issue, each to the state that follows its own, round and round."""
    used = [states[name] for name in SHARES]
    following = dict(zip(used, used[1:] + used[:1], strict=True))
    now = {number: said[3] for number, said in facts.items()}
    for number in cycle(facts):
        now[number] = following[now[number]]
        yield Move(number, now[number])


def _facts(connection: sqlite3.Connection, number: int) -> Facts:
    found: Facts = connection.execute(FACTS, (number,)).fetchone()
    return found


def _form(move: Move, facts: Facts, writer: Member, token: str) -> Request:
    """The form of an issue with all its fields as a browser sends it that opened it after the last change."""
    title, priority, owner, _, told = facts
    later = time.gmtime(time.time() + DAY_SECONDS)
    fields = {
        "title": title,
        "priority": priority,
        "status": move.state,
        "superseder": "",
        "nosy": told,
        "assignedto": owner,
        "keyword": "",
        "@note": "",
        "@template": "item",
        "@required": "title,priority",
        "@lastactivity": time.strftime("%Y-%m-%d.%H:%M:%S", later),
        "@csrf": token,
        "@action": "edit",
    }
    return Request(f"/issue{move.issue}", writer.headers | FORM, urlencode(fields), 302)
