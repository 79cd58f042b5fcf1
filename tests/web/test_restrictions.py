"""Originals that only few may open: on every route that gives one out, by bytes and by text, until it is lifted."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from factcheck.domain.derived import BLOCK
from factcheck.models import OriginalRestriction, Snapshot
from factcheck.services import evidence, restricted_rows
from tests import factories
from tests.archives import validate_wacz
from tests.cast import Newsroom
from tests.pictures import picture
from tests.sites import Site, open_site
from tests.web.test_derived import COPIES, LETTER, bring, painted, site_of

ACCESS = "/desk/claims/1/evidence/1"
REASON = "The witness is not to be named."
CLOSED = "Access to this original is restricted to editors and legal reviewers"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return site_of(sqlite_newsroom)


def redacted(site: Site) -> str:
    there = bring(site, LETTER.encode(), "letter.txt")
    site.done(f"{there}/redact", "carla", spans="12-25", note="")
    return there


def restrict(site: Site, circle: str = "senior", by: str = "carla") -> None:
    site.done(f"{ACCESS}/restrict", by, circle=circle, reason=REASON)


def routes(there: str) -> list[str]:
    return [f"{there}/{name}" for name in ("view", "original", "warc", "redact")]


def test_every_route_that_gives_out_an_original_is_closed_to_all_but_the_circle(site: Site) -> None:
    there = redacted(site)
    restrict(site)
    for name, is_in in {"cyril": False, "rosa": False, "edith": True, "carla": True}.items():
        for path in routes(there):
            if name == "rosa" and path.endswith("redact"):
                continue
            answer = site.visitor(name).get(path)
            assert answer.status_code == (200 if is_in else 403), (name, path)
            assert (b"Seitova" in answer.data) <= is_in
    assert site.visitor("rosa").get(f"{there}/quote.json").status_code == 403
    assert CLOSED in site.page(f"{there}/view", "rosa", 403).text
    site.send(f"{there}/quote", 403, "cyril", start="0", end="4", seen_version="1")
    assert BLOCK in site.page(f"{there}/derived/1", "rosa").text
    closed = site.page(COPIES, "rosa")
    assert "The original is closed to you" in closed.text
    assert "Download the original" not in closed.links()
    assert REASON in closed.text


def test_a_picture_is_closed_as_well(site: Site) -> None:
    there = bring(site, picture("PNG"), "a.png")
    site.done(f"{there}/cut", "carla", **painted())
    restrict(site, "legal", "edith")
    for path in (f"{there}/picture", f"{there}/cut", f"{there}/cut/picture", f"{there}/view"):
        assert site.visitor("cyril").get(path).status_code == 403
    assert site.visitor("lara").get(f"{there}/picture").status_code == 200
    assert site.visitor("emil").get(f"{there}/picture").status_code == 403
    assert site.visitor("edith").get(f"{there}/picture").status_code == 200  # it was her
    assert site.visitor("cyril").get(f"{there}/derived/1/picture").status_code == 200


def test_a_later_copy_of_the_same_evidence_is_closed_too(site: Site) -> None:
    redacted(site)
    restrict(site)
    later = bring(site, b"Aliya Seitova wrote again.", "second.txt")
    assert site.visitor("rosa").get(f"{later}/view").status_code == 403


@pytest.mark.parametrize("data", [LETTER.encode(), b"\xef\xbb\xbf" + LETTER.encode()])
def test_the_same_bytes_or_the_same_text_elsewhere_on_the_desk_are_closed_too(
    site: Site, data: bytes
) -> None:
    redacted(site)
    restrict(site)
    other = factories.claim(site.newsroom, article_id=1)
    factories.log(site.newsroom, other, site.newsroom.cyril)
    path = f"/desk/claims/{other}/evidence/1"
    site.done(f"{path}/upload", "cyril", files=(io.BytesIO(data), "again.txt"))
    assert site.visitor("rosa").get(f"{path}/snapshots/2/view").status_code == 403
    assert site.visitor("cyril").get(f"{path}/snapshots/2/original").status_code == 403
    assert site.visitor("edith").get(f"{path}/snapshots/2/view").status_code == 200
    assert "closed to you" in site.page(f"{path}/snapshots", "rosa").text


def test_what_has_nothing_in_common_with_a_restricted_original_stays_open_everywhere(
    site: Site,
) -> None:
    redacted(site)
    restrict(site)
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.log(work, 1, replace(factories.LINK, title="The harbour’s budget"))
    path = "/desk/claims/1/evidence/2"
    site.done(f"{path}/upload", "carla", files=(io.BytesIO(b"Another text."), "other.txt"))
    assert site.page(f"{path}/snapshots/2/view", "rosa").text.count("Another text.") == 1
    assert site.visitor("cyril").get(f"{path}/snapshots/2/original").data == b"Another text."
    packed = site.visitor("rosa").get("/desk/claims/1/evidence.wacz").data
    assert names(packed) == ["evidence-1-copy-2-derived-1.warc.gz", "evidence-2-copy-2.warc.gz"]
    with site.newsroom.read() as session:
        closed = session.execute(select(Snapshot.evidence_id, restricted_rows.covered()))
        assert {tuple(row) for row in closed} == {(1, True), (2, False)}


@pytest.mark.parametrize("restricted", ["letter.txt", "picture.png"])
def test_a_picture_stays_open_beside_what_is_restricted(site: Site, restricted: str) -> None:
    """Neither has a text, which is nothing they have in common."""
    if restricted == "letter.txt":
        redacted(site)
    else:
        there = bring(site, picture("PNG"), restricted)
        site.done(f"{there}/cut", "carla", **painted())
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.log(work, 1, replace(factories.LINK, title="A photograph of the quay"))
    path = "/desk/claims/1/evidence/2"
    photograph = picture("PNG", (7, 9))
    site.done(f"{path}/upload", "carla", files=(io.BytesIO(photograph), "quay.png"))
    restrict(site)
    for name in ("cyril", "rosa", "edith"):
        assert site.visitor(name).get(f"{path}/snapshots/2/original").data == photograph
        assert site.visitor(name).get(f"{path}/snapshots/2/picture").status_code == 200, name
    assert (
        site.visitor("rosa").get("/desk/claims/1/evidence/1/snapshots/2/original").status_code
        == 403
    )


def test_in_the_file_of_all_evidence_the_derived_version_takes_its_place(
    site: Site, tmp_path: Path
) -> None:
    redacted(site)
    plain = bring(site, b"Another text.", "other.txt")
    other = site.visitor("rosa").get("/desk/claims/1/evidence.wacz").data
    assert names(other) == ["evidence-1-copy-2.warc.gz", "evidence-1-copy-3.warc.gz"]
    restrict(site)
    packed = site.visitor("edith").get("/desk/claims/1/evidence.wacz").data
    assert names(packed) == ["evidence-1-copy-2-derived-1.warc.gz"]
    assert plain.endswith("3")
    path = tmp_path / "claim.wacz"
    path.write_bytes(packed)
    assert validate_wacz(path) == 0


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sorted(
            name.removeprefix("archive/")
            for name in package.namelist()
            if name.startswith("archive/")
        )


def test_it_is_lifted_with_a_reason_by_whoever_may_open_it(site: Site) -> None:
    there = redacted(site)
    restrict(site)
    site.send(f"{ACCESS}/lift", 403, "cyril", reason="I want to see it.")
    site.send(f"{ACCESS}/lift", 422, "edith", reason="")
    assert site.visitor("rosa").get(f"{there}/view").status_code == 403
    site.done(f"{ACCESS}/lift", "edith", reason="She agreed to be named.")
    assert site.visitor("rosa").get(f"{there}/view").status_code == 200
    told = site.newsroom.history(1)
    assert told.count("original:restricted evidence:1") == 1
    assert told.count("original:opened evidence:1") == 1
    page = site.page("/desk/claims/1/history").text
    assert REASON in page
    assert "She agreed to be named." in page
    restrict(site)
    assert site.visitor("rosa").get(f"{there}/view").status_code == 403


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"circle": "senior", "reason": ""}, 422, "Write the reason"),
        ({"circle": "everybody", "reason": "x"}, 422, "Who may still open them"),
        ({"circle": "senior", "reason": "x" * 501}, 422, "The reason"),
    ],
)
def test_a_restriction_has_a_circle_and_a_reason(
    site: Site, sent: dict[str, str], status: int, sentence: str
) -> None:
    redacted(site)
    before = site.counts()
    assert sentence in site.send(f"{ACCESS}/restrict", status, "carla", **sent).text
    assert (site.counts(), site.newsroom.count(OriginalRestriction)) == (before, 0)


def test_nothing_is_restricted_before_something_is_derived_and_nothing_twice(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    sent = {"circle": "senior", "reason": REASON}
    page = site.send(f"{ACCESS}/restrict", 409, "carla", **sent)
    assert "Make a redacted or cropped version first" in page.text
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    site.send(f"{ACCESS}/lift", 409, "carla", reason="No.")
    restrict(site)
    page = site.send(f"{ACCESS}/restrict", 409, "carla", **sent)
    assert site.newsroom.count(OriginalRestriction) == 1


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_who_does_not_check_restricts_nothing(site: Site, name: str) -> None:
    redacted(site)
    site.send(f"{ACCESS}/restrict", 403, name, circle="senior", reason=REASON)
    assert site.newsroom.count(OriginalRestriction) == 0


def test_the_database_keeps_a_restriction_that_was_lifted_as_it_was(newsroom: Newsroom) -> None:
    site = site_of(newsroom)
    redacted(site)
    restrict(site)
    site.done(f"{ACCESS}/lift", "carla", reason="It was a mistake.")
    for statement in (
        "UPDATE original_restriction SET lifted_at = NULL, lifted_by_id = NULL",
        "DELETE FROM original_restriction",
    ):
        with pytest.raises(IntegrityError, match="restriction"), newsroom.work() as work:
            work.session.execute(text(statement))
    restrict(site)
    assert newsroom.count(OriginalRestriction) == 2


def test_originals_of_withdrawn_evidence_can_be_closed_too(site: Site) -> None:
    redacted(site)
    assert open_site(site.newsroom).page(COPIES).links()["Restrict access to the originals"]
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.withdraw(work, 1, 1, 1, "It is about another harbour.")
    restrict(site)  # what was withdrawn is still there to be opened
    assert site.newsroom.count(OriginalRestriction) == 1


def test_name_and_note_of_a_restricted_upload_are_shown_only_to_the_circle(site: Site) -> None:
    sent = {"files": (io.BytesIO(LETTER.encode()), "aliya-seitova.txt"), "note": "From Aliya."}
    there = site.done(f"{ACCESS}/upload", "carla", **sent)
    there = f"{COPIES}/{there.rpartition('-')[2]}"
    site.done(f"{there}/redact", "carla", spans="12-25", note="")
    assert "aliya-seitova.txt" in site.page(COPIES, "rosa").text
    assert "From Aliya." in site.page(COPIES, "rosa").text
    restrict(site)
    for name, is_in in {"cyril": False, "rosa": False, "edith": True, "carla": True}.items():
        shown = site.page(COPIES, name).text
        assert ("aliya-seitova" in shown, "From Aliya." in shown) == (is_in, is_in), name
