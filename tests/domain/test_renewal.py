"""Two texts compared: every place of a claim ends in exactly one outcome, and none points at other words."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.domain import selectors
from factcheck.domain.inputs import BadInput
from factcheck.domain.reanchoring import Method
from factcheck.domain.renewal import (
    CHOICES,
    Outcome,
    Settling,
    Stood,
    carried,
    renewed,
    still_passed,
)
from factcheck.domain.revision import Fate
from factcheck.domain.sentences import sentences
from tests.edits import Edited

TEXT = (
    "The crew 👩‍👩‍👧 waved twice. Nobody 🙂 waved back.\n\n"
    "Совет выделил 412 000 крон на паром. Мэр сказала: «Этого мало».\n\n"
    "Қала кеңесі 2023 жылы шешім қабылдады. Бюджет 38 % өсті.\n\n"
    "הוועדה אישרה שבעה סעיפים. The café cost 4,200 crowns in 1974.\n\n"
    "Ferries carried 12,000 people in August, twice as many as the year before.\n\n"
    "Nobody replied to our questions. The bridge was never built."
)


def places(text: str) -> list[tuple[int, int]]:
    """Every sentence, and the middle of each: what claims stand on."""
    every = list(sentences(text))
    return every + [(s + (e - s) // 4, e - (e - s) // 4) for s, e in every if e - s > 12]


@settings(max_examples=120)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_after_any_edits_every_claim_ends_in_one_outcome_at_its_own_words(
    rng: random.Random, steps: int
) -> None:
    edited = Edited(rng, TEXT, pool=["A sentence of another text.", "Ещё одно предложение."])
    edited.edit(steps)
    new = edited.text
    stood = [Stood(start, end, TEXT[start:end]) for start, end in places(TEXT)]
    found = renewed(TEXT, new, stood)
    assert len(found.carried) == len(stood)
    for was, one in zip(stood, found.carried, strict=True):
        if one.outcome is Outcome.ORPHANED:
            assert (one.span, one.score, one.method) == (None, 0.0, Method.ORPHANED)
            continue
        assert one.span is not None
        assert new[one.span.start : one.span.end] == one.span.exact
        is_same = selectors.plain(one.span.exact) == selectors.plain(was.checked)
        assert (one.outcome is Outcome.KEPT) is is_same
        assert 0.5 <= one.score <= 1
        assert one.guesses == ()


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_only_sentences_that_say_the_same_stay_passed_over(rng: random.Random, steps: int) -> None:
    edited = Edited(rng, TEXT, pool=["A sentence of another text."])
    edited.edit(steps)
    new = edited.text
    every = set(sentences(TEXT))
    kept = still_passed(renewed(TEXT, new, []).sentences, every)
    for old, now in kept:
        assert selectors.plain(TEXT[slice(*old)]) == selectors.plain(new[slice(*now)])
    assert len({now for _, now in kept}) == len(kept)
    assert still_passed(renewed(TEXT, new, []).sentences, set()) == []


def test_what_is_compared_are_the_words_as_last_checked() -> None:
    """A change nobody settled is a change still when the next text leaves the words alone."""
    old, new = "The harbour lost 5 million.", "Updated.\n\nThe harbour lost 5 million."
    (same,) = carried(old, new, [Stood(0, 27, old)])
    (other,) = carried(old, new, [Stood(0, 27, "The harbour lost 4 million.")])
    assert (same.outcome, other.outcome) == (Outcome.KEPT, Outcome.CHANGED)
    assert same.span == other.span


def test_a_text_of_nothing_known_orphans_everything() -> None:
    found = renewed(TEXT, "Weather.", [Stood(*span, TEXT[slice(*span)]) for span in places(TEXT)])
    assert {one.outcome for one in found.carried} == {Outcome.ORPHANED}
    assert {one.fate for one in found.sentences} == {Fate.WENT, Fate.CAME}


@pytest.mark.parametrize("place", [(-1, 4), (0, 0), (5, 2), (0, 10_000)])
def test_a_place_outside_the_old_text_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(BadInput):
        carried("A short text.", "Another.", [Stood(*place, "A short")])


def test_nobody_settles_what_carried_on_and_nobody_says_overtaken() -> None:
    assert CHOICES[Outcome.KEPT] == frozenset()
    assert all(Settling.OVERTAKEN not in choices for choices in CHOICES.values())
    assert Settling.SAME not in CHOICES[Outcome.ORPHANED]
