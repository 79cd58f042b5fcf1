"""The page of what ratings mean leads to the verdicts that have them, and the list of one rating says which it is."""

import pytest

from tests.cast import Newsroom
from tests.pages import Element, read
from tests.readers import Reader, open_reader, two_published


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def page(reader: Reader, path: str) -> Element:
    return read(reader.get(path).text)


def test_each_rating_leads_to_the_verdicts_that_have_it(reader: Reader) -> None:
    links = page(reader, "/ratings").links()
    assert links["Verdicts: Contradicted"] == "/rated/contradicted"
    assert links["Verdicts: Supported"] == "/rated/supported"
    found = page(reader, "/rated/supported")
    assert len(found.all(class_="item")) == 2


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/rated/supported", "Verdicts rated Supported"),
        ("/rated/contradicted", "Verdicts rated Contradicted"),
        ("/", "Verdicts"),
    ],
)
def test_the_list_of_one_rating_is_called_so_and_says_what_the_rating_means(
    reader: Reader, path: str, heading: str
) -> None:
    found = page(reader, path)
    assert found.all("h1")[0].text == heading
    assert found.all("title")[0].text == f"{heading} – Fact-check desk"
    meant = "the sources we found" in found.all(class_="opening__line")[0].text.lower()
    assert meant == (path != "/")


def test_no_two_lists_of_verdicts_have_the_same_title_or_description(reader: Reader) -> None:
    pages = [page(reader, path) for path in ("/", "/rated/supported", "/rated/contradicted")]
    for told in (
        [one.all("title")[0].text for one in pages],
        [one.named("description")[0].attributes["content"] for one in pages],
    ):
        assert len(set(told)) == 3


def test_a_label_beside_the_scale_is_said_to_be_so(reader: Reader) -> None:
    found = page(reader, "/ratings").text
    assert "not on the scale" in found
    assert "off the scale" not in found
