"""Readers' pages from memory: the bytes and headers of the application, told apart by tag and encoding, never stale."""

import gzip
from dataclasses import replace
from typing import Any

import brotli
import pytest
from flask import Flask
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from factcheck.domain.printing import etag_of
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import Desk, ReadersPage
from factcheck.services import publication, verdicts
from factcheck.web import security
from factcheck.web.front import ADDRESSES, CACHE_CONTROL, Front, address_of
from factcheck.web.packing import pack
from factcheck.web.page_memory import BESIDE_BYTES, PageMemory, answer_of
from tests import factories
from tests.cast import Newsroom
from tests.statements import counted
from tests.visitors import HTTPS, Visitor, make_app, signed_in, stranger

VERDICT = "/verdicts/1-the-harbour-made-a-loss-of-4-million-crowns-last-year"
ARTICLE = "/articles/1-the-harbour-runs-at-a-loss"
KEYS = {
    VERDICT: "readers verdict-1 article-1",
    f"{VERDICT}/versions/1": "readers verdict-1 article-1",
    f"{VERDICT}/annotation.json": "readers verdict-1 article-1",
    ARTICLE: "readers article-1",
    f"{ARTICLE}/annotations.json": "readers article-1",
    f"{ARTICLE}/annotations.json?page=0": "readers article-1",
    "/": "readers verdicts",
    "/?rating=supported": "readers verdicts",
    "/corrections": "readers verdicts",
    "/ratings": "readers ratings",
    "/method": "readers method",
}
LIVE = {
    "Cookie": "factcheck=nobody"
}  # no session of ours: the application answers it as it does a stranger
FRONTS_OWN = {"Cache-Control", "Vary", "Surrogate-Key", "ETag", "Content-Length"}
REASON = "A figure was wrong."


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    made = make_app(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    return made


@pytest.fixture
def reader(app: Flask) -> Visitor:
    return stranger(app)


def front_of(app: Flask) -> Front:
    found: Front = app.extensions["front"]
    return found


def get(reader: Visitor, path: str = VERDICT, status: int = 200, **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = reader.get(path, headers=sent)
    assert answer.status_code == status
    return answer


def correct(newsroom: Newsroom, reason: str = "The accounts say a little less.") -> None:
    """Edith corrects claim 1, and it goes its whole road again."""
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, ChangeKind.CORRECTION, REASON)
    factories.write(newsroom, 1, newsroom.carla, "contradicted", reason=reason)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.emil)


def retract(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "We mistook the year.")


# ── What is answered ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("path", "keys"), KEYS.items())
def test_it_is_the_applications_page_with_what_caches_need(
    reader: Visitor, path: str, keys: str
) -> None:
    live = reader.get(path, headers=LIVE)
    assert "ETag" not in live.headers
    for _ in range(2):  # made, then held
        answer = get(reader, path)
        assert answer.data == live.data
        assert answer.headers["ETag"] == f'"{etag_of(live.data)}"'
        assert answer.headers["Cache-Control"] == CACHE_CONTROL
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["Surrogate-Key"] == keys
        assert answer.headers["Content-Length"] == str(len(live.data))
        rest = {name: value for name, value in answer.headers if name not in FRONTS_OWN}
        assert rest == {name: value for name, value in live.headers if name not in FRONTS_OWN}
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
    newsroom: Newsroom, reader: Visitor
) -> None:
    with newsroom.read() as session:
        row = session.scalars(select(ReadersPage)).one()
    assert row.plain == reader.get(VERDICT, headers=LIVE).data
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


def held(app: Flask) -> int:
    return len(front_of(app).memory)


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


# ── Never out of date ────────────────────────────────────────────────────────────────────────────


