"""What every answer carries, and what it never does: headers, cookies, host names."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import PASSWORD, Newsroom, give_password
from tests.visitors import HTTPS, make_app, signed_in, stranger

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PATHS = [
    *["/", "/login", "/account", "/desk", "/desk/people", "/nowhere", "/static/css/tokens.css"],
    *["/static/../config.py", "/invitations/x", "/passwords/x", "/desk/people/1", "/%00", "/%ff"],
]


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    return make_app(sqlite_newsroom)


def policy(answer: TestResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(sqlite_newsroom: Newsroom, app: Flask, path: str) -> None:
    for visitor in (stranger(app), signed_in(app, sqlite_newsroom.max)):
        for answer in (
            visitor.get(path),
            visitor.post(path),
            visitor.client.post(path, buffered=True),
        ):
            assert answer.status_code < 500
            for name, value in ALWAYS.items():
                assert answer.headers[name] == value
            rules = policy(answer)
            assert rules["default-src"] == "'none'"
            assert rules["frame-ancestors"] == "'none'"
            assert rules["base-uri"] == "'none'"
            assert "unsafe" not in str(rules)
            assert answer.headers["Referrer-Policy"] in {
                "same-origin",
                "strict-origin-when-cross-origin",
            }
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "Strict-Transport-Security" not in answer.headers
            assert "charset=utf-8" in answer.headers.get("Content-Type", "charset=utf-8")


def test_over_https_browsers_are_told_to_stay_there(sqlite_newsroom: Newsroom) -> None:
    visitor = stranger(make_app(sqlite_newsroom, HTTPS))
    for path in PATHS:
        value = visitor.get(path).headers["Strict-Transport-Security"]
        assert value == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/account", "/desk", "/desk/people", "/login", "/nowhere"])
def test_private_pages_are_kept_by_no_cache(
    sqlite_newsroom: Newsroom, app: Flask, path: str
) -> None:
    answer = signed_in(app, sqlite_newsroom.max).get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers.get("Vary", "")


def cookies_of_sign_in(newsroom: Newsroom, base_url: str) -> list[str]:
    give_password(newsroom, newsroom.carla)
    answer = stranger(make_app(newsroom, base_url)).sign_in("carla@desk.example", PASSWORD)
    assert answer.status_code == 303
    return answer.headers.getlist("Set-Cookie")


def test_over_https_cookies_are_bound_to_this_host_and_to_https(
    sqlite_newsroom: Newsroom,
) -> None:
    cookies = cookies_of_sign_in(sqlite_newsroom, HTTPS)
    assert {one.split("=")[0] for one in cookies} == {
        "__Host-factcheck",
        "__Host-factcheck-device",
    }
    for one in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(one.split("; "))
        assert "Domain" not in one


def test_over_http_on_ones_own_machine_cookies_still_work(sqlite_newsroom: Newsroom) -> None:
    cookies = cookies_of_sign_in(sqlite_newsroom, "")
    assert {one.split("=")[0] for one in cookies} == {"factcheck", "factcheck-device"}
    for one in cookies:
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(one.split("; "))
        assert "Secure" not in one


def test_a_readers_page_sets_no_cookie(app: Flask) -> None:
    for path in ("/", "/nowhere", "/static/css/tokens.css"):
        assert "Set-Cookie" not in stranger(app).get(path).headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example/localhost",
        "",
        " ",
        "a" * 3_000,
        "\x00",
    ],
)
def test_a_host_name_that_is_not_ours_is_refused(app: Flask, host: str) -> None:
    for method in ("get", "post"):
        for path in ("/", "/login", "/desk"):
            answer = getattr(app.test_client(), method)(path, headers={"Host": host})
            assert answer.status_code == 400
            assert "evil" not in answer.text
            assert "Location" not in answer.headers
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-URL"])
def test_headers_of_proxies_count_only_where_proxies_stand(app: Flask, name: str) -> None:
    answer = stranger(app).client.get("/desk", headers={name: "evil.example"})
    assert answer.location == "/login?next=/desk"
    page = stranger(app).client.get("/login", headers={name: "evil.example"})
    assert page.status_code == 200
    assert "evil" not in page.text


def test_an_address_made_up_in_a_header_is_not_counted_as_ones_own(
    sqlite_newsroom: Newsroom, app: Flask
) -> None:
    """The throttle must not be had by a new X-Forwarded-For for each try."""
    statuses = []
    for n in range(11):
        visitor = stranger(app)
        form = {"email": f"person{n}@desk.example", "password": "wrong words"}
        headers = {"X-Forwarded-For": f"203.0.113.{n}"}
        statuses.append(visitor.post("/login", form, headers=headers).status_code)
    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]


def test_no_page_of_the_doors_holds_script_or_style(sqlite_newsroom: Newsroom, app: Flask) -> None:
    visitor = signed_in(app, sqlite_newsroom.max)
    own = sqlite_newsroom.carla.id
    for path in ("/account", "/desk/people", f"/desk/people/{own}", "/nowhere"):
        page = visitor.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
