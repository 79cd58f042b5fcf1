"""No reader gets a page that contradicts what was acknowledged, in any form, whatever is held ready."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from factcheck.domain.terms import ChangeKind, State
from factcheck.models import Desk, ReadersPage
from factcheck.services import publication
from tests import factories, occurring
from tests.cast import Newsroom
from tests.fronts import (
    ARTICLE,
    KEYS,
    REASON,
    VERDICT,
    correct,
    front_of,
    get,
    held,
    live,
    retract,
    served,
)
from tests.gates import FERRIES
from tests.statements import counted
from tests.visitors import make_app, stranger


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return served(newsroom)


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
    assert get(reader, "/ratings").headers["ETag"] == before["/ratings"]


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
    factories.claim(newsroom, State.APPROVED, article_id=1, words=FERRIES)
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
    for path in (VERDICT, "/ratings"):
        get(reader, path)
    before = {path: memory.get(f"{path}?") for path in (VERDICT, "/ratings")}
    elsewhere = occurring.other_article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=elsewhere, words=occurring.WORDS)
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
    assert answer.data == live(app, VERDICT).data


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


def test_a_database_without_the_mark_is_none_to_hold_pages_of_and_the_log_says_so_once(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    with newsroom.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE readers_mark RENAME TO readers_mark_away"))
    for _ in range(3):
        assert newsroom.database.mark() is None
    assert [record.getMessage() for record in caplog.records] == [
        "The readers' mark cannot be read: no page is answered from memory"
    ]
    with newsroom.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE readers_mark_away RENAME TO readers_mark"))
    assert newsroom.database.mark() is not None
    assert len(caplog.records) == 1
