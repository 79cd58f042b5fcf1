"""The same claim in other words stands above others; what a word is worth; the weights that come with the program."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.likeness import (
    FEATURES,
    OURS,
    Known,
    Weights,
    features,
    ranked,
    rarity,
    read_weights,
    score,
    worth,
)
from factcheck.domain.likeness_words import Asked, asked, read

WEIGHTS = read_weights()
FERRIES = Known(
    "r1", "The harbour sold 3 ferries below their price.", "Did the Harbour Sell Ferries?"
)
BRIDGE = Known("r2", "The harbour bridge was closed for 3 weeks.", "Harbour bridge")
HONEY = Known("r3", "Bees make honey only in May.", "Honey in May?")


def rare(text: str) -> dict[str, float]:
    """As if each word stood in three of ten thousand claims."""
    return rarity(dict.fromkeys(asked(text), 3), 10_000)


def order(text: str, *known: Known) -> list[str]:
    return [one.known.reference for one in ranked(text, known, rare(text), WEIGHTS)]


@pytest.mark.parametrize(
    "text",
    [
        "Three ferries were sold by the harbour, and the price was too low",
        "OMG #HarbourFerries sold far below price!! https://news.example/7",
        "the harbour sold 3 ferries below their price.",
    ],
)
def test_the_same_claim_in_other_words_comes_first(text: str) -> None:
    assert order(text, HONEY, BRIDGE, FERRIES) == ["r1", "r2", "r3"]


def test_a_claim_word_for_word_is_almost_certain_and_one_with_nothing_shared_is_not() -> None:
    text = FERRIES.text
    first, *_, last = ranked(text, [FERRIES, BRIDGE, HONEY], rare(text), WEIGHTS)
    assert first.score > 0.9
    assert last.score < 0.001


def test_other_numbers_make_a_claim_less_alike() -> None:
    other = Known("r4", "The harbour sold 7 ferries below their price.", FERRIES.title)
    assert order("The harbour sold 3 ferries below their price", other, FERRIES) == ["r1", "r4"]


def test_equals_stay_in_the_order_they_came_in() -> None:
    twin = Known("r9", FERRIES.text, FERRIES.title)
    assert order(FERRIES.text, twin, FERRIES) == ["r9", "r1"]
    assert order(FERRIES.text, FERRIES, twin) == ["r1", "r9"]


def test_a_text_without_words_is_like_nothing() -> None:
    assert [one.score < 0.001 for one in ranked("…", [FERRIES], {}, WEIGHTS)] == [True]


def test_a_rare_word_is_worth_more_wherever_it_is_counted() -> None:
    assert worth(0, 50) > worth(1, 50) > worth(9, 50) > worth(50, 50)
    assert worth(20, 200_000) == worth(1, 10_000)
    assert worth(5_000, 5_000) == worth(5_000, 10_000)
    assert worth(10**9, 10) >= 0


def test_of_two_forms_the_more_frequent_says_what_the_stem_is_worth() -> None:
    found = rarity({Asked("ferry", False): 2, Asked("ferries", False): 40}, 10_000)
    assert found == {"ferr": worth(40, 10_000)}


def test_the_score_is_a_probability_for_any_sum() -> None:
    weights = Weights((1.0,) * len(FEATURES), 0.0)
    assert score((0.0,) * len(FEATURES), weights) == 0.5
    assert score((1e300,) * len(FEATURES), weights) == 1.0
    assert score((-1e300,) * len(FEATURES), weights) < 1e-300


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=80))
def test_features_are_finite_for_any_texts(query: str, claim: str, title: str) -> None:
    found = features(read(query), read(claim), read(title), rare(query))
    assert len(found) == len(FEATURES)
    assert all(map(math.isfinite, found))
    assert 0 <= score(found, WEIGHTS) <= 1


def test_the_weights_say_what_they_were_learned_from() -> None:
    card = json.loads(OURS.read_text(encoding="utf-8"))
    assert len(card["inputs"]) == 4
    assert all(len(digest) == 64 for digest in card["inputs"].values())
    assert card["licence"]
    assert "train_likeness" in card["rebuild"]


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text('{"weights": {"match": 1.0}, "constant": 0}', encoding="utf-8")
    with pytest.raises(ValueError, match="learn the weights again"):
        read_weights(path)
