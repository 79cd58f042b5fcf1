"""A source that is itself an archive's copy is shown as one; our own copies say in their headers what they are of."""

import pytest
from sqlalchemy import select

from factcheck.keeping import blobs_of
from factcheck.models import Snapshot
from factcheck.services import evidence, snapshots
from factcheck.services.snapshots import Bytes, Captured
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

COPY = "/desk/claims/1/evidence/1/snapshots"
TEXT = b"The harbour lost 4 million."
DATED = ("Memento-Datetime", "Sun, 01 Mar 2020 14:02:03 GMT")
LINK = (
    "Link",
    '<https://harbour.example/<b>>; rel="original", <https://harbour.example/a>; rel=original',
)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    return open_site(sqlite_newsroom)


def keep(site: Site, *headers: tuple[str, str]) -> None:
    digest = blobs_of(site.newsroom.database.settings).put(TEXT)
    body = Bytes(digest, len(TEXT), "text/plain")
    with site.newsroom.work() as work:
        number = work.session.scalars(select(Snapshot.id)).one()
        what = snapshots.awaited(work.session, number)
        assert what is not None
        given = Captured(body=body, text=body, headers=headers, reached_address=what.address)
        assert snapshots.keep(work, number, what, given)


def test_a_copy_of_a_copy_says_of_what_and_when(site: Site) -> None:
    keep(site, DATED, LINK)
    words = "By its sender’s word, itself a copy of https://harbour.example/a, made 2020-03-01 14:02:03 UTC."
    copies = site.page(COPY, "rosa")
    assert words in copies.text
    assert "https://harbour.example/a" in copies.links()
    assert words in site.page(f"{COPY}/1/view", "rosa").text


def test_an_archive_that_does_not_say_of_what_is_shown_so(site: Site) -> None:
    keep(site, DATED)
    assert "itself a copy of an address it does not name, made 2020" in site.page(COPY).text


def test_any_other_copy_says_nothing_of_the_kind(site: Site) -> None:
    keep(site)
    assert "itself a copy" not in site.page(COPY).text + site.page(f"{COPY}/1/view").text


def test_the_viewer_sends_the_headers_of_a_memento(site: Site) -> None:
    keep(site)
    with site.newsroom.read() as session:
        copy = session.scalars(select(Snapshot)).one()
    assert copy.fetched_at is not None
    headers = site.visitor("rosa").get(f"{COPY}/1/view").headers
    assert headers["Memento-Datetime"] == f"{copy.fetched_at:%a, %d %b %Y %H:%M:%S} GMT"
    assert headers["Link"] == f'<{factories.LINK.url}>; rel="original"'
    refused = site.visitor("rosa").get(f"{COPY}/1/view?quote=nowhere")
    assert (refused.status_code, "Memento-Datetime" in refused.headers) == (422, True)


def test_a_file_somebody_brought_is_no_memento(site: Site) -> None:
    digest = blobs_of(site.newsroom.database.settings).put(TEXT)
    body = Bytes(digest, len(TEXT), "text/plain")
    with site.newsroom.work(site.newsroom.carla) as work:
        snapshots.bring_upload(work, 1, 1, Captured(body=body, text=body))
    answer = site.visitor("rosa").get(f"{COPY}/2/view")
    assert (answer.status_code, "Memento-Datetime" in answer.headers) == (200, False)
