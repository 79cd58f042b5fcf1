"""Links that let somebody choose a password: each once, each on its own door."""

import re

import pytest
from flask import Flask

from factcheck.domain.terms import Part
from factcheck.services import links
from tests.cast import PASSWORD, Newsroom, give_password
from tests.visitors import HTTPS, make_app, signed_in, stranger

INSIDE = "/account"


@pytest.fixture
def newsroom(sqlite_newsroom: Newsroom, cheap_hashes: None) -> Newsroom:
    """The cast, with a password for Carla."""
    give_password(sqlite_newsroom, sqlite_newsroom.carla)
    return sqlite_newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return make_app(newsroom)


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
    assert visitor.enter() == 401
    assert visitor.enter(new) == 303


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
