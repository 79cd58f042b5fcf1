"""The page of an article says of each claim where in the article it stands, and leads to the words there."""

import pytest

from tests.cast import Newsroom
from tests.pages import Element, read
from tests.readers import OTHER, Reader, open_reader, two_published


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def article(reader: Reader, path: str = "/articles/1") -> Element:
    return read(reader.get(f"{path}-x", follow_redirects=True).text)


def test_each_claim_of_an_article_shows_the_words_it_stands_in(reader: Reader) -> None:
    words = [one.text for one in article(reader).all(class_="item__words")]
    assert words == [
        f"In the article it reads: {' … '.join(reader.verdict(number).words)}" for number in (1, 2)
    ]
    assert OTHER in words[1]


def test_the_words_lead_to_themselves_in_the_article(reader: Reader) -> None:
    verdict = reader.verdict(2)
    assert verdict.article is not None
    link = article(reader).all(class_="item__words")[1].all("a")[0].attributes["href"]
    assert link.startswith(f"{verdict.article.url}#:~:text=Ferries%20carried")


def test_other_lists_do_not_speak_of_an_article(reader: Reader) -> None:
    for path in ("/", "/verdicts", "/corrections"):
        assert read(reader.get(path).text).all(class_="item__words") == []


def test_credits_and_facts_of_a_source_are_lists_to_whoever_listens(reader: Reader) -> None:
    page = read(reader.get("/verdicts/1", follow_redirects=True).text)
    (credit,) = page.all(class_="credit")
    told = [one.text.split(" ")[0] for one in credit.all("li")]
    assert told == ["Checked", "Approved", "Published"]
    assert {one.tag for one in page.all(class_="source__meta")} == {"ul"}
