"""Readers' pages from memory: the bytes and headers of the application, told apart by tag and encoding."""

import gzip
from math import inf

import brotli
import pytest
from flask import Flask
from sqlalchemy import select

from factcheck.domain.limits import TIMED_SECONDS
from factcheck.domain.printing import etag_of
from factcheck.domain.terms import State
from factcheck.models import ReadersPage
from factcheck.web import security
from factcheck.web.front import ADDRESSES, CACHE_CONTROL, address_of
from tests import factories
from tests.cast import Newsroom
from tests.fronts import ARTICLE, BASE, FRONTS_OWN, KEYS, VERDICT, front_of, get, held, live, served
from tests.statements import counted
from tests.visitors import HTTPS, Visitor, make_app, signed_in, stranger


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return served(newsroom)


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


# ── What is answered ─────────────────────────────────────────────────────────────────────────────


def test_it_is_the_applications_page_with_what_caches_need(app: Flask, reader: Visitor) -> None:
    for path, keys in KEYS.items():
        own = live(app, path)
        assert "ETag" not in own.headers
        for _ in range(2):  # made, then held
            answer = get(reader, path)
            assert answer.data == own.data
            assert answer.headers["ETag"] == f'"{etag_of(own.data)}"'
            assert answer.headers["Cache-Control"] == CACHE_CONTROL
            more = ", Accept" if path == VERDICT else ""  # it is Markdown and plain text as well
            assert answer.headers["Vary"] == f"Accept-Encoding, Cookie{more}"
            assert answer.headers["Surrogate-Key"] == keys
            assert answer.headers["Content-Length"] == str(len(own.data))
            rest = {name: value for name, value in answer.headers if name not in FRONTS_OWN}
            assert rest == {name: value for name, value in own.headers if name not in FRONTS_OWN}
            assert "Set-Cookie" not in rest


def test_every_address_of_the_table_is_tried_here() -> None:
    tried = {address_of(*(path + "?").split("?")[:2]) for path in KEYS}
    assert tried == set(ADDRESSES)


@pytest.mark.parametrize("base_url", ["", HTTPS])
def test_stored_pages_carry_the_usual_headers_exactly(newsroom: Newsroom, base_url: str) -> None:
    app = make_app(newsroom, base_url)
    factories.claim(newsroom, State.PUBLISHED)
    reader = stranger(app)
    front_of(app)._app = None  # type: ignore[assignment]  # nobody to ask: it is answered from its row
    answer = get(reader)
    usual = security.usual_headers(app.extensions["factcheck"].settings)
    own = {name: value for name, value in answer.headers if name not in FRONTS_OWN}
    assert own == {"Content-Type": "text/html; charset=utf-8", **usual}
    assert ("Strict-Transport-Security" in own) == bool(base_url)


def test_the_bytes_made_with_the_change_are_those_the_application_makes(
    newsroom: Newsroom, app: Flask
) -> None:
    with newsroom.read() as session:
        row = session.scalars(select(ReadersPage)).one()
    assert row.plain == live(app, VERDICT).data
    assert gzip.decompress(row.gzip) == brotli.decompress(row.brotli) == row.plain
    assert (row.path, row.kind, row.publication_id) == (VERDICT, "verdict", 1)
    assert row.etag == etag_of(row.plain)


def test_what_is_held_costs_no_statement_of_the_engines(newsroom: Newsroom, app: Flask) -> None:
    reader = stranger(app)
    for path in KEYS:
        get(reader, path)
    with counted(newsroom.database) as statements:
        for path in KEYS:
            get(reader, path)
    assert statements == []


def test_a_page_that_was_stored_costs_one_statement_the_first_time(
    newsroom: Newsroom, reader: Visitor
) -> None:
    with counted(newsroom.database) as statements:
        get(reader)
    assert len(statements) == 1
    assert "FROM readers_page" in statements[0]


