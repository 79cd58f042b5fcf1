"""The shape of claims:search: what may be asked, whose site is meant, what is left out."""

import pytest

from factcheck.domain.claim_search import Question, answer, is_ours, read
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import SEARCH_ROWS
from tests.verdicts import ADDRESS, a_verdict

BASE = "https://www.check.example/facts"


def test_what_is_not_said_is_as_the_api_has_it() -> None:
    assert read({"query": "Bridge cost"}) == Question(words=("bridge", "cost"), page_size=10)


def test_everything_can_be_asked_together() -> None:
    asked = read(
        {
            "query": "bridge",
            "languageCode": "en-US",
            "reviewPublisherSiteFilter": "check.example",
            "maxAgeDays": "30",
            "pageSize": "5000",
            "offset": "20",
        }
    )
    assert asked == Question(
        words=("bridge",),
        language="en",
        site="check.example",
        max_age_days=30,
        page_size=SEARCH_ROWS,
        offset=20,
    )


def test_a_token_goes_before_an_offset() -> None:
    assert read({"query": "bridge", "pageToken": "1.5-2", "offset": "x"}).offset == 0


@pytest.mark.parametrize(
    ("site", "is_meant"),
    [
        ("check.example", True),
        ("www.check.example", True),
        ("https://check.example/", True),
        ("CHECK.example:443", True),
        ("example", True),
        ("heck.example", False),
        ("check.example.org", False),
        ("", False),
        ("://", False),
    ],
)
def test_a_site_means_this_desk_by_its_name_or_one_above(site: str, is_meant: bool) -> None:
    assert is_ours(site, BASE) is is_meant


@pytest.mark.parametrize("code", ["e", "en_US", "<en>", "en US", "12", "x" * 40])
def test_a_language_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(BadInput, match="languageCode"):
        read({"query": "bridge", "languageCode": code})


def test_what_is_not_known_is_left_out() -> None:
    unknown = a_verdict(claimant="", said_on="2023")
    told = answer(
        [unknown], address=lambda _: ADDRESS, name="The Example Desk", base_url=BASE, token=""
    )
    (claim,) = told["claims"]
    assert set(claim) == {"text", "claimReview"}
    assert claim["claimReview"][0]["publisher"] == {
        "name": "The Example Desk",
        "site": "check.example",
    }
    assert claim["claimReview"][0]["textualRating"] == "Mostly supported"
    assert "nextPageToken" not in told
