"""The ClaimReview of a verdict says what the page says, no more, and stands safely in any page."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claimreview import Publisher, as_script, claim_review, findings
from factcheck.domain.published import PublishedRating, PublishedVerdict
from tests.verdicts import (
    ADDRESS,
    ARTICLE,
    CORRECTED,
    CORRECTION,
    DESK,
    OFF_AXIS,
    SCALE_LESS,
    a_verdict,
    ratings,
    verdicts,
)

TRIO = {"worstRating", "ratingValue", "bestRating"}


def review(verdict: PublishedVerdict | None = None, publisher: Publisher = DESK) -> dict[str, Any]:
    """The markup of a verdict that has one."""
    data = claim_review(verdict or a_verdict(), url=ADDRESS, publisher=publisher)
    assert data is not None
    return data


PUBLISHER = {"@type": "Organization", "name": DESK.name, "url": DESK.url}
THE_WHOLE = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": ADDRESS,
    "claimReviewed": "The bridge over the Aksu cost twelve million.",
    "author": PUBLISHER,
    "publisher": PUBLISHER | {"logo": DESK.logo, "correctionsPolicy": DESK.corrections_url},
    "datePublished": "2024-01-03T09:30:00+00:00",
    "dateModified": "2024-02-01T16:05:07+00:00",
    "inLanguage": "en",
    "version": 2,
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Daria Lind"},
        "datePublished": "2023-11-30",
        "appearance": [
            {
                "@type": "CreativeWork",
                "url": "https://council.example/minutes/30",
                "name": "a council meeting",
            },
            {
                "@type": "CreativeWork",
                "url": "https://paper.example/bridge",
                "name": "The bridge nobody ordered",
                "publisher": {"@type": "Organization", "name": "The Example Paper"},
                "datePublished": "2023-12-01",
            },
        ],
    },
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Mostly supported",
        "ratingExplanation": "The contract says so, but leaves out the approach roads.",
        "worstRating": 1,
        "ratingValue": 4,
        "bestRating": 5,
    },
    "citation": [
        {
            "@type": "Dataset",
            "position": 1,
            "name": "Register of public works",
            "url": "https://register.example/works?year=2023",
            "publisher": {"@type": "Organization", "name": "Ministry of Works"},
            "datePublished": "2023-11",
        },
        {
            "@type": "CreativeWork",
            "position": 2,
            "name": "Interview with a bridge engineer",
        },
    ],
    "correction": [
        {
            "@type": "CorrectionComment",
            "text": "We had left out the approach roads.",
            "datePublished": "2024-02-01T16:05:07+00:00",
        }
    ],
}


def test_the_whole_of_a_corrected_verdict() -> None:
    assert review() == THE_WHOLE


def test_our_own_markup_meets_our_own_rules() -> None:
    assert findings(review(), labels=a_verdict().rating.steps, page=ADDRESS) == []


def test_a_retracted_verdict_has_no_markup() -> None:
    retracted = a_verdict(is_retracted=True, retraction_note="The register was a forgery.")
    assert claim_review(retracted, url=ADDRESS, publisher=DESK) is None


@pytest.mark.parametrize("claimant", ["", "  ", "Unknown", "ANONYMOUS", "Неизвестно", "белгісіз"])
def test_a_claim_of_nobody_names_no_author(claimant: str) -> None:
    assert "author" not in review(a_verdict(claimant=claimant))["itemReviewed"]


def test_a_claimant_shown_by_role_is_given_by_role() -> None:
    author = review(a_verdict(claimant="a pupil", is_claimant_role=True))["itemReviewed"]["author"]
    assert author == {"@type": "Person", "name": "a pupil"}


def test_an_organisation_is_no_person() -> None:
    ministry = a_verdict(claimant="Ministry of Works", claimant_kind="organisation")
    assert review(ministry)["itemReviewed"]["author"]["@type"] == "Organization"


def test_a_label_off_the_axis_carries_no_number() -> None:
    rating = review(a_verdict(rating=OFF_AXIS))["reviewRating"]
    assert rating["alternateName"] == "Unproven"
    assert not TRIO & rating.keys()


@pytest.mark.parametrize("missing", ["value", "worst", "best"])
def test_two_numbers_of_three_are_none(missing: str) -> None:
    rating = replace(a_verdict().rating, **{missing: None})
    assert not TRIO & review(a_verdict(rating=rating))["reviewRating"].keys()


def test_a_desk_without_a_scale_says_its_conclusion() -> None:
    rating = review(a_verdict(rating=SCALE_LESS))["reviewRating"]
    assert rating["alternateName"] == "The bridge cost half as much again."
    nameless = review(a_verdict(rating=replace(SCALE_LESS, label="")))["reviewRating"]
    assert nameless["alternateName"] == a_verdict().reason


def test_the_article_itself_is_named_once_when_the_claim_was_made_in_it() -> None:
    item = review(a_verdict(appearance_url=ARTICLE.url))["itemReviewed"]
    assert [place["url"] for place in item["appearance"]] == [ARTICLE.url]


def test_a_speech_without_a_link_is_still_a_place() -> None:
    item = review(a_verdict(appearance_url="", article=None))["itemReviewed"]
    assert item["appearance"] == [{"@type": "CreativeWork", "name": "a council meeting"}]


def test_nothing_is_said_about_a_place_nobody_knows() -> None:
    item = review(a_verdict(appearance_url="", said_where="", said_on="", article=None))
    assert item["itemReviewed"].keys() == {"@type", "author"}


@pytest.mark.parametrize("kind", ["clarification", "update", "first", "retraction"])
def test_only_a_correction_is_called_one(kind: str) -> None:
    notices = (replace(CORRECTION, kind=kind),)
    assert "correction" not in review(a_verdict(notices=notices))


def test_corrections_stand_newest_first_as_on_the_page() -> None:
    older = replace(CORRECTION, version=1, note="A typing error in a sum.")
    texts = [each["text"] for each in review(a_verdict(notices=(CORRECTION, older)))["correction"]]
    assert texts == [CORRECTION.note, "A typing error in a sum."]


def test_moments_are_told_in_utc() -> None:
    almaty = CORRECTED.astimezone(timezone(timedelta(hours=5)))
    data = review(a_verdict(updated_at=almaty))
    assert data["dateModified"] == "2024-02-01T16:05:07+00:00"


def test_a_desk_without_logo_or_corrections_page_leaves_them_out() -> None:
    bare = Publisher(name="Desk", url="https://desk.example/")
    assert review(publisher=bare)["publisher"].keys() == {"@type", "name", "url"}


# ── Page and markup agree (D19) ──


@given(verdicts())
def test_markup_and_verdict_agree_on_every_fact(verdict: PublishedVerdict) -> None:
    data = claim_review(verdict, url=ADDRESS, publisher=DESK)
    assert (data is None) == verdict.is_retracted
    if data is None:
        return
    shown: dict[str, Any] = json.loads(as_script(data))
    assert shown["url"] == ADDRESS
    assert shown.get("claimReviewed", "") == verdict.statement
    assert shown["version"] == verdict.version
    words = verdict.rating.label or verdict.reason
    assert shown["reviewRating"].get("alternateName", "") == words
    assert shown["reviewRating"].get("ratingExplanation", "") == verdict.reason
    assert shown["itemReviewed"].get("datePublished", "") == verdict.said_on
    assert [each["position"] for each in shown.get("citation", [])] == [
        source.number for source in verdict.sources
    ]
    published = datetime.fromisoformat(shown["datePublished"])
    assert published == verdict.first_published_at.replace(microsecond=0)


@given(ratings())
def test_numbers_stand_together_and_are_the_ratings_own(rating: PublishedRating) -> None:
    shown = review(a_verdict(rating=rating))["reviewRating"]
    numbers = (rating.worst, rating.value, rating.best)
    if None in numbers:
        assert not TRIO & shown.keys()
    else:
        assert (shown["worstRating"], shown["ratingValue"], shown["bestRating"]) == numbers


@given(verdicts())
def test_no_key_is_given_without_a_value(verdict: PublishedVerdict) -> None:
    def empty(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(empty, value.values()))
        return (
            any(map(empty, value)) or not value if isinstance(value, list) else value in {"", None}
        )

    data = claim_review(replace(verdict, is_retracted=False), url=ADDRESS, publisher=DESK)
    assert not empty(data)


# ── In a script element (D23) ──

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</SCRIPT >",
    "<!-- <script>",
    "]]>",
    "--> x",
    "a\u2028b\u2029c",
    "&lt;/script&gt;",
    "\\u003c/script>",
    '"}</script>',
    "\x00\x1f",
    "\ud800 alone",
]


@pytest.mark.parametrize("claim", HOSTILE)
def test_no_claim_can_end_the_script_element(claim: str) -> None:
    text = as_script(review(a_verdict(statement=claim)))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text)["claimReviewed"] == claim
    assert text.encode("utf-8")


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text()) | st.integers()))
def test_any_data_is_safe_and_reads_back_equal(data: dict[str, object]) -> None:
    text = as_script(data)
    assert not re.search("[<>&\u2028\u2029\n\r]", text)
    assert json.loads(text) == data


def test_cyrillic_is_written_as_it_is_read() -> None:
    assert "Көпір" in as_script({"claimReviewed": "Көпір"})


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_words_for_is_refused(number: float) -> None:
    with pytest.raises(ValueError):
        as_script({"ratingValue": number})
