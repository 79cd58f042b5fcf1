"""The peer that `make bench` can set beside ours: as large, with words as rare, and its moves looked up as well.

Roundup itself is not needed here: its tables are made by hand, as its `initialise` makes them.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from factcheck.services import queue
from tests.bench.drive import Lane
from tests.bench.pages import WRITERS
from tests.bench.report import Cell, new_cells
from tests.bench.roundup_corpus import (
    FILTERED,
    FIRST,
    ISSUE_WORDS,
    MESSAGES,
    SHARES,
    Tracker,
    load,
    searched,
)
from tests.bench.roundup_moves import Member, Moves, turns
from tests.bench.roundup_pages import LIST, MOVE, name_of
from tests.bench.roundup_report import cpu_rows, judged, move_rows
from tests.bench.words import SIZE, Vocabulary

ISSUES = 60
KEEPS = "_creation, _activity, _creator integer, _actor integer, __retired__ integer"
TABLES = """
create table ids (name, num integer);
insert into ids values ('issue', 1), ('msg', 1), ('user', 3);
create table _status (id integer primary key, _name);
create table _user (id integer primary key, _username, _realname, _address, _password, _roles, KEPT);
insert into _user (id, _username, _password) values (1, 'admin', 'hashed'), (2, 'anonymous', null);
create table _issue (id integer primary key, _title, _priority integer, _status integer, _assignedto integer, KEPT);
create table _msg (id integer primary key, _author integer, _date, _summary, KEPT);
create table user__journal (nodeid integer, date, tag, action, params);
create table issue__journal (nodeid integer, date, tag, action, params);
create table msg__journal (nodeid integer, date, tag, action, params);
create table issue_nosy (linkid integer, nodeid integer);
create table issue_messages (linkid integer, nodeid integer);
create virtual table __fts using fts5(_class, _itemid, _prop, _textblob);
""".replace("KEPT", KEEPS)
TOKENS = "create table otks (otk_key, otk_value, otk_time real)"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Tracker:
    home = tmp_path_factory.mktemp("tracker")
    (home / "db").mkdir()
    with closing(sqlite3.connect(home / "db" / "db")) as connection, connection:
        connection.executescript(TABLES)
        connection.execute("pragma journal_mode=wal")
        names = [FIRST, "deferred", *(name for name in SHARES if name != FIRST)]
        connection.executemany("insert into _status (_name) values (?)", [(n,) for n in names])
    with closing(sqlite3.connect(home / "db" / "db-otk")) as connection, connection:
        connection.execute(TOKENS)
    return load(home, ISSUES)


@pytest.fixture
def tracker(filled: Tracker, tmp_path: Path) -> Tracker:
    """A copy, to be written into."""
    return replace(filled, home=shutil.copytree(filled.home, tmp_path / "tracker"))


@pytest.fixture
def database(tracker: Tracker) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tracker.database, isolation_level=None)) as connection:
        yield connection


def rows(database: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def test_every_issue_has_its_messages_and_its_journal(database: sqlite3.Connection) -> None:
    assert rows(database, "select count(*) from _issue") == [(ISSUES,)]
    per_issue = "select nodeid, count(distinct linkid) from issue_messages group by nodeid"
    assert rows(database, per_issue) == [(n, MESSAGES) for n in range(1, ISSUES + 1)]
    moved = "select count(*) from _issue join _status s on s.id = _status where _name <> 'unread'"
    ((moves,),) = rows(database, moved)
    assert 0 < moves < ISSUES
    assert rows(database, "select count(*) from issue__journal") == [(ISSUES * MESSAGES + moves,)]


def test_the_numbers_roundup_gives_next_are_free(database: sqlite3.Connection) -> None:
    ((people,),) = rows(database, "select max(id) from _user")
    assert dict(rows(database, "select name, num from ids")) == {
        "issue": ISSUES + 1,
        "msg": ISSUES * MESSAGES + 1,
        "user": people + 1,
    }


def test_its_database_is_kept_as_roundup_sets_it_up(database: sqlite3.Connection) -> None:
    assert rows(database, "pragma journal_mode") == [("wal",)]


def test_a_message_is_in_its_file_and_in_the_index(
    tracker: Tracker, database: sqlite3.Connection
) -> None:
    indexed = rows(database, "select _itemid, _textblob from __fts where _class = 'msg'")
    assert len(indexed) == ISSUES * MESSAGES
    for number, text in indexed:
        assert (tracker.home / "db" / "files" / "msg" / "0" / f"msg{number}").read_text() == text


def test_words_that_are_searched_for_are_in_a_thousandth_to_a_hundredth_of_the_issues() -> None:
    vocabulary = Vocabulary(1)
    all_weights = sum(1 / rank for rank in range(1, SIZE + 1))
    words = searched(vocabulary)
    for word, share in (words[0], 0.01), (words[-1], 0.001):
        chance = 1 / (vocabulary.words.index(word) + 1) / all_weights
        assert 1 - (1 - chance) ** ISSUE_WORDS == pytest.approx(share, rel=0.1)


def test_an_issue_goes_through_all_states_and_never_stays() -> None:
    states = {name: number for number, name in enumerate(SHARES, 1)}
    facts = {7: ("A title", 1, 1, states[FILTERED], "person-1")}
    moves = list(islice(turns(facts, states), len(SHARES) + 1))
    assert {move.state for move in moves} == set(states.values())
    assert moves[0].state != states[FILTERED]
    assert all(one.state != other.state for one, other in pairwise(moves))


def test_a_form_carries_a_token_that_was_noted_for_its_sender(tracker: Tracker) -> None:
    lanes = [Lane([]) for _ in range(WRITERS)]
    writers = [Member(3 + n, f"session {n}", {}) for n in range(WRITERS)]
    moves = Moves(tracker, writers)
    for _ in range(2):
        moves.plan(lanes, 0.1)
    with closing(sqlite3.connect(tracker.tokens)) as connection:
        noted = dict(connection.execute("select otk_key, otk_value from otks").fetchall())
    sent = [
        (parse_qs(one.body or "")["@csrf"][0], n)
        for n in range(WRITERS)
        for one in lanes[n].requests
    ]
    assert len({token for token, _ in sent}) == len(sent) == len(noted)
    for token, place in sent:
        said = json.loads(noted[token].replace("'", '"'))
        assert (said["uid"], said["sid"]) == (str(3 + place), f"session {place}")


def test_a_move_that_is_not_in_the_journal_is_told(
    tracker: Tracker, database: sqlite3.Connection
) -> None:
    lanes = [Lane([]) for _ in range(WRITERS)]
    moves = Moves(tracker, [Member(3, "session", {})] * WRITERS)
    ledger = moves.plan(lanes, 0.1)
    assert moves.unaccounted(lanes, ledger) == []
    form = parse_qs(lanes[0].next().body or "")
    number, state = int(lanes[0].requests[0].path.removeprefix("/issue")), int(form["status"][0])
    (missing,) = moves.unaccounted(lanes, ledger)
    assert missing.startswith(f"issue {number}: 0 rows of its journal for 1 moves")
    database.execute("insert into issue__journal values (?, '', 3, 'set', '')", (number,))
    (unmoved,) = moves.unaccounted(lanes, ledger)
    assert unmoved.startswith(f"issue {number}: 1 rows of its journal for 1 moves")
    database.execute("update _issue set _status = ? where id = ?", (state, number))
    assert moves.unaccounted(lanes, ledger) == []


@pytest.mark.parametrize(
    ("times", "goal", "size", "said"),
    [
        (9.0, 8.0, 100_000, "≥ 8 met"),
        (8.0, 8.0, 100_000, "≥ 8 met"),
        (7.9, 8.0, 100_000, "≥ 8 missed"),
        (2.4, 2.5, 100_000, "≥ 2.5 missed"),
        (7.9, 8.0, 1_000, "≥ 8"),
        (None, 8.0, 100_000, "≥ 8"),
        (9.0, None, 100_000, ""),
    ],
)
def test_a_goal_is_judged_at_the_size_it_is_set_for(
    times: float | None, goal: float | None, size: int, said: str
) -> None:
    assert judged(times, goal, size) == said


def test_ratios_are_taken_round_by_round_and_set_against_the_goal() -> None:
    cells = new_cells()
    cells[name_of(LIST), 100_000] = Cell([50.0] * 3, 3.0, 66_000, [60.0, 90.0, 66.0])
    cells[LIST, 100_000] = Cell([5.0] * 3, 3.0, 33_000, [6.0, 10.0, 6.0])
    cells[name_of(MOVE), 100_000] = Cell([1.0] * 100, 2.0)
    cells[MOVE, 100_000] = Cell([1.0] * 100, 1.0)
    listed = cpu_rows(cells, [100_000])[1]
    assert listed == [
        LIST, "100,000", "66.00", "6.00", "10.00", "≥ 8 met",
        f"50 and {queue.ROWS}", f"{queue.ROWS / 5:.2f}", "22 and 11",
    ]  # fmt: skip
    moved = move_rows(cells, [100_000])[1]
    assert moved == ["four writers", "100,000", "50", "100", "2.00", "≥ 2.5 missed"]
