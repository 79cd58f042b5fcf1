"""The write format of the Fact Check Tools, both ways (D34), and what of a stranger's review begins a ticket."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claimreview import claim_review
from factcheck.domain.claimreview_exchange import brought, page_of, pages_in
from factcheck.domain.claimreview_intake import OUR_OWN, start_of
from factcheck.domain.inputs import BadInput
from tests.verdicts import ADDRESS, DESK, a_verdict

PAGE: dict[str, Any] = {
    "pageUrl": "https://checks.example/verdicts/7",
    "publishDate": "2024-01-03",
    "claimReviewAuthor": {
        "name": "The Example Desk",
        "imageUrl": "https://checks.example/logo.png",
    },
    "claimReviewMarkups": [
        {
            "url": "https://checks.example/verdicts/7",
            "claimReviewed": "The harbour sold three ferries in 2023.",
            "claimDate": "2023-11-30",
            "claimLocation": "a speech at the quay",
            "claimFirstAppearance": "https://radio.example/speech",
            "claimAppearances": ["https://paper.example/ferries", "https://paper.example/again"],
            "claimAuthor": {
                "name": "Mara Quill",
                "imageUrl": "https://harbour.example/quill.jpg",
                "jobTitle": "Harbour master",
                "sameAs": "https://harbour.example/quill",
            },
            "rating": {
                "textualRating": "Mostly supported",
                "ratingExplanation": "The register names three sales.",
                "imageUrl": "https://checks.example/four.png",
                "ratingValue": 4,
                "bestRating": 5,
                "worstRating": 1,
            },
        }
    ],
}
REVIEW = claim_review(a_verdict(), url=ADDRESS, publisher=DESK) or {}


def reviews(value: object) -> list[dict[str, Any]]:
    return [one.review for one in brought(pages_in(value))]


def test_every_field_of_a_page_comes_back_as_it_was() -> None:
    (review,) = reviews(PAGE)
    assert page_of(review) == PAGE


def test_a_verdict_of_ours_says_all_that_the_format_has_a_word_for() -> None:
    page = page_of(REVIEW)
    assert page["pageUrl"] == ADDRESS
    assert page["claimReviewAuthor"] == {"name": DESK.name, "imageUrl": DESK.logo}
    (markup,) = page["claimReviewMarkups"]  # type: ignore[misc]  # a list, as ours are
    assert markup["claimAppearances"] == [
        "https://council.example/minutes/30",
        "https://paper.example/bridge",
    ]
    assert markup["rating"] == {
        "textualRating": "Mostly supported",
        "ratingExplanation": "The contract says so, but leaves out the approach roads.",
        "worstRating": 1,
        "ratingValue": 4,
        "bestRating": 5,
    }
    (again,) = reviews(page)
    assert page_of(again) == page


@pytest.mark.parametrize("wrapped", [PAGE, [PAGE], {"claimReviewMarkupPages": [PAGE]}])
def test_a_page_is_found_in_each_wrapping(wrapped: object) -> None:
    assert len(reviews(wrapped)) == 1


def test_a_page_of_several_brings_each_with_its_place() -> None:
    page = {**PAGE, "claimReviewMarkups": [{"claimReviewed": "One."}, {"claimReviewed": "Two."}]}
    assert [(one.where, one.review["claimReviewed"]) for one in brought([page])] == [
        ("$.claimReviewMarkups[0]", "One."),
        ("$.claimReviewMarkups[1]", "Two."),
    ]


_WORDS = st.text(st.characters(codec="utf-8"), min_size=1).map(str.strip).filter(bool)


@given(
    st.fixed_dictionaries(
        {"url": _WORDS, "claimReviewed": _WORDS},
        optional={
            "claimDate": _WORDS,
            "claimLocation": _WORDS,
            "claimFirstAppearance": _WORDS,
            "claimAppearances": st.lists(_WORDS, min_size=1),
            "claimAuthor": st.fixed_dictionaries({"name": _WORDS}, optional={"jobTitle": _WORDS}),
        },
    ),
    st.fixed_dictionaries(
        {"textualRating": _WORDS}, optional={"ratingValue": st.integers(), "imageUrl": _WORDS}
    ),
)
def test_any_page_comes_back_as_it_was(markup: dict[str, Any], rating: dict[str, Any]) -> None:
    page = {"pageUrl": markup["url"], "claimReviewMarkups": [{**markup, "rating": rating}]}
    (review,) = reviews(page)
    assert page_of(review) == page


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PAGE, *PAGE["claimReviewMarkups"][0], "@type"]), inner)
    ),
    max_leaves=12,
)


@given(_ANY)
def test_nothing_that_a_file_holds_breaks_the_reading(value: object) -> None:
    for review in reviews(value):
        page_of(review)
        with suppress(BadInput):
            assert start_of(review).text


# ── The start of a ticket ────────────────────────────────────────────────────────────────────────


def test_a_ticket_begins_with_what_the_review_says_of_the_claim() -> None:
    start = start_of(REVIEW)
    assert start.statement == "The bridge over the Aksu cost twelve million."
    assert (start.claimant, start.said_on, start.said_where) == (
        "Daria Lind", "2023-11-30", "a council meeting",
    )  # fmt: skip
    assert start.appearance_url == "https://council.example/minutes/30"
    assert start.text.split("\n\n") == [
        start.statement,
        "Daria Lind, 2023-11-30, a council meeting, https://council.example/minutes/30",
        f"Checked before by The Example Desk: Mostly supported. {ADDRESS}",
    ]


def test_nobody_is_no_claimant_and_no_date_is_made_up() -> None:
    item = {"@type": "Claim", "author": {"name": "Unknown"}, "datePublished": "last winter"}
    start = start_of({**REVIEW, "itemReviewed": item})
    assert (start.claimant, start.said_on, start.appearance_url) == ("", "", "")


def test_our_own_verdicts_begin_nothing() -> None:
    with pytest.raises(BadInput) as bad:
        start_of(REVIEW, "check.example")
    assert bad.value.sentence == OUR_OWN
