"""One's own account: password, sessions, parts."""

import re

import pytest
from flask import Flask

from factcheck.domain.terms import Part
from tests.cast import PASSWORD, Newsroom, give_password
from tests.visitors import Visitor, make_app, signed_in

NEW = "eleven grey herons at dusk"


@pytest.fixture
def app(sqlite_newsroom: Newsroom, cheap_hashes: None) -> Flask:
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    return make_app(sqlite_newsroom)


@pytest.fixture
def carla(sqlite_newsroom: Newsroom, app: Flask) -> Visitor:
    return signed_in(app, sqlite_newsroom.carla)


def change(visitor: Visitor, old: str, new: str) -> tuple[int, str]:
    answer = visitor.post("/account/password", {"old_password": old, "new_password": new})
    return answer.status_code, answer.text


def test_the_page_names_each_part_with_its_sentence(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    page = carla.get("/account").text
    assert Part.CHECKER.about in page
    assert Part.EDITOR.about not in page
    everything = signed_in(app, sqlite_newsroom.max).get("/account").text
    assert all(part.about in everything for part in Part)


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    elsewhere = signed_in(app, sqlite_newsroom.carla)
    status, page = change(carla, "not mine at all", NEW)
    assert status == 403
    assert "This is not your password." in page
    assert elsewhere.get("/account").status_code == 200
    assert change(carla, PASSWORD, NEW)[0] == 303
    assert carla.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "beside", "sentence"),
    [
        ("", NEW, "old_password", "Write the present password."),
        (PASSWORD, "", "new_password", "Write the password."),
        (PASSWORD, "too short", "new_password", "At least 12 characters."),
        (PASSWORD, "carla and the sea", "new_password", "a word of this site"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    carla: Visitor, old: str, new: str, beside: str, sentence: str
) -> None:
    status, page = change(carla, old, new)
    assert status == 422
    error = re.search(rf'id="{beside}-error">(.*?)</p>', page, re.DOTALL)
    assert error is not None
    assert sentence in error[1]
    assert PASSWORD not in page


def test_whoever_finds_a_browser_open_guesses_ten_times(carla: Visitor) -> None:
    statuses = [change(carla, f"guess number {n}", NEW)[0] for n in range(11)]
    assert statuses == [403] * 10 + [429]


def test_a_session_elsewhere_is_seen_and_ended(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    elsewhere = signed_in(app, sqlite_newsroom.carla)
    page = carla.get("/account").text
    assert "this one" in page
    (path,) = re.findall(r'action="(/account/sessions/\d+/end)"', page)
    assert carla.post(path).status_code == 303
    assert elsewhere.get("/account").status_code == 302
    assert '/end"' not in carla.get("/account").text.replace("end-others", "")


def test_all_other_sessions_end_together(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    others = [signed_in(app, sqlite_newsroom.carla) for _ in range(2)]
    carla.post("/account/sessions/end-others")
    assert [one.get("/account").status_code for one in [carla, *others]] == [200, 302, 302]


def test_nobody_ends_a_colleagues_session(
    sqlite_newsroom: Newsroom, app: Flask, carla: Visitor
) -> None:
    rosa = signed_in(app, sqlite_newsroom.rosa)
    for session_id in range(1, 5):
        signed_in(app, sqlite_newsroom.cyril).post(f"/account/sessions/{session_id}/end")
    assert rosa.get("/account").status_code == 200
    assert carla.get("/account").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "999999", "9" * 30, "x", "1e3", "%00"])
def test_no_number_of_a_session_breaks_anything(carla: Visitor, number: str) -> None:
    assert carla.post(f"/account/sessions/{number}/end").status_code in {303, 404}
