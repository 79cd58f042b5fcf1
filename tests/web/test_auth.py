"""The doors: who gets in, how often one may try, and that out means out."""

import re
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Database, utc_now
from factcheck.domain.terms import COMMAND_LINE, Actor, Part
from factcheck.models import LoginSession, Person
from factcheck.services import accounts, links, sessions
from factcheck.services import throttle as throttle_rows
from factcheck.web import auth
from tests.cast import PASSWORD, Newsroom, open_newsroom
from tests.visitors import HTTPS, Visitor, make_app, signed_in, stranger

DEAR = accounts.hasher
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NO_MATCH = "do not belong together"
INSIDE = "/account"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hasher", CHEAP)


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    """The cast, with a password for Carla."""
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


def give_password(newsroom: Newsroom, who: Actor) -> None:
    with newsroom.database.work(COMMAND_LINE) as work:
        accounts.set_password(work, work.session.get_one(Person, who.id), PASSWORD)


def carla_signs_in(visitor: Visitor, password: str = PASSWORD, query: str = "") -> int:
    return visitor.sign_in("carla@desk.example", password, query).status_code


# ── In ───────────────────────────────────────────────────────────────────────────────────────────


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


# ── On to where one was going ────────────────────────────────────────────────────────────────────


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


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(app: Flask) -> None:
    visitor = stranger(app)
    carla_signs_in(visitor)
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
    assert carla_signs_in(visitor) == 303
    first = visitor.token()
    with visitor.client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert first != "a token that somebody chose"
    visitor.post("/logout")
    carla_signs_in(visitor)
    assert visitor.token() != first


def test_a_disabled_person_is_out_at_the_next_request(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.carla)
    assert visitor.get(INSIDE).status_code == 200
    with newsroom.work(newsroom.ada) as work:
        accounts.disable(work, newsroom.carla.id or 0)
    assert visitor.get(INSIDE).location.startswith("/login")
    assert visitor.post("/account/password").status_code == 401
    assert carla_signs_in(stranger(app)) == 401


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


# ── What was typed when the session ended ────────────────────────────────────────────────────────

TYPED = "The harbour lost four million; <b>I asked twice</b>."


def test_a_form_sent_after_the_session_ended_loses_nothing(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.carla)
    with newsroom.work() as work:
        sessions.end_all(work, newsroom.carla.id or 0)
    answer = visitor.post(
        "/account/password", {"note": TYPED, "old_password": "sesame", "csrf_token": "hide me"}
    )
    assert answer.status_code == 401
    assert "The harbour lost four million; &lt;b&gt;I asked twice&lt;/b&gt;." in answer.text
    assert "sesame" not in answer.text
    assert "hide me" not in answer.text
    assert 'href="/login"' in answer.text


def test_a_form_without_its_sessions_token_loses_nothing_either(
    newsroom: Newsroom, app: Flask
) -> None:
    for visitor in (stranger(app), signed_in(app, newsroom.carla)):
        answer = visitor.client.post("/account/password", data={"note": TYPED})
        assert answer.status_code == 400
        assert "I asked twice" in answer.text


def test_a_stranger_learns_nothing_from_a_desk_address(newsroom: Newsroom, app: Flask) -> None:
    """For those who never signed in an object's page is not there, whether or not the object is."""
    visitor = stranger(app)
    there = visitor.get(f"/desk/people/{newsroom.carla.id}")
    not_there = visitor.get("/desk/people/999999")
    assert (there.status_code, there.text) == (404, not_there.text)
    assert visitor.post(f"/desk/people/{newsroom.carla.id}/disable").status_code == 404


def test_somebody_timed_out_is_sent_to_the_door_and_back(newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, newsroom.ada)
    with newsroom.work() as work:
        sessions.end_all(work, newsroom.ada.id or 0)
    answer = visitor.get(f"/desk/people/{newsroom.carla.id}")
    assert answer.location == f"/login?next=/desk/people/{newsroom.carla.id}"
    assert "Your session ended" in visitor.get(answer.location).text


