"""The judge: our own documents with one value spoilt, documents of every shape, pages, and whatever strangers send.

The corpus of whole documents lies in tests/conformance.
"""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claimreview import claim_review
from factcheck.domain.claimreview_judge import (
    Finding,
    findings,
    judge,
    judge_page,
)
from factcheck.domain.claimreview_rules import CLAIM_LENGTH
from factcheck.domain.claimreview_rules_page import Page
from tests.verdicts import ADDRESS, DESK, OFF_AXIS, ON_AXIS, SCALE_LESS, a_verdict

GONE = object()


def document(**changes: Any) -> dict[str, Any]:
    """A faultless ClaimReview with the fields of its verdict changed."""
    return deepcopy(claim_review(a_verdict(**changes), url=ADDRESS, publisher=DESK) or {})


def spoilt(path: str, value: object) -> dict[str, Any]:
    """A faultless document with one value replaced, or taken away."""
    data = document()
    *way, last = path.split(".")
    node = data
    for key in way:
        node = node[key]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return data


@pytest.mark.parametrize("rating", [ON_AXIS, OFF_AXIS, SCALE_LESS])
def test_each_kind_of_scale_has_a_faultless_document(rating: object) -> None:
    assert findings(document(rating=rating), page=ADDRESS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"claimant": ""},  # D12: a claim of nobody
        {"appearance_url": "", "said_where": ""},  # the article alone
        {"sources": (), "notices": ()},
    ],
)
def test_what_may_be_absent_is_no_fault(change: dict[str, Any]) -> None:
    assert findings(document(**change), page=ADDRESS) == []


PEOPLE = [{"@type": "Person", "name": "Daria Lind"}, {"@type": "Person", "name": "Ilya Marsh"}]


def test_several_people_may_have_made_one_claim() -> None:
    assert findings(spoilt("itemReviewed.author", PEOPLE)) == []


def test_one_appearance_needs_no_list() -> None:
    assert findings(spoilt("itemReviewed.appearance", {"url": "https://a.example/"})) == []
    assert findings(spoilt("itemReviewed.appearance", [{"url": "http://a.example/x"}])) == []


@pytest.mark.parametrize(
    ("path", "value", "level", "where", "rule"),
    [
        ("@type", "Review", "error", "$", "D1"),
        ("claimReviewed", GONE, "error", "$.claimReviewed", "D2"),
        ("claimReviewed", " ", "error", "$.claimReviewed", "D2"),
        ("claimReviewed", {"@id": "x"}, "error", "$.claimReviewed", "D2"),
        ("claimReviewed", "MOSTLY supported: rain", "warning", "$.claimReviewed", "D2"),
        ("claimReviewed", "Rain (mostly supported).", "warning", "$.claimReviewed", "D2"),
        ("claimReviewed", "x" * CLAIM_LENGTH, "warning", "$.claimReviewed", "D3"),
        ("url", GONE, "error", "$.url", "D4"),
        ("url", "/verdicts/12", "error", "$.url", "D4"),
        ("url", "ftp://check.example/12", "error", "$.url", "D4"),
        ("url", "https://[check.example/12", "error", "$.url", "D4"),
        ("url", "https://other.example/12", "error", "$.url", "D4"),
        ("url", "https://evilcheck.example/12", "error", "$.url", "D4"),
        ("reviewRating", GONE, "error", "$.reviewRating", "D5"),
        ("reviewRating", "Mostly supported", "error", "$.reviewRating", "D5"),
        ("reviewRating.@type", "Thing", "error", "$.reviewRating['@type']", "D5"),
        ("reviewRating.alternateName", GONE, "error", "$.reviewRating.alternateName", "D5"),
        ("reviewRating.alternateName", 4, "error", "$.reviewRating.alternateName", "D5"),
        ("reviewRating.ratingValue", "4", "error", "$.reviewRating.ratingValue", "D6"),
        ("reviewRating.ratingValue", True, "error", "$.reviewRating.ratingValue", "D6"),
        ("reviewRating.ratingValue", 6, "error", "$.reviewRating.ratingValue", "D6"),
        ("reviewRating.ratingValue", float("nan"), "error", "$.reviewRating.ratingValue", "D6"),
        ("reviewRating.ratingValue", 3.5, "warning", "$.reviewRating", "D6"),
        ("reviewRating.worstRating", 0, "error", "$.reviewRating.worstRating", "D6"),
        ("reviewRating.bestRating", 1, "error", "$.reviewRating.bestRating", "D6"),
        ("reviewRating.worstRating", GONE, "error", "$.reviewRating", "D8"),
        ("author", GONE, "warning", "$.author", "D10"),
        ("author", "The Example Desk", "warning", "$.author", "D10"),
        ("author.name", "Daria Lind", "warning", "$.author.name", "D10"),
        ("itemReviewed", GONE, "warning", "$.itemReviewed", "D11"),
        ("itemReviewed.@type", "CreativeWork", "warning", "$.itemReviewed['@type']", "D14"),
        ("itemReviewed.author.name", GONE, "error", "$.itemReviewed.author.name", "D11"),
        ("itemReviewed.author.name", "Unknown", "error", "$.itemReviewed.author.name", "D12"),
        ("itemReviewed.datePublished", GONE, "warning", "$.itemReviewed.datePublished", "D11"),
        ("itemReviewed.appearance", GONE, "error", "$.itemReviewed.appearance", "D21"),
        (
            "itemReviewed.appearance",
            {"name": "a speech"},
            "warning",
            "$.itemReviewed.appearance",
            "D11",
        ),
        ("datePublished", "yesterday", "warning", "$.datePublished", "D15"),
        ("inLanguage", GONE, "warning", "$.inLanguage", "D15"),
        (
            "reviewRating.ratingExplanation",
            GONE,
            "warning",
            "$.reviewRating.ratingExplanation",
            "D15",
        ),
    ],
)
def test_one_fault_is_found_by_its_rule(
    path: str, value: object, level: str, where: str, rule: str
) -> None:
    found = findings(spoilt(path, value), page=ADDRESS)
    assert (level, where, rule) in [(each.level, each.path, each.rule) for each in found]
    assert all(each.sentence.endswith((".", ")")) for each in found)


