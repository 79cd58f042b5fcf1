"""The page of the desk's settings: the form, what is wrong beside its field, and what readers then see."""

import pytest

from tests.cast import Newsroom
from tests.pages import Element
from tests.sites import Site, open_site

PATH = "/desk/settings"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def form(page: Element, **changes: str) -> dict[str, str]:
    """The page's own form as sent, with some fields typed over."""
    return {name: page.value(name) for name in ("seen_version", "name", "contact")} | changes


def test_the_page_shows_what_is_set_and_administrators_find_it(site: Site) -> None:
    page = site.page(PATH, "ada")
    assert (page.value("name"), page.value("contact")) == ("Fact-check desk", "")
    assert page.links()["Settings"] == PATH
    assert "Settings" not in site.page("/desk", "edith").links()


def test_readers_see_name_and_address_at_once(site: Site) -> None:
    assert "has not yet named an address" in site.page("/about/contact", "ada").text
    sent = form(site.page(PATH, "ada"), name="The Harbour Post", contact="desk@example.org")
    assert site.done(PATH, "ada", **sent) == PATH
    page = site.page("/about/contact", "carla")
    assert "The Harbour Post" in page.text
    assert page.links()["desk@example.org"] == "mailto:desk@example.org"
    assert site.newsroom.history().count("desk:changed desk:1") == 2  # once by the first set-up
    assert "The settings are changed" in site.page(PATH, "ada").text


@pytest.mark.parametrize(
    ("field", "typed", "status"),
    [
        ("name", "", 422),
        ("name", " \u200b ", 422),
        ("name", "x" * 101, 422),
        ("contact", "x" * 255, 422),
        ("contact", "a\x00b", 422),
    ],
)
def test_what_cannot_stand_there_comes_back_with_the_sentence_beside_it(
    site: Site, field: str, typed: str, status: int
) -> None:
    told = site.counts()
    page = site.send(PATH, status, "ada", **form(site.page(PATH, "ada"), **{field: typed}))
    assert page.error(field)
    assert page.error({"name": "contact", "contact": "name"}[field]) == ""
    assert site.counts() == told


def test_a_form_that_came_back_still_knows_what_it_was_begun_with(site: Site) -> None:
    begun = form(site.page(PATH, "ada"))
    site.done(PATH, "max", **form(site.page(PATH, "max"), name="The Evening Check"))
    again = site.send(PATH, 422, "ada", **{**begun, "name": ""})
    assert again.value("seen_version") == begun["seen_version"]
    page = site.send(PATH, 409, "ada", **form(again, name="The Morning Check"))
    assert "Saved by Max" in page.text
    assert "The Evening Check" in page.text
    assert "The Morning Check" in page.text
    assert site.page(PATH, "ada").value("name") == "The Evening Check"


def test_markup_in_a_name_is_text(site: Site) -> None:
    site.done(PATH, "ada", **form(site.page(PATH, "ada"), name="<b>Desk</b>", contact="<i>@x"))
    answer = site.visitor("ada").get("/about/contact").text
    assert "<b>Desk" not in answer
    assert "<i>@x" not in answer
    assert "&lt;b&gt;Desk" in answer


@pytest.mark.parametrize("who", ["carla", "rosa", "edith", "lara"])
def test_only_administrators_enter(site: Site, who: str) -> None:
    site.page(PATH, who, 403)
    site.send(PATH, 403, who, name="Mine", contact="", seen_version="0")
    assert site.page(PATH, "ada").value("name") == "Fact-check desk"
