"""Articles on the desk: the list, taking one in, and reading one with its claims marked."""

from io import BytesIO

import pytest

from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.terms import State
from factcheck.models import Article, ArticleVersion
from factcheck.services import claims, intake
from factcheck.services.intake import ArticleInput
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.sites import Site, open_site
from tests.statements import counted
from tests.visitors import stranger

GIVEN = {
    "kind": "elsewhere",
    "text": "A tram costs money.\n\nIt runs.",
    "title": "The tram",
    "language": "en",
}


ADDRESS = "The address must begin with http:// or https:// and name a public site."
DATE = "Write the date as YYYY-MM-DD, YYYY-MM or YYYY, between 1800-01-01 and tomorrow."


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def bring(site: Site, status: int, **changed: object) -> Element:
    """Send the form with something in it changed; the page that answers."""
    return site.send("/desk/articles/import", status, **{**GIVEN, **changed})


def open_claim(newsroom: Newsroom, article_id: int, *quotes: str, state: State = State.OPEN) -> int:
    with newsroom.work(newsroom.carla) as work:
        text = intake.article(work.session, article_id)[1].text
        spans = [factories.span_at(text, text.index(q), text.index(q) + len(q)) for q in quotes]
        is_spotted = state is State.SPOTTED
        return claims.open_claim(work, article_id, factories.CLAIM, spans, is_spotted=is_spotted).id


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_list_says_what_would_be_here_and_how_to_begin(site: Site) -> None:
    page = site.page("/desk/articles")
    assert "No article yet." in page.text
    assert page.links()["Import the first article"] == "/desk/articles/import"


def test_a_reviewer_is_not_invited_to_import(site: Site) -> None:
    page = site.page("/desk/articles", "rosa")
    assert "/desk/articles/import" not in page.links().values()
    site.page("/desk/articles/import", "rosa", 403)


def test_articles_stand_newest_first_and_older_ones_are_one_link_away(site: Site) -> None:
    with site.newsroom.work(site.newsroom.carla) as work:
        for number in range(1, PAGE_ROWS + 3):
            intake.import_article(work, ArticleInput(title=f"No. {number}", text=f"Text {number}."))
    page = site.page("/desk/articles")
    numbers = [cell.text for cell in page.all("td", class_="col-number")]
    assert numbers == [str(n) for n in range(PAGE_ROWS + 2, 2, -1)]
    older = site.page(page.links()["Older"])
    assert [cell.text for cell in older.all("td", class_="col-number")] == ["2", "1"]
    assert "Older" not in older.links()


@pytest.mark.parametrize("before", ["-1", "x", "1e3", "0x10", "9" * 30, "١"])
def test_a_page_of_the_list_that_cannot_be_is_refused_in_words(site: Site, before: str) -> None:
    answer = site.visitor().get("/desk/articles", query_string={"before": before})
    assert answer.status_code == 400
    assert "Write a whole number from 0 to" in answer.text


# ── Taking one in ────────────────────────────────────────────────────────────────────────────────


def test_a_pasted_article_is_kept_and_opened(site: Site) -> None:
    answer = site.visitor().post("/desk/articles/import", {**GIVEN, "byline": "A.\r\nB."})
    assert (answer.status_code, answer.location) == (303, "/desk/articles/1")
    page = site.page("/desk/articles/1")
    assert [p.raw("data-not-text") for p in page.all("p", class_="passage__text")] == [
        "A tram costs money.",
        "It runs.",
    ]
    assert "A. B." in page.text
    assert "Imported as article 1." in page.text


@pytest.mark.parametrize(
    ("name", "data", "title", "text"),
    [
        ("tram.txt", "A tram — costs.".encode(), "The tram", "A tram — costs."),
        ("tram.md", b"# Trams\n\nThey *run*.", "The tram", "They run."),
        ("tram.html", b"<title>Trams</title><p>They <b>run</b>.</p>", "", "They run."),
        ("../../etc/passwd.txt", b"A name is no path.", "The tram", "A name is no path."),
    ],
)
def test_an_article_comes_as_a_file(
    site: Site, name: str, data: bytes, title: str, text: str
) -> None:
    upload = (BytesIO(data), name)
    sent = {**GIVEN, "text": "", "title": title, "document": upload}
    answer = site.visitor().post("/desk/articles/import", sent)
    assert answer.status_code == 303, read(answer.text).text
    page = site.page(answer.location)
    assert text in [p.raw("data-not-text") for p in page.all("p", class_="passage__text")]
    assert page.all("h1")[0].text == (title or "Trams")


def test_a_file_that_cannot_be_read_says_so_beside_its_field(site: Site) -> None:
    page = bring(site, 422, text="", document=(BytesIO(b"%PDF-1.7 x"), "tram.txt"))
    assert "Only .txt, .md, .html, .docx and .pdf files are taken" in page.error("document")
    assert page.value("title") == "The tram"
    assert site.newsroom.count(Article) == 0


