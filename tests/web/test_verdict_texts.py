"""A verdict as Markdown and as plain text, by its address or by what is asked for: the same as its page."""

import pytest

from tests.cast import Newsroom
from tests.pages import read
from tests.readers import FERRIES, Reader, correct, open_reader, retract, two_published

BASE = "http://127.0.0.1:8000"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def path_of(reader: Reader, number: int = 1) -> str:
    return f"/verdicts/{number}-{reader.verdict(number).slug}"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/markdown", "text/markdown"),
        ("text/plain", "text/plain"),
        ("text/markdown, text/html;q=0.5", "text/markdown"),
        ("text/html, text/markdown;q=0.5", "text/html"),
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/*", "text/html"),
        ("application/json", "text/html"),
        ("", "text/html"),
    ],
)
def test_whoever_asks_for_text_gets_text_and_caches_are_told(
    reader: Reader, accept: str, kind: str
) -> None:
    answer = reader.get(path_of(reader), headers={"Accept": accept})
    assert answer.content_type == f"{kind}; charset=utf-8"
    assert "Accept" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("end", "accept"), [("md", "text/markdown"), ("txt", "text/plain")])
def test_the_address_with_its_ending_gives_the_same_text(
    reader: Reader, end: str, accept: str
) -> None:
    path = path_of(reader)
    by_address = reader.get(f"{path}.{end}")
    assert by_address.data == reader.get(path, headers={"Accept": accept}).data
    assert by_address.headers["Link"] == f'<{BASE}{path}>; rel="canonical"'


def test_an_older_slug_leads_to_todays_and_nothing_is_404(reader: Reader) -> None:
    answer = reader.get("/verdicts/1-an-older-one.md", 301)
    assert answer.location == f"{path_of(reader)}.md"
    reader.get("/verdicts/9-x.md", 404)
    reader.get(f"{path_of(reader)}.pdf", 301)


def test_the_text_holds_all_that_the_page_says_of_the_finding(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    page = read(reader.get(path_of(reader)).text).text
    text = reader.get(f"{path_of(reader)}.txt").text
    verdict = reader.verdict()
    for words in (
        *(verdict.statement, verdict.reason, verdict.rating.label, verdict.rating.definition),
        *(verdict.claimant, verdict.words[0], "Annual accounts of the harbour"),
        *("Result for the year: -4,012,330", "Supports the claim", verdict.content_hash[:32]),
    ):
        assert words in page
        assert words in text
    assert "The rating was “Supported” and is now “Contradicted”." in text


@pytest.mark.parametrize("end", ["md", "txt"])
def test_a_retraction_stands_first_and_takes_the_rating_away(reader: Reader, end: str) -> None:
    retract(reader.newsroom, 1)
    text = reader.get(f"{path_of(reader)}.{end}").text
    assert "This verdict has been retracted. The accounts were withdrawn." in text[:400]
    assert "Our finding: Retracted" in text
    assert "Our finding: Supported" not in text
    assert reader.verdict().rating.definition not in text


def test_marks_of_others_are_no_orders_in_markdown(reader: Reader) -> None:
    text = reader.get(f"{path_of(reader, 2)}.md").text
    assert text.startswith("# “Ferries carried 12,000 people in August \\<b\\>\\&amp;\\</b\\>.”")
    assert FERRIES.statement in reader.get(f"{path_of(reader, 2)}.txt").text


def test_the_page_names_both_texts(reader: Reader) -> None:
    page = read(reader.get(path_of(reader)).text)
    for kind, end in (("text/markdown", "md"), ("text/plain", "txt")):
        (link,) = page.all("link", type=kind)
        assert link.attributes["href"] == f"{path_of(reader)}.{end}"