def test_a_correction_is_what_readers_get_next(newsroom: Newsroom, app: Flask) -> None:
    reader = stranger(app)
    before = {path: get(reader, path).headers["ETag"] for path in KEYS}
    correct(newsroom)
    page = get(reader, VERDICT, If_None_Match=before[VERDICT])
    assert "The accounts say a little less." in page.text
    assert REASON in page.text
    for path in ("/", "/corrections", ARTICLE, f"{VERDICT}/annotation.json"):
        assert get(reader, path).headers["ETag"] != before[path]
        assert get(reader, path, If_None_Match=before[path]).data
    assert REASON in get(reader, "/corrections").text
    assert get(reader, "/method").headers["ETag"] == before["/method"]


def test_a_retraction_answers_whoever_knows_the_page_already(
    newsroom: Newsroom, app: Flask
) -> None:
    reader = stranger(app)
    tags = {code: get(reader, Accept_Encoding=code).headers["ETag"] for code in ("", "gzip", "br")}
    retract(newsroom)
    for code, tag in tags.items():
        answer = get(reader, Accept_Encoding=code, If_None_Match=tag)
        assert answer.headers["ETag"] != tag
    page = get(reader).text
    assert "This verdict has been retracted." in page
    assert "We mistook the year." in page
    assert "application/ld+json" not in page.replace(
        'rel="alternate" type="application/ld+json"', ""
    )


def test_what_the_desk_does_otherwise_leaves_everything_held(
    newsroom: Newsroom, app: Flask
) -> None:
    reader = stranger(app)
    for path in KEYS:
        get(reader, path)
    factories.claim(newsroom, State.APPROVED)
    with counted(newsroom.database) as statements:
        for path in KEYS:
            get(reader, path)
    assert statements == []


def test_a_page_made_while_it_changed_is_not_held(newsroom: Newsroom, app: Flask) -> None:
    """Somebody slow reads the page, somebody else corrects it, then the slow one would put the old page back."""
    front, reader = front_of(app), stranger(app)
    inner = front._app

    def slow(environ: Any, start_response: Any) -> Any:
        told = list(inner(environ, start_response))
        front._app = inner
        correct(newsroom)
        return told

    front._app = slow
    old = f"{VERDICT}/annotation.json"
    first = get(reader, old).data
    assert held(app) == 0
    assert get(reader, old).data != first
    assert held(app) == 1


def test_a_page_that_is_the_same_again_keeps_its_compressed_bytes(
    newsroom: Newsroom, app: Flask
) -> None:
    reader, memory = stranger(app), front_of(app).memory
    for path in (VERDICT, "/method"):
        get(reader, path)
    before = {path: memory.get(f"{path}?") for path in (VERDICT, "/method")}
    other = factories.claim(newsroom, State.PUBLISHED)  # something else is published
    assert other == 2
    for path, then in before.items():
        get(reader, path)
        now = memory.get(f"{path}?")
        assert now is not None
        assert then is not None
        assert now.mark > then.mark
        assert now.packed is then.packed


def test_another_programs_bytes_count_for_nothing(newsroom: Newsroom, app: Flask) -> None:
    with newsroom.work() as work:
        work.session.execute(update(ReadersPage).values(made_with="0" * 64, plain=b"of long ago"))
    assert b"of long ago" not in get(stranger(app)).data


