"""A verdict and the sitemap name the same address for each language, whatever was written and translated (P15)."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from factcheck.domain.terms import State
from factcheck.models import Publication
from factcheck.services import intake
from tests import factories, translating
from tests.cast import Newsroom
from tests.fronts import get
from tests.readers import correct
from tests.statements import counted
from tests.visitors import Visitor, make_app, stranger
from tests.web.test_languages_pages import LINK, LOC
from tests.web.test_translated import ARTICLE, WORDS, alternates, page, path_of

RUSSIAN = replace(factories.CLAIM, statement="Гавань потеряла четыре миллиона крон.")
ENGLISH = {"statement": "The harbour lost four million crowns.", "reason": "It did."}


@pytest.fixture
def newsroom_of_russian(newsroom: Newsroom) -> Newsroom:
    """Readers have a verdict that was written in Russian."""
    with newsroom.work(newsroom.carla) as work:
        article_id = intake.import_article(work, ARTICLE).id
    factories.claim(newsroom, State.PUBLISHED, article_id=article_id, words=WORDS, given=RUSSIAN)
    return newsroom


@pytest.fixture
def reader(newsroom_of_russian: Newsroom) -> Visitor:
    return stranger(make_app(newsroom_of_russian))


def in_sitemap(reader: Visitor, path: str) -> dict[str, str]:
    """Where the sitemap says that a page stands, by language."""
    root = ET.fromstring(get(reader, "/sitemaps/verdicts-1.xml").data)  # noqa: S314  our own
    [one] = [one for one in root if path_of(str(one.findtext(LOC))) == path]
    return {link.attrib["hreflang"]: path_of(link.attrib["href"]) for link in one.iter(LINK)}


def of_page(reader: Visitor, path: str) -> dict[str, str]:
    """The same as the page itself says it."""
    return {code: path_of(url) for code, url in alternates(page(reader, path)).items()}


def test_where_the_english_may_not_be_read_any_more_neither_names_it(
    newsroom_of_russian: Newsroom, reader: Visitor
) -> None:
    newsroom, russian = newsroom_of_russian, reader
    translating.published(newsroom, 1, "en", **ENGLISH)
    path = russian.get("/verdicts/1").location
    assert in_sitemap(russian, path) == of_page(russian, path)
    assert of_page(russian, path)["en"] == f"/en{path}"
    with newsroom.work(newsroom.edith) as work:
        work.session.get_one(Publication, 1).hidden_names = '[["Гавань", "a place"]]'
    path = russian.get("/verdicts/1").location
    assert russian.get(f"/en{path}").status_code == 404
    assert in_sitemap(russian, path) == of_page(russian, path)
    assert of_page(russian, path)["en"] == path, "the original, below English words"


def test_without_an_english_translation_the_original_stands_below_english_words(
    newsroom_of_russian: Newsroom, reader: Visitor
) -> None:
    newsroom = newsroom_of_russian
    translating.approved(newsroom, 1, "en", **ENGLISH)
    path = reader.get("/verdicts/1").location
    expected = {"en": path, "ru": f"/ru{path}", "kk": f"/kk{path}", "x-default": path}
    assert of_page(reader, path) == in_sitemap(reader, path) == expected
    translating.publish(newsroom, None, 1, "en")
    assert of_page(reader, path) == in_sitemap(reader, path) == expected | {"en": f"/en{path}"}
    correct(newsroom, 1)
    path = reader.get("/verdicts/1").location
    assert in_sitemap(reader, path) == of_page(reader, path)
    assert of_page(reader, path)["en"] == f"/en{path}"


def test_a_translation_of_an_english_verdict_changes_no_address(newsroom: Newsroom) -> None:
    factories.claim(newsroom, State.PUBLISHED)
    translating.published(newsroom)
    reader = stranger(make_app(newsroom))
    path = reader.get("/verdicts/1").location
    expected = {"en": path, "ru": f"/ru{path}", "kk": f"/kk{path}", "x-default": path}
    assert of_page(reader, path) == in_sitemap(reader, path) == expected


def test_a_part_costs_no_statement_for_each_verdict(
    newsroom_of_russian: Newsroom, reader: Visitor
) -> None:
    newsroom = newsroom_of_russian
    translating.published(newsroom, 1, "en", **ENGLISH)
    with counted(newsroom.database) as one:
        get(reader, "/sitemaps/verdicts-1.xml?a")
    factories.claim(newsroom, State.PUBLISHED, article_id=1, words=WORDS, given=RUSSIAN)
    translating.published(newsroom, 2, "en", **ENGLISH)
    with counted(newsroom.database) as two:
        get(reader, "/sitemaps/verdicts-1.xml?b")
    assert len(two) == len(one)
