"""Pages that are made at each request go out compressed, unless they hold a secret of whoever asks."""

import gzip

import brotli
import pytest
from flask import Flask

from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.visitors import make_app, signed_in, stranger

ALL = {"Accept-Encoding": "gzip, deflate, br"}
PAGES = (
    "/verdicts",
    "/verdicts?q=harbour",
    "/follow",
    "/about",
    "/about/method",
    "/embed/verdicts/1",
)


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    factories.claim(sqlite_newsroom, State.PUBLISHED)
    return make_app(sqlite_newsroom)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_comes_in_the_form_that_is_welcome_and_says_the_same(app: Flask, path: str) -> None:
    reader = stranger(app)
    plain = reader.get(path)
    assert "Content-Encoding" not in plain.headers
    for accepted, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = reader.get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers["Content-Encoding"] == accepted
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data) / 2
        assert opened(answer.data) == plain.data


@pytest.mark.parametrize(
    "path", ["/", "/ratings", "/corrections", "/articles/1-the-harbour-runs-at-a-loss"]
)
def test_a_page_from_memory_is_compressed_once(app: Flask, path: str) -> None:
    reader = stranger(app)
    answer = reader.get(path, headers=ALL)
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == reader.get(path).data


@pytest.mark.parametrize("path", ["/report", "/send", "/login"])
def test_a_page_with_a_token_of_the_visitor_is_never_compressed(app: Flask, path: str) -> None:
    answer = stranger(app).get(path, headers=ALL)
    assert 'name="csrf_token"' in answer.text
    assert "Content-Encoding" not in answer.headers


def test_whoever_is_signed_in_gets_pages_as_they_are(app: Flask, sqlite_newsroom: Newsroom) -> None:
    carla = signed_in(app, sqlite_newsroom.carla)
    for path in (*PAGES, "/desk", "/desk/claims/1"):
        assert "Content-Encoding" not in carla.get(path, headers=ALL).headers, path


def test_refusals_and_questions_without_a_body_are_left_alone(app: Flask) -> None:
    reader = stranger(app)
    assert "Content-Encoding" not in reader.get("/nowhere", headers=ALL).headers
    head = reader.client.head("/verdicts?q=harbour", base_url=reader.base_url, headers=ALL)
    assert (head.status_code, head.data) == (200, b"")
    assert "Content-Encoding" not in head.headers
