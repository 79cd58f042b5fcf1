"""What the rating scales in `seeds/scales` promise: ours for readers and desk, and nine presets."""

import re

import pytest

from tests.seeds.seed_files import SCALES, Data

HUES = {"true", "mostly", "mixed", "mostly-false", "false", "none"}


@pytest.fixture(params=sorted(SCALES))
def scale(request: pytest.FixtureRequest) -> Data:
    return SCALES[request.param]


def test_the_scales_are_the_two_of_the_house_and_nine_presets() -> None:
    assert set(SCALES) == {
        "house", "desk", "politifact", "snopes", "fullfact", "afp", "washington-post", "meta",
        "africa-check", "aap", "factcheck-lk",
    }  # fmt: skip


def test_a_scale_is_named_for_its_file_and_says_for_whom_it_speaks(scale: Data) -> None:
    assert SCALES[scale["code"]] is scale
    assert scale["audience"] == ("desk" if scale["code"] == "desk" else "readers")
    assert scale["about"]
    assert scale["origin"]
    assert scale["version"] == 1


def test_codes_and_labels_of_a_scale_are_unique(scale: Data) -> None:
    for name in ("code", "label"):
        values = [rating[name].casefold() for rating in scale["ratings"]]
        assert len(values) == len(set(values)), values


def test_values_are_integers_from_one_up_and_each_stands_for_one_label(scale: Data) -> None:
    values = [rating["value"] for rating in scale["ratings"] if "value" in rating]
    assert all(type(value) is int for value in values)
    if values:
        assert sorted(values) == list(range(1, len(values) + 1))
        assert min(values) < max(values)


def test_the_axis_stands_in_the_file_from_best_to_worst(scale: Data) -> None:
    values = [rating["value"] for rating in scale["ratings"] if "value" in rating]
    assert values == sorted(values, reverse=True)


def test_every_scale_has_a_label_in_use_for_what_cannot_be_determined(scale: Data) -> None:
    usable = [
        rating
        for rating in scale["ratings"]
        if rating.get("is_undetermined") and not rating.get("is_retired")
    ]
    assert usable
    assert all("value" not in rating and rating["hue"] == "none" for rating in usable)


def test_a_retired_label_says_why_and_has_no_place_on_the_axis(scale: Data) -> None:
    for rating in scale["ratings"]:
        assert bool(rating.get("is_retired")) == bool(rating.get("retired_note"))
        if rating.get("is_retired"):
            assert "value" not in rating


def test_each_rating_has_a_hue_a_minimum_and_a_definition_of_one_or_two_sentences(
    scale: Data,
) -> None:
    for rating in scale["ratings"]:
        assert rating["hue"] in HUES
        assert rating["minimum_origins"] >= 1
        assert 1 <= len(re.findall(r"[.?](?:\s|$)", rating["definition"])) <= 2, rating


def test_only_a_scale_of_labels_has_an_axis() -> None:
    assert SCALES["fullfact"]["is_free_text"] is True
    assert [rating["code"] for rating in SCALES["fullfact"]["ratings"]] == ["unproven"]
    assert not any(scale["is_free_text"] for code, scale in SCALES.items() if code != "fullfact")


def test_the_house_scale_asks_two_origins_for_every_step_and_one_for_unproven() -> None:
    assert {r["code"]: r["minimum_origins"] for r in SCALES["house"]["ratings"]} == {
        "supported": 2, "mostly_supported": 2, "lacks_context": 2, "contradicted": 2, "unproven": 1,
    }  # fmt: skip


def test_severe_labels_are_marked_as_characterisation() -> None:
    marked = {
        rating["label"]
        for scale in SCALES.values()
        for rating in scale["ratings"]
        if rating.get("is_characterisation")
    }
    assert marked == {
        "Pants on Fire", "One Pinocchio", "Two Pinocchios", "Three Pinocchios", "Four Pinocchios",
        "Bottomless Pinocchio", "Upside-Down Pinocchio", "Blatantly False", "Scam",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["house", "desk"])
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_our_own_labels_and_definitions_are_there_in_russian_and_kazakh(
    code: str, language: str
) -> None:
    translated = [rating["labels"][language] for rating in SCALES[code]["ratings"]]
    assert len({words["label"] for words in translated}) == len(translated)
    for words in translated:
        assert re.fullmatch(r"[Ѐ-ӿ .,?\-–]+", words["label"] + words["definition"]), words
