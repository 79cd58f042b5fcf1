"""Every route × every person: who gets in, who is sent to the login, for whom there is nothing (8.1.1, 8.2.2).

The table is the whole list of doors.  A route that is not in it, or not in the application, fails the suite.
"""

import pytest
from flask import Flask

from factcheck.domain.terms import ArticleKind, State
from factcheck.web.security import door_of
from tests import factories, filing, tipping
from tests.cast import Newsroom
from tests.doors import PEOPLE, fill, rows
from tests.visitors import Visitor, make_app, signed_in, stranger


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    claim_id = factories.claim(sqlite_newsroom, State.CHECKING)
    factories.log_two(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    factories.reply(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    factories.submit(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=1)
    filing.put(sqlite_newsroom, 2, filing.topic(sqlite_newsroom))
    tipping.send(sqlite_newsroom)
    draft = factories.article(sqlite_newsroom, kind=ArticleKind.OWN_DRAFT, text="The ferry sank.")
    factories.claim(sqlite_newsroom, article_id=draft, words="The ferry sank")
    return make_app(sqlite_newsroom)


def visitor(app: Flask, newsroom: Newsroom, name: str) -> Visitor:
    return (
        stranger(app) if name == "stranger" else signed_in(app, newsroom.people[name.capitalize()])
    )


def answer(someone: Visitor, method: str, path: str) -> str:
    """The status; a way to the login is told from other redirects."""
    send = someone.get if method == "GET" else someone.post
    with send(fill(path)) as found:
        is_login = found.status_code == 302 and "/login" in found.headers.get("Location", "")
        return "login" if is_login else str(found.status_code)


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert {(method, path) for method, path, _ in rows()} == routes(app)


def test_every_route_has_a_door(app: Flask) -> None:
    assert [
        rule.endpoint for rule in app.url_map.iter_rules() if door_of(app, rule.endpoint) is None
    ] == []


def test_a_route_without_a_door_lets_nobody_in(app: Flask, sqlite_newsroom: Newsroom) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "a draft")
    for name in PEOPLE:
        assert visitor(app, sqlite_newsroom, name).get("/forgotten").status_code == 403


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_gets_what_the_table_says_at_each_door(
    app: Flask, sqlite_newsroom: Newsroom, name: str
) -> None:
    place = PEOPLE.index(name)
    someone = visitor(app, sqlite_newsroom, name)
    for method, path, answers in rows():
        assert answer(someone, method, path) == answers[place], f"{name}: {method} {path}"


@pytest.mark.parametrize("name", ["stranger", "carla", "ada"])
def test_what_is_not_there_and_what_is_hidden_look_the_same(
    app: Flask, sqlite_newsroom: Newsroom, name: str
) -> None:
    someone = visitor(app, sqlite_newsroom, name)
    for number in ("0", "999", "2147483648", "99999999999999999999"):
        assert someone.get(f"/desk/claims/{number}").status_code == 404
        assert someone.get(f"/verdicts/{number}").status_code == 404
    if name == "stranger":
        there, missing = someone.get("/desk/claims/1"), someone.get("/desk/claims/999")
        assert there.status_code == missing.status_code == 404
        assert there.text.replace("/claims/1", "") == missing.text.replace("/claims/999", "")


@pytest.mark.parametrize(
    "number", ["01", "+1", "1.0", "1e0", "-1", "\u0661", "\uff11", "0x1", "%31%00"]
)
def test_a_thing_has_one_address_and_other_spellings_name_nothing(
    app: Flask, sqlite_newsroom: Newsroom, number: str
) -> None:
    someone = visitor(app, sqlite_newsroom, "carla")
    assert someone.get("/desk/claims/1").status_code == 200
    assert someone.get(f"/desk/claims/{number}").status_code == 404


def test_a_number_no_row_can_have_is_an_address_that_is_not_there(newsroom: Newsroom) -> None:
    ada = signed_in(make_app(newsroom), newsroom.ada)
    for number in (2**31, 9_999_999_999_999_999_999):
        assert ada.get(f"/desk/claims/{number}/evidence.wacz").status_code == 404
        assert ada.get(f"/desk/claims/{number}/evidence/1/snapshots/1/view").status_code == 404
        assert ada.post(f"/desk/jobs/{number}/again").status_code == 404
