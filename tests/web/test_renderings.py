"""The pages of what a browser made of a kept page: shown as a picture of ours, taken away as a file, written down."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from factcheck.domain.derived import Circle
from factcheck.domain.digests import digest_of
from factcheck.domain.renderings import RenderedAs
from factcheck.keeping import blobs_of
from factcheck.models import HistoryRow, OriginalRestriction, Rendering, Snapshot
from factcheck.services import evidence, renderings, snapshots
from factcheck.services.renderings import Made
from factcheck.services.snapshots import Bytes, Captured
from tests import factories
from tests.cast import Newsroom
from tests.pictures import picture
from tests.sites import Site, open_site
from tests.visitors import stranger as stranger_of

PAGE, PDF, PICTURE = (
    b"<html><p>The harbour lost 4 million.",
    b"%PDF-1.4 printed",
    picture("PNG", (32, 16)),
)
COPIES = "desk/claims/1/evidence/1/snapshots"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    """A site with one kept page, whose rendering is asked for."""
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    store = blobs_of(sqlite_newsroom.database.settings)
    with sqlite_newsroom.work() as work:
        what = snapshots.awaited(work.session, 1)
        assert what is not None
        body = Bytes(store.put(PAGE), len(PAGE), "text/html")
        assert snapshots.keep(work, 1, what, Captured(body=body, reached_address=what.address))
        renderings.ask(work, 1)
    return open_site(sqlite_newsroom)


def settle(site: Site, *made: Made, note: str = "", of: int = 1) -> None:
    with site.newsroom.work() as work:
        what = renderings.awaited(work.session, of)
        assert what is not None
        facts = {"address": "https://harbour.example/", "tool": "Chromium 156", "note": note}
        assert renderings.settle(work, of, what, made, **facts)


def keep(site: Site, shown: bytes = PICTURE) -> None:
    store = blobs_of(site.newsroom.database.settings)
    settle(
        site,
        Made(RenderedAs.PDF, Bytes(store.put(PDF), len(PDF), "application/pdf")),
        Made(RenderedAs.PICTURE, Bytes(store.put(shown), len(shown), "image/png")),
        note="2 things were not given to it.",
    )


def written(site: Site, event: str) -> list[str]:
    wanted = select(HistoryRow.detail).where(HistoryRow.event == event).order_by(HistoryRow.seq)
    with site.newsroom.read() as session:
        return list(session.scalars(wanted))


def test_the_page_of_copies_says_that_a_browser_is_asked(site: Site) -> None:
    page = site.visitor().get(f"/{COPIES}").text
    assert page.count("A browser is asked for it") == 2
    assert "/rendered" not in page


def test_the_page_of_copies_shows_what_was_made_with_its_facts(site: Site) -> None:
    keep(site)
    page = site.visitor().get(f"/{COPIES}").text
    for data in (PDF, PICTURE):
        assert digest_of(data).removeprefix("sha256:") in page
    assert "Chromium 156" in page
    assert "2 things were not given to it." in page
    assert f"/{COPIES}/1/rendered/pdf" in page
    assert f"/{COPIES}/1/rendered/picture" in page
    assert "No browser showed this page" not in page


def test_why_there_is_none_stands_in_its_place(site: Site) -> None:
    settle(site, *(Made(kind, "The site answered 404.") for kind in RenderedAs))
    person = site.visitor()
    assert person.get(f"/{COPIES}").text.count("Not rendered. The site answered 404.") == 2
    assert person.get(f"/{COPIES}/1/rendered").status_code == 404
    assert person.get(f"/{COPIES}/1/rendered/pdf").status_code == 404


def test_a_copy_from_before_there_was_a_browser_says_so(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        again = snapshots.ask_again(work, 1, 1)
    store = blobs_of(site.newsroom.database.settings)
    with site.newsroom.work() as work:
        what = snapshots.awaited(work.session, again.id)
        assert what is not None
        body = Bytes(store.put(PAGE), len(PAGE), "text/html")
        assert snapshots.keep(work, again.id, what, Captured(body=body))
    assert site.visitor().get(f"/{COPIES}").text.count("No browser showed this page") == 1


@pytest.mark.parametrize(
    ("kind", "data", "content_type", "suffix"),
    [("pdf", PDF, "application/pdf", "pdf"), ("picture", PICTURE, "image/png", "png")],
)
def test_what_was_made_leaves_as_a_file_and_that_is_written_down(
    site: Site, kind: str, data: bytes, content_type: str, suffix: str
) -> None:
    keep(site)
    answer = site.visitor().get(f"/{COPIES}/1/rendered/{kind}")
    assert (answer.status_code, answer.data, answer.content_type) == (200, data, content_type)
    name = f"claim-1-evidence-1-copy-1-rendered.{suffix}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    (detail,) = written(site, "snapshot:downloaded")
    assert detail.endswith(f"of copy 1 as a browser shows it, {digest_of(data)}")


def test_the_picture_is_looked_at_in_a_page_of_ours_and_written_down_once(site: Site) -> None:
    keep(site)
    person = site.visitor()
    page = person.get(f"/{COPIES}/1/rendered").text
    assert f'src="/{COPIES}/1/rendered.png" width="32" height="16"' in page
    answer = person.get(f"/{COPIES}/1/rendered.png")
    assert (answer.data, answer.content_type) == (PICTURE, "image/png")
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert len(written(site, "snapshot:viewed")) == 1


def test_the_same_picture_of_another_source_is_another_thing_looked_at(site: Site) -> None:
    keep(site)
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.log(work, 1, replace(factories.LINK, title="The same page once more"))
    store = blobs_of(site.newsroom.database.settings)
    with site.newsroom.work() as work:
        what = snapshots.awaited(work.session, 2)
        assert what is not None
        body = Bytes(store.put(PAGE), len(PAGE), "text/html")
        assert snapshots.keep(work, 2, what, Captured(body=body, reached_address=what.address))
        renderings.ask(work, 2)
    shown = Bytes(store.put(PICTURE), len(PICTURE), "image/png")
    settle(site, Made(RenderedAs.PICTURE, shown), of=2)
    person = site.visitor()
    for _ in range(2):
        for number in (1, 2):
            there = f"/desk/claims/1/evidence/{number}/snapshots/1/rendered.png"
            assert person.get(there).data == PICTURE
    seen = [row for row in site.newsroom.history(1) if row.startswith("snapshot:viewed")]
    assert seen == ["snapshot:viewed evidence:1", "snapshot:viewed evidence:2"]


def test_bytes_that_are_no_picture_are_never_shown_as_one(site: Site) -> None:
    keep(site, b"<script>alert(1)</script><p>no picture")
    person = site.visitor()
    assert "<img" not in person.get(f"/{COPIES}/1/rendered").text.partition("<main")[2]
    assert person.get(f"/{COPIES}/1/rendered.png").status_code == 404


def test_an_altered_picture_is_never_shown(site: Site) -> None:
    keep(site)
    folder = site.newsroom.database.settings.home / "blobs" / "sha256"
    name = digest_of(PICTURE).removeprefix("sha256:")
    (folder / name[:2] / name).write_bytes(PICTURE[:-1] + b"x")
    answer = site.visitor().get(f"/{COPIES}/1/rendered.png")
    assert answer.status_code == 500
    assert PICTURE[:20] not in answer.data


def test_strangers_are_told_that_there_is_nothing(site: Site) -> None:
    keep(site)
    stranger = stranger_of(site.app)
    for path in ("rendered", "rendered.png", "rendered/pdf"):
        assert stranger.get(f"/{COPIES}/1/{path}").status_code == 404
    assert written(site, "snapshot:viewed") == []


@pytest.mark.parametrize("path", ["rendered/html", "rendered/PDF", "rendered/.."])
def test_other_kinds_are_not_there(site: Site, path: str) -> None:
    keep(site)
    assert site.visitor().get(f"/{COPIES}/1/{path}").status_code == 404


def test_the_export_holds_what_a_browser_made(site: Site) -> None:
    keep(site)
    answer = site.visitor().get("/desk/claims/1/evidence.wacz")
    names = ZipFile(BytesIO(answer.data)).namelist()
    assert [name for name in names if name.startswith("archive/")] == [
        "archive/evidence-1-copy-1.warc.gz",
        "archive/evidence-1-copy-1-pdf.warc.gz",
        "archive/evidence-1-copy-1-picture.warc.gz",
    ]
    with site.newsroom.read() as session:
        assert session.scalars(select(Rendering.snapshot_id)).all() == [1, 1]
        assert session.get_one(Snapshot, 1).number == 1


def test_where_the_original_is_closed_what_a_browser_made_of_it_is_as_well(site: Site) -> None:
    keep(site)
    with site.newsroom.work() as work:
        work.session.add(
            OriginalRestriction(
                evidence_id=1,
                circle=Circle.LEGAL,
                reason="It names a child.",
                restricted_by_id=site.newsroom.edith.id or 0,
                restricted_at=work.now,
            )
        )
    person = site.visitor()
    for path in ("rendered", "rendered.png", "rendered/pdf", "rendered/picture"):
        assert person.get(f"/{COPIES}/1/{path}").status_code == 403
        assert site.visitor("edith").get(f"/{COPIES}/1/{path}").status_code == 200
    assert f"/{COPIES}/1/rendered" not in person.get(f"/{COPIES}").text
    assert person.get("/desk/claims/1/evidence.wacz").status_code == 404