def test_what_a_file_says_stays_in_the_form_when_something_else_is_wrong(site: Site) -> None:
    page = bring(
        site, 422, text="", published_on="soon", document=(BytesIO(b"They run."), "tram.txt")
    )
    assert page.value("text") == "They run."
    assert "Write the date as" in page.error("published_on")


def test_paste_and_file_together_are_one_too_many(site: Site) -> None:
    page = bring(site, 422, document=(BytesIO(b"They run."), "tram.txt"))
    assert page.error("document") == "Paste the text or choose a file, not both."


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("text", "", "Paste the article text or choose a file."),
        ("text", " \r\n ", "Paste the article text or choose a file."),
        ("text", "\u200b\u00a0", "The text has no readable characters."),
        ("text", "Seven.\x00", "The text has a control character (U+0000) at position 7."),
        ("text", "a" + "\u0301" * 40, "More than 16 combining marks in a row."),
        ("text", "A. B.\n" * 20_001, "More than 20,000 sentences; split the article."),
        ("title", "", "Write the title."),
        ("title", "t" * 301, "The title is longer than 300 characters."),
        ("url", "javascript:alert(1)", ADDRESS),
        ("url", "http://169.254.169.254/", ADDRESS),
        ("outlet", "o" * 201, "The outlet is longer than 200 characters."),
        ("byline", "\u202eb", "The byline has an invisible direction character (U+202E) at position 1."),
        ("published_on", "2026-02-30", DATE),
        ("published_on", "20260101", DATE),
        ("language", "English!", "Write the language as a short code, such as en, ru or pt-BR."),
        ("kind", "poem", "Choose one of: published elsewhere, our own draft."),
    ],
)  # fmt: skip
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(
    site: Site, field: str, typed: str, sentence: str
) -> None:
    page = bring(site, 422, **{field: typed})
    assert page.error(field) == sentence
    kept = {**GIVEN, field: typed}
    if field == "kind":
        kept.pop("kind")
    for name, value in kept.items():
        assert page.value(name) == value.replace("\r\n", "\n"), name
    assert site.newsroom.count(Article) == 0


def test_more_than_two_megabytes_are_refused_with_413_and_stay_in_the_form(site: Site) -> None:
    text = "tram " * 400_002
    page = bring(site, 413, text=text)
    assert page.error("text") == "The text is longer than 2 MB."
    assert page.value("text").strip() == text.strip()
    assert page.value("title") == "The tram"
    assert site.newsroom.count(Article) == 0


def test_the_same_text_again_leads_to_the_article_that_is_here(site: Site) -> None:
    site.visitor().post("/desk/articles/import", GIVEN)
    page = bring(site, 409, title="Another title", text="A tram costs money. \r\n\r\nIt runs.")
    assert page.error("text") == "Already imported as #1."
    assert page.links()["Open article 1"] == "/desk/articles/1"
    assert page.value("title") == "Another title"
    assert site.newsroom.count(ArticleVersion) == 1


def test_markup_in_a_text_is_text(site: Site) -> None:
    site.visitor().post("/desk/articles/import", {**GIVEN, "text": "<script>x</script> {{ 7*7 }}"})
    page = site.page("/desk/articles/1")
    (passage,) = page.all("p", class_="passage__text")
    assert passage.raw("data-not-text") == "<script>x</script> {{ 7*7 }}"


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────

TRAM = "The tram 🚋🚋 costs 9 million, nobody says why.\n\nIt is late."


@pytest.fixture
def tram(site: Site) -> int:
    return factories.article(site.newsroom, text=TRAM)


def marks_over(page: Element, words: str) -> set[str]:
    """The claims whose marks lie over exactly these words of the page."""
    return {
        mark.attributes["data-claim"]
        for mark in page.all("mark", class_="claim")
        if words in mark.raw("data-not-text")
    }


def test_overlapping_claims_are_marked_and_the_text_stays_the_articles(
    site: Site, tram: int
) -> None:
    one = open_claim(site.newsroom, tram, "tram 🚋🚋 costs 9 million")
    two = open_claim(site.newsroom, tram, "costs 9 million, nobody")
    page = site.page(f"/desk/articles/{tram}")
    assert [p.raw("data-not-text") for p in page.all("p", class_="passage__text")] == TRAM.split(
        "\n\n"
    )
    assert marks_over(page, "tram 🚋🚋 ") == {str(one)}
    assert marks_over(page, "costs 9 million") == {str(one), str(two)}
    assert marks_over(page, ", nobody") == {str(two)}


