"""Suggestions for the texts in use: short ones at once, long ones beside the requests."""

from threading import Event

import pytest

from factcheck import resources, spotting_models
from factcheck.domain.spotting import ranking
from factcheck.domain.spotting.ranking import Spotted
from factcheck.web import suggestions
from factcheck.web.suggestions import QUICK_CHARS, TEXTS, Suggester

MODEL = spotting_models.read(resources.weights_folder(), spotting_models.BUILT_IN)
SHORT = "The pier cost 40 million crowns in 2021. It rained."
LONG = SHORT + "\n" + "It rained. " * (QUICK_CHARS // 10)


def proposed(found: suggestions.Ratings) -> list[int]:
    return [one.start for one in found.values() if one.is_suggested]


def test_a_short_text_is_rated_at_once() -> None:
    suggester = Suggester(MODEL, 20)
    assert proposed(suggester.of(SHORT)) == [0]
    assert suggester.is_ready(SHORT)
    assert suggester.rated(SHORT, 0, 40).is_suggested
    assert not suggester.rated(SHORT, 41, 51).is_suggested


def test_a_long_text_is_rated_beside_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, done = Event(), Event()

    def slowly(text: str, *more: float) -> list[Spotted]:
        go_on.wait(10)
        return ranking.spot(SHORT, MODEL, 0.2)

    monkeypatch.setattr(suggestions, "spot", slowly)
    suggester = Suggester(MODEL, 20)
    assert (dict(suggester.of(LONG)), suggester.is_ready(LONG)) == ({}, False)
    suggester._rating(LONG).add_done_callback(lambda _: done.set())
    go_on.set()
    assert done.wait(10)
    assert suggester.is_ready(LONG)
    assert proposed(suggester.of(LONG)) == [0]


def test_with_nothing_to_propose_nothing_is_rated() -> None:
    suggester = Suggester(MODEL, 0)
    assert dict(suggester.of(LONG)) == {}
    assert suggester.is_ready(LONG)


def test_only_the_newest_texts_are_remembered() -> None:
    suggester = Suggester(MODEL, 20)
    for number in range(TEXTS + 3):
        suggester.of(f"{SHORT} {number}")
    assert len(suggester._known) == TEXTS
