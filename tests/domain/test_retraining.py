"""A desk's decisions correct the model of suggestions; texts and decisions are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import resources
from factcheck.domain.spotting.learning import Example, example, learn
from factcheck.domain.spotting.measures import MEASURES
from factcheck.domain.spotting.model import chance, decode_model, encode_model
from factcheck.domain.spotting.ranked import average_precision, best_border, f1_of
from factcheck.domain.spotting.retraining import Decision, TooFewDecisions, in_bytes, retrain
from factcheck.domain.spotting.signals import shown

MODEL = decode_model((resources.weights_folder() / "spotting-en.bin").read_bytes())
BOATS = "red blue old new long broken painted rented borrowed stolen".split()


def decisions(articles: int = 8) -> list[Decision]:
    """A desk that checks what is said of lighthouses, and dismisses what is said of boats."""
    return [
        Decision(
            f"The {boat} {thing} of Osterhaven is {boat} again.", thing == "lighthouse", str(number)
        )
        for number in range(articles)
        for boat in BOATS[number % 3 :]
        for thing in ("lighthouse", "ferry")
    ]


def test_decisions_make_the_model_agree_with_the_desk() -> None:
    done = retrain(MODEL, decisions(), version="desk-2")
    assert done.before.average_precision < 0.7
    assert done.after.average_precision > 0.95
    assert done.is_better
    assert done.decisions == len(decisions())
    new = [
        done.model.rating(shown(f"The green {thing} is here.")) for thing in ("lighthouse", "ferry")
    ]
    old = [MODEL.rating(shown(f"The green {thing} is here.")) for thing in ("lighthouse", "ferry")]
    assert new[0] - new[1] > old[0] - old[1] + 0.5


def test_the_old_model_is_kept_as_it_was() -> None:
    before = encode_model(MODEL)
    done = retrain(MODEL, decisions(), version="desk-2")
    assert encode_model(MODEL) == before
    assert (MODEL.version, done.model.version) == ("spotting-en-1", "desk-2")
    assert done.model.about["corrects"] == "spotting-en-1"


def test_the_same_decisions_give_the_same_model_and_it_can_be_stored() -> None:
    one, two = (retrain(MODEL, decisions(), version="desk-2") for _ in range(2))
    assert one == two
    assert decode_model(encode_model(one.model)) == one.model


def test_decisions_without_a_pattern_are_not_called_better_by_much() -> None:
    """Figures are of articles that were held back: what was merely learnt by heart does not count."""
    noise = [
        Decision(
            f"The {boat} ferry number {number} sails.",
            (number * 7 + place * 3) % 5 < 2,
            str(number),
        )
        for number in range(10)
        for place, boat in enumerate(BOATS)
    ]
    done = retrain(MODEL, noise, version="desk-2")
    assert done.after.average_precision < 0.7


@pytest.mark.parametrize(
    "few",
    [
        [],
        decisions(1),
        [one for one in decisions() if one.is_accepted],
        [one for one in decisions() if not one.is_accepted],
        decisions()[:48],
        [Decision(one.text, one.is_accepted, "the same") for one in decisions()],
    ],
)
def test_too_few_decisions_are_refused_in_a_sentence(few: list[Decision]) -> None:
    with pytest.raises(TooFewDecisions, match="at least 50 decisions in two or more articles"):
        retrain(MODEL, few, version="desk-2")


def test_learning_finds_the_word_that_makes_the_difference() -> None:
    texts = [
        (f"The {boat} {thing}.", float(thing == "pier"))
        for boat in BOATS
        for thing in ("pier", "net")
    ]
    examples = [example(shown(text), wanted, buckets=256) for text, wanted in texts]
    learnt = learn(examples, buckets=256, rounds=20)
    assert all((learnt.rating(one) > 0) == (one.target == 1.0) for one in examples)
    assert learn(examples, buckets=256, rounds=20) == learnt


def test_a_target_between_yes_and_no_is_reached() -> None:
    one = Example((), (0.0,) * len(MEASURES), 0.3)
    learnt = learn([one] * 50, rounds=20)
    assert chance(learnt.rating(one)) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(
    ("labels", "scores", "wanted"),
    [
        ([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], (1 + 2 / 3) / 2),
        ([0, 1], [0.9, 0.1], 0.5),
        ([1, 0], [0.5, 0.5], 0.5),
        ([0, 0], [0.9, 0.1], 0.0),
    ],
)
def test_average_precision_is_the_mean_precision_at_the_hits(
    labels: list[int], scores: list[float], wanted: float
) -> None:
    assert average_precision(labels, scores) == pytest.approx(wanted)


def test_f1_counts_what_lies_above_the_border() -> None:
    assert f1_of([1, 0, 1], [0.9, 0.8, 0.2]) == 0.5
    assert f1_of([1, 0, 1], [0.9, 0.8, 0.2], border=0.1) == pytest.approx(0.8)
    assert f1_of([0, 0], [0.1, 0.1]) == 1.0


def test_the_border_is_the_middle_of_the_best_ones() -> None:
    assert best_border([0, 1], [0.2, 0.6]) == pytest.approx(0.40)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=50))
@settings(max_examples=50)
def test_weights_in_bytes_are_off_by_half_a_step_at_most(weights: list[float]) -> None:
    grams, step = in_bytes(weights)
    assert all(
        abs(byte * step - weight) <= step * 0.5001
        for byte, weight in zip(grams, weights, strict=True)
    )
