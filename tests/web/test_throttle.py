"""How often one may try a password, counted over all processes, and who is not kept out by it."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from factcheck.db import Database, utc_now
from factcheck.domain.limits import PAGES_DRAWN
from factcheck.domain.terms import COMMAND_LINE, Actor
from factcheck.services import throttle as throttle_rows
from tests.cast import PASSWORD, Newsroom, give_password
from tests.visitors import Visitor, make_app, signed_in, stranger


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom, cheap_hashes: None) -> Newsroom:
    """The cast, with a password for Carla."""
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


def has_drawn(newsroom: Newsroom, person: Actor, times: int) -> None:
    """As often this minute this person had a page drawn or a picture decoded."""
    with newsroom.database.work(COMMAND_LINE) as work:
        key = f"LIMITER/try/person {person.id}/drawings/{PAGES_DRAWN}/1/minute"
        throttle_rows.count(work, key, 60, times)


COPY = "/desk/claims/1/evidence/1/snapshots/1"
DRAWN = [
    ("GET", f"{COPY}/view"),
    ("HEAD", f"{COPY}/view"),
    ("GET", f"{COPY}/picture"),
    ("GET", f"{COPY}/pages/1"),
    ("GET", f"{COPY}/cut"),
    ("POST", f"{COPY}/cut"),
    ("GET", f"{COPY}/cut/picture"),
    ("GET", f"{COPY}/rendered"),
    ("GET", f"{COPY}/rendered.png"),
    ("GET", "/desk/claims/1/evidence/1/looks"),
]


@pytest.mark.parametrize(("method", "path"), DRAWN)
def test_whatever_starts_a_child_process_is_limited_a_minute_together(
    newsroom: Newsroom, app: Flask, method: str, path: str
) -> None:
    has_drawn(newsroom, newsroom.carla, PAGES_DRAWN - 1)
    carla, cyril = signed_in(app, newsroom.carla), signed_in(app, newsroom.cyril)

    def answer(visitor: Visitor) -> TestResponse:
        return visitor.post(path) if method == "POST" else visitor.client.open(path, method=method)

    assert answer(carla).status_code == 404
    refused = answer(carla)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert method == "HEAD" or "There were too many tries" in refused.text
    assert answer(cyril).status_code == 404
    assert carla.get(f"{COPY}/original").status_code == 404


def second_app(newsroom: Newsroom) -> Flask:
    """Another process on the same database: an application of its own, with its own connections."""
    database = Database(newsroom.database.settings)
    return make_app(Newsroom(database, newsroom.people))


def test_the_eleventh_try_is_one_too_many_in_whichever_process(newsroom: Newsroom) -> None:
    apps = [make_app(newsroom), second_app(newsroom)]
    answers = [stranger(apps[n % 2]).enter("wrong") for n in range(10)]
    assert answers == [401] * 10
    for app in apps:
        refused = stranger(app).sign_in("carla@desk.example", PASSWORD)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 300
        assert "Try again in" in refused.text
        assert stranger(app).token() == ""
    apps[1].extensions["factcheck"].database.dispose()


def tries_from(app: Flask, address: str, email: str) -> int:
    answer = stranger(app).post(
        "/login",
        {"email": email, "password": "wrong"},
        environ_overrides={"REMOTE_ADDR": address},
    )
    return answer.status_code


def test_tries_on_many_names_from_one_address_are_counted_together(app: Flask) -> None:
    names = [f"person{n}@desk.example" for n in range(11)]
    answers = [tries_from(app, "203.0.113.9", name) for name in names]
    assert answers == [401] * 10 + [429]
    assert tries_from(app, "203.0.113.10", "person11@desk.example") == 401


def test_tries_on_one_name_from_many_addresses_are_counted_together(app: Flask) -> None:
    spellings = ["carla@desk.example", "CARLA@desk.example", " Carla@Desk.Example "]
    answers = [tries_from(app, f"203.0.113.{n}", spellings[n % 3]) for n in range(11)]
    assert answers == [401] * 10 + [429]


def test_tries_in_all_have_an_end(newsroom: Newsroom, app: Flask) -> None:
    with newsroom.database.work(COMMAND_LINE) as work:
        throttle_rows.count(work, "LIMITER/try/all/auth.sign_in/1000/5/minute", 300, 999)
    assert tries_from(app, "203.0.113.76", "anyone@desk.example") == 401
    assert tries_from(app, "203.0.113.77", "someone@desk.example") == 429


def test_counters_run_out(newsroom: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(11):
        last = stranger(app).enter("wrong")
    assert last == 429
    later = utc_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr("factcheck.db.utc_now", lambda: later)
    assert stranger(app).enter() == 303


def test_signing_in_rightly_costs_no_try(app: Flask) -> None:
    """A newsroom behind one address starts its day at nine, all at once."""
    assert [stranger(app).enter() for _ in range(13)] == [303] * 13


def test_nobody_locks_a_colleague_out_of_the_browser_she_knows(app: Flask) -> None:
    hers = stranger(app)
    hers.enter()
    hers.post("/logout")
    for n in range(11):
        last = tries_from(app, f"203.0.113.{n}", "carla@desk.example")
    assert last == 429
    assert stranger(app).enter() == 429
    assert hers.enter() == 303


def test_a_known_browser_has_ten_tries_as_well_and_for_its_own_name_only(app: Flask) -> None:
    hers = stranger(app)
    hers.enter()
    hers.post("/logout")
    assert [hers.enter("wrong") for _ in range(11)] == [401] * 10 + [429]
    others = [hers.sign_in("rosa@desk.example", "wrong").status_code for _ in range(11)]
    assert others == [401] * 10 + [429]


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "é", "." * 3_000])
def test_a_forged_sign_of_a_known_browser_helps_nobody(app: Flask, forged: str) -> None:
    for _ in range(10):
        stranger(app).enter("wrong")
    visitor = stranger(app)
    visitor.client.set_cookie("factcheck-device", forged)
    assert visitor.enter() == 429


def test_a_form_from_another_site_uses_up_no_tries(app: Flask) -> None:
    for _ in range(15):
        stranger(app).client.post("/login", data={"email": "carla@desk.example", "password": "x"})
    assert stranger(app).enter() == 303


def test_the_counters_name_nobody(newsroom: Newsroom, app: Flask) -> None:
    stranger(app).enter("wrong")
    with newsroom.read() as session:
        rows = [str(row) for row in session.connection().exec_driver_sql("SELECT * FROM throttle")]
    assert len(rows) == 3
    assert not [row for row in rows if "carla" in row.lower()]
