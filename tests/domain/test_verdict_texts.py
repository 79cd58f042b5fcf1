"""Markdown and plain text of any verdict: its words, and no orders to whoever shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factcheck.domain.published import PublishedVerdict
from factcheck.domain.verdict_texts import escaped, markdown, plain
from tests.verdicts import ADDRESS, a_verdict, verdicts

PARSER = MarkdownIt("commonmark").enable("table")


def shown(text: str) -> str:
    """What a reader of Markdown sees of `text`, when it is one plain paragraph; else its HTML."""
    tokens = PARSER.parse(text)
    is_plain = [one.type for one in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or [] if is_plain else []
    if not is_plain or any(one.type not in {"text", "text_special"} for one in children):
        return PARSER.render(text)
    return "".join(one.content for one in children)


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))))
def test_any_words_are_read_as_these_words(text: str) -> None:
    words = " ".join(text.split())
    if words:
        assert shown(escaped(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no list",
        "12) no list",
        "- no list",
        "+ no list",
        "---",
        "===",
        "> no quote",
        "a | b",
        "*loud* _loud_ `code`",
        "[link](https://x.example) ![picture](https://x.example)",
        "<script>alert(1)</script> &amp; <https://x.example>",
        "~~~",
        "```",
        "back\\slash",
        "two\n\nparagraphs\n# here",
    ],
)
def test_orders_of_markdown_are_words(text: str) -> None:
    assert shown(escaped(text)) == " ".join(text.split())


@given(verdicts())
def test_any_verdict_can_be_written_in_both_ways(verdict: PublishedVerdict) -> None:
    for text in (markdown(verdict, url=ADDRESS), plain(verdict, url=ADDRESS)):
        assert text.endswith("\n")
        assert ADDRESS in text


def test_headings_of_the_reasoning_stand_below_ours_and_code_stays() -> None:
    text = markdown(a_verdict(explanation="# Top\n\n```\n# code\n```\n\n##### Deep"), url=ADDRESS)
    assert "\n### Top\n" in text
    assert "\n# code\n" in text
    assert "\n###### Deep\n" in text


def test_further_parts_stand_between_the_reasoning_and_the_sources_where_something_is_written() -> (
    None
):
    told = a_verdict(what_is_right="It cost a lot [1].", not_known=" ", why_it_matters="# Tax")
    text = markdown(told, url=ADDRESS)
    places = [
        text.index(f"\n## {one}\n")
        for one in ("Why", "What is right in it", "Why it matters", "Sources")
    ]
    assert places == sorted(places)
    assert "\n### Tax\n" in text
    assert "What is not known" not in text
    assert "What is right in it\n-------------------\n\nIt cost a lot [1].\n" in plain(
        told, url=ADDRESS
    )
    assert "What is right" not in markdown(a_verdict(), url=ADDRESS)


def test_code_that_is_never_closed_does_not_swallow_what_follows() -> None:
    text = markdown(a_verdict(explanation="```\nopen"), url=ADDRESS)
    html = PARSER.render(text)
    assert "<h2>Sources</h2>" in html


def test_sources_are_numbered_as_the_reasoning_cites_them() -> None:
    verdict = a_verdict()
    assert "\n[2] Gives context: Interview with a bridge engineer\n" in plain(verdict, url=ADDRESS)
    html = PARSER.render(markdown(verdict, url=ADDRESS))
    assert '<ol start="2">\n<li>Gives context: Interview with a bridge engineer' in html


def test_an_address_that_is_no_plain_web_address_is_no_link() -> None:
    text = markdown(a_verdict(appearance_url="javascript:alert(1)"), url=ADDRESS)
    assert "<javascript" not in text
    assert 'href="javascript' not in PARSER.render(text)
