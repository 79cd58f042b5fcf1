"""The list of people: for administrators alone, and never without one."""

import re

import pytest
from flask import Flask

from factcheck.domain.terms import Part
from factcheck.models import Invitation, Person
from tests.cast import PASSWORD, Newsroom
from tests.visitors import Visitor, make_app, signed_in, stranger


@pytest.fixture
def app(sqlite_newsroom: Newsroom, cheap_hashes: None) -> Flask:
    return make_app(sqlite_newsroom)


@pytest.fixture
def ada(sqlite_newsroom: Newsroom, app: Flask) -> Visitor:
    return signed_in(app, sqlite_newsroom.ada)


def person(newsroom: Newsroom, name: str) -> Person:
    with newsroom.read() as session:
        return session.get_one(Person, newsroom.people[name].id)


def invite(visitor: Visitor, **form: object) -> tuple[int, str]:
    sent = {"name": "Nina Novak", "email": "nina@desk.example", "parts": ["checker"], **form}
    answer = visitor.post("/desk/people", sent)
    return answer.status_code, answer.text


def link_on(page: str) -> str:
    found = re.search(r'value="http://127\.0\.0\.1:8000(/[^"]+)"', page)
    assert found is not None
    return found[1]


def test_everybody_is_listed_with_parts(sqlite_newsroom: Newsroom, ada: Visitor) -> None:
    page = ada.get("/desk/people").text
    assert all(name in page for name in sqlite_newsroom.people)
    assert "legal reviewer" in page
    assert all(part.about in page for part in Part)


@pytest.mark.parametrize("name", ["carla", "rosa", "edith", "lara"])
def test_nobody_but_an_administrator_enters(
    sqlite_newsroom: Newsroom, app: Flask, name: str
) -> None:
    visitor = signed_in(app, getattr(sqlite_newsroom, name))
    own = sqlite_newsroom.people[name.capitalize()].id
    before = sqlite_newsroom.history()
    paths = [
        f"/desk/people/{own}/{verb}" for verb in ("parts", "disable", "enable", "password-link")
    ]
    for path in [*paths, "/desk/people", f"/desk/people/{own}/sessions/end"]:
        answer = visitor.post(path, {"parts": ["administrator"]})
        assert answer.status_code == 403
        assert "administrator" in answer.text
    assert visitor.get("/desk/people").status_code == 403
    assert sqlite_newsroom.history() == before


def test_an_invitation_is_shown_once_and_lets_in(
    sqlite_newsroom: Newsroom, app: Flask, ada: Visitor
) -> None:
    status, page = invite(ada, parts=["checker", "reviewer"])
    assert status == 200
    link = link_on(page)
    listed = ada.get("/desk/people").text
    assert link not in listed
    assert "Nina Novak" in listed
    visitor = stranger(app)
    visitor.post(link, {"name": "Nina Novak", "password": PASSWORD})
    assert visitor.sign_in("nina@desk.example", PASSWORD).status_code == 303
    with sqlite_newsroom.read() as session:
        nina = session.query(Person).filter_by(email="nina@desk.example").one()
        assert nina.parts == {Part.CHECKER, Part.REVIEWER}


@pytest.mark.parametrize(
    ("form", "beside", "sentence"),
    [
        ({"name": ""}, "name", "Write a name."),
        ({"name": "Carla"}, "name", "This name is taken."),
        ({"name": "Nina\nBcc: x"}, "name", "The name has a line break."),
        ({"name": "x" * 81}, "name", "longer than 80"),
        ({"email": ""}, "email", "Write one mail address"),
        ({"email": "nina"}, "email", "Write one mail address"),
        ({"email": "nina@desk.example\nBcc: bo@desk.example"}, "email", "Write one mail address"),
        ({"email": "CARLA@desk.example"}, "email", "There is an account"),
        ({"parts": []}, "parts", "Choose at least one."),
        ({"parts": ["checker", "owner"]}, "parts", "Choose one of"),
    ],
)
def test_what_is_wrong_with_an_invitation_stands_beside_its_field(
    sqlite_newsroom: Newsroom, ada: Visitor, form: dict[str, object], beside: str, sentence: str
) -> None:
    status, page = invite(ada, **form)
    assert status == 422
    error = re.search(rf'id="{beside}-error">(.*?)</p>', page, re.DOTALL)
    assert error is not None
    assert sentence in error[1]
    assert sqlite_newsroom.count(Invitation) == 0
    if beside != "name":
        assert "Nina Novak" in page


def test_an_invitation_can_be_taken_back(app: Flask, ada: Visitor) -> None:
    link = link_on(invite(ada)[1])
    (path,) = re.findall(
        r'action="(/desk/invitations/\d+/take-back)"', ada.get("/desk/people").text
    )
    assert ada.post(path).status_code == 303
    assert stranger(app).get(link).status_code == 404
    assert ada.post(path).status_code == 404