def test_without_the_mark_pages_are_the_applications(
    newsroom: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = stranger(app)
    get(reader)
    monkeypatch.setattr(newsroom.database, "mark", lambda: None)
    answer = get(reader)
    assert "ETag" not in answer.headers
    assert answer.data == reader.get(VERDICT, headers=LIVE).data


def test_a_demonstration_says_so_in_the_bytes(newsroom: Newsroom, app: Flask) -> None:
    with newsroom.work() as work:
        work.session.execute(update(Desk).values(is_demonstration=True))
    reader = stranger(app)
    assert "This is a demonstration." in get(reader).text
    correct(newsroom)
    with newsroom.read() as session:
        assert b"This is a demonstration." in session.scalars(select(ReadersPage.plain)).one()
    assert "This is a demonstration." in get(reader).text


def test_nothing_internal_gets_into_the_bytes(newsroom: Newsroom) -> None:
    make_app(newsroom)
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    secret = replace(
        factories.LINK,
        title="The quiet ledger",
        url="https://quiet.example/",
        is_public=False,
        internal_reason="It would name the clerk.",
    )
    factories.log(newsroom, claim_id, newsroom.carla, secret)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, ChangeKind.UPDATE, "Something is new.")
    factories.write(newsroom, 1, newsroom.carla, reason="A draft that nobody has approved.")
    with newsroom.read() as session:
        (plain,) = session.scalars(select(ReadersPage.plain))
    for words in (b"quiet", b"clerk", b"A draft that nobody", b"csrf", b"Edith@", b"/logout"):
        assert words not in plain
    assert b"One more source is known to the desk" in plain


# ── The memory ───────────────────────────────────────────────────────────────────────────────────


def page(of: int, filling: bytes = b"") -> Any:
    return answer_of(pack(b"%d" % of + filling), [("Content-Type", "text/plain")], mark=of)


def test_what_was_used_longest_ago_gives_way() -> None:
    size = page(1).size
    memory = PageMemory(3 * size + 10)
    for number in (1, 2, 3):
        memory.keep(str(number), page(number))
    assert memory.get("1") is not None
    memory.keep("4", page(4))
    assert [memory.get(str(n)) is not None for n in (1, 2, 3, 4)] == [True, False, True, True]
    assert memory.size == 3 * size <= memory.most


def test_what_takes_the_place_of_another_is_counted_once() -> None:
    memory = PageMemory(10 * BESIDE_BYTES)
    for number in range(20):
        memory.keep("the same", page(number))
    assert (len(memory), memory.size) == (1, page(19).size)


def test_what_is_larger_than_the_memory_is_not_held_nor_what_stood_there() -> None:
    memory = PageMemory(2 * BESIDE_BYTES)
    memory.keep("a", page(1))
    memory.keep("a", page(2, bytes(3 * BESIDE_BYTES)))
    assert (len(memory), memory.size) == (0, 0)


def test_with_no_memory_every_page_is_looked_up_and_has_its_tag(newsroom: Newsroom) -> None:
    newsroom.database.settings = replace(newsroom.database.settings, page_memory=0)
    app = make_app(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    reader = stranger(app)
    for _ in range(2):
        tag = get(reader).headers["ETag"]
        get(reader, VERDICT, 304, If_None_Match=tag)
    assert held(app) == 0


def test_a_process_holds_no_more_than_it_was_told(newsroom: Newsroom, app: Flask) -> None:
    reader, memory = stranger(app), front_of(app).memory
    memory.most = 40_000
    for path in KEYS:
        get(reader, path)
        assert memory.size <= memory.most
    assert 0 < len(memory) < len(KEYS)


# ── The mark ─────────────────────────────────────────────────────────────────────────────────────


def rename_and_fail(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        work.session.execute(update(Desk).values(name="A third"))
        work.session.flush()
        raise RuntimeError("the power failed")


def test_the_mark_is_that_of_what_is_committed(newsroom: Newsroom) -> None:
    before = newsroom.database.mark()
    assert before is not None
    with newsroom.work() as work:
        work.session.execute(update(Desk).values(name="Another"))
        work.session.flush()
        assert newsroom.database.mark() == before
    assert newsroom.database.mark() == before + 1
    with pytest.raises(RuntimeError, match="the power failed"):
        rename_and_fail(newsroom)
    assert newsroom.database.mark() == before + 1


def test_a_database_without_the_mark_is_none_to_hold_pages_of(newsroom: Newsroom) -> None:
    with newsroom.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE readers_mark RENAME TO readers_mark_away"))
    assert newsroom.database.mark() is None
    with newsroom.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE readers_mark_away RENAME TO readers_mark"))
    assert newsroom.database.mark() is not None
