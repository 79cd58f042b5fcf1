"""What stands in the peer's tracker: issues of the same invented words as our claims, written as Roundup writes them.

An issue has a title, a first message of sixty words and three comments, is in one of six states and belongs to one of
as many people as work on our desk.  Roundup's own way in takes 20 ms an issue; these are the rows it would have made.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from factcheck.db import utc_now
from tests.bench.corpus import SEED, TEAM, WEEK
from tests.bench.words import SEARCHED, STATEMENT_WORDS, Vocabulary

TITLE_WORDS, BODY_WORDS, COMMENT_WORDS = 8, 60, 20
COMMENTS = 3
MESSAGES = 1 + COMMENTS
ISSUE_WORDS = TITLE_WORDS + BODY_WORDS + COMMENTS * COMMENT_WORDS
FILTERED = "in-progress"
# The shares of the states; what the list is filtered by is as common as our claims under review.
SHARES = {
    "unread": 12,
    "chatting": 12,
    "need-eg": 16,
    FILTERED: 19,
    "testing": 10,
    "resolved": 31,
}
FIRST = "unread"
PRIORITIES = 5
SUMMARY_CHARS = 79

Rows = dict[str, list[tuple[object, ...]]]

INSERTS = {
    "user": """insert into _user (id, _username, _realname, _address, _password, _roles, _creator, _actor, _creation,
        _activity, __retired__) values (?, ?, ?, ?, ?, 'User', 1, 1, ?, ?, 0)""",
    "user_journal": "insert into user__journal values (?, ?, 1, 'create', '{}')",
    "issue": """insert into _issue (id, _title, _priority, _status, _assignedto, _creator, _actor, _creation, _activity,
        __retired__) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""",
    "issue_journal": "insert into issue__journal values (?, ?, ?, ?, ?)",
    "issue_nosy": "insert into issue_nosy (linkid, nodeid) values (?, ?)",
    "issue_messages": "insert into issue_messages (linkid, nodeid) values (?, ?)",
    "msg": """insert into _msg (id, _author, _creator, _actor, _date, _creation, _activity, _summary, __retired__)
        values (?, ?, ?, ?, ?, ?, ?, ?, 0)""",
    "msg_journal": "insert into msg__journal values (?, ?, ?, ?, ?)",
    "index": "insert into __fts (_class, _itemid, _prop, _textblob) values (?, ?, ?, ?)",
}


@dataclass(frozen=True)
class Tracker:
    """A filled tracker: its folder, the people who may sign in, its states by name, and the words to search for."""

    home: Path
    issues: int
    people: tuple[str, ...]
    states: dict[str, int]
    words: list[str]

    @property
    def database(self) -> Path:
        return self.home / "db" / "db"

    @property
    def tokens(self) -> Path:
        """Where the one-use tokens of its forms are noted."""
        return self.home / "db" / "db-otk"


def searched(vocabulary: Vocabulary) -> list[str]:
    """Words that 0.1 to 1 % of the issues hold.  An issue is longer than a statement, so they are rarer words."""
    times = ISSUE_WORDS / STATEMENT_WORDS
    ranks = range(round(SEARCHED.start * times), round(SEARCHED.stop * times))
    return [vocabulary.words[rank] for rank in ranks]


def load(
    home: Path,
    issues: int,
    on_issues: Callable[[int], object] = lambda _: None,
    *,
    is_analyzed: bool = False,
) -> Tracker:
    """Fill the tracker that was initialised in `home`; `on_issues` hears how many more issues are in.

    Roundup never has SQLite look at how often values occur, so that it walks all issues for every search; with
    `is_analyzed` it does so once, which is more than the documentation asks of whoever runs it.
    """
    vocabulary = Vocabulary(SEED)
    begin = utc_now() - timedelta(weeks=issues // WEEK + 2)
    with closing(sqlite3.connect(home / "db" / "db")) as connection:
        connection.execute("pragma synchronous=off")
        states = dict(connection.execute("select _name, id from _status").fetchall())
        people = _hire(connection, begin)
        maker = _Maker(vocabulary, list(people.values()), states, home / "db" / "files" / "msg")
        for week, first in enumerate(range(1, issues + 1, WEEK)):
            numbers = range(first, min(first + WEEK, issues + 1))
            _insert(connection, maker.rows(numbers, begin + week * timedelta(weeks=1)))
            on_issues(len(numbers))
        if is_analyzed:
            connection.execute("analyze")
        _count(connection, issue=issues, msg=issues * MESSAGES, user=max(people.values()))
    return Tracker(home, issues, tuple(people), states, searched(vocabulary))


def stamp(moment: datetime) -> str:
    """A moment as Roundup stores it."""
    return f"{moment:%Y%m%d%H%M%S}.000"


def _hire(connection: sqlite3.Connection, begin: datetime) -> dict[str, int]:
    """As many people as our desk has, by name; all with the password of the administrator."""
    ((password,),) = connection.execute("select _password from _user where _username = 'admin'")
    ((last,),) = connection.execute("select max(id) from _user")
    people = {f"person-{n}": last + n for n in range(1, sum(TEAM.values()) + 1)}
    at = stamp(begin)
    rows: Rows = {
        "user": [
            (number, name, name.capitalize(), f"{name}@tracker.example", password, at, at)
            for name, number in people.items()
        ],
        "user_journal": [(number, at) for number in people.values()],
    }
    _insert(connection, rows)
    return people


def _insert(connection: sqlite3.Connection, rows: Rows) -> None:
    with connection:
        for table, values in rows.items():
            connection.executemany(INSERTS[table], values)


def _count(connection: sqlite3.Connection, **last: int) -> None:
    """Roundup counts the numbers it gives in a table of its own: the next one of each class."""
    with connection:
        for name, number in last.items():
            connection.execute("update ids set num = ? where name = ?", (number + 1, name))


class _Maker:
    """Makes one week of issues after another; the same seed makes the same ones."""

    def __init__(
        self, vocabulary: Vocabulary, people: list[int], states: dict[str, int], files: Path
    ):
        self._say = vocabulary.text
        self._people = people
        self._states = states
        self._files = files
        self._random = Random(SEED)  # noqa: S311  as for the words

    def rows(self, numbers: range, moment: datetime) -> Rows:
        """Issues come every two minutes and a comment on each every day, so a week's messages lie mixed."""
        rows: Rows = defaultdict(list)
        authors = {number: self._random.choice(self._people) for number in numbers}
        for day in range(MESSAGES):
            for place, number in enumerate(numbers):
                at = moment + timedelta(days=day, minutes=2 * place)
                message = (numbers.start - 1) * MESSAGES + day * len(numbers) + place + 1
                self._message(rows, number, message, authors[number], stamp(at), is_first=not day)
        for place, number in enumerate(numbers):
            self._issue(rows, number, authors[number], moment + timedelta(minutes=2 * place))
        return rows

    def _message(
        self, rows: Rows, number: int, message: int, opener: int, at: str, *, is_first: bool
    ) -> None:
        author = opener if is_first else self._random.choice(self._people)
        text = self._say(BODY_WORDS if is_first else COMMENT_WORDS)
        said = ("create", "{}") if is_first else ("set", f"{{'messages': (('+', ['{message}']),)}}")
        rows["issue_journal"].append((number, at, author, *said))
        rows["msg"].append((message, author, author, author, at, at, at, text[:SUMMARY_CHARS]))
        rows["msg_journal"].append((message, at, author, "create", "{}"))
        link = f"('issue', '{number}', 'messages')"
        rows["msg_journal"].append((message, at, author, "link", link))
        rows["issue_messages"].append((message, number))
        rows["index"].append(("msg", str(message), "content", text))
        folder = self._files / str(message // 1_000)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"msg{message}").write_text(text)

    def _issue(self, rows: Rows, number: int, opener: int, start: datetime) -> None:
        title = self._say(TITLE_WORDS)
        (state,) = self._random.choices(list(SHARES), list(SHARES.values()))
        owner, priority = self._random.choice(self._people), self._random.randint(1, PRIORITIES)
        opened, moved = stamp(start), stamp(start + timedelta(days=MESSAGES))
        if state != FIRST:
            change = f"{{'status': '{self._states[FIRST]}'}}"
            rows["issue_journal"].append((number, moved, owner, "set", change))
        facts = (title, priority, self._states[state], owner, opener, owner, opened, moved)
        rows["issue"].append((number, *facts))
        rows["issue_nosy"] += [(person, number) for person in sorted({opener, owner})]
        rows["index"].append(("issue", str(number), "title", title))
