"""What a page says to programs and to people, read from its bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.markup import BLOCKS, read_markup
from factcheck.domain.inputs import BadInput


def page(head: str = "", body: str = "<p>Words.") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_scripts_of_json_ld_are_taken_as_they_stand() -> None:
    script = '<script type="application/ld+json">{"a": "&amp; <b> \\u003c"}</script>'
    other = '<script type="text/javascript">alert(1)</script>'
    typed = '<SCRIPT TYPE="Application/LD+JSON; charset=utf-8">[]</SCRIPT>'
    found = read_markup(page(script + other, f"<p>Words.{typed}"))
    assert found.blocks == ('{"a": "&amp; <b> \\u003c"}', "[]")
    assert found.words == "Words."


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://a.example/x">', "https://a.example/x"),
        ('<link rel="Canonical nofollow" href=" /x ">', "https://b.example/x"),
        ('<link rel="alternate" href="/x"><link rel="canonical">', ""),
        ('<link rel="canonical" href="https://[a">', "https://[a"),
    ],
)
def test_the_canonical_address_is_told_whole(head: str, address: str) -> None:
    assert read_markup(page(head), address="https://b.example/7").canonical == address


@pytest.mark.parametrize(
    ("head", "robots", "is_hidden"),
    [
        ("", "", False),
        ('<meta name="robots" content="index, follow">', "", False),
        ('<meta name="Robots" content="NOINDEX">', "", True),
        ('<meta name="googlebot" content="none">', "", True),
        ("", "noindex, nofollow", True),
        ('<meta name="author" content="noindex">', "", False),
    ],
)
def test_a_page_that_asks_not_to_be_indexed_is_hidden(
    head: str, robots: str, is_hidden: bool
) -> None:
    assert read_markup(page(head), robots=robots).is_hidden is is_hidden


def test_links_days_and_attributes_are_found() -> None:
    body = (
        '<a href="/c">Report <b>an error</b></a><a>no link</a><time datetime="2024-01-03">then</time>'
        '<div itemscope itemtype="https://schema.org/ClaimReview"></div><p typeof="schema:ClaimReview">'
        '<div itemtype="https://schema.org/ClaimReviewer">'
    )
    found = read_markup(page("", body))
    assert found.links == (("Report an error", "/c"),)
    assert found.days == ("2024-01-03",)
    assert found.microdata == 2


def test_a_page_of_too_many_scripts_is_looked_at_in_part() -> None:
    many = '<script type="application/ld+json">1</script>' * (BLOCKS + 5)
    assert len(read_markup(page(many)).blocks) == BLOCKS


@pytest.mark.parametrize("data", [b"", b"   ", b"<div>" * 300])
def test_what_is_no_page_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as bad:
        read_markup(data)
    assert bad.value.sentence.endswith(".")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadInput):
        assert read_markup(data).microdata >= 0
