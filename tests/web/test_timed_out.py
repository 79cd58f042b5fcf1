"""What was typed when a session ended is not lost, and nobody learns more from a closed door."""

import pytest
from flask import Flask

from factcheck.services import sessions
from tests.cast import Newsroom
from tests.visitors import make_app, signed_in, stranger


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom) -> Newsroom:
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


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