def test_a_fault_hides_no_other() -> None:
    data = spoilt("claimReviewed", "")
    del data["url"]
    data["reviewRating"]["bestRating"] = 0
    assert {each.rule for each in findings(data) if each.level == "error"} == {"D2", "D4", "D6"}


def test_one_character_less_is_short_enough() -> None:
    assert findings(spoilt("claimReviewed", "x" * (CLAIM_LENGTH - 1))) == []


def test_a_label_inside_a_claim_or_a_word_is_no_rating() -> None:
    assert findings(spoilt("claimReviewed", "A false alarm rang"), labels=["False"]) == []
    assert findings(spoilt("claimReviewed", "Falsework fell"), labels=["False"]) == []


def test_every_label_of_the_scale_counts_at_the_edge() -> None:
    [found] = findings(spoilt("claimReviewed", "The alarm was false"), labels=["True", "False"])
    assert found == Finding("warning", "$.claimReviewed", found.sentence, "D2", "claim-has-rating")


def test_a_subdomain_and_an_anchor_belong_to_the_site() -> None:
    site = "https://example/round-up"
    assert findings(spoilt("url", f"{ADDRESS}#claim-2"), page=site) == []


@pytest.mark.parametrize(
    "data", [None, [], "ClaimReview", 3, {}, {"@type": "Review"}, {"@type": [3]}]
)
def test_what_is_no_claimreview_is_one_error(data: object) -> None:
    assert [each.rule for each in findings(data)] == ["D1"]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
_PATHS = [
    "claimReviewed",
    "url",
    "author",
    "author.name",
    "itemReviewed",
    "itemReviewed.author",
    "itemReviewed.appearance",
    "reviewRating",
    "reviewRating.ratingValue",
    "reviewRating.alternateName",
]


@given(st.sampled_from(_PATHS), _json)
def test_any_value_anywhere_is_judged_and_never_breaks_the_judge(path: str, value: object) -> None:
    found = findings(spoilt(path, value), labels=["False", ""], page=ADDRESS)
    assert {each.level for each in found} <= {"error", "warning"}


# ── What is known beside the document ────────────────────────────────────────────────────────────

SCALE = {"Supported": 5, "Mostly supported": 4, "Unproven": None}


def codes(found: object) -> list[str]:
    return [one.code for one in found]  # type: ignore[attr-defined]


def test_a_number_that_the_scale_gives_another_label_is_an_error() -> None:
    assert findings(document(), numbers=SCALE) == []
    assert codes(findings(spoilt("reviewRating.ratingValue", 3), numbers=SCALE)) == ["number-other"]


