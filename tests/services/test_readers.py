"""A page's bytes and the change that made them are one: kept together, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from factcheck.db import Database
from factcheck.domain.printing import BROTLI, GZIP, IDENTITY, Packed, PrintedPage, etag_of
from factcheck.domain.terms import ChangeKind, State
from factcheck.models import HistoryRow, Outbox, Publication, PublicationVersion, ReadersPage
from factcheck.services import desk_settings, publication, readers
from tests import factories, occurring, shelves
from tests.cast import Newsroom, open_newsroom
from tests.sites import Site
from tests.statements import counted

WRITTEN = (Publication, PublicationVersion, HistoryRow, Outbox, ReadersPage)


class Press:
    """A printer of plain words; `before` is done with each page, while the change is still open."""

    def __init__(self) -> None:
        self.before: Callable[[], object] = lambda: None
        self.printed: list[str] = []

    def __call__(self, found: Any, desk: Any) -> PrintedPage:
        self.before()
        shown = found.verdict
        words = f"{desk.name}: {shown.statement} {shown.rating.label}, version {shown.version}"
        self.printed.append(words)
        body = words.encode()
        forms = {IDENTITY: body, GZIP: b"gz" + body, BROTLI: b"br" + body}
        return PrintedPage(
            f"/verdicts/{shown.id}-{shown.slug}",
            "text/plain",
            ("readers", readers.key_of(shown.id)),
            Packed(etag_of(body), forms),
            "of the tests",
        )


@pytest.fixture
def press(newsroom: Newsroom) -> Press:
    made = Press()
    newsroom.database.printer = made
    return made


def stored(newsroom: Newsroom) -> list[str]:
    with newsroom.read() as session:
        return [page.decode() for page in session.scalars(select(ReadersPage.plain))]


def counts(newsroom: Newsroom) -> list[int]:
    return [newsroom.count(model) for model in WRITTEN]


def retract(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "We mistook the year.")


def begin_correction(newsroom: Newsroom) -> None:
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 1, ChangeKind.CORRECTION, "It does not stand there.")


def publish(newsroom: Newsroom) -> None:
    factories.publish(newsroom, 1, newsroom.edith)


def fail_to_retract(newsroom: Newsroom) -> None:
    """Everything is written, the page too, and then something fails."""
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, 1, "We mistook the year.")
        readers.print_page(work, 1)
        raise RuntimeError("the power failed")


def test_publishing_keeps_the_page_with_all_its_forms(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    with newsroom.read() as session:
        (row,) = session.scalars(select(ReadersPage))
        found = readers.stored(session, row.path, "of the tests")
        assert readers.stored(session, row.path, "another program") is None
        assert readers.etag(session, row.path, "of the tests") == row.etag
        assert readers.etag(session, "/verdicts/1-another", "of the tests") is None
    assert found is not None
    assert [found.plain, found.gzip, found.brotli] == [
        row.plain,
        b"gz" + row.plain,
        b"br" + row.plain,
    ]
    assert found.surrogate_keys == "readers verdict-1"
    assert press.printed == [row.plain.decode()]
    assert row.made_at == newsroom.now


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED])
def test_a_page_that_cannot_be_made_undoes_the_change(
    newsroom: Newsroom, press: Press, state: State
) -> None:
    factories.claim(newsroom, state)
    before, pages, mark = counts(newsroom), stored(newsroom), newsroom.database.mark()

    def fail() -> None:
        raise RuntimeError("out of ink")

    press.before = fail
    change = retract if state is State.PUBLISHED else publish
    with pytest.raises(RuntimeError, match="out of ink"):
        change(newsroom)
    assert (counts(newsroom), stored(newsroom)) == (before, pages)
    assert newsroom.database.mark() == mark


def test_a_change_that_fails_keeps_no_page(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    before, pages = counts(newsroom), stored(newsroom)
    with pytest.raises(RuntimeError, match="the power failed"):
        fail_to_retract(newsroom)
    assert (counts(newsroom), stored(newsroom)) == (before, pages)


def test_each_version_takes_the_place_of_the_page_before(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    retract(newsroom)
    (page,) = stored(newsroom)
    assert page.endswith("version 2")
    assert len(press.printed) == 2


def test_a_link_that_readers_see_makes_the_page_anew(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    other = occurring.other_article(newsroom)
    occurring.link(newsroom, 1, other)
    assert len(press.printed) == 1
    occurring.confirm(newsroom, 1, other)
    assert len(press.printed) == 2
    begin_correction(newsroom)
    occurring.unlink(newsroom, 1, other, "edith")
    assert len(press.printed) == len(stored(newsroom)) + 2 == 3


def test_what_nobody_makes_a_page_of_leaves_none(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    retract(newsroom)
    assert stored(newsroom) == []


def test_a_page_goes_with_what_makes_it_wrong(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    elsewhere = occurring.other_article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=elsewhere, words=occurring.WORDS)
    shelves.keep(newsroom, 1)
    shelf = shelves.Shelf(Site(newsroom, None), 1)  # type: ignore[arg-type]  # no application is asked
    assert len(stored(newsroom)) == 2
    shelf.dies()
    assert len(stored(newsroom)) == 1, "the other one is right as it is"
    with newsroom.work() as work:
        desk_settings.name_desk(work, name="Another desk")
    assert stored(newsroom) == []


def test_making_a_page_costs_two_statements(newsroom: Newsroom, press: Press) -> None:
    factories.claim(newsroom, State.APPROVED)
    seen = factories.content_hash(newsroom, 1)

    def publish() -> list[str]:
        with counted(newsroom.database) as statements, newsroom.work(newsroom.edith) as work:
            publication.publish(work, 1, seen)
        return statements

    own = [one for one in publish() if "readers_page" in one or "readers_mark" in one]
    assert len(own) == 2


@pytest.mark.postgresql
def test_what_somebody_else_changes_meanwhile_takes_the_page_away(
    postgresql_database: Database,
) -> None:
    """On PostgreSQL another change can be committed while the page is made; the page knows nothing of it."""
    newsroom, press = open_newsroom(postgresql_database), Press()
    newsroom.database.printer = press
    factories.claim(newsroom, State.APPROVED)

    def meanwhile() -> None:
        with newsroom.database.writer.begin() as connection:
            connection.execute(text("UPDATE desk SET name = 'Another desk'"))

    press.before = meanwhile
    before = newsroom.database.mark()
    factories.publish(newsroom, 1, newsroom.edith)
    assert press.printed
    assert "Another desk" not in press.printed[0]
    assert stored(newsroom) == []
    assert newsroom.database.mark() == (before or 0) + 2
    press.before = lambda: None
    retract(newsroom)
    (page,) = stored(newsroom)
    assert page.startswith("Another desk")


# ── What caches are told ─────────────────────────────────────────────────────────────────────────


def told(newsroom: Newsroom) -> list[list[str]]:
    with newsroom.read() as session:
        wanted = select(Outbox.payload).where(Outbox.kind == readers.JOB).order_by(Outbox.id)
        return [payload["keys"] for payload in session.scalars(wanted)]


def with_caches(newsroom: Newsroom) -> None:
    settings = replace(newsroom.database.settings, purge_url="POST http://127.0.0.1:1/")
    newsroom.database.settings = settings


def test_without_caches_nobody_is_told(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    retract(newsroom)
    assert told(newsroom) == []


def test_caches_are_told_what_a_change_altered(newsroom: Newsroom) -> None:
    with_caches(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    own = ["article-1", "verdict-1", "verdicts"]
    assert told(newsroom) == [own]
    other = occurring.other_article(newsroom)
    occurring.link(newsroom, 1, other)
    assert told(newsroom) == [own]
    occurring.confirm(newsroom, 1, other)
    begin_correction(newsroom)
    occurring.unlink(newsroom, 1, other, "edith")
    both = ["article-1", f"article-{other}", "verdict-1", "verdicts"]
    assert told(newsroom)[1:] == [both, both]
    retract(newsroom)
    assert told(newsroom)[3:] == [own]
    with newsroom.work() as work:
        desk_settings.name_desk(work, name="Another desk")
    assert told(newsroom)[4:] == [["readers"]]


def test_caches_are_told_of_a_source_that_died(newsroom: Newsroom) -> None:
    with_caches(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    shelves.keep(newsroom, 1)
    shelves.Shelf(Site(newsroom, None), 1).dies()  # type: ignore[arg-type]  # as above
    assert told(newsroom)[1:] == [["verdict-1"]]


def test_what_readers_cannot_see_is_told_to_no_cache(newsroom: Newsroom) -> None:
    with_caches(newsroom)
    factories.claim(newsroom, State.APPROVED)
    elsewhere = occurring.other_article(newsroom)
    factories.claim(newsroom, State.PUBLISHED, article_id=elsewhere, words=occurring.WORDS)
    assert len(told(newsroom)) == 1
    with newsroom.work(newsroom.edith) as work:
        publication.begin_change(work, 2, ChangeKind.UPDATE, "Something is new.")
    assert len(told(newsroom)) == 1


def test_a_change_that_fails_tells_no_cache(newsroom: Newsroom) -> None:
    with_caches(newsroom)
    factories.claim(newsroom, State.PUBLISHED)
    with pytest.raises(RuntimeError, match="the power failed"):
        fail_to_retract(newsroom)
    assert len(told(newsroom)) == 1
