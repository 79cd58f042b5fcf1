"""Sessions live in a table: found by their token, over in time, ended at once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from factcheck.domain.terms import Part
from factcheck.models import Desk, LoginSession, Person
from factcheck.services import sessions
from factcheck.services.sessions import SignedIn
from tests.cast import MORNING, Newsroom


def start(newsroom: Newsroom, name: str = "Carla", **more: str) -> str:
    person_id = newsroom.people[name].id
    assert person_id is not None
    with newsroom.work() as work:
        return sessions.start(work, person_id, **more)


def find(newsroom: Newsroom, token: str, now: datetime | None = None) -> SignedIn | None:
    with newsroom.read() as session:
        return sessions.find(session, token, now or newsroom.now)


def test_a_token_finds_the_person_with_her_parts_and_the_desk(newsroom: Newsroom) -> None:
    found = find(newsroom, start(newsroom, "Max"))
    assert found is not None
    assert found.actor == newsroom.max
    assert found.parts == frozenset(Part)
    assert found.email == "max@desk.example"
    with newsroom.read() as session:
        assert found.desk.name == session.scalar(select(Desk.name))
        assert found.desk == sessions.desk_line(session)


def test_finding_costs_one_statement(newsroom: Newsroom) -> None:
    token = start(newsroom)
    said: list[str] = []
    event.listen(
        newsroom.database.reader,
        "before_cursor_execute",
        lambda _c, _cu, statement, *_: said.append(statement),
    )
    assert find(newsroom, token) is not None
    assert len([one for one in said if one.startswith("SELECT")]) == 1


def test_only_the_hash_of_a_token_is_stored(newsroom: Newsroom) -> None:
    token = start(newsroom)
    with newsroom.read() as session:
        row = session.execute(select(LoginSession.__table__)).one()
    assert row.token_hash == sessions.hash_token(token)
    assert token not in [str(value) for value in row]
    assert len(token) >= 43  # 256 bits in base64


def test_two_sessions_never_share_a_token(newsroom: Newsroom) -> None:
    assert start(newsroom) != start(newsroom)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "\x00", "\udcff", "а" * 5_000])
def test_a_made_up_token_finds_nobody(newsroom: Newsroom, token: str) -> None:
    start(newsroom)
    assert find(newsroom, token) is None


def test_the_stored_hash_is_no_token(newsroom: Newsroom) -> None:
    assert find(newsroom, sessions.hash_token(start(newsroom))) is None


def test_a_session_is_over_after_an_hour_without_use(newsroom: Newsroom) -> None:
    token = start(newsroom)
    assert find(newsroom, token, newsroom.now + timedelta(minutes=59, seconds=59)) is not None
    assert find(newsroom, token, newsroom.now + timedelta(minutes=60)) is None


def test_use_keeps_a_session_alive_but_never_beyond_twelve_hours(newsroom: Newsroom) -> None:
    token = start(newsroom)
    began = newsroom.now
    for minutes in range(50, 12 * 60, 50):
        now = began + timedelta(minutes=minutes)
        found = find(newsroom, token, now)
        assert found is not None
        with newsroom.database.work(found.actor, now=now) as work:
            sessions.touch(work, found.session_id)
    assert find(newsroom, token, began + timedelta(hours=11, minutes=59)) is not None
    assert find(newsroom, token, began + timedelta(hours=12)) is None


def test_a_clock_that_goes_back_takes_no_use_away(newsroom: Newsroom) -> None:
    token = start(newsroom)
    found = find(newsroom, token)
    assert found is not None
    yesterday = newsroom.now - timedelta(days=1)
    with newsroom.database.work(found.actor, now=yesterday) as work:
        sessions.touch(work, found.session_id)
    again = find(newsroom, token)
    assert again is not None
    assert again.last_seen_at == found.last_seen_at


def test_a_disabled_person_is_found_by_none_of_her_tokens(newsroom: Newsroom) -> None:
    token = start(newsroom)
    with newsroom.work() as work:
        work.session.execute(
            update(Person).where(Person.id == newsroom.carla.id).values(disabled_at=work.now)
        )
    assert find(newsroom, token) is None


def test_parts_are_those_of_this_moment(newsroom: Newsroom) -> None:
    """Rights are computed at each request, so a part taken away is gone at the next one."""
    token = start(newsroom)
    with newsroom.work() as work:
        person = work.session.get_one(Person, newsroom.carla.id)
        person.part_rows = []
    found = find(newsroom, token)
    assert found is not None
    assert found.parts == frozenset()


def test_one_ends_ones_own_session_and_nobody_elses(newsroom: Newsroom) -> None:
    carla, rosa = start(newsroom), start(newsroom, "Rosa")
    hers = find(newsroom, rosa)
    assert hers is not None
    with newsroom.work(newsroom.carla) as work:
        assert sessions.end(work, hers.session_id, newsroom.carla.id or 0) == 0
    assert find(newsroom, rosa) is not None
    own = find(newsroom, carla)
    assert own is not None
    with newsroom.work(newsroom.carla) as work:
        assert sessions.end(work, own.session_id, own.id) == 1
    assert find(newsroom, carla) is None
    with newsroom.work(newsroom.carla) as work:
        assert sessions.end(work, own.session_id, own.id) == 0


def test_ending_the_others_keeps_this_one(newsroom: Newsroom) -> None:
    tokens = [start(newsroom) for _ in range(3)]
    kept = find(newsroom, tokens[1])
    assert kept is not None
    with newsroom.work(newsroom.carla) as work:
        assert sessions.end_others(work, kept.id, kept.session_id) == 2
    assert [find(newsroom, token) is not None for token in tokens] == [False, True, False]


def test_ending_all_spares_other_people(newsroom: Newsroom) -> None:
    carla, rosa = start(newsroom), start(newsroom, "Rosa")
    with newsroom.work() as work:
        assert sessions.end_all(work, newsroom.carla.id or 0) == 1
    assert find(newsroom, carla) is None
    assert find(newsroom, rosa) is not None


def test_own_sessions_are_listed_last_used_first_without_those_that_are_over(
    newsroom: Newsroom,
) -> None:
    start(newsroom, address="198.51.100.7", agent="Old\x07 browser\r\n")
    gone = find(newsroom, start(newsroom))
    start(newsroom, address="203.0.113.9" * 9, agent="x" * 999)
    start(newsroom, "Rosa")
    assert gone is not None
    with newsroom.work() as work:
        sessions.end(work, gone.session_id, gone.id)
    with newsroom.read() as session:
        listed = sessions.own(session, newsroom.carla.id or 0, newsroom.now)
    assert [(one.address, one.agent) for one in listed] == [
        (("203.0.113.9" * 9)[:45], "x" * 200),
        ("198.51.100.7", "Old browser"),
    ]


def test_history_tells_of_sessions_begun_and_ended(newsroom: Newsroom) -> None:
    found = find(newsroom, start(newsroom))
    assert found is not None
    with newsroom.work() as work:
        sessions.end(work, found.session_id, found.id)
    start(newsroom)
    with newsroom.work() as work:
        sessions.end_all(work, found.id)
        sessions.end_all(work, found.id)  # nothing was left to end, so nothing is told
    subject = f"person:{found.id}"
    assert newsroom.history()[-4:] == [
        f"session:started {subject}",
        f"session:ended {subject}",
        f"session:started {subject}",
        f"person:sessions_ended {subject}",
    ]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Something/1.0 (Linux)", "A browser on Linux"),
        ("x" * 200, "x" * 60),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert sessions.OpenSession(1, MORNING, MORNING, "", agent).browser == words
