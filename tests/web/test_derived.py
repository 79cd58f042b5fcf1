"""Derived versions by plain forms: cut, painted over, words taken out; looked at first, kept for good, written down."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from factcheck.domain.derived import BLOCK, DerivedKind
from factcheck.domain.digests import digest_of
from factcheck.keeping import blobs_of
from factcheck.models import Blob, DerivedItem, Snapshot
from factcheck.services import derived, evidence
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element
from tests.pictures import picture
from tests.sites import Site, open_site

COPIES = "/desk/claims/1/evidence/1/snapshots"
LETTER = "Dear desk,\n\nAliya Seitova of 4 Quay Road wrote this.\n\nAliya Seitova"


def site_of(newsroom: Newsroom) -> Site:
    claim_id = factories.claim(newsroom)
    factories.take(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        evidence.log(work, claim_id, factories.LINK)
    return open_site(newsroom)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return site_of(sqlite_newsroom)


def bring(site: Site, data: bytes, name: str) -> str:
    """The address of the copy that an upload became."""
    there = site.done("/desk/claims/1/evidence/1/upload", "carla", files=(io.BytesIO(data), name))
    return f"{COPIES}/{there.rpartition('-')[2]}"


def items(site: Site) -> list[DerivedItem]:
    with site.newsroom.read() as session:
        return list(session.scalars(select(DerivedItem).order_by(DerivedItem.id)))


def refused(site: Site, path: str, status: int, by: str = "carla", **sent: Any) -> Element:
    """The page that comes back, once it is sure that nothing was written."""
    site.visitor(by).get(path.removesuffix("/words"))  # that she looked is on record before
    before = site.counts(), len(items(site)), site.newsroom.count(Blob)
    page = site.send(path, status, by, **sent)
    assert (site.counts(), len(items(site)), site.newsroom.count(Blob)) == before
    return page


def painted(**changed: str) -> dict[str, str]:
    return {"kind": "redaction", "areas": "0, 0, 2, 1", "note": "", "keep": "1", **changed}


def test_what_would_be_made_is_looked_at_first_and_nothing_is_kept(site: Site) -> None:
    there = bring(site, picture("PNG", (8, 6)), "a.png")
    form = site.page(f"{there}/cut")
    assert "8 × 6 pixels" in form.text
    before = site.counts()
    sent = {name: value for name, value in painted(note="Her child").items() if name != "keep"}
    page = site.send(f"{there}/cut", 200, "carla", **sent, look="1")
    assert "This is what would be kept." in page.text
    shown = page.all("img")[0].attributes["src"]
    made = Image.open(io.BytesIO(site.visitor("carla").get(shown).data))
    assert [made.getpixel((x, 0)) == (0, 0, 0) for x in range(4)] == [True, True, False, False]
    assert page.id("note").attributes["value"] == "Her child"
    assert site.counts() == before
    assert items(site) == []


def test_what_is_kept_points_at_its_original_and_says_what_was_done(site: Site) -> None:
    data = picture("JPEG", (20, 10))
    there = bring(site, data, "photo.jpg")
    at = site.done(f"{there}/cut", "carla", **painted(areas="0,0,5,5\n18,8,9,9", note="A face"))
    assert at == f"{there}/derived/1"
    (item,) = items(site)
    assert (item.number, item.kind, item.note) == (1, DerivedKind.REDACTION, "A face")
    assert item.original_digest == digest_of(data)
    assert item.done == {"areas": [[0, 0, 5, 5], [18, 8, 2, 2]], "of": [20, 10]}
    assert item.made_by_id == site.newsroom.carla.id
    png = blobs_of(site.newsroom.database.settings).get(item.digest)
    assert Image.open(io.BytesIO(png)).getpixel((19, 9)) == (0, 0, 0)
    assert blobs_of(site.newsroom.database.settings).get(digest_of(data)) == data
    page = site.page(at, "rosa")
    assert "2 areas painted over" in page.text
    assert item.digest.removeprefix("sha256:") in page.text
    assert item.original_digest.removeprefix("sha256:") in page.text
    told = site.newsroom.history(1)
    assert told[-2:] == ["derived:made evidence:1", "derived:viewed evidence:1"]
    assert "Painted over" in site.page(COPIES, "rosa").text


def test_a_part_is_cut_out(site: Site) -> None:
    there = bring(site, picture("PNG", (20, 10)), "a.png")
    site.done(f"{there}/cut", "carla", **painted(kind="crop", areas="5 5 4 3"))
    (item,) = items(site)
    answer = site.visitor("rosa").get(f"{there}/derived/1/picture")
    assert (answer.content_type, Image.open(io.BytesIO(answer.data)).size) == ("image/png", (4, 3))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert item.kind is DerivedKind.CROP


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (painted(areas=""), "Write the list of areas"),
        (painted(areas="1, 2"), "Write each area as four whole numbers"),
        (painted(areas="99, 0, 1, 1"), "outside the picture, which is 4 × 3 pixels"),
        (painted(kind="crop", areas="0 0 1 1\n1 1 1 1"), "One part is cut out at a time"),
        (painted(kind="text_redaction"), "What to do"),
        (painted(kind="elsewhere"), "What to do"),
        (painted(note="x" * 501), "The note"),
    ],
)
def test_what_cannot_be_made_stands_beside_the_field_and_nothing_is_kept(
    site: Site, sent: dict[str, str], sentence: str
) -> None:
    there = bring(site, picture("PNG"), "a.png")
    assert sentence in refused(site, f"{there}/cut", 422, **sent).text


def test_words_are_chosen_one_after_the_other_and_taken_out(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    path = f"{there}/redact"
    assert "Nothing chosen yet" in site.page(path).text
    every = {"spans": "", "quote": "aliya seitova", "is_everywhere": "y"}
    chosen = site.done(f"{path}/words", "carla", **every)
    assert "Aliya" not in chosen
    once = site.done(f"{path}/words", "carla", spans=spans_of(chosen), quote="4 Quay Road")
    page = site.page(once.partition("#")[0])
    assert "3 passages to take out" in page.text
    assert [one.text for one in page.all("del")] == [
        "Aliya Seitova",
        "4 Quay Road",
        "Aliya Seitova",
    ]
    at = site.done(path, "carla", spans=spans_of(once), note="A witness")
    (item,) = items(site)
    kept = blobs_of(site.newsroom.database.settings).get(item.digest).decode()
    assert kept == f"Dear desk,\n\n{BLOCK} of {BLOCK} wrote this.\n\n{BLOCK}"
    shown = site.page(at, "rosa")
    assert "3 passages taken out" in shown.text
    assert "Seitova" not in shown.text
    with site.newsroom.read() as session:
        copy = session.scalars(select(Snapshot).where(Snapshot.digest.is_not(None))).one()
        assert copy.text_digest == digest_of(LETTER.encode())


def spans_of(address: str) -> str:
    return address.partition("spans=")[2].partition("&")[0]


def test_words_selected_in_the_text_are_added_to_those_chosen(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    answer = site.visitor("carla").get(f"{there}/redact?spans=0-4&start=12&end=17")
    assert (answer.status_code, spans_of(answer.location)) == (303, "0-4.12-17")
    left = site.page(f"{there}/redact?spans=0-4.12-17").links()
    assert spans_of(left["Leave it in: Dear"]) == "12-17"


@pytest.mark.parametrize(
    "asked", ["spans=x", "spans=0-99999", "spans=0-4&start=5&end=5", "start=x"]
)
def test_places_that_are_not_in_the_text_are_refused(site: Site, asked: str) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    assert site.visitor("carla").get(f"{there}/redact?{asked}").status_code == 400


@pytest.mark.parametrize(
    ("quote", "more", "sentence"),
    [
        ("Bolat", {}, "not in the kept copy"),
        ("Bolat", {"is_everywhere": "y"}, "These words are not in the kept copy."),
        ("Aliya", {}, "2"),
        ("Aliya", {"paragraph": "9"}, "Choose one of the paragraphs 1 to 3."),
        ("", {}, "Write"),
    ],
)
def test_words_that_are_not_there_are_refused_beside_the_field(
    site: Site, quote: str, more: dict[str, str], sentence: str
) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    page = refused(site, f"{there}/redact/words", 422, quote=quote, spans="0-4", **more)
    assert sentence in page.id("quote-error").text
    assert "1 passage to take out" in page.text


def test_nothing_is_kept_before_something_is_chosen(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    assert "Choose words to take out first" in refused(site, f"{there}/redact", 422, spans="").text
    refused(site, f"{there}/redact", 400, spans="0-99999")


def test_a_picture_has_no_words_and_a_text_no_areas(site: Site) -> None:
    letter, photo = bring(site, LETTER.encode(), "a.txt"), bring(site, picture("PNG"), "a.png")
    for path in (f"{letter}/cut", f"{letter}/cut/picture", f"{photo}/redact", f"{photo}/derived/1"):
        site.page(path, "carla", 404)
    site.done(f"{letter}/redact", "carla", spans="0-4", note="")
    site.page(f"{letter}/derived/1/picture", "carla", 404)


@pytest.mark.parametrize("name", ["rosa", "lara", "ada"])
def test_who_does_not_check_makes_nothing_and_sees_what_was_made(site: Site, name: str) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    refused(site, f"{there}/redact", 403, name, spans="0-4")
    assert BLOCK in site.page(f"{there}/derived/1", name).text


def test_taking_it_away_is_written_down(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    answer = site.visitor("rosa").get(f"{there}/derived/1/file")
    assert answer.data.decode().startswith(BLOCK)
    name = 'filename="claim-1-evidence-1-copy-2-derived-1.txt"'
    assert answer.headers["Content-Disposition"] == f"attachment; {name}"
    assert site.newsroom.history(1)[-1] == "derived:downloaded evidence:1"


def test_there_is_an_end_to_what_is_made_of_one_copy(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "DERIVED", 1)
    there = bring(site, LETTER.encode(), "letter.txt")
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    before = site.counts()
    site.send(f"{there}/redact", 409, "carla", spans="5-6", note="")
    assert (site.counts(), len(items(site))) == (before, 1)


@pytest.mark.parametrize("page", ["redact", "cut"])
def test_whoever_looks_at_an_original_to_make_something_of_it_is_written_down(
    site: Site, page: str
) -> None:
    data = LETTER.encode() if page == "redact" else picture("PNG")
    there = bring(site, data, "letter.txt" if page == "redact" else "letter.png")
    assert "snapshot:viewed evidence:1" not in site.newsroom.history(1)
    for _ in range(2):
        site.page(f"{there}/{page}", "carla")
    assert site.newsroom.history(1).count("snapshot:viewed evidence:1") == 1


def test_of_withdrawn_evidence_nothing_more_is_made(site: Site) -> None:
    there = bring(site, LETTER.encode(), "letter.txt")
    with site.newsroom.work(site.newsroom.carla) as work:
        evidence.withdraw(work, 1, 1, 1, "It is about another harbour.")
    assert "was withdrawn" in refused(site, f"{there}/redact", 409, spans="0-4").text


@pytest.mark.parametrize(
    "statement",
    ["UPDATE derived_item SET note = 'x'", "DELETE FROM derived_item"],
)
def test_the_database_lets_nobody_alter_a_derived_version(
    newsroom: Newsroom, statement: str
) -> None:
    site = site_of(newsroom)
    there = bring(site, LETTER.encode(), "letter.txt")
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    with pytest.raises(IntegrityError, match="derived version"), newsroom.work() as work:
        work.session.execute(text(statement))
    assert items(site)[0].note == ""


def test_the_texts_of_a_page_are_taken_out_page_by_page(site: Site) -> None:
    long = "\n".join(f"Line {number}" for number in range(1, 902))
    there = bring(site, long.encode(), "long.txt")
    page = site.page(f"{there}/redact?spans=0-4&first=901")
    assert page.id("p901").text.endswith("Line 901")
    assert page.links()["Paragraphs before"] == f"{there}/redact?first=401&spans=0-4"
    site.done(f"{there}/redact", "carla", spans="0-4", note="")
    assert "Paragraphs after" in site.page(f"{there}/derived/1").links()
