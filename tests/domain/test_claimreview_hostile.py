"""Whatever strangers send is judged, and nothing of it breaks the judge, holds it up or makes it talk without end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claimreview import claim_review
from factcheck.domain.claimreview_judge import judge, judge_page, judge_text
from factcheck.domain.claimreview_reading import Unreadable, read_json
from factcheck.domain.claimreview_rules_page import Page
from factcheck.domain.claimreview_table import TABLE
from factcheck.domain.limits import MARKUP_CHARS, MARKUP_DEPTH, MARKUP_FINDINGS
from tests.verdicts import ADDRESS, DESK, a_verdict

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def document() -> dict[str, object]:
    return claim_review(a_verdict(), url=ADDRESS, publisher=DESK) or {}


def codes(text: str) -> list[str]:
    return [one.code for one in judge_text(text).found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json-broken"),
        ("{", "json-broken"),
        ("\x00", "json-broken"),
        ('{"a": "\n"}', "json-broken"),
        ("[" * (MARKUP_DEPTH + 1), "json-too-deep"),
        ("[" * 1_000_000, "json-too-deep"),
        ('{"a":' * 1_000_000, "json-too-deep"),
        ("Infinity", "json-no-number"),
        ("-1e999", "json-no-number"),
        ("9" * 100_000, "json-no-number"),
        ('{"a": 1, "a": 2}', "json-doubled"),
        ("[]", "document-none"),
        ("null", "document-none"),
        (" " * (MARKUP_CHARS + 1), "json-too-long"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_hostile_text_is_one_error(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_what_is_said_of_one_document_ends_somewhere() -> None:
    many = json.dumps([{"@type": "ClaimReview"}] * 5_000)
    judged = judge_text(many)
    assert judged.reviews == 5_000
    assert len(judged.found) == MARKUP_FINDINGS + 1
    assert judged.found[-1].code == "findings-many"


def test_a_strangers_word_is_repeated_on_one_short_line() -> None:
    (found,) = judge_text(json.dumps({**document(), "x\n\u202e\ud800" * 50: 1})).warnings
    assert found.code == "property-unknown"
    assert found.sentence.isprintable()
    assert found.path.isprintable()
    assert len(found.sentence) < 200


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    for one in judge_text(text).found:
        assert one.code in TABLE


@given(_json)
def test_any_value_is_judged_in_every_wrapping(value: object) -> None:
    for wrapped in (value, [value], {"@graph": value}, {"@type": "ClaimReview", "@id": value}):
        for one in judge(wrapped).found:
            assert one.code in TABLE


@given(_json)
def test_what_json_says_is_read_as_it_is(value: object) -> None:
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        text = json.dumps(value)
        with pytest.raises(Unreadable):
            read_json(text)
        return
    assert read_json(text).value == value


@given(st.text(), st.text(), st.text())
def test_any_page_is_judged(block: str, words: str, address: str) -> None:
    made = Page(
        blocks=(block, json.dumps(document())), words=words, canonical=address, title=address
    )
    assert judge_page(made).reviews >= 1


def test_every_row_of_the_table_says_what_it_is() -> None:
    for code, row in TABLE.items():
        assert row.code == code
        assert row.sentence.endswith((".", "\\u003c."))
        assert row.source[0] in "DV"
        assert row.source[1:].isdigit()
        assert sum(one is not None for one in (row.of_review, row.of_page, row.on_page)) <= 1
