"""Files as copies of a source: kept all or none, by what they hold, by whoever may; what is wrong stands beside it."""

import io
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from factcheck.domain.digests import digest_of
from factcheck.domain.snapshots import Method, SnapshotState
from factcheck.keeping import blobs_of
from factcheck.models import Blob, Snapshot
from factcheck.services import evidence
from factcheck.web import throttle
from tests import factories
from tests.cast import Newsroom
from tests.office_files import docx, paragraph, pdf, set_in_lines
from tests.pages import Element, read
from tests.pictures import picture, png_of
from tests.sites import Site, open_site

UPLOAD = "/desk/claims/1/evidence/1/upload"
REPORT = pdf([set_in_lines(["The harbour lost 4 million."]), set_in_lines(["Annex."])])
PAGE = b"<!doctype html><p>The harbour lost 4 million crowns.</p>"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    return open_site(sqlite_newsroom)


def chosen(*files: tuple[bytes, str]) -> dict[str, Any]:
    return {"files": [(io.BytesIO(data), name) for data, name in files]}


def refused(site: Site, *files: tuple[bytes, str], status: int = 422, note: str = "") -> Element:
    """The page that comes back, once it is sure that nothing was written."""
    before = site.counts(), len(uploaded(site)), site.newsroom.count(Blob)
    page = site.send(UPLOAD, status, "carla", **chosen(*files), note=note)
    assert (site.counts(), len(uploaded(site)), site.newsroom.count(Blob)) == before
    return page


def send_large(site: Site, path: str, size: int, begin: bytes = b"") -> TestResponse:
    """A form with one large file, written as a browser writes it."""
    visitor = site.visitor("carla")
    part = "--x\r\nContent-Disposition: form-data; name={}\r\n\r\n"
    token = part.format("csrf_token") + visitor.csrf_token() + "\r\n"
    head = part.format('files; filename="a.jpg"')
    body = (token + head).encode() + begin + bytes(size - len(begin)) + b"\r\n--x--\r\n"
    return visitor.client.post(
        path,
        data=body,
        content_type="multipart/form-data; boundary=x",
        headers={"Referer": visitor.base_url + path},
        base_url=visitor.base_url,
        buffered=True,
    )


def uploaded(site: Site) -> list[Snapshot]:
    with site.newsroom.read() as session:
        wanted = select(Snapshot).where(Snapshot.method == Method.UPLOADED)
        return list(session.scalars(wanted.order_by(Snapshot.number)))


def kept(site: Site, digest: str | None) -> bytes:
    assert digest is not None
    return blobs_of(site.newsroom.database.settings).get(digest)


def test_a_file_is_kept_as_a_copy_with_its_bytes_its_text_and_its_record(site: Site) -> None:
    there = site.done(UPLOAD, "carla", **chosen((REPORT, "report.pdf")), note="Sent by the office.")
    assert there == "/desk/claims/1/evidence/1/snapshots#copy-2"
    (copy,) = uploaded(site)
    assert (copy.state, copy.digest) == (SnapshotState.KEPT, digest_of(REPORT))
    assert (copy.file_name, copy.note) == ("report.pdf", "Sent by the office.")
    assert copy.asked_by_id == site.newsroom.carla.id
    assert kept(site, copy.digest) == REPORT
    assert kept(site, copy.text_digest) == b"The harbour lost 4 million.\fAnnex."
    assert kept(site, copy.warc_digest).startswith(b"\x1f\x8b")
    assert site.newsroom.history(1)[-1] == "snapshot:kept evidence:1"
    with site.newsroom.read() as session:
        blob = session.get_one(Blob, copy.digest)
        assert (blob.size, blob.content_type) == (len(REPORT), "application/pdf")


def test_several_files_are_kept_at_once(site: Site) -> None:
    files = [
        (docx(paragraph("The harbour lost 4 million.")), "report.docx"),
        (picture("PNG"), "shot.png"),
        (picture("JPEG"), "photo.jpeg"),
        (picture("WEBP"), "photo.jpg"),
        (b"Words", "run.bat"),
        (PAGE, "page.html"),
    ]
    site.done(UPLOAD, "edith", **chosen(*files))
    copies = uploaded(site)
    assert [copy.file_name for copy in copies] == [
        *("report.docx", "shot.png", "photo.jpeg", "photo.jpg.webp", "run.bat.txt", "page.html")
    ]
    assert [copy.text_digest is None for copy in copies] == [False, True, True, True, False, False]
    assert "6 copies of evidence 1 are kept." in site.page("/desk/claims/1", "edith").text