# ── Encodings, tags, methods ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("accepted", "encoding", "suffix"),
    [
        ("gzip, deflate, br", "br", "-br"),
        ("gzip", "gzip", "-gzip"),
        ("br;q=0, gzip;q=0.1", "gzip", "-gzip"),
        ("br;q=0, gzip;q=0", None, ""),
        ("identity", None, ""),
    ],
)
@pytest.mark.parametrize("path", [VERDICT, "/"])
def test_each_encoding_has_its_bytes_and_its_tag(
    reader: Visitor, path: str, accepted: str, encoding: str | None, suffix: str
) -> None:
    plain = get(reader, path).data
    answer = get(reader, path, Accept_Encoding=accepted)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain
    assert answer.headers["ETag"] == f'"{etag_of(plain)}{suffix}"'
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert encoding is None or len(answer.data) < len(plain) / 2
    known = get(reader, path, 304, Accept_Encoding=accepted, If_None_Match=answer.headers["ETag"])
    assert known.data == b""
    assert "Content-Encoding" not in known.headers
    for name in ("ETag", "Cache-Control", "Vary", "Surrogate-Key"):
        assert known.headers[name] == answer.headers[name]


def test_a_tag_of_another_encoding_is_not_this_one(reader: Visitor) -> None:
    packed = get(reader, Accept_Encoding="br").headers["ETag"]
    assert get(reader, If_None_Match=packed).data == get(reader).data


@pytest.mark.parametrize("shape", ['W/"{}"', '"x", "{}", "y"', "*"])
def test_a_page_that_is_known_is_not_sent_again(reader: Visitor, shape: str) -> None:
    tag = get(reader).headers["ETag"].strip('"')
    assert get(reader, VERDICT, 304, If_None_Match=shape.format(tag)).data == b""
    assert get(reader, If_None_Match='"another"').data


def test_a_head_is_the_page_without_its_bytes(reader: Visitor) -> None:
    for path in (VERDICT, "/", "/verdicts/4711-nothing"):
        whole = reader.get(path)
        head = reader.client.head(path, base_url=reader.base_url, buffered=True)
        assert (head.status_code, head.data) == (whole.status_code, b"")
        assert dict(head.headers) == dict(whole.headers)


# ── What goes through ────────────────────────────────────────────────────────────────────────────


def test_the_desk_gets_live_pages_and_none_of_them_is_held(newsroom: Newsroom, app: Flask) -> None:
    editor = signed_in(app, newsroom.edith)
    for path in KEYS:
        answer = editor.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
    assert held(app) == 0
    get(stranger(app))
    assert held(app) == 1
    assert editor.get(VERDICT).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/verdicts/4711-nothing", 404),
        ("/verdicts/1", 301),
        ("/verdicts/1-another-slug", 301),
        ("/articles/9-nothing", 404),
        ("/?rating=nothing", 404),
        ("/?after=1.0-1", 200),
        ("/?rating=supported&x=1", 200),
        ("/?utm_source=x", 200),
        ("/corrections?before=7", 200),
        (f"{VERDICT}?x", 200),
        (f"{VERDICT}/versions/2", 404),
        (f"{ARTICLE}/annotations.json?page=7", 404),
        ("/verdicts?q=harbour", 200),
        ("/verdicts?after=1.0-1", 200),
        ("/v1alpha1/claims:search?query=harbour", 200),
        ("/feeds/verdicts.atom?x=1", 200),
        ("/feeds/claimants/nobody.atom", 404),
        ("/data/claimreviews-9.json", 404),
        ("/about/nothing", 404),
        ("/about/funding", 404),
        ("/embed/verdicts/9", 404),
        (f"/oembed?url={BASE}{VERDICT}&format=json&maxwidth=300", 200),
        (f"/oembed?url={BASE}/verdicts/9-x&format=json", 404),
        ("/login", 200),
        ("/static/css/tokens.css", 200),
        ("/desk", 302),
    ],
)
def test_what_is_no_page_of_the_table_is_never_held(
    app: Flask, reader: Visitor, path: str, status: int
) -> None:
    for _ in range(2):
        assert reader.get(path).status_code == status
    assert held(app) == 0


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_are_the_applications(app: Flask, reader: Visitor, method: str) -> None:
    get(reader)
    for _ in range(2):
        answer = getattr(reader.client, method)(VERDICT, base_url=reader.base_url, buffered=True)
        assert answer.status_code in {200 if method == "options" else 405, 400}
        assert "ETag" not in answer.headers
    assert held(app) == 1