# ── How often one may try ────────────────────────────────────────────────────────────────────────


def second_app(newsroom: Newsroom) -> Flask:
    """Another process on the same database: an application of its own, with its own connections."""
    database = Database(newsroom.database.settings)
    return make_app(Newsroom(database, newsroom.people))


def test_the_eleventh_try_is_one_too_many_in_whichever_process(newsroom: Newsroom) -> None:
    apps = [make_app(newsroom), second_app(newsroom)]
    answers = [carla_signs_in(stranger(apps[n % 2]), "wrong") for n in range(10)]
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
        last = carla_signs_in(stranger(app), "wrong")
    assert last == 429
    later = utc_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr("factcheck.db.utc_now", lambda: later)
    assert carla_signs_in(stranger(app)) == 303


def test_signing_in_rightly_costs_no_try(app: Flask) -> None:
    """A newsroom behind one address starts its day at nine, all at once."""
    assert [carla_signs_in(stranger(app)) for _ in range(13)] == [303] * 13


def test_nobody_locks_a_colleague_out_of_the_browser_she_knows(app: Flask) -> None:
    hers = stranger(app)
    carla_signs_in(hers)
    hers.post("/logout")
    for n in range(11):
        last = tries_from(app, f"203.0.113.{n}", "carla@desk.example")
    assert last == 429
    assert carla_signs_in(stranger(app)) == 429
    assert carla_signs_in(hers) == 303


def test_a_known_browser_has_ten_tries_as_well_and_for_its_own_name_only(app: Flask) -> None:
    hers = stranger(app)
    carla_signs_in(hers)
    hers.post("/logout")
    assert [carla_signs_in(hers, "wrong") for _ in range(11)] == [401] * 10 + [429]
    others = [hers.sign_in("rosa@desk.example", "wrong").status_code for _ in range(11)]
    assert others == [401] * 10 + [429]


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "é", "." * 3_000])
def test_a_forged_sign_of_a_known_browser_helps_nobody(app: Flask, forged: str) -> None:
    for _ in range(10):
        carla_signs_in(stranger(app), "wrong")
    visitor = stranger(app)
    visitor.client.set_cookie("factcheck-device", forged)
    assert carla_signs_in(visitor) == 429


def test_a_form_from_another_site_uses_up_no_tries(app: Flask) -> None:
    for _ in range(15):
        stranger(app).client.post("/login", data={"email": "carla@desk.example", "password": "x"})
    assert carla_signs_in(stranger(app)) == 303


def test_the_counters_name_nobody(newsroom: Newsroom, app: Flask) -> None:
    carla_signs_in(stranger(app), "wrong")
    with newsroom.read() as session:
        rows = [str(row) for row in session.connection().exec_driver_sql("SELECT * FROM throttle")]
    assert len(rows) == 3
    assert not [row for row in rows if "carla" in row.lower()]


# ── Links ────────────────────────────────────────────────────────────────────────────────────────


def make_links(newsroom: Newsroom) -> tuple[str, str]:
    """An invitation and a password link, made a moment ago."""
    with newsroom.database.work(newsroom.ada) as work:
        invitation = links.invite(work, "nina@desk.example", "Nina", [Part.REVIEWER])
        password = links.password_link(work, newsroom.carla.id or 0)
    return invitation, password