def test_a_label_beside_the_axis_carries_no_number() -> None:
    faulty = spoilt("reviewRating.alternateName", "Unproven")
    assert codes(findings(faulty, numbers=SCALE)) == ["number-off-axis"]
    assert findings(document(rating=OFF_AXIS), numbers=SCALE) == []


def test_a_claim_made_on_our_own_site_alone_is_nobody_elses() -> None:
    own = [{"@type": "CreativeWork", "url": "https://www.check.example/a"}]
    assert codes(findings(spoilt("itemReviewed.appearance", own))) == ["appearance-own"]
    traced = [*own, {"@type": "CreativeWork", "name": "a speech at the quay"}]
    assert findings(spoilt("itemReviewed.appearance", traced)) == []


# ── Documents of every shape ─────────────────────────────────────────────────────────────────────


def test_a_list_a_graph_and_a_nested_review_are_found_with_their_paths() -> None:
    spoilt_one = spoilt("url", "nowhere")
    for value, path in (
        ([1, spoilt_one], "$[1].url"),
        ({"@context": "https://schema.org", "@graph": [spoilt_one]}, "$['@graph'][0].url"),
        ({"@type": "WebPage", "mainEntity": spoilt_one}, "$.mainEntity.url"),
    ):
        judged = judge(value)
        assert judged.reviews == 1
        assert [one.path for one in judged.errors] == [path]


def test_a_reference_is_followed_to_the_thing_it_names() -> None:
    review = spoilt("author", {"@id": "#desk"})
    desk = {"@id": "#desk", "@type": "Organization", "name": "The Example Desk"}
    assert judge({"@context": "https://schema.org", "@graph": [desk, review]}).found == ()
    assert codes(judge(review).found) == ["reference-loose", "author-missing"]


def test_a_review_inside_a_review_is_not_counted_again() -> None:
    linked = spoilt("associatedClaimReview", {"@type": "ClaimReview"})
    assert judge(linked).reviews == 1


def test_references_in_a_ring_come_to_an_end() -> None:
    ring = {"@id": "#a", "@type": "Organization", "name": "A", "parentOrganization": {"@id": "#a"}}
    assert judge([ring, spoilt("author", {"@id": "#a"})]).errors == []


def test_references_that_multiply_come_to_an_end() -> None:
    things = [{"@id": str(n), "x": [{"@id": str(m)} for m in range(60)]} for n in range(60)]
    assert judge([*things, spoilt("author", {"@id": "1"})]).reviews == 1


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────

WORDS = (
    "“The bridge over the Aksu cost twelve million.” Daria Lind, 30 November 2023. Mostly supported."
    " The contract says so, but leaves out the approach roads. Published 3 January 2024."
    " The register of public works has the contract and the ministry has the rest."
)


def page(**changes: Any) -> Page:
    given = Page(
        blocks=(json.dumps(document()),),
        words=WORDS,
        address=ADDRESS,
        canonical=ADDRESS,
        links=(("Corrections", "/corrections"),),
    )
    return replace(given, **changes)


def test_a_page_that_shows_what_its_markup_says_is_faultless() -> None:
    assert judge_page(page()).found == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"blocks": ()}, "page-without"),
        ({"canonical": "https://check.example/verdicts/13"}, "page-canonical"),
        ({"canonical": "", "address": f"{ADDRESS}/print"}, "page-address"),
        ({"canonical": "", "address": "https://other.example/12"}, "url-foreign"),
        ({"words": WORDS.replace("twelve", "ten")}, "page-claim"),
        ({"words": WORDS.replace("Mostly", "Hardly")}, "page-rating"),
        ({"words": WORDS.replace("Daria Lind", "A speaker")}, "page-claimant"),
        ({"words": WORDS.replace("2023", "1923")}, "page-date"),
        ({"is_hidden": True}, "page-hidden"),
        ({"links": ()}, "page-corrections"),
    ],
)
def test_a_page_is_judged_beside_its_markup(changes: dict[str, Any], code: str) -> None:
    assert code in codes(judge_page(page(**changes)).found)


def test_typography_makes_no_difference_between_page_and_markup() -> None:
    typeset = WORDS.replace("twelve million", "twelve\u00a0million").upper()
    assert judge_page(page(words=typeset)).found == ()


def test_a_day_for_programs_is_as_good_as_one_in_words() -> None:
    told = WORDS.replace("30 November 2023", "last winter").replace("3 January 2024", "this year")
    days = ("2023-11-30", "2024-01-03T14:30:00+05:00")
    assert judge_page(page(words=told, days=days)).found == ()
