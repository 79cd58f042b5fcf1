"""What the page of a verdict tells beside its sources, its Markdown and plain text tell as well."""

import pytest

from tests.pages import read
from tests.shelves import COPY, VERDICT, Shelf, readers_page
from tests.web.test_archived_sources import MEMENTO, archive

BASE = "http://127.0.0.1:8000"


@pytest.mark.parametrize("form", ["md", "txt"])
def test_a_source_that_is_gone_is_told_with_the_way_to_our_copy(shelf: Shelf, form: str) -> None:
    assert "is gone" not in shelf.reader(f"{VERDICT}.{form}").text
    shelf.dies()
    page = " ".join(read(readers_page(shelf)).text.split())
    told = shelf.reader(f"{VERDICT}.{form}").text
    assert "This page is gone since 2026-11-" in told
    assert f"{BASE}/{COPY}" in told
    assert "This page is gone since" in page
    assert (
        told.index("Annual accounts") < told.index("This page is gone") < told.index("Audit report")
    )


@pytest.mark.parametrize("form", ["md", "txt"])
def test_a_source_that_changed_is_told(shelf: Shelf, form: str) -> None:
    shelf.changes()
    told = shelf.reader(f"{VERDICT}.{form}").text
    assert "This page has changed since we kept our copy of it on 2026-11-20;" in told
    assert COPY not in told


@pytest.mark.parametrize("form", ["md", "txt"])
def test_where_an_archive_keeps_a_copy_is_told(shelf: Shelf, form: str) -> None:
    assert MEMENTO not in shelf.reader(f"{VERDICT}.{form}").text
    archive(shelf)
    told = shelf.reader(f"{VERDICT}.{form}").text
    assert "Copy at the Wayback Machine, 2026-11-20:" in told
    assert told.count(MEMENTO) == 1
