"""The page of an article says of each claim where in the article it stands, and leads to the words there."""

import pytest

from factcheck.domain.terms import State
from tests import factories
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


def test_long_words_are_cut_and_still_lead_to_themselves(sqlite_newsroom: Newsroom) -> None:
    long = "She said that the harbour " + "lost money again and again and " * 9 + "that was all."
    article_id = factories.article(sqlite_newsroom, text=f"The harbour runs at a loss\n\n{long}\n")
    factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=article_id, words=long)
    (line,) = article(open_reader(sqlite_newsroom)).all(class_="item__words")
    said = line.text.removeprefix("In the article it reads: ")
    assert len(said) <= 160, "the claims of an article together do not repeat its text"
    assert said.endswith("…")
    assert long.startswith(said.removesuffix("…"))
    assert line.all("a")[0].attributes["href"].endswith("that%20was%20all.")


def test_other_lists_do_not_speak_of_an_article(reader: Reader) -> None:
    for path in ("/", "/verdicts", "/corrections"):
        assert read(reader.get(path).text).all(class_="item__words") == []


def test_credits_and_facts_of_a_source_are_lists_to_whoever_listens(reader: Reader) -> None:
    page = read(reader.get("/verdicts/1", follow_redirects=True).text)
    (credit,) = page.all(class_="credit")
    told = [one.text.split(" ")[0] for one in credit.all("li")]
    assert told == ["Checked", "Approved", "Published"]
    assert {one.tag for one in page.all(class_="source__meta")} == {"ul"}