def test_an_invitation_is_looked_at_any_number_of_times_and_used_once(
    newsroom: Newsroom, app: Flask
) -> None:
    token, _ = make_links(newsroom)
    visitor = stranger(app)
    for _ in range(3):
        page = visitor.get(f"/invitations/{token}")
        assert page.status_code == 200
        assert "nina@desk.example" in page.text
        assert Part.REVIEWER.about in page.text.replace("&#39;", "'")
    form = {"name": "Nina Novak", "password": PASSWORD}
    answer = visitor.post(f"/invitations/{token}", form)
    assert (answer.status_code, answer.location) == (303, "/login")
    assert "Your account is ready" in visitor.get("/login").text
    for again in (
        visitor.get(f"/invitations/{token}"),
        visitor.post(f"/invitations/{token}", form),
    ):
        assert again.status_code == 404
        assert "This link was used or is too old." in again.text
    assert visitor.sign_in("nina@desk.example", PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("name", "password", "beside", "sentence"),
    [
        ("", PASSWORD, "name", "Write a name."),
        ("Carla", PASSWORD, "name", "This name is taken."),
        ("Ni\u200bna", PASSWORD, "name", "invisible character"),
        ("Nin\u0430", PASSWORD, "name", "mixes"),
        ("Nina", "", "password", "Write the password."),
        ("Nina", "too short", "password", "At least 12 characters."),
        ("Nina", "x" * 1_001, "password", "At most 1,000 characters."),
        ("Nina", "password1234", "password", "This password is known from breaches."),
        ("Nina Novak", "my novak words", "password", "a word of this site"),
    ],
)
def test_what_is_wrong_with_an_invitation_stands_beside_its_field(
    newsroom: Newsroom, app: Flask, name: str, password: str, beside: str, sentence: str
) -> None:
    token, _ = make_links(newsroom)
    answer = stranger(app).post(f"/invitations/{token}", {"name": name, "password": password})
    assert answer.status_code == 422
    error = re.search(rf'id="{beside}-error">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in error[1]
    assert not password or f'value="{password}"' not in answer.text


def test_a_link_opens_its_own_door_only(newsroom: Newsroom, app: Flask) -> None:
    invitation, password = make_links(newsroom)
    inside = signed_in(app, newsroom.rosa).token()
    visitor = stranger(app)
    wrong = [
        *[f"/invitations/{token}" for token in (password, inside, "x", invitation[:-1])],
        *[f"/passwords/{token}" for token in (invitation, inside, "x", password.swapcase())],
    ]
    for path in wrong:
        assert visitor.get(path).status_code == 404
        answer = visitor.post(path, {"name": "Nina", "password": PASSWORD})
        assert answer.status_code == 404
    for token in (invitation, password):
        forged = stranger(app)
        with forged.client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert forged.get(INSIDE).status_code == 302


def test_a_password_link_lets_her_choose_and_signs_her_out_everywhere(
    newsroom: Newsroom, app: Flask
) -> None:
    elsewhere = signed_in(app, newsroom.carla)
    _, token = make_links(newsroom)
    visitor = stranger(app)
    assert "carla@desk.example" in visitor.get(f"/passwords/{token}").text
    weak = visitor.post(f"/passwords/{token}", {"password": "short"})
    assert (weak.status_code, "At least 12 characters." in weak.text) == (422, True)
    new = "eleven grey herons at dusk"
    assert visitor.post(f"/passwords/{token}", {"password": new}).location == "/login"
    assert elsewhere.get(INSIDE).status_code == 302
    assert carla_signs_in(visitor) == 401
    assert carla_signs_in(visitor, new) == 303


def test_a_links_address_is_told_to_no_other_site(newsroom: Newsroom, app: Flask) -> None:
    invitation, password = make_links(newsroom)
    for path in (f"/invitations/{invitation}", f"/passwords/{password}"):
        page = stranger(app).get(path)
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"


def test_a_link_works_over_https_too(newsroom: Newsroom) -> None:
    """There the referrer is checked, so the page must let our own site have it."""
    token, _ = make_links(newsroom)
    visitor = stranger(make_app(newsroom, HTTPS))
    form = {"name": "Nina Novak", "password": PASSWORD}
    assert visitor.post(f"/invitations/{token}", form).location == "/login"


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
    assert [carla_signs_in(visitor, "wrong") for _ in range(9)] == [401] * 9
    assert carla_signs_in(visitor) == 303
    assert visitor.get(INSIDE).status_code == 200
    assert visitor.post("/logout").status_code == 303
    assert visitor.get(INSIDE).status_code == 302
    assert [carla_signs_in(stranger(app), "wrong") for _ in range(2)] == [401, 429]
