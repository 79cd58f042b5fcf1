"""Bringing an article in: what was taken is shown with its place, corrected, and only then stored."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from factcheck.domain.taken import Gathered, Origin, Taken
from factcheck.domain.terms import COMMAND_LINE
from factcheck.models import Article, ArticleVersion, PageRequest
from factcheck.services import intake, pages
from factcheck.services.intake import ArticleInput
from tests.cast import Newsroom
from tests.office_files import docx, paragraph, pdf, set_in_lines
from tests.pages import Element
from tests.sites import Site, open_site

IMPORT, FETCH = "/desk/articles/import", "/desk/articles/import/pages"
FIRST = {"first": "1", "kind": "elsewhere", "title": "", "language": "", "text": ""}
SEEN = {
    "seen": "1",
    "kind": "elsewhere",
    "title": "The quay",
    "language": "en",
    "text": "It was closed.",
}
TEXT = "The quay was closed\n\nBy Ana Novak\n\nIt was the first time in the history of the town that it was."
ONLY = "Only .txt, .md, .html, .docx and .pdf files are taken; "
RUSSIAN = "Порт города закрыт, и это не новость."
BROUGHT = Gathered(
    Taken("The quay was closed in May.", Origin.MAIN_PART),
    {"title": Taken("The quay", Origin.JSON_LD), "language": Taken("en", Origin.WORDS)},
)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    sqlite_newsroom.now = datetime.now(
        UTC
    )  # how long somebody waits is told by the clock on the wall
    return open_site(sqlite_newsroom)


def notes(page: Element) -> dict[str, str]:
    """The sentence under each field of the page."""
    helps = [one for one in page.all("p", class_="field__help") if one.attributes.get("id")]
    return {one.attributes["id"].removesuffix("-help"): one.text for one in helps}


def ask(site: Site, address: str = "https://gazette.example/quay") -> str:
    return site.done(FETCH, "carla", address=address)


def bring(site: Site, path: str, brought: Gathered = BROUGHT) -> None:
    with site.newsroom.work(COMMAND_LINE) as work:
        pages.bring(work, int(path.rpartition("/")[2]), "https://gazette.example/quay/", brought)


# ── By paste and by file ─────────────────────────────────────────────────────────────────────────


def test_a_text_whose_title_is_left_open_is_looked_over_first(site: Site) -> None:
    page = site.send(IMPORT, 200, **{**FIRST, "text": TEXT})
    assert page.all("h1")[0].text == "Look over what was taken"
    assert {name: page.value(name) for name in ("title", "byline", "language", "text")} == {
        "title": "The quay was closed",
        "byline": "Ana Novak",
        "language": "en",
        "text": TEXT,
    }
    said = notes(page)
    assert said["title"] == "Taken from the first line of the text."
    assert said["byline"] == "Taken from a line of the text."
    assert said["language"] == "Guessed from the words."
    assert said["outlet"] == "Not found."
    assert site.newsroom.count(Article) == 0


def test_a_text_with_its_title_is_stored_in_one_step(site: Site) -> None:
    where = site.done(
        IMPORT,
        "carla",
        **{**FIRST, "title": "The quay", "text": "Порт города закрыт, и это не новость."},
    )
    with site.newsroom.read() as session:
        article, version = intake.article(session, int(where.rpartition("/")[2]))
    assert (article.title, article.language) == ("The quay", "ru")
    assert version.text == RUSSIAN


def test_a_text_with_its_title_is_looked_over_where_that_is_asked_for(site: Site) -> None:
    page = site.send(IMPORT, 200, **{**FIRST, "title": "Mine", "text": TEXT, "look": "1"})
    assert page.value("title") == "Mine"
    assert page.value("byline") == "Ana Novak"
    assert site.newsroom.count(Article) == 0


@pytest.mark.parametrize(
    ("name", "data", "title", "note", "text"),
    [
        ("a.docx", docx(paragraph("The quay", "Title") + paragraph("Closed in May.")), "The quay",
         "Taken from the heading.", "The quay\n\nClosed in May."),
        ("a.pdf", pdf([set_in_lines(["Closed in May."])], "/Title (The quay)"), "The quay",
         "Taken from the file's properties.", "Closed in May."),
        ("a.html", b"<title>The quay</title><p>Closed in May.</p>", "The quay",
         "Taken from <title>.", "Closed in May."),
        ("a.md", b"# The quay\n\nClosed in *May*.", "The quay",
         "Taken from the heading.", "The quay\n\nClosed in May."),
        ("a.txt", b"Closed in May.", "Closed in May.", "Taken from the first line of the text.", "Closed in May."),
    ],
    ids="docx pdf html md txt".split(),
)  # fmt: skip
def test_a_file_is_looked_over_before_it_is_stored(
    site: Site, name: str, data: bytes, title: str, note: str, text: str
) -> None:
    page = site.send(IMPORT, 200, **{**FIRST, "document": (BytesIO(data), name)})
    assert (page.value("title"), page.value("text")) == (title, text)
    assert notes(page)["title"] == note
    assert site.newsroom.count(Article) == 0
    kept = site.done(
        IMPORT, "carla", **{**SEEN, "title": page.value("title"), "text": page.value("text")}
    )
    assert kept == "/desk/articles/1"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "Old .doc files are not read; save as .docx."),
        ("a.pdf", pdf([[]]), "This PDF has no text (a scan?)."),
        ("a.pdf", b"\x7fELF", ONLY + "this one looks like a program."),
        ("a.docx", b"<html>", ONLY + "this one is no .docx file inside."),
        ("a.docx", b"", "The file is empty."),
        ("a.docx", b"PK\x03\x04", "The file is damaged."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_why_beside_its_field(
    site: Site, name: str, data: bytes, sentence: str
) -> None:
    sent = {**FIRST, "byline": "Ana", "document": (BytesIO(data), name)}
    page = site.send(IMPORT, 422, **sent)
    assert page.error("document") == sentence
    assert page.value("byline") == "Ana"
    assert site.newsroom.count(Article) == 0


def test_nothing_corrected_is_lost_when_something_else_is_wrong(site: Site) -> None:
    sent = {
        **SEEN,
        "title": "Corrected",
        "published_on": "soon",
        "from-title": "json_ld",
        "from-byline": "nonsense",
    }
    page = site.send(IMPORT, 422, **sent)
    assert page.all("h1")[0].text == "Look over what was taken"
    assert page.value("title") == "Corrected"
    assert notes(page)["title"] == "Taken from the page's JSON-LD."
    assert "Write the date as" in page.error("published_on")
    assert site.newsroom.count(Article) == 0


def test_the_same_article_is_recognised_before_and_when_it_is_stored(site: Site) -> None:
    with site.newsroom.work(site.newsroom.edith) as work:
        intake.import_article(work, ArticleInput(title="The quay", text="It was closed."))
    page = site.send(IMPORT, 200, **{**FIRST, "text": "It was closed."})
    assert "Already imported as #1." in page.text
    assert page.links()["Open article 1"] == "/desk/articles/1"
    page = site.send(IMPORT, 409, **SEEN)
    assert page.error("text") == "Already imported as #1."
    assert page.links()["Open article 1"] == "/desk/articles/1"
    assert site.newsroom.count(ArticleVersion) == 1


# ── By address ───────────────────────────────────────────────────────────────────────────────────


def test_asking_for_a_page_calls_for_its_job_and_waits_for_nobody(site: Site) -> None:
    called: list[Sequence[tuple[int, str]]] = []
    site.newsroom.database.bell = called.append
    path = ask(site)
    assert called == [[(1, pages.JOB)]]
    answer = site.visitor().get(path)
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "2")
    assert "https://gazette.example/quay" in answer.text
    assert site.page(path).links()["Look again"] == path


@pytest.mark.parametrize(
    "address", ["", "x", "file:///etc/passwd", "http://127.0.0.1/", "http://localhost/"]
)
def test_what_is_no_public_address_is_refused_at_once(site: Site, address: str) -> None:
    page = site.send(FETCH, 422, address=address)
    assert page.error("address") == (
        "The address must begin with http:// or https:// and name a public site."
    )
    assert page.value("address") == address
    assert site.newsroom.count(PageRequest) == 0


def test_a_third_page_at_once_is_refused_with_the_reason(site: Site) -> None:
    ask(site)
    ask(site)
    page = site.send(FETCH, 409, address="https://gazette.example/three")
    assert "Two pages are being fetched for you already; wait for one of them." in page.text
    assert page.value("address") == "https://gazette.example/three"
    assert site.newsroom.count(PageRequest) == 2


def test_a_fetched_page_is_shown_corrected_and_stored_and_then_gone(site: Site) -> None:
    path = ask(site)
    bring(site, path)
    page = site.page(path)
    assert page.value("title") == "The quay"
    assert page.value("url") == "https://gazette.example/quay/"
    assert notes(page)["title"] == "Taken from the page's JSON-LD."
    assert notes(page)["text"].startswith("Taken from the main part of the page")
    assert "where https://gazette.example/quay sent us on to" in page.text
    sent = {
        **SEEN,
        "title": "The quay, corrected",
        "url": page.value("url"),
        "text": page.value("text"),
    }
    assert site.done(path, "carla", **sent) == "/desk/articles/1"
    with site.newsroom.read() as session:
        article, version = intake.article(session, 1)
    assert (article.title, article.url) == ("The quay, corrected", "https://gazette.example/quay/")
    assert version.text == "The quay was closed in May."
    assert site.newsroom.count(PageRequest) == 0
    site.page(path, status=404)


def test_an_error_in_a_fetched_page_keeps_the_page_and_the_corrections(site: Site) -> None:
    path = ask(site)
    bring(site, path)
    page = site.send(path, 422, **{**SEEN, "title": "", "text": "Corrected."})
    assert page.error("title") == "Write the title."
    assert page.value("text") == "Corrected."
    assert site.newsroom.count(PageRequest) == 1
    assert site.newsroom.count(Article) == 0


def test_another_text_from_the_same_address_is_said_to_be_one(site: Site) -> None:
    with site.newsroom.work(site.newsroom.edith) as work:
        given = ArticleInput(title="a", text="Another.", url="https://gazette.example/quay/")
        intake.import_article(work, given)
    path = ask(site)
    bring(site, path)
    assert "An article from this address is here, with another text." in site.page(path).text


def test_a_page_that_was_not_had_says_why_and_can_be_asked_for_again(site: Site) -> None:
    path = ask(site)
    with site.newsroom.work(COMMAND_LINE) as work:
        pages.fail(work, int(path.rpartition("/")[2]), "The site answered 404.")
    page = site.page(path)
    assert "The site answered 404." in page.text
    assert page.value("address") == "https://gazette.example/quay"
    by_hand = site.page(page.links()["Paste the text instead"])
    assert by_hand.value("url") == "https://gazette.example/quay"
    assert site.send(path, 200, **SEEN).all("h1")[0].text == "The page was not fetched"
    assert site.newsroom.count(Article) == 0


def test_a_page_that_never_came_is_said_to_be_interrupted(site: Site) -> None:
    site.newsroom.now -= timedelta(minutes=5)
    with site.newsroom.work(site.newsroom.carla) as work:
        page_id = pages.ask(work, "https://gazette.example/quay").id
    page = site.page(f"{FETCH}/{page_id}")
    assert "The fetching was interrupted." in page.text


def test_the_pages_somebody_asked_for_wait_where_articles_are_imported(site: Site) -> None:
    path = ask(site)
    assert site.page(IMPORT).links()["https://gazette.example/quay"] == path
    assert "https://gazette.example/quay" not in site.page(IMPORT, "edith").text
    site.page(path, "edith", 404)
    assert site.visitor("edith").post(f"{path}/drop").status_code == 404
    assert site.done(f"{path}/drop") == IMPORT
    assert site.newsroom.count(PageRequest) == 0


def test_what_a_page_says_is_shown_as_it_was_typed(site: Site) -> None:
    path = ask(site)
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }}'
    bring(
        site, path, Gathered(Taken(hostile, Origin.PAGE), {"title": Taken(hostile, Origin.TITLE)})
    )
    answer = site.visitor().get(path)
    assert "<script>alert" not in answer.text
    assert site.page(path).value("title") == hostile