def test_one_bad_file_keeps_all_of_them_out_and_every_fault_is_named(site: Site) -> None:
    files = [
        (REPORT, "report.pdf"),
        (PAGE, "page.png"),
        (png_of(60_000, 60_000), "<b>.png"),
        (b"", "..."),
    ]
    page = refused(site, *files, status=415, note="Sent by the office.")
    text = page.text
    assert (
        "“page.png”: Only PNG, JPEG, WebP, PDF, DOCX, TXT files and saved pages are taken;" in text
    )
    assert "“<b>.png”: The picture has more than 40 million pixels." in text
    assert "File 4: The file is empty." in text
    assert "report.pdf" not in text
    assert page.id("note").attributes["value"] == "Sent by the office."


def test_one_bad_file_leaves_nothing_of_the_others_in_the_store(site: Site) -> None:
    store = blobs_of(site.newsroom.database.settings)
    before = list(store.sizes())
    for bad in ((b"MZ\x90\x00" * 50, "x.exe"), (REPORT, "nul.pdf")):
        refused(site, (REPORT, "report.pdf"), bad, status=415 if bad[1] == "x.exe" else 422)
        assert list(store.sizes()) == before
    site.done(UPLOAD, "carla", **chosen((REPORT, "report.pdf")))
    assert len(list(store.sizes())) == len(before) + 3


def test_a_name_that_cannot_be_used_is_refused(site: Site) -> None:
    assert "File 1: This file name cannot be used." in refused(site, (REPORT, "nul.pdf")).text


def test_no_file_and_too_many_files_are_refused(site: Site) -> None:
    assert "Choose a file." in refused(site).text
    many = refused(site, *[(b"words", f"{number}.txt") for number in range(11)], status=413)
    assert "At most 10 files at once." in many.text


def test_a_file_longer_than_an_article_comes_in_and_one_beyond_the_limit_does_not(
    site: Site,
) -> None:
    assert send_large(site, UPLOAD, 12_000_000, picture("JPEG")).status_code == 303
    assert len(kept(site, uploaded(site)[0].digest)) == 12_000_000
    before = site.counts()
    answer = send_large(site, UPLOAD, 20_000_001, picture("JPEG"))
    assert answer.status_code == 413
    assert "“a.jpg”: The file is larger than 20 MB." in read(answer.text).text
    assert site.counts() == before


def test_more_than_all_files_together_may_have_is_not_read(site: Site) -> None:
    before = site.counts()
    assert send_large(site, UPLOAD, 60_100_000).status_code == 413
    assert send_large(site, "/desk/articles/import", 7_000_000).status_code == 413
    assert site.counts() == before


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_only_who_works_on_claims_brings_copies(site: Site, name: str) -> None:
    site.send(UPLOAD, 403, name, **chosen((REPORT, "report.pdf")))
    assert uploaded(site) == []


def test_withdrawn_evidence_gets_no_more_copies(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.withdraw(work, 1, 1, 1, "It is a forgery.")
    site.page(UPLOAD, "carla", 409)
    assert (
        "nothing more of it is kept"
        in site.send(UPLOAD, 409, "carla", **chosen((REPORT, "report.pdf"))).text
    )
    assert uploaded(site) == []


def test_uploads_are_limited_a_minute(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.counts()
    for _ in range(throttle.UPLOADS):
        assert site.visitor("carla").post(UPLOAD, {}).status_code == 422
    answer = site.visitor("carla").post(UPLOAD, {"note": "Sent by the office."})
    assert answer.status_code == 429
    assert "20 uploads a minute are the limit" in answer.text
    assert read(answer.text).id("note").attributes["value"] == "Sent by the office."
    assert site.counts() == before


def test_the_row_and_the_page_of_copies_lead_to_the_form(site: Site) -> None:
    assert UPLOAD in site.page("/desk/claims/1").id("evidence-1").links().values()
    assert UPLOAD in site.page("/desk/claims/1/evidence/1/snapshots").links().values()
    assert UPLOAD not in site.page("/desk/claims/1/evidence/1/snapshots", "rosa").links().values()
