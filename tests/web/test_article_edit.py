"""Mending what is said about an article: its form, what is wrong beside its field, and both texts when two save."""

import pytest

from tests import factories
from tests.cast import Newsroom
from tests.pages import Element
from tests.sites import Site, open_site

PATH = "/desk/articles/1/edit"
FIELDS = ("seen_version", "title", "url", "outlet", "byline", "published_on", "language")


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    factories.article(sqlite_newsroom)
    return open_site(sqlite_newsroom)


def form(page: Element, **changes: str) -> dict[str, str]:
    """The page's own form as sent, with some fields typed over."""
    return {name: page.value(name) for name in FIELDS} | changes


def test_the_form_shows_what_is_there_and_says_what_readers_keep(site: Site) -> None:
    page = site.page(PATH)
    assert [page.value(name) for name in FIELDS[1:]] == [
        "The harbour runs at a loss",
        "https://news.example/harbour",
        "The North",
        "",
        "2026-11-17",
        "en",
    ]
    assert page.named("kind") == page.named("text") == []
    beside = page.id("title-help").text
    assert "keep the title a verdict was published with until the next publication" in beside


def test_the_articles_page_leads_there_whoever_may(site: Site) -> None:
    words = "Edit title and details"
    assert site.page("/desk/articles/1").links()[words] == PATH
    assert site.page("/desk/articles/1", "edith").links()[words] == PATH
    for who in ("rosa", "lara", "ada"):
        assert words not in site.page("/desk/articles/1", who).links()


def test_what_is_typed_is_kept(site: Site) -> None:
    sent = form(site.page(PATH), title="The harbour", outlet="", language="pt-BR", url="")
    assert site.done(PATH, **sent) == "/desk/articles/1"
    page = site.page("/desk/articles/1")
    assert page.all("h1")[0].text == "The harbour"
    assert page.all("h1")[0].attributes["lang"] == "pt-BR"
    assert "The North" not in page.text
    assert "The original" not in page.links()
    assert "with the next publication" in page.text
    assert site.newsroom.history()[-1] == "article:changed article:1"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "\u200b"),
        ("title", "x" * 301),
        ("title", "a\x00b"),
        ("url", "javascript:alert(1)"),
        ("url", "http://127.0.0.1/x"),
        ("url", "https://user:pw@news.example/"),
        ("outlet", "x" * 201),
        ("byline", "x" * 201),
        ("published_on", "17/11/2026"),
        ("published_on", "2026-02-30"),
        ("published_on", "2999"),
        ("language", "English!"),
        ("language", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    site: Site, field: str, typed: str
) -> None:
    told = site.counts()
    sent = form(site.page(PATH), **{"byline": "Jo Low", field: typed})
    page = site.send(PATH, 422, **sent)
    assert page.error(field)
    assert [name for name in FIELDS[1:] if page.error(name)] == [field]
    assert page.value("byline") == sent["byline"]
    assert page.value("seen_version") == sent["seen_version"]
    assert site.counts() == told


@pytest.mark.parametrize("seen", ["", "0", "nonsense", "9" * 30])
def test_a_save_that_does_not_know_the_present_words_gets_both(site: Site, seen: str) -> None:
    sent = form(site.page(PATH), title="My title", seen_version=seen)
    page = site.send(PATH, 409, **sent)
    assert "The harbour runs at a loss" in page.text
    assert "My title" in page.text
    mine = next(one for one in page.all("form") if one.named("title"))
    site.done(PATH, **form(mine))
    assert site.page(PATH).value("title") == "My title"


def test_saving_what_is_there_says_so_on_the_form(site: Site) -> None:
    page = site.send(PATH, 409, **form(site.page(PATH)))
    assert "Nothing is changed" in page.text
    assert page.value("title") == "The harbour runs at a loss"


@pytest.mark.parametrize("who", ["rosa", "lara", "ada"])
def test_only_checkers_and_editors_mend_an_article(site: Site, who: str) -> None:
    site.page(PATH, who, 403)
    site.send(PATH, 403, who, **form(site.page(PATH), title="Mine"))
    assert site.page(PATH).value("title") == "The harbour runs at a loss"


@pytest.mark.parametrize("number", ["0", "2", "01", "2147483648", "9" * 19])
def test_an_article_that_is_not_there_is_not_found(site: Site, number: str) -> None:
    site.page(f"/desk/articles/{number}/edit", status=404)
    site.send(f"/desk/articles/{number}/edit", 404, **form(site.page(PATH)))
