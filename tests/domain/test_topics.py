"""What may be a topic, and how many a claim may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TOPIC_CHARS, TOPICS_OF_A_CLAIM
from factcheck.domain.topics import cleaned, require_fitting


@pytest.mark.parametrize(
    ("typed", "name", "slug"),
    [
        ("  Public health ", "Public health", "public-health"),
        ("Законы и суды", "Законы и суды", "zakony-i-sudy"),
        ("Verdict", "Verdict", "verdict"),
    ],
)
def test_an_address_is_made_of_the_name(typed: str, name: str, slug: str) -> None:
    assert cleaned(typed) == (name, slug)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "x" * (TOPIC_CHARS + 1), "\u202e", None])
def test_what_is_no_name_is_refused(typed: object) -> None:
    with pytest.raises(BadInput):
        cleaned(typed)


@given(st.text())
def test_any_text_is_a_name_with_an_address_or_refused(typed: str) -> None:
    try:
        name, slug = cleaned(typed)
    except BadInput:
        return
    assert 0 < len(name) <= TOPIC_CHARS
    assert 0 < len(slug) <= TOPIC_CHARS
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_claim_has_at_most_five_topics_and_keeps_one_it_had() -> None:
    require_fitting(range(TOPICS_OF_A_CLAIM), ())
    require_fitting((), ())
    with pytest.raises(BadInput, match="at most 5"):
        require_fitting(range(TOPICS_OF_A_CLAIM + 1), ())
    with pytest.raises(BadInput, match="keeps at least one"):
        require_fitting((), (1,))
