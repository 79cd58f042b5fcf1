"""The administrators' pages: what is missing, a look before saving, and nothing typed that is lost."""

from typing import Any

import pytest

from factcheck.models import PolicyVersion
from tests.cast import Newsroom
from tests.pages import Element, read
from tests.sites import Site, open_site
from tests.statements import counted
from tests.visitors import stranger

PATH = "/desk/pages/funding"
TYPED = {"title": "Who pays", "text": "Readers do.", "note": "First words."}


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def form(page: Element, **typed: Any) -> dict[str, Any]:
    """The page's own form as sent, with some fields typed over."""
    names = ("seen_version", "title", "text", "note")
    return {name: page.value(name) for name in names} | typed


def kept(site: Site) -> tuple[int, int]:
    told = [deed for deed in site.newsroom.history() if deed.startswith("page:")]
    return site.newsroom.count(PolicyVersion), len(told)


def test_administrators_find_the_pages_and_read_which_say_nothing_yet(site: Site) -> None:
    assert site.page("/desk", "ada").links()["Pages"] == "/desk/pages"
    assert "Pages" not in site.page("/desk", "edith").links()
    page = site.page("/desk/pages", "ada")
    assert page.text.count("Nothing written yet.") == 2
    assert page.text.count("The text that came with the program.") == 3
    assert page.links()["Ownership and funding"] == PATH
    assert "Nothing is written on this page yet." in site.page(PATH, "ada").text
    assert "came with the program" in site.page("/desk/pages/method", "ada").text


def test_what_is_saved_is_what_readers_get(site: Site) -> None:
    assert site.done(PATH, "ada", **form(site.page(PATH, "ada"), **TYPED)) == PATH
    page = site.page(PATH, "ada")
    assert "Version 1 is what readers get from now on." in page.text
    assert (page.value("title"), page.value("text"), page.value("note")) == (
        "Who pays", "Readers do.", "",
    )  # fmt: skip
    answer = stranger(site.app).get("/about/funding")
    assert "<p>Readers do.</p>" in answer.text
    assert kept(site) == (4, 4)


def test_a_look_before_saving_shows_the_page_and_what_would_change(site: Site) -> None:
    begun = form(site.page("/desk/pages/contact", "ada"))
    typed = begun | {"text": begun["text"] + "\n\n## Write to us\n\n<b>Now</b>", "then": "preview"}
    before = kept(site)
    page = site.send("/desk/pages/contact", 200, "ada", **typed)
    assert kept(site) == before
    preview = page.id("preview")
    assert "Write to us" in preview.text
    assert not preview.all("b")
    assert "Write to us" in "".join(one.text for one in page.all("ins"))
    assert page.value("text").strip() == typed["text"]
    assert page.value("seen_version") == "1"
    assert "Not saved yet. " not in page.text
    page = site.send("/desk/pages/contact", 200, "ada", **begun, then="preview")
    assert "It says the same as version 1." in page.text


@pytest.mark.parametrize("then", ["save", "preview"])
@pytest.mark.parametrize(
    ("field", "typed"),
    [("title", ""), ("title", "x" * 301), ("text", " "), ("text", "a\x00b"), ("note", "")],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(
    site: Site, field: str, typed: str, then: str
) -> None:
    sent = form(site.page(PATH, "ada"), **{**TYPED, field: typed})
    before = kept(site)
    is_shown = then == "preview" and field == "note"
    page = site.send(PATH, 200 if is_shown else 422, "ada", **sent, then=then)
    assert bool(page.error(field)) is not is_shown
    for name in {"title", "text", "note"} - {field}:
        assert page.value(name).strip() == TYPED[name]
    assert kept(site) == before


def test_too_long_a_text_is_not_lost(site: Site) -> None:
    sent = form(site.page(PATH, "ada"), **{**TYPED, "text": "word " * 10_001})
    page = site.send(PATH, 422, "ada", **sent)
    assert "at most 50,000" in page.error("text")
    assert page.value("text").count("word") == 10_001


def test_who_comes_too_late_sees_both_texts_and_may_keep_hers(site: Site) -> None:
    begun = form(site.page(PATH, "ada"), **{**TYPED, "text": "The city does."})
    site.done(PATH, "max", **form(site.page(PATH, "max"), **TYPED))
    late = begun | {"then": "preview"}
    assert site.send(PATH, 200, "ada", **late).value("seen_version") == "0"
    page = site.send(PATH, 409, "ada", **begun)
    assert "Saved by Max" in page.text
    assert "Readers do." in page.text
    assert "The city does." in page.text
    assert site.newsroom.count(PolicyVersion) == 4
    mine = {name: page.value(name).lstrip("\n") for name in ("title", "text", "note")}
    site.done(PATH, "ada", **mine, seen_version=page.value("seen_version"))
    assert "The city does." in stranger(site.app).get("/about/funding").text


def test_the_same_again_is_no_version(site: Site) -> None:
    site.done(PATH, "ada", **form(site.page(PATH, "ada"), **TYPED))
    page = site.send(PATH, 409, "ada", **form(site.page(PATH, "ada"), note="Nothing."))
    assert "Nothing is changed: version 1 says the same." in page.text
    assert page.value("note") == "Nothing."
    assert site.newsroom.count(PolicyVersion) == 4


@pytest.mark.parametrize("name", ["nothing", "policy", "Funding"])
def test_a_page_that_is_not_on_the_list_cannot_be_made(site: Site, name: str) -> None:
    site.page(f"/desk/pages/{name}", "ada", 404)
    site.send(f"/desk/pages/{name}", 404, "ada", **TYPED, seen_version="0")


@pytest.mark.parametrize("who", ["carla", "rosa", "edith", "lara"])
def test_only_administrators_enter(site: Site, who: str) -> None:
    for path in ("/desk/pages", PATH):
        site.page(path, who, 403)
    site.send(PATH, 403, who, **TYPED, seen_version="0")
    assert read(stranger(site.app).get("/about").text).links().get("Who pays") is None
    assert kept(site) == (3, 3)


def test_a_save_costs_eight_statements_at_most(site: Site) -> None:
    sent = form(site.page(PATH, "ada"), **TYPED)
    with counted(site.newsroom.database) as statements:
        site.done(PATH, "ada", **sent)
    assert sum(one.startswith("INSERT INTO history") for one in statements) == 1
    assert len(statements) <= 8, "\n".join(statements)