@pytest.mark.parametrize("host", ["evil.example", "", "localhost.evil.example"])
def test_a_page_that_is_held_goes_out_under_no_other_name(
    app: Flask, reader: Visitor, host: str
) -> None:
    get(reader)
    answer = app.test_client().get(VERDICT, headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("accept", ["text/markdown", "text/plain, */*;q=0.1"])
def test_whoever_wants_another_kind_asks_the_application(reader: Visitor, accept: str) -> None:
    assert "ETag" in get(reader).headers
    assert "ETag" not in get(reader, Accept=accept).headers
    assert "ETag" in get(reader, Accept="text/html,application/xhtml+xml,*/*;q=0.8").headers


def test_a_text_by_its_own_address_is_answered_here_whatever_is_accepted(reader: Visitor) -> None:
    for path, kind in ((f"{VERDICT}.md", "text/markdown"), (f"{VERDICT}.txt", "text/plain")):
        first = get(reader, path, Accept=kind)
        assert first.content_type == f"{kind}; charset=utf-8"
        assert get(reader, path, 304, Accept=kind, If_None_Match=first.headers["ETag"]).data == b""


@pytest.mark.parametrize("path", ["/sitemaps/news.xml", "/.well-known/security.txt"])
def test_what_depends_on_the_time_is_made_again_after_a_while(app: Flask, path: str) -> None:
    front, reader = front_of(app), stranger(app)
    now = front.clock()
    front.clock = lambda: now
    get(reader, path)
    first = front.memory.get(f"{path}?")
    get(reader, path)
    assert front.memory.get(f"{path}?") is first
    front.clock = lambda: now + TIMED_SECONDS
    get(reader, path)
    again = front.memory.get(f"{path}?")
    assert first is not None and again is not None  # noqa: PT018  for the type checker
    assert again.until == first.until + TIMED_SECONDS
    get(reader)
    page = front.memory.get(f"{VERDICT}?")
    assert page is not None and page.until == inf  # noqa: PT018  as above


def test_a_date_alone_is_not_taken_for_the_same_feed(newsroom: Newsroom, reader: Visitor) -> None:
    """Two changes of one second, or a name hidden since, would be kept from whoever asks by date."""
    feed = get(reader, "/feeds/verdicts.atom")
    at = feed.headers["Last-Modified"]
    assert get(reader, "/feeds/verdicts.atom", If_Modified_Since=at).data == feed.data


def test_under_a_folder_pages_are_the_applications(app: Flask, reader: Visitor) -> None:
    at_root = get(reader).data
    for _ in range(2):
        below = reader.client.get(VERDICT, base_url="http://localhost/checks", buffered=True)
        assert b'href="/checks/' in below.data
    assert b"/checks/" not in at_root
    assert get(reader).data == at_root


def test_an_answer_of_one_alone_is_shared_with_nobody(app: Flask, reader: Visitor) -> None:
    for name, value in [
        ("Set-Cookie", "a=b"),
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private"),
        ("Vary", "Accept-Language"),
    ]:
        app.after_request_funcs[None].insert(
            0, lambda answer, n=name, v=value: answer.headers.add(n, v) or answer
        )
        assert "ETag" not in get(reader, "/ratings").headers
        del app.after_request_funcs[None][0]
    assert held(app) == 0
