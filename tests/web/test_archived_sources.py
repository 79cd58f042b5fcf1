"""Readers are led to the copy an outside archive keeps of a source (M6), wherever they may know of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from factcheck.domain.derived import Circle
from factcheck.models import Evidence, OriginalRestriction, Publication
from factcheck.services import outside_copies
from tests import factories
from tests.shelves import VERDICT, Shelf, readers_page
from tests.statements import counted

MEMENTO = f"https://web.archive.org/web/20261120091500/{factories.LINK.url}"
AT = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
LINK = f'<a href="{MEMENTO}" rel="noopener">Copy at the Wayback Machine'


def archive(shelf: Shelf, address: str = MEMENTO) -> None:
    """The archive made its copy of the first source."""
    with shelf.newsroom.work() as work:
        outside_copies.ask(work, shelf.copy_id)
    with shelf.newsroom.work() as work:
        what = outside_copies.awaited(work.session, 1)
        assert what is not None
        outside_copies.hand_over(work, 1, "spn2-1f")
        outside_copies.keep(work, 1, what, address, AT)


def test_a_source_that_an_archive_keeps_leads_there_and_says_of_when(shelf: Shelf) -> None:
    assert "web.archive.org" not in readers_page(shelf)
    archive(shelf)
    page = readers_page(shelf)
    assert page.count(LINK) == 1
    assert '<span class="visually-hidden"> of source 1</span></a>, <time' in page
    assert "20 November 2026" in page.partition(LINK)[2].partition("</span></p>")[0]


def test_that_the_archive_is_still_at_work_readers_are_not_told(shelf: Shelf) -> None:
    with shelf.newsroom.work() as work:
        outside_copies.ask(work, shelf.copy_id)
    with shelf.newsroom.work() as work:
        outside_copies.hand_over(work, 1, "spn2-1f")
    assert "Wayback" not in readers_page(shelf)


def test_telling_it_costs_the_page_of_a_verdict_no_statement(shelf: Shelf) -> None:
    with counted(shelf.newsroom.database) as before:
        readers_page(shelf)
    archive(shelf)
    with counted(shelf.newsroom.database) as after:
        readers_page(shelf)
    assert len(after) == len(before)


def test_the_verdict_that_was_approved_is_the_same_with_it(shelf: Shelf) -> None:
    def of_machines() -> str:
        return (
            readers_page(shelf)
            .partition('<script type="application/ld+json">')[2]
            .partition("</script>")[0]
        )

    before = of_machines()
    assert before
    archive(shelf)
    assert of_machines() == before


@pytest.mark.parametrize(
    "case", ["an address that names somebody", "internal", "restricted", "earlier version"]
)
def test_where_readers_may_not_know_of_the_source_the_archive_is_not_named(
    shelf: Shelf, case: str
) -> None:
    archive(shelf)
    assert LINK in readers_page(shelf)
    path = VERDICT
    with shelf.newsroom.work(shelf.newsroom.edith) as work:
        if case == "an address that names somebody":
            work.session.get_one(Publication, 1).hidden_names = '[["accounts", "a clerk"]]'
        elif case == "internal":
            work.session.execute(
                update(Evidence)
                .where(Evidence.number == 1)
                .values(is_public=False, internal_reason="Not to be shown.")
            )
        elif case == "restricted":
            work.session.add(
                OriginalRestriction(
                    evidence_id=1,
                    circle=Circle.SENIOR,
                    reason="It names a child.",
                    restricted_by_id=shelf.newsroom.carla.id,
                    restricted_at=work.now,
                )
            )
        else:
            path = f"{VERDICT}/versions/1"
    assert "web.archive.org" not in shelf.reader(path).text
    assert shelf.reader(path).status_code == 200
