"""Pages about the desk: which there are, what may stand on one, and what two versions differ in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.policy_pages import (
    NoSuchPage,
    PageSlug,
    PageText,
    cleaned,
    cleaned_note,
    differences,
    read_seed,
    slug_of,
)
from factcheck.resources import seeds_folder

SAYS = PageText(title="Who pays", text="Readers do.\n\n* all of them")


def test_the_pages_that_networks_of_checkers_ask_for_are_there() -> None:
    assert [slug.value for slug in PageSlug] == [
        "method", "corrections-policy", "funding", "team", "contact",
    ]  # fmt: skip
    assert [slug.path for slug in PageSlug][2:4] == ["/about/funding", "/about/team"]
    assert slug_of("team") is PageSlug.TEAM


@pytest.mark.parametrize("name", ["", "Team", "team ", "../team", "policy", "METHOD"])
def test_a_page_has_one_name(name: str) -> None:
    with pytest.raises(NoSuchPage):
        slug_of(name)


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [
        ("", "Words.", "Write the title."),
        ("Title", " \n ", "Write the text."),
        ("x" * 301, "Words.", "The title is longer than 300 characters."),
        ("Title", "x" * 50_001, "The text is 50,001 characters long; at most 50,000."),
        ("Title", "***", "The text has no letters or digits."),
    ],
)
def test_a_page_says_something_and_not_too_much(title: str, text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as bad:
        cleaned(PageText(title=title, text=text))
    assert bad.value.sentence == sentence


def test_no_version_comes_without_a_note() -> None:
    assert cleaned_note(" The budget \n of this year. ") == "The budget of this year."
    for note in ("", " \t", "x" * 501):
        with pytest.raises(BadInput):
            cleaned_note(note)


def test_what_differs_is_named_and_what_is_the_same_is_not() -> None:
    other = PageText(title=SAYS.title, text="Readers and one fund.")
    assert [(d.where, d.old, d.new) for d in differences(SAYS, other)] == [
        ("the text", SAYS.text, other.text)
    ]
    assert [(d.where, d.old) for d in differences(None, SAYS)] == [
        ("the title", ""),
        ("the text", ""),
    ]
    assert differences(SAYS, SAYS) == []


@given(st.text(max_size=300), st.text(max_size=60))
def test_what_was_taken_once_is_taken_again_as_it_is(text: str, title: str) -> None:
    try:
        found = cleaned(PageText(title=title, text=text))
    except BadInput:
        return
    assert cleaned(found) == found
    assert "\r" not in found.text
    assert "\n" not in found.title
    assert found.text == found.text.strip()


def test_the_texts_that_come_along_can_be_read_and_nobody_is_invented() -> None:
    found = {path.stem: path.read_text() for path in (seeds_folder() / "pages" / "en").glob("*.md")}
    assert set(found) == {"method", "corrections-policy", "contact"}
    for text in found.values():
        assert "came with the program" in read_seed(text).text
    assert read_seed(found["method"]).title == "How we work"
