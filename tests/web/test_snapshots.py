"""The pages of kept copies: what the row says, the facts of a capture, bytes that leave as files."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from factcheck.domain.digests import digest_of
from factcheck.domain.limits import CAPTURES_ASKED, EXPORTS
from factcheck.domain.snapshots import NotIntact
from factcheck.keeping import blobs_of
from factcheck.models import Snapshot
from factcheck.services import evidence, snapshots
from factcheck.services.snapshots import Bytes, Captured
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

PAGE = b"<script>parent.alert(1)</script><p>The harbour lost 4 million crowns."
WARC = b"\x1f\x8b a record"
BODY, RECORD = (digest_of(data) for data in (PAGE, WARC))
COPIES = "desk/claims/1/evidence/1/snapshots"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    return open_site(sqlite_newsroom)


def settle(site: Site, failure: str = "") -> None:
    with site.newsroom.work() as work:
        number = work.session.scalars(select(Snapshot.id).order_by(Snapshot.id.desc())).first() or 0
        what = snapshots.awaited(work.session, number)
        assert what is not None
        if failure:
            assert snapshots.fail(work, number, what, failure)
            return
        captured = Captured(
            body=Bytes(BODY, len(PAGE), "text/html"),
            warc=Bytes(RECORD, len(WARC), "application/warc"),
            reached_address="https://harbour.example/new",
            hops=[
                {
                    "at": "2026-11-20T09:00:00+00:00",
                    "address": factories.LINK.url,
                    "status": 301,
                    "location": "/new",
                }
            ],
            status=200,
            headers=[("Server", "<b>nginx</b>")],
            declared_type="image/png",
            tool="factcheck 9",
        )
        assert snapshots.keep(work, number, what, captured)


def stored(site: Site, monkeypatch: pytest.MonkeyPatch, **kept: Any) -> None:
    """Bytes by digest, as the store would give them."""
    known = {BODY: PAGE, RECORD: WARC, **kept}

    def read(digest: str, size: int) -> bytes:
        if len(known[digest]) != size:
            raise NotIntact("The kept bytes are cut. 3 of 66 bytes are left.")
        return known[digest]

    app = site.visitor("carla").app
    monkeypatch.setitem(
        app.extensions, "factcheck", replace(app.extensions["factcheck"], read_blob=read)
    )


def row(site: Site, by: str = "carla") -> Any:
    return site.page("desk/claims/1", by).id("evidence-1")


def test_the_row_says_that_the_copy_is_on_its_way(site: Site) -> None:
    assert "A copy is being fetched." in row(site).text


def test_the_row_says_when_it_was_kept_and_under_which_hash(site: Site) -> None:
    settle(site)
    assert f"SHA-256 {BODY[7:19]}…" in row(site).text
    assert "UTC" in row(site).text
    assert "A copy is being fetched." not in row(site).text


def test_the_row_says_why_nothing_was_kept_with_a_button_to_try_again(site: Site) -> None:
    settle(site, "The site answered 404.")
    assert "No copy kept: The site answered 404." in row(site).text
    assert row(site).all("button")[0].attributes["formaction"] == f"/{COPIES}"
    assert row(site, "rosa").all("button") == []
    site.done(COPIES)
    assert "A copy is being fetched." in row(site).text


def test_a_second_try_at_once_is_refused_and_nothing_is_written(site: Site) -> None:
    before = site.counts()
    page = site.send(COPIES, 409)
    assert "A copy of evidence 1 is being fetched already." in page.text
    assert site.counts() == before


def test_asking_other_sites_once_more_is_limited_a_minute(site: Site) -> None:
    before = site.counts()
    carla = site.visitor("carla")
    assert {carla.post(f"/{COPIES}").status_code for _ in range(CAPTURES_ASKED)} == {409}
    answer = carla.post(f"/{COPIES}")
    assert (answer.status_code, "too many tries" in answer.text) == (429, True)
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert site.visitor("edith").post(f"/{COPIES}").status_code == 409
    assert site.counts() == before


def test_the_page_of_the_copies_tells_every_fact_of_the_exchange(site: Site) -> None:
    settle(site)
    text = site.page(COPIES, "rosa").text
    for fact in (
        "by Carla",
        factories.LINK.url,
        "→ /new",
        "https://harbour.example/new",
        "200",
        BODY[7:],
        f"{len(PAGE)} bytes",
        "text/html",
        "image/png",
        "factcheck 9",
        "<b>nginx</b>",
    ):
        assert fact in text, fact


def test_the_kept_bytes_leave_as_a_file_in_which_nothing_runs(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(site)
    stored(site, monkeypatch)
    answer = site.visitor("rosa").get(f"/{COPIES}/1/original")
    assert (answer.status_code, answer.data) == (200, PAGE)
    headers = answer.headers
    assert headers["Content-Disposition"] == 'attachment; filename="claim-1-evidence-1-copy-1.html"'
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    warc = site.visitor("rosa").get(f"/{COPIES}/1/warc")
    assert (warc.data, warc.content_type) == (WARC, "application/warc")
    assert warc.headers["Content-Disposition"].endswith('copy-1.warc.gz"')


def test_whoever_takes_an_original_away_is_written_down(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(site)
    stored(site, monkeypatch)
    site.visitor("rosa").get(f"/{COPIES}/1/original")
    assert site.newsroom.history(1)[-1] == "snapshot:downloaded evidence:1"
    deeds = site.page("desk/claims/1/history").text
    assert "Rosa" in deeds
    assert "downloaded the kept copy of evidence 1" in deeds


def test_bytes_that_are_not_what_was_kept_are_never_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(site)
    stored(site, monkeypatch, **{BODY: PAGE[:3]})
    before = site.counts()
    answer = site.visitor("rosa").get(f"/{COPIES}/1/original")
    assert answer.status_code == 500
    assert "The kept bytes are cut. 3 of 66 bytes are left." in answer.text
    assert "The harbour lost" not in answer.text
    assert site.counts() == before


@pytest.mark.parametrize("path", ["1/original", "1/warc", "2/original"])
def test_what_was_not_kept_cannot_be_taken_away(site: Site, path: str) -> None:
    settle(site, "The page is empty.")
    assert site.visitor("rosa").get(f"/{COPIES}/{path}").status_code == 404


def test_a_stranger_learns_nothing_of_copies(site: Site) -> None:
    settle(site)
    there = site.visitor("rosa").app.test_client()
    for path in (COPIES, f"{COPIES}/1/original", f"{COPIES}/1/warc"):
        assert there.get(f"/{path}").status_code == 404


def test_a_copy_at_an_archive_that_altered_its_copies_is_marked_as_proving_nothing(
    site: Site,
) -> None:
    assert "proves nothing" not in row(site).text
    with site.newsroom.work(site.newsroom.carla) as work:
        seen = evidence.row(work.session, 1, 1).version
        evidence.change(work, 1, 1, seen, replace(factories.LINK, url="https://archive.ph/AbCdE"))
    assert "This archive was found to have altered its copies." in row(site).text


def test_an_address_that_leads_to_such_an_archive_is_marked_as_well(site: Site) -> None:
    with site.newsroom.work() as work:
        what = snapshots.awaited(work.session, 1)
        assert what is not None
        body = Bytes(BODY, len(PAGE), "text/html")
        assert snapshots.keep(
            work, 1, what, Captured(body=body, reached_address="https://archive.ph/x")
        )
    assert "what is kept of this one proves nothing" in row(site).text
    assert "Fetched 20" in row(site).text
    assert "Kept 20" not in row(site).text


# ── All of a claim's copies in one file ──────────────────────────────────────────────────────────

WHOLE = "desk/claims/1/evidence.wacz"


def test_all_that_is_kept_of_a_claim_leaves_as_one_archive_and_is_written_down(site: Site) -> None:
    store = blobs_of(site.newsroom.database.settings)
    store.put(PAGE)
    with site.newsroom.work(site.newsroom.carla) as work:
        given = Captured(body=Bytes(BODY, len(PAGE), "text/html"), file_name="accounts.html")
        snapshots.bring_upload(work, 1, 1, given)
    assert site.page("desk/claims/1").links()["Download all kept copies (WACZ)"] == f"/{WHOLE}"
    answer = site.visitor("rosa").get(f"/{WHOLE}")
    assert (answer.status_code, answer.content_type) == (200, "application/wacz")
    assert answer.headers["Content-Disposition"] == "attachment; filename=claim-1.wacz"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with ZipFile(BytesIO(answer.data)) as archive:
        names = archive.namelist()
        about = json.loads(archive.read("datapackage.json"))
    assert "archive/evidence-1-copy-2.warc.gz" in names
    assert about["title"] == "Evidence of claim 1"
    assert site.newsroom.history(1)[-1].startswith("evidence:exported")


def test_taking_all_of_it_away_is_limited_a_minute(site: Site) -> None:
    rosa = site.visitor("rosa")
    before = site.counts()
    assert {rosa.get(f"/{WHOLE}").status_code for _ in range(EXPORTS)} == {404}
    assert rosa.get(f"/{WHOLE}").status_code == 429
    assert site.counts() == before


def test_where_nothing_is_kept_there_is_no_archive_and_no_link_to_one(site: Site) -> None:
    before = site.counts()
    assert "Download all kept copies" not in site.page("desk/claims/1").text
    page = site.page(WHOLE, "rosa", 404)
    assert "No copy of the evidence of claim 1 is kept." in page.text
    assert site.counts() == before


def test_an_archive_that_would_hold_other_bytes_is_never_sent(site: Site) -> None:
    settle(site)  # the rows name bytes that the store does not have
    before = site.counts()
    answer = site.visitor("rosa").get(f"/{WHOLE}")
    assert answer.status_code == 500
    assert "missing" in answer.text
    assert answer.data[:2] != b"PK"
    assert site.counts() == before
