"""Who gets in, and that out means out."""

import re
import time
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE, Part
from factcheck.models import LoginSession, Person
from factcheck.services import accounts
from factcheck.web import auth
from tests.cast import PASSWORD, Newsroom, give_password, open_newsroom
from tests.visitors import make_app, signed_in, stranger

DEAR = accounts.hasher
NO_MATCH = "do not belong together"
INSIDE = "/account"


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom, cheap_hashes: None) -> Newsroom:
    """The cast, with a password for Carla."""
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


# ── In ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_right_password_opens_the_door(app: Flask) -> None:
    visitor = stranger(app)
    assert visitor.get(INSIDE).status_code == 302
    answer = visitor.sign_in("Carla@Desk.example", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/desk")
    page = visitor.get(INSIDE)
    assert page.status_code == 200
    assert "Carla" in page.text


def test_one_sentence_answers_every_wrong_try(newsroom: Newsroom, app: Flask) -> None:
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.cyril.id or 0)
    give_password(newsroom, newsroom.cyril)
    pages = []
    for email, password in (
        ("carla@desk.example", "wrong"),
        ("nobody@desk.example", PASSWORD),
        ("cyril@desk.example", PASSWORD),
        ("rosa@desk.example", PASSWORD),
    ):
        answer = stranger(app).sign_in(email, password)
        assert answer.status_code == 401
        assert NO_MATCH in answer.text
        assert password not in answer.text
        plain = re.sub(r'name="csrf_token"[^>]*>', "", answer.text)
        pages.append(plain.replace(email, "…"))
    assert len(set(pages)) == 1


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within 50 ms, with hashes as dear as in earnest; on a busy machine within a third."""
    monkeypatch.setattr(accounts, "hasher", DEAR)
    give_password(newsroom, newsroom.carla)
    took: dict[str, list[float]] = {"carla@desk.example": [], "nobody@desk.example": []}
    with newsroom.read() as session:
        for _ in range(5):
            for email, times in took.items():
                began = time.perf_counter()
                assert accounts.recognise(session, email, "wrong") is None
                times.append(time.perf_counter() - began)
    known, unknown = (min(times) for times in took.values())
    assert known > 0.02
    assert abs(known - unknown) < max(0.05, known / 3)


@pytest.mark.parametrize(("field", "sentence"), [("email", "Write"), ("password", "Write")])
def test_an_empty_field_is_said_beside_it(app: Flask, field: str, sentence: str) -> None:
    sent = {"email": "carla@desk.example", "password": PASSWORD, field: ""}
    answer = stranger(app).post("/login", sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text


def test_what_was_typed_as_name_stays_and_the_password_never_does(app: Flask) -> None:
    answer = stranger(app).sign_in('carl"><b>@desk.example', "sesame opens nothing")
    assert "carl&#34;&gt;&lt;b&gt;@desk.example" in answer.text
    assert "sesame" not in answer.text


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(email=st.text(max_size=300), password=st.text(max_size=300))
def test_no_text_in_either_field_is_too_much(app: Flask, email: str, password: str) -> None:
    answer = stranger(app).sign_in(email, password)
    assert answer.status_code in {401, 422, 429}


@pytest.mark.parametrize("size", [1_001, 100_000, 2_000_000])
def test_an_endless_password_is_refused_at_the_price_of_one(app: Flask, size: int) -> None:
    began = time.perf_counter()
    assert stranger(app).sign_in("carla@desk.example", "x" * size).status_code == 401
    assert time.perf_counter() - began < 2


def test_a_name_given_twice_is_an_error(app: Flask) -> None:
    answer = stranger(app).post("/login", {"email": ["a@b.example"] * 2, "password": PASSWORD})
    assert answer.status_code == 422
    assert "sent twice" in answer.text


def test_whoever_is_signed_in_is_not_asked_again(newsroom: Newsroom, app: Flask) -> None:
    assert signed_in(app, newsroom.carla).get("/login").location == "/desk"


# ── On to where one was going ─────────────────────────────────────────────────────────────────────


def test_after_signing_in_one_is_where_one_wanted_to_be(app: Flask) -> None:
    visitor = stranger(app)
    away = visitor.get("/account?tab=1")
    assert away.location == "/login?next=/account?tab%3D1"
    page = visitor.get(away.location)
    action = re.search(r'action="([^"]+)"', page.text)
    assert action is not None
    answer = visitor.post(
        action[1].replace("&amp;", "&"), {"email": "carla@desk.example", "password": PASSWORD}
    )
    assert answer.location == "/account?tab=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00//evil.example",
        " //evil.example",
        "/ /evil.example",
        "http:///evil.example",
        "evil.example",
        "/%5cevil.example\\",
        "//[::1",
        "/" + "a" * 5_000,
    ],
)
def test_no_spelling_of_next_leads_elsewhere(app: Flask, elsewhere: str) -> None:
    visitor = stranger(app)
    answer = visitor.post(
        "/login",
        {"email": "carla@desk.example", "password": PASSWORD},
        query_string={"next": elsewhere},
    )
    assert answer.location == "/desk"


# ── Sessions ──────────────────────────────────────────────────────────────────────────────────────


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(app: Flask) -> None:
    visitor = stranger(app)
    visitor.enter()
    stolen = stranger(app)
    for cookie in visitor.client._cookies.values():
        stolen.client.set_cookie(cookie.key, cookie.value)
    assert stolen.get(INSIDE).status_code == 200
    answer = visitor.post("/logout")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    for old in (visitor, stolen):
        assert old.get(INSIDE).status_code == 302
        assert old.get(INSIDE).location.startswith("/login")


def test_signing_out_is_no_link(newsroom: Newsroom, app: Flask) -> None:
    """A GET changes nothing: a picture on another site signs nobody out."""
    visitor = signed_in(app, newsroom.carla)
    assert visitor.get("/logout").status_code == 405
    assert visitor.get(INSIDE).status_code == 200


def test_each_sign_in_begins_a_session_of_its_own(app: Flask) -> None:
    """Nothing that was in the browser before, planted or not, lives on (fixation)."""
    visitor = stranger(app)
    with visitor.client.session_transaction() as cookie:
        cookie["planted"] = "x"
        cookie["_user_id"] = "a token that somebody chose"
    assert visitor.enter() == 303
    first = visitor.token()
    with visitor.client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert first != "a token that somebody chose"
    visitor.post("/logout")
    visitor.enter()
    assert visitor.token() != first


def test_a_disabled_person_is_out_at_the_next_request(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.carla)
    assert visitor.get(INSIDE).status_code == 200
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.carla.id or 0)
    assert visitor.get(INSIDE).location.startswith("/login")
    assert visitor.post("/account/password").status_code == 401
    assert stranger(app).enter() == 401


def test_a_part_taken_away_is_gone_at_the_next_request(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.max)
    assert visitor.get("/desk/people").status_code == 200
    with newsroom.work(newsroom.ada) as work:
        accounts.set_parts(work, newsroom.max.id or 0, [Part.EDITOR])
    assert visitor.get("/desk/people").status_code == 403


@pytest.mark.parametrize(
    ("idle", "total", "is_in"),
    [
        (timedelta(minutes=59), timedelta(hours=1), True),
        (timedelta(minutes=61), timedelta(minutes=61), False),
        (timedelta(minutes=1), timedelta(hours=11, minutes=59), True),
        (timedelta(minutes=1), timedelta(hours=12, seconds=1), False),
    ],
)
def test_sessions_end_after_an_hour_idle_and_twelve_in_all(
    newsroom: Newsroom, app: Flask, idle: timedelta, total: timedelta, is_in: bool
) -> None:
    visitor = signed_in(app, newsroom.carla)
    with newsroom.database.work(COMMAND_LINE) as work:
        (row,) = work.session.scalars(select(LoginSession))
        row.last_seen_at, row.created_at = utc_now() - idle, utc_now() - total
    assert (visitor.get(INSIDE).status_code == 200) is is_in


def test_use_is_noted_once_a_minute_after_the_answer_is_sent(
    newsroom: Newsroom, app: Flask
) -> None:
    visitor = signed_in(app, newsroom.carla)

    def last_seen() -> object:
        with newsroom.read() as session:
            return session.scalar(select(LoginSession.last_seen_at))

    fresh = last_seen()
    visitor.get(INSIDE)
    assert last_seen() == fresh
    with newsroom.database.work(COMMAND_LINE) as work:
        (row,) = work.session.scalars(select(LoginSession))
        row.last_seen_at = old = utc_now() - timedelta(minutes=2)
    visitor.get(INSIDE)
    seen = last_seen()
    assert seen != old
    with newsroom.read() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_a_note_of_use_waits_for_nobody(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the database: the note is dropped, and the next is a minute away."""
    monkeypatch.setattr("factcheck.db.WAIT_SECONDS", 0.05)
    last_use = auth.LastUse(newsroom.database)
    long_ago = utc_now() - timedelta(hours=1)
    assert last_use.is_due(long_ago)
    with newsroom.work():
        last_use.note(newsroom.carla, 1)
    assert not last_use.is_due(long_ago)