def test_parts_are_given_and_taken(sqlite_newsroom: Newsroom, ada: Visitor) -> None:
    carla = person(sqlite_newsroom, "Carla")
    page = ada.get(f"/desk/people/{carla.id}").text
    assert re.search(r"<input[^>]*checked[^>]*value=\"checker\"", page)
    sent = {"parts": ["reviewer", "legal_reviewer"]}
    assert ada.post(f"/desk/people/{carla.id}/parts", sent).status_code == 303
    assert person(sqlite_newsroom, "Carla").parts == {Part.REVIEWER, Part.LEGAL_REVIEWER}
    assert "reviewer, legal reviewer" in ada.get(f"/desk/people/{carla.id}").text
    assert ada.post(f"/desk/people/{carla.id}/parts", {"parts": ["root"]}).status_code == 422
    assert person(sqlite_newsroom, "Carla").parts == {Part.REVIEWER, Part.LEGAL_REVIEWER}


def test_the_last_administrator_stays(sqlite_newsroom: Newsroom, ada: Visitor) -> None:
    own = sqlite_newsroom.ada.id
    assert ada.post(f"/desk/people/{sqlite_newsroom.max.id}/disable").status_code == 303
    for path, form in ((f"/desk/people/{own}/disable", {}), (f"/desk/people/{own}/parts", {})):
        answer = ada.post(path, form)
        assert answer.status_code == 409
        assert "The last administrator stays." in answer.text
    assert ada.get("/desk/people").status_code == 200


def test_somebody_disabled_is_out_and_back_in_when_enabled(
    sqlite_newsroom: Newsroom, app: Flask, ada: Visitor
) -> None:
    carla = signed_in(app, sqlite_newsroom.carla)
    own = sqlite_newsroom.carla.id
    assert ada.post(f"/desk/people/{own}/disable").status_code == 303
    assert carla.get("/account").status_code == 302
    assert "Disabled since" in ada.get(f"/desk/people/{own}").text
    assert ada.post(f"/desk/people/{own}/disable").status_code == 409
    assert ada.post(f"/desk/people/{own}/password-link").status_code == 409
    assert ada.post(f"/desk/people/{own}/enable").status_code == 303
    assert carla.get("/account").status_code == 302  # the old session stays ended
    assert signed_in(app, sqlite_newsroom.carla).get("/account").status_code == 200


def test_an_administrator_ends_somebodys_sessions(
    sqlite_newsroom: Newsroom, app: Flask, ada: Visitor
) -> None:
    carla = signed_in(app, sqlite_newsroom.carla)
    assert ada.post(f"/desk/people/{sqlite_newsroom.carla.id}/sessions/end").status_code == 303
    assert carla.get("/account").status_code == 302
    assert ada.get("/account").status_code == 200


def test_a_password_link_is_handed_over_and_the_page_says_so(
    sqlite_newsroom: Newsroom, app: Flask, ada: Visitor
) -> None:
    answer = ada.post(f"/desk/people/{sqlite_newsroom.carla.id}/password-link")
    assert "hand it over in person" in answer.text
    assert "10 minutes" in answer.text
    visitor = stranger(app)
    assert visitor.post(link_on(answer.text), {"password": PASSWORD}).location == "/login"
    assert visitor.sign_in("carla@desk.example", PASSWORD).status_code == 303


@pytest.mark.parametrize("number", ["0", "-1", "999999", "9" * 19, "9" * 30, "x", "1.0", "%00"])
def test_a_person_who_is_not_there_is_not_there(ada: Visitor, number: str) -> None:
    assert ada.get(f"/desk/people/{number}").status_code == 404
    for verb in ("parts", "disable", "enable", "password-link", "sessions/end"):
        assert ada.post(f"/desk/people/{number}/{verb}").status_code == 404
    assert ada.post(f"/desk/invitations/{number}/take-back").status_code == 404


def test_every_change_writes_exactly_one_row_of_history_or_one_for_each_thing_done(
    sqlite_newsroom: Newsroom, ada: Visitor
) -> None:
    own = sqlite_newsroom.carla.id
    expected = {
        "/desk/people": ["person:invited"],
        "/desk/invitations/1/take-back": ["person:invited"],
        f"/desk/people/{own}/parts": ["person:parts"],
        f"/desk/people/{own}/password-link": ["person:password_link"],
        f"/desk/people/{own}/disable": ["person:disabled"],
        f"/desk/people/{own}/enable": ["person:enabled"],
    }
    form = {"name": "Nina Novak", "email": "nina@desk.example", "parts": ["editor"]}
    for path, events in expected.items():
        before = len(sqlite_newsroom.history())
        assert ada.post(path, form).status_code in {200, 303}
        told = sqlite_newsroom.history()[before:]
        assert [line.split()[0] for line in told] == events
