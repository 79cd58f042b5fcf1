"""Style sheets and drawings go out compressed, under a strong tag of each form, and only those that are ours."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask

from factcheck.web import static_files
from tests.cast import Newsroom
from tests.house.tree import PACKAGE
from tests.visitors import make_app, signed_in, stranger

SHEET = "/static/css/reader.css"
BYTES = (PACKAGE / "static" / "css" / "reader.css").read_bytes()
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


@pytest.fixture
def app(sqlite_newsroom: Newsroom) -> Flask:
    return make_app(sqlite_newsroom)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", "identity"),
    ],
)
def test_each_gets_the_shortest_form_that_is_welcome(
    app: Flask, accepted: str, encoding: str
) -> None:
    answer = stranger(app).get(SHEET, headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert OPENED[encoding](answer.data) == BYTES
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert len(answer.data) < len(BYTES) / 3 or encoding == "identity"


def test_what_a_browser_has_is_not_sent_again(app: Flask) -> None:
    reader = stranger(app)
    first = reader.get(SHEET, headers={"Accept-Encoding": "br"})
    tag = first.headers["ETag"]
    again = reader.get(SHEET, headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = reader.get(SHEET, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert other.status_code == 200, "another form has another tag"
    assert other.headers["ETag"] != tag


def test_a_file_that_changed_is_sent_anew(tmp_path: Path, app: Flask) -> None:
    sheet = tmp_path / "a.css"
    tags = set()
    for text in ("p { margin: 0 }", "p { margin: 1px }"):
        sheet.write_text(text, encoding="utf-8")
        with app.test_request_context():
            answer = static_files.answer(str(tmp_path), "a.css")
        assert answer.get_data(as_text=True) == text
        tags.add(answer.headers["ETag"])
    assert len(tags) == 2


@pytest.mark.parametrize(
    "path", ["css", "css/", "nothing.css", "../config.py", "css/%2e%2e/%2e%2e/config.py", "a%00.css", "x" * 5_000]
)  # fmt: skip
def test_nothing_else_is_there(app: Flask, path: str) -> None:
    assert stranger(app).get(f"/static/{path}").status_code in {308, 404}


def test_whoever_is_signed_in_gets_the_same_bytes_and_may_keep_them(
    app: Flask, sqlite_newsroom: Newsroom
) -> None:
    answer = signed_in(app, sqlite_newsroom.carla).get(SHEET, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.data) == BYTES
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