def test_a_changed_cookie_is_nobodys(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.carla)
    (cookie,) = visitor.client._cookies.values()
    forged = stranger(app)
    forged.client.set_cookie(cookie.key, cookie.value[:-3] + "AAA")
    assert forged.get(INSIDE).status_code == 302


@pytest.mark.parametrize("token", ["", "x", None, 7, ["a"], {"a": 1}, "\x00", "1"])
def test_no_token_in_a_signed_cookie_breaks_anything(app: Flask, token: object) -> None:
    visitor = stranger(app)
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert visitor.get(INSIDE).status_code == 302
    assert visitor.get("/login").status_code == 200


# ── Desks ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_fresh_desk_has_no_account_and_no_way_in(sqlite_database: Database) -> None:
    newsroom = Newsroom(sqlite_database)
    app = make_app(newsroom)
    for email in ("admin", "admin@localhost", "root@localhost", "admin@example.com"):
        for password in ("admin", "password", "factcheck", ""):
            assert stranger(app).sign_in(email, password).status_code in {401, 422, 429}
    with Session(sqlite_database.reader) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.postgresql
def test_the_doors_work_on_postgresql_as_well(postgresql_database: Database) -> None:
    newsroom = open_newsroom(postgresql_database)
    give_password(newsroom, newsroom.carla)
    app = make_app(newsroom)
    visitor = stranger(app)
    assert [visitor.enter("wrong") for _ in range(9)] == [401] * 9
    assert visitor.enter() == 303
    assert visitor.get(INSIDE).status_code == 200
    assert visitor.post("/logout").status_code == 303
    assert visitor.get(INSIDE).status_code == 302
    assert [stranger(app).enter("wrong") for _ in range(2)] == [401, 429]
