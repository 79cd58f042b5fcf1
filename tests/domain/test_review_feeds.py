"""Feeds of reviews: each wrapping is read, each fault named where it stands, and nothing ends in a traceback."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.imported_reviews import ImportedReview
from factcheck.domain.inputs import BadInput
from factcheck.domain.review_feeds import Fault, reviews

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "identifier": "north-17",
    "url": "https://north.example/checks/17",
    "claimReviewed": "The harbour sold three ferries.",
    "headline": "It sold two",
    "datePublished": "2026-03-04T10:00:00+05:00",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "The North", "url": "https://north.example"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Jon Vik"}},
    "reviewRating": {"@type": "Rating", "ratingValue": 2, "alternateName": "Mostly false"},
}
TOOLS = {
    "claims": [
        {
            "text": "The harbour sold three ferries.",
            "claimant": "Jon Vik",
            "claimDate": "2026-03-01T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "The North", "site": "north.example"},
                    "url": "https://north.example/checks/17",
                    "title": "It sold two",
                    "reviewDate": "2026-03-04T00:00:00Z",
                    "textualRating": "Mostly false",
                    "languageCode": "en",
                }
            ],
        },
        {"text": "Nobody checked this."},
    ],
    "nextPageToken": "CAU",
}


def changed(**values: Any) -> dict[str, Any]:
    """The review with other values; None takes the key away."""
    return {key: value for key, value in {**REVIEW, **values}.items() if value is not None}


def read(data: object) -> list[ImportedReview | Fault]:
    return list(reviews(data if isinstance(data, str) else json.dumps(data)))


def only(data: object) -> ImportedReview:
    (found,) = read(data)
    assert isinstance(found, ImportedReview), found
    return found


def why(data: object) -> str:
    (found,) = read(data)
    assert isinstance(found, Fault), found
    return found.why


def test_a_review_is_read_whole() -> None:
    found = only(REVIEW)
    assert json.loads(found.raw) == REVIEW
    assert found == ImportedReview(
        identifier="north-17",
        claim="The harbour sold three ferries.",
        title="It sold two",
        claimant="Jon Vik",
        rating="Mostly false",
        publisher="The North",
        published_on="2026-03-04",
        language="en",
        url="https://north.example/checks/17",
        raw=found.raw,
    )


@pytest.mark.parametrize(
    "data",
    [
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"item": None}, {"item": REVIEW}]},
        {"@type": "DataFeed", "dataFeedElement": [REVIEW]},
        "\ufeff" + json.dumps(REVIEW) + "\r\n\r\n",
        "\n" + json.dumps(REVIEW) + "\n",
        changed(**{"@type": ["Thing", "ClaimReview"]}),
        changed(**{"@type": "http://schema.org/ClaimReview"}),
        changed(**{"@type": None}),
    ],
)
def test_every_wrapping_is_taken_off(data: object) -> None:
    assert only(data).identifier == "north-17"


def test_the_fact_check_tools_answer_is_read() -> None:
    good, bad = read(TOOLS)
    assert isinstance(good, ImportedReview)
    assert good.identifier == good.url == "https://north.example/checks/17"
    assert (good.claim, good.claimant) == ("The harbour sold three ferries.", "Jon Vik")
    assert (good.title, good.rating, good.publisher) == ("It sold two", "Mostly false", "The North")
    assert (good.published_on, good.language) == ("2026-03-04", "en")
    assert bad == Fault("claim 2", "It is no ClaimReview object.")


def test_json_lines_go_on_after_a_faulty_line() -> None:
    lines = [
        json.dumps(REVIEW),
        "{broken",
        "",
        json.dumps(changed(identifier=None, url=None)),
        "[1]",
        json.dumps(changed(identifier="north-18")),
    ]
    found = read("\n".join(lines))
    assert [one.identifier for one in found if isinstance(one, ImportedReview)] == [
        "north-17",
        "north-18",
    ]
    assert [one for one in found if isinstance(one, Fault)] == [
        Fault("line 2", "It is no ClaimReview object."),
        Fault("line 4", "It has neither identifier nor url."),
        Fault("line 5", "It is no ClaimReview object."),
    ]


def test_faults_of_a_feed_say_which_item_of_which_element() -> None:
    feed = {
        "dataFeedElement": [{"item": [REVIEW, changed(claimReviewed=" ")]}, "text", {"item": 7}]
    }
    assert [one for one in read(feed) if isinstance(one, Fault)] == [
        Fault("element 1, item 2", "It has no claimReviewed."),
        Fault("element 2", "It is no ClaimReview object."),
        Fault("element 3", "It is no ClaimReview object."),
    ]


@pytest.mark.parametrize(
    ("values", "identifier"),
    [
        ({"identifier": None}, "https://north.example/checks/17"),
        ({"identifier": "  "}, "https://north.example/checks/17"),
        ({"identifier": 17}, "17"),
        ({"identifier": ["a", "b"]}, "a"),
        ({"identifier": {"@type": "PropertyValue", "value": "pv"}}, "pv"),
        ({"identifier": True}, "https://north.example/checks/17"),
        ({"identifier": None, "url": "/checks/17"}, "/checks/17"),
        ({"identifier": " é "}, "é"),
    ],
)
def test_the_identifier_is_the_feeds_own_else_the_address(
    values: dict[str, Any], identifier: str
) -> None:
    assert only(changed(**values)).identifier == identifier


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"@type": "NewsArticle"}, "It is no ClaimReview object."),
        ({"claimReviewed": ["a list"]}, "It has no claimReviewed."),
        ({"claimReviewed": "…"}, "It has no claimReviewed."),
        ({"identifier": "a\0b"}, "Its identifier has a control character (U+0000) at position 2."),
        ({"identifier": "\ud800"}, "Its identifier is not valid Unicode."),
        ({"identifier": "ж" * 1_025}, "Its identifier is longer than 2,048 bytes."),
        ({"text": "a" * 200_000}, "It is longer than 200,000 characters."),
        ({"n": 10}, "It holds a number that is none."),
    ],
)
def test_what_cannot_be_stored_is_named(values: dict[str, Any], sentence: str) -> None:
    feed = json.dumps([changed(**values)]).replace('"n": 10', '"n": 1e999')
    assert why(feed) == sentence


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"url": "javascript:alert(1)"}, "url", ""),
        ({"url": "http://127.0.0.1/"}, "url", ""),
        ({"datePublished": "March 2026"}, "published_on", ""),
        ({"datePublished": "2026-13-01"}, "published_on", ""),
        ({"datePublished": "2026"}, "published_on", "2026"),
        ({"reviewRating": {"ratingValue": 2}}, "rating", "2"),
        ({"reviewRating": "False"}, "rating", "False"),
        ({"reviewRating": [{"alternateName": "False"}]}, "rating", "False"),
        ({"author": "The South"}, "publisher", "The South"),
        ({"author": None, "publisher": [{"name": "The South"}]}, "publisher", "The South"),
        ({"itemReviewed": [{"author": [{"name": "Ann\nVik"}]}]}, "claimant", "Ann Vik"),
        ({"itemReviewed": "a text"}, "claimant", ""),
        ({"headline": None, "name": "Its name"}, "title", "Its name"),
        ({"headline": "t" * 500}, "title", "t" * 300),
        ({"headline": "a\0b\u202ec\ud800"}, "title", "abc"),
        ({"headline": "e" + "\u0301" * 40}, "title", ""),
        ({"inLanguage": {"@type": "Language", "name": "kk"}}, "language", "kk"),
    ],
)
def test_fields_are_cleaned_and_what_is_not_understood_is_left_empty(
    values: dict[str, Any], field: str, text: str
) -> None:
    assert getattr(only(changed(**values)), field) == text


def test_raw_json_with_signs_no_database_takes_is_kept_escaped() -> None:
    found = only(changed(note="\ud800\0", other="ж"))
    assert found.raw.isascii()
    assert json.loads(found.raw)["note"] == "\ud800\0"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is no JSON and no JSON Lines: Expecting value at line 1, character 1."),
        ("hello", "The file is no JSON and no JSON Lines: Expecting value at line 1, character 1."),
        ("{}", "The file is neither a DataFeed"),
        ('{"claims": 7}', "The file is neither a DataFeed"),
        ("7", "The file is neither a DataFeed"),
        ("[" * 100_000, "The file is no JSON and no JSON Lines: It nests too deeply."),
        ("[NaN]", "The file is no JSON and no JSON Lines: It holds a number that is none."),
        ("9" * 5_000, "The file is no JSON and no JSON Lines: It holds a number that is none."),
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.sentence.startswith(sentence)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(REVIEW)), json_values, max_size=6))
def test_any_values_make_a_review_or_a_fault(values: dict[str, Any]) -> None:
    (found,) = read([{**REVIEW, **values}])
    if isinstance(found, ImportedReview):
        assert found.claim
        assert found.identifier
        json.loads(found.raw)
        found.raw.encode()


@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert all(isinstance(one, ImportedReview | Fault) for one in read(text))
