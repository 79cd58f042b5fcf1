"""Readers search what was published: by words, speaker, outlet, rating and date, in pages, without scripts."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import State
from factcheck.services import public
from factcheck.web import finding
from tests import factories
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.readers import Reader, correct, open_reader, two_published


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def page(reader: Reader, query: str, status: int = 200) -> Element:
    return read(reader.get(f"/verdicts{query}", status).text)


def numbers(found: Element) -> list[int]:
    claims = [one.all("a")[0].attributes["href"] for one in found.all(class_="item__claim")]
    return [int(path.removeprefix("/verdicts/").partition("-")[0]) for path in claims]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [2, 1]),
        ("?q=harbour+loss", [1]),
        ("?q=FERR", [2]),
        ("?claimant=mayor", [1]),
        ("?claimant=harbour", []),
        ("?q=lind", [2]),
        ("?claimant=a.+lind", [2]),
        ("?outlet=north", [2, 1]),
        ("?outlet=mayor", []),
        ("?rating=supported&q=ferries", [2]),
        ("?rating=contradicted", []),
        ("?from=2026-01-01&to=2026-12-31", [2, 1]),
        ("?from=2026-12-31", []),
        ("?to=2026-01-01", []),
        ("?q=&claimant=&rating=", [2, 1]),
    ],
)
def test_what_is_asked_for_is_found(reader: Reader, query: str, found: list[int]) -> None:
    assert numbers(page(reader, query)) == found


def test_what_was_typed_stands_in_the_form_again(reader: Reader) -> None:
    found = page(
        reader, "?q=harbour&claimant=%3Cbold%3E&outlet=north&rating=supported&from=2026-01-01"
    )
    for name, value in {
        "q": "harbour",
        "claimant": "<bold>",
        "outlet": "north",
        "rating": "supported",
        "from": "2026-01-01",
        "to": "",
    }.items():
        assert found.value(name) == value


def test_nothing_found_says_what_to_try(reader: Reader) -> None:
    found = page(reader, "?q=submarine")
    assert "No verdict fits all of this." in found.text
    assert found.links()["See all verdicts"] == "/verdicts"


def test_a_desk_without_verdicts_says_so(sqlite_newsroom: Newsroom) -> None:
    assert "No verdicts here yet." in page(open_reader(sqlite_newsroom), "").text


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("?q=x", "q", "Write at least 2 letters."),
        ("?claimant=" + "a" * 300, "claimant", "longer than"),
        ("?from=tomorrow", "from", "Write the day as year, month and day"),
        ("?to=2026-02-30", "to", "Write the day as year, month and day"),
        ("?to=9999-12-31", "to", "Write the day as year, month and day"),
    ],
)
def test_what_cannot_be_searched_is_told_beside_its_field(
    reader: Reader, query: str, name: str, words: str
) -> None:
    found = page(reader, query, 400)
    assert words in found.id(f"{name}-error").text
    assert found.named(name)[0].attributes["aria-describedby"] == f"{name}-error"
    assert numbers(found) == []


def test_a_rating_that_there_is_not_is_told(reader: Reader) -> None:
    assert "Choose one of the ratings." in page(reader, "?rating=nonsense", 400).text
    page(reader, "?after=nonsense", 400)


def test_long_lists_come_in_pages_that_keep_what_was_asked(
    sqlite_newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PAGE", 2)
    article_id = factories.article(sqlite_newsroom)
    for _ in range(5):
        factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=article_id)
    reader = open_reader(sqlite_newsroom)
    query, seen = "?q=harbour&rating=supported", []
    for _ in range(3):
        found = page(reader, query)
        seen += numbers(found)
        query = found.links().get("Older", "").removeprefix("/verdicts")
    assert seen == [5, 4, 3, 2, 1]
    assert query == ""


def test_a_search_is_kept_out_of_search_engines_and_the_list_is_not(reader: Reader) -> None:
    assert page(reader, "?q=harbour").named("robots")[0].attributes["content"] == "noindex, follow"
    assert page(reader, "").named("robots") == []


def test_a_correction_is_found_at_once_by_its_rating(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    assert numbers(page(reader, "?rating=contradicted")) == [1]
    assert numbers(page(reader, "?rating=supported")) == [2]


def test_who_was_searched_for_can_be_followed(reader: Reader) -> None:
    found = page(reader, "?claimant=mayor")
    assert "/feeds/claimants/the%20mayor.atom" in found.links().values()


@pytest.mark.parametrize(
    ("query", "title", "heading"),
    [
        ("", "Search – ", "All verdicts"),
        ("?q=ferries", "Search: ferries – ", "Found: 1 verdict"),
        ("?q=F&claimant=lind", "Error: Search – ", None),
        ("?outlet=north", "Search: north – ", "Found: 2 verdicts"),
    ],
)
def test_title_and_heading_say_what_was_asked_for_and_how_much_was_found(
    reader: Reader, query: str, title: str, heading: str | None
) -> None:
    found = page(reader, query, 200 if heading else 400)
    assert found.all("title")[0].text.startswith(title)
    assert [one.text for one in found.all(class_="section-title")] == ([heading] if heading else [])


def test_more_than_one_page_of_verdicts_is_not_counted(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PAGE", 1)
    first = page(reader, "?outlet=north")
    assert first.all("h2")[0].text == "Found"
    older = first.links()["Older"]
    assert older.endswith("#found"), "a phone shows what was found further, not the form again"
    rest = read(reader.get(older.partition("#")[0]).text)
    assert rest.all("h2")[0].text == "Found"
    assert rest.links()["Newer"] == "/verdicts?outlet=north#found"


def test_the_form_leads_to_what_was_found_below_it(reader: Reader) -> None:
    assert page(reader, "").all("form")[0].attributes["action"] == "/verdicts#found"
    assert page(reader, "?q=harbour").id("found").all(class_="item__claim")
    assert "No verdict fits" in page(reader, "?q=submarine").id("found").text
    assert not page(reader, "?q=x", 400).has(id="found"), "what is to be mended stands on top"


def test_a_verdict_leads_to_all_that_the_same_person_said(reader: Reader) -> None:
    verdict = read(reader.get("/verdicts/2", follow_redirects=True).text)
    address = verdict.links()["Verdicts on what Nora Å. Lind said"]
    assert address == "/verdicts?claimant=Nora+%C3%85.+Lind#found"
    found = page(reader, address.partition("#")[0].removeprefix("/verdicts"))
    assert numbers(found) == [2]
    assert "does not say how often somebody is right" in found.text
    assert "how often somebody is right" not in page(reader, "?q=ferries").text


@pytest.mark.parametrize(
    ("claimant", "is_role", "address"),
    [
        ("the mayor", False, "/verdicts?claimant=the+mayor#found"),
        ("100% & Co. #1", False, "/verdicts?claimant=100%25+%26+Co.+%231#found"),
        ("the mayor", True, ""),
        ("", False, ""),
        ("Q", False, ""),
        ("…!", False, ""),
        ("a" * 300, False, ""),
    ],
)
def test_nobody_shown_by_role_or_unsearchable_is_led_to(
    reader: Reader, claimant: str, is_role: bool, address: str
) -> None:
    verdict = replace(reader.verdict(), claimant=claimant, is_claimant_role=is_role)
    with reader.app.test_request_context("/"):
        assert finding.said_by(verdict) == address
