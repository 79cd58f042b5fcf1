"""Looking into kept copies: text made by us with paragraphs and pages, pictures as they are, nothing that runs."""

import io

import pytest

from factcheck.domain.inputs import BadInput
from factcheck.domain.kept_text import kept_paragraphs
from factcheck.services import evidence
from tests import factories
from tests.cast import Newsroom
from tests.office_files import pdf, set_in_lines
from tests.pictures import noted_jpeg, picture
from tests.sites import Site, open_site

COPIES = "/desk/claims/1/evidence/1/snapshots"
PAGE = (
    b"<!doctype html><script>parent.alert(1)</script><p>The harbour lost 4 million.</p>"
    b"<p>&lt;b&gt;Twice&lt;/b&gt;</p>"
)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    claim_id = factories.claim(sqlite_newsroom)
    factories.take(sqlite_newsroom, claim_id, sqlite_newsroom.carla)
    with sqlite_newsroom.work(sqlite_newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    return open_site(sqlite_newsroom)


def bring(site: Site, data: bytes, name: str) -> str:
    """The address of the copy that an upload became."""
    there = site.done("/desk/claims/1/evidence/1/upload", "carla", files=(io.BytesIO(data), name))
    return f"{COPIES}/{there.rpartition('-')[2]}"


def test_paragraphs_are_numbered_through_and_know_their_page():
    text = "One\n\n  \nTwo\f\fThree\n"
    found = [(one.number, one.page, text[one.start : one.end]) for one in kept_paragraphs(text)]
    assert found == [(1, 1, "One"), (2, 1, "Two"), (3, 3, "Three")]
    assert kept_paragraphs("") == []


def test_a_saved_page_is_shown_as_text_and_nothing_of_it_runs(site: Site) -> None:
    page = site.page(f"{bring(site, PAGE, 'page.html')}/view", "rosa")
    assert page.id("p1").text.endswith("The harbour lost 4 million.")
    assert page.id("p2").text.endswith("<b>Twice</b>")
    assert "parent.alert" not in page.text
    assert not [one for one in page.all("script") if "src" not in one.attributes]


def test_a_pdf_is_shown_page_by_page(site: Site) -> None:
    report = pdf([set_in_lines(["First."]), set_in_lines(["Second."])])
    page = site.page(f"{bring(site, report, 'report.pdf')}/view")
    assert [one.text for one in page.all("h2")][:2] == ["Page 1", "Page 2"]
    assert page.id("p2").text.endswith("Second.")


def test_a_long_text_comes_in_pages(site: Site) -> None:
    text = "\n".join(f"Line {number}" for number in range(1, 902))
    view = f"{bring(site, text.encode(), 'long.txt')}/view"
    first, last = site.page(view), site.page(f"{view}?first=99999999")
    assert first.id("p400").text.endswith("Line 400")
    assert first.links()["Paragraphs after"] == f"{view}?first=401"
    assert last.id("p901").text.endswith("Line 901")
    assert last.links()["Paragraphs before"] == f"{view}?first=401"
    for odd in ("-1", "x", "1e9", "²", "9" * 5_000):
        assert "Write a whole number from 0" in site.page(f"{view}?first={odd}", "carla", 400).text


def test_a_scan_says_that_it_has_no_text(site: Site) -> None:
    page = site.page(f"{bring(site, pdf([[]]), 'scan.pdf')}/view")
    assert "There is no text to read in this PDF: it may be a scan." in page.text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_sent_as_what_it_is_and_nothing_else(site: Site, kind: str) -> None:
    data = picture(kind)
    there = bring(site, data, f"порт; x.{kind.lower()}")
    image = site.page(f"{there}/view", "rosa").all("img")[0].attributes
    assert (image["src"], image["width"], image["height"]) == (f"{there}/picture", "4", "3")
    answer = site.visitor("rosa").get(f"{there}/picture")
    assert (answer.data, answer.content_type) == (data, f"image/{kind.lower()}")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline; filename=")
    assert "filename*=UTF-8''%D0%BF%D0%BE%D1%80%D1%82%3B%20x." in disposition


def test_what_the_camera_noted_is_shown(site: Site) -> None:
    text = site.page(f"{bring(site, noted_jpeg(), 'photo.jpg')}/view").text
    assert "2026:03:02 14:05:00" in text
    assert "43.25000 N, 76.96000 E" in text


def test_nothing_but_a_picture_is_sent_as_a_picture(site: Site) -> None:
    there = bring(site, PAGE, "page.html")
    assert site.visitor("rosa").get(f"{there}/picture").status_code == 404


def test_a_picture_that_does_not_decode_is_not_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = bring(site, picture("PNG"), "a.png")
    desk = site.app.extensions["factcheck"]

    def look_into(_data: bytes, _name: str) -> None:
        raise BadInput("The file is damaged.")

    monkeypatch.setitem(desk.__dict__, "look_into", look_into)
    assert "It is not shown. The file is damaged." in site.page(f"{there}/view").text
    assert site.visitor("carla").get(f"{there}/picture").status_code == 400


def test_whoever_looks_is_written_down_once_a_day(site: Site) -> None:
    there = bring(site, PAGE, "page.html")
    for name in ("rosa", "rosa", "lara"):
        site.page(f"{there}/view", name)
    deeds = site.newsroom.history(1)
    assert deeds.count("snapshot:viewed evidence:1") == 2
    assert "looked at the kept copy of evidence 1" in site.page("/desk/claims/1/history").text


def test_bytes_that_are_not_what_was_kept_are_not_shown(site: Site) -> None:
    there = bring(site, picture("PNG"), "a.png")
    for kept in (site.newsroom.database.settings.home / "blobs").rglob("*"):
        if kept.is_file():
            kept.write_bytes(kept.read_bytes()[::-1])
    site.page(f"{there}/view", "carla", 500)
    assert site.visitor("carla").get(f"{there}/picture").status_code == 500


def test_what_was_not_kept_cannot_be_looked_at(site: Site) -> None:
    site.page(f"{COPIES}/1/view", "carla", 404)
    site.page(f"{COPIES}/9/view", "carla", 404)
    there = bring(site, PAGE, "page.html")
    assert site.visitor("rosa").app.test_client().get(f"{there}/view").status_code == 404