def test_paragraphs_say_where_they_begin_in_code_points(site: Site, tram: int) -> None:
    page = site.page(f"/desk/articles/{tram}")
    starts = [p.attributes["data-start"] for p in page.all("p", class_="passage__text")]
    assert starts == ["0", str(TRAM.index("It is late"))]


def test_state_is_told_by_form_and_by_word_and_never_by_colour_alone(site: Site, tram: int) -> None:
    claim_id = open_claim(site.newsroom, tram, "costs 9 million", state=State.SPOTTED)
    page = site.page(f"/desk/articles/{tram}")
    assert "claim--spotted" in page.all("mark", data_claim=str(claim_id))[0].classes
    number = page.all("a", class_="claim__number")[0]
    assert number.attributes["aria-label"] == f"Claim {claim_id}, spotted"
    note = page.id("p1").all("ul", class_="passage__notes")[0]
    assert note.text == f"{claim_id} Spotted"
    assert note.all("a")[0].attributes["href"] == f"/desk/claims/{claim_id}"


def test_a_claim_in_two_places_is_marked_in_both_and_listed_once(site: Site, tram: int) -> None:
    claim_id = open_claim(site.newsroom, tram, "The tram", "It is late")
    page = site.page(f"/desk/articles/{tram}")
    assert len(page.all("mark", data_claim=str(claim_id))) == 2
    assert len(page.all("ol", class_="claimlist")[0].all("li")) == 1
    assert page.id(f"claim-{claim_id}").raw() == "The tram"


def test_a_legal_hold_is_told_once_before_the_words(site: Site, tram: int) -> None:
    claim_id = open_claim(site.newsroom, tram, "costs 9 million, nobody")
    open_claim(site.newsroom, tram, "9 million")
    factories.hold(site.newsroom, claim_id)
    page = site.page(f"/desk/articles/{tram}")
    held = page.all("mark", class_="claim--hold")
    assert [mark.raw("data-not-text") for mark in held] == ["costs "]
    assert "hold" in page.id("p1").text


def test_the_bar_counts_claims_by_state(site: Site, tram: int) -> None:
    open_claim(site.newsroom, tram, "The tram")
    open_claim(site.newsroom, tram, "It is late")
    open_claim(site.newsroom, tram, "9 million", state=State.SPOTTED)
    tally = site.page(f"/desk/articles/{tram}").all("ul", class_="tally")[0]
    assert [item.text for item in tally.all("li")] == ["3 claims", "Spotted 1", "Open 2"]


def test_whoever_may_open_claims_gets_the_way_without_scripts_too(site: Site, tram: int) -> None:
    page = site.page(f"/desk/articles/{tram}")
    form = page.all("form", class_="form--words")[0]
    assert form.attributes["action"] == f"/desk/articles/{tram}/claims/new"
    assert {c.attributes["name"] for c in form if "name" in c.attributes} == {
        "quote",
        "paragraph",
        "occurrence",
    }
    assert page.all("div", class_="article")[0].attributes["data-claim-url"].endswith("/claims/new")


def test_a_reviewer_reads_without_being_asked_to_open_claims(site: Site, tram: int) -> None:
    page = site.page(f"/desk/articles/{tram}", "rosa")
    assert not page.all("form", class_="form--words")
    assert "data-claim-url" not in page.all("div", class_="article")[0].attributes


@pytest.mark.parametrize(
    "path", ["/desk/articles/99", "/desk/articles/0", f"/desk/articles/{10**30}"]
)
def test_an_article_that_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.visitor().get(path).status_code == 404


def test_a_stranger_cannot_tell_whether_an_article_is_there(site: Site, tram: int) -> None:
    nobody = stranger(site.app)
    there, not_there = nobody.get(f"/desk/articles/{tram}"), nobody.get("/desk/articles/99")
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert there.text == not_there.text


def test_an_article_of_two_megabytes_opens_in_parts(site: Site) -> None:
    text = "\n".join(
        f"Line {n} says that the tram is late, and later still than yesterday."
        for n in range(19_000)
    )
    number = factories.article(site.newsroom, text=text)
    site.visitor()
    with counted(site.newsroom.database) as statements:
        page = site.page(f"/desk/articles/{number}")
    assert len(statements) <= 5
    assert "Paragraphs 1 to 400 of 19000" in page.text
    later = site.page(page.links()["Later paragraphs"])
    assert later.all("p", class_="passage__text")[0].attributes["data-paragraph"] == "401"


def test_a_page_with_many_claims_costs_no_more_statements(site: Site, tram: int) -> None:
    for words in ("The tram", "tram 🚋", "9 million", "nobody says", "It is", "late"):
        open_claim(site.newsroom, tram, words)
    site.visitor()
    with counted(site.newsroom.database) as statements:
        site.page(f"/desk/articles/{tram}")
    assert len(statements) <= 5, statements
