"""The words that are weighed, the model as a file, and what the committed model says of itself."""

from array import array
from dataclasses import replace

import pytest

from factcheck import resources
from factcheck.domain.spotting.lexicon import Signal, fingerprint, signals_of
from factcheck.domain.spotting.measures import MEASURES
from factcheck.domain.spotting.model import (
    BrokenModel,
    Scales,
    SpottingModel,
    chance,
    decode_model,
    encode_model,
)
from factcheck.domain.spotting.signals import shown
from factcheck.domain.spotting.words import plain

MODEL = decode_model((resources.weights_folder() / "spotting-en.bin").read_bytes())


@pytest.mark.parametrize(
    ("token", "form"),
    [
        ("Don’t", "don't"),
        ("2021", "#year"),
        ("412,000", "#,4"),
        ("3.4", "#.2"),
        ("7", "#1"),
        ("“", '"'),
        ("1850", "#4"),
    ],
)
def test_spellings_that_mean_the_same_have_one_form(token: str, form: str) -> None:
    assert plain(token) == form


def test_beginnings_of_words_and_pairs_have_their_meaning() -> None:
    assert signals_of("законом") == (Signal.LAW,)
    assert signals_of("according to") == (Signal.SOURCE,)
    assert signals_of("zebra") == ()


def tiny(**changes: object) -> SpottingModel:
    scales = Scales((0.0,) * len(MEASURES), -1.0)
    model = SpottingModel(
        "tiny", memoryview(bytes(4)).cast("b"), 1.0, scales, scales, {"date": "2026-01-01"}
    )
    return replace(model, **changes)  # type: ignore[arg-type]


def test_a_model_comes_back_from_its_file() -> None:
    grams = memoryview(array("b", [1, -2, 127, -127]).tobytes()).cast("b")
    assert decode_model(encode_model(tiny(grams=grams))) == tiny(grams=grams)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]\n",
        b"null\nx",
        b"\xff\n",
        encode_model(tiny())[:-3],
        encode_model(tiny()).replace(b"spotting 1", b"spotting 0"),
        encode_model(tiny(grams=memoryview(bytes(3)).cast("b"))),
        encode_model(tiny()).replace(b"figures", b"figure"),
    ],
)
def test_a_broken_model_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BrokenModel, match="is broken or of another version"):
        decode_model(data)


def test_words_weigh_in_latin_texts_only() -> None:
    heavy = tiny(grams=memoryview(array("b", [10] * 4).tobytes()).cast("b"))
    assert heavy.rating(shown("It rained.")) > tiny().rating(shown("It rained."))
    assert heavy.rating(shown("Шёл дождь.")) == tiny().rating(shown("Шёл дождь."))


def test_a_score_stays_between_nothing_and_certain() -> None:
    assert chance(0) == 0.5
    assert 0 < chance(-1e9) < 1e-9
    assert 1 - 1e-9 < chance(1e9) < 1


def test_the_committed_model_was_learnt_with_this_lexicon() -> None:
    """Whoever changes a word of the lexicon learns the model again: the card says how."""
    assert MODEL.about["lexicon"] == fingerprint()


def test_the_committed_model_is_small_and_says_what_it_was_made_from() -> None:
    assert (resources.weights_folder() / "spotting-en.bin").stat().st_size < 100_000
    assert set(MODEL.about["inputs"]) == {"ct24_en_train", "ct19_debates_train"}
    assert MODEL.about["date"] >= "2026-11-22"
    card = (resources.weights_folder() / "SPOTTING.md").read_text(encoding="utf-8")
    assert all(digest[:12] in card for digest in MODEL.about["inputs"].values())
