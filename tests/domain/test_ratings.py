"""What a version of a rating scale must be like: labels retired and never dropped, R5, one number a label."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.ratings import (
    CODE_CHARS,
    DEFINITION_CHARS,
    LABEL_CHARS,
    BadScale,
    RatingInput,
    check_version,
    new_code,
    states_finding,
)

YES = RatingInput(code="yes", label="Yes", definition="It is so.", value=2)
NO = RatingInput(code="no", label="No", definition="It is not so.", value=1)
OPEN = RatingInput(
    code="open", label="Open", definition="It cannot be known.", is_undetermined=True
)
SCALE = (YES, NO, OPEN)


def problems(
    *ratings: RatingInput, before: tuple[str, ...] = (), is_free_text: bool = False
) -> list[tuple[int | None, str]]:
    """(which label, which field) of everything that is wrong."""
    try:
        check_version(ratings, is_free_text=is_free_text, codes_before=before)
    except BadScale as bad:
        return [(one.row, one.field) for one in bad.problems]
    return []


def test_a_plain_scale_may_be_taken() -> None:
    assert problems(*SCALE) == []
    assert problems(*reversed(SCALE), before=("open", "no", "yes")) == []


def test_every_problem_is_said_in_a_sentence() -> None:
    with pytest.raises(BadScale) as bad:
        check_version([replace(YES, label="")], is_free_text=False, codes_before=("no",))
    assert [one.sentence.endswith((".", ").")) for one in bad.value.problems] == [True] * 4
    assert all(one.sentence in bad.value.sentence for one in bad.value.problems)


def said(one: RatingInput, **languages: dict[str, str]) -> RatingInput:
    return replace(one, translations=languages)


def test_translations_of_labels_are_told_apart_in_each_language() -> None:
    yes, no = said(YES, ru={"label": "Да"}), said(NO, ru={"label": "ДА", "definition": "Нет."})
    assert problems(yes, no, OPEN) == [(0, "label_ru"), (1, "label_ru")]
    with pytest.raises(BadScale, match="read the same in Russian"):
        check_version([yes, no, OPEN], is_free_text=False)
    assert problems(yes, said(NO, kk={"label": "Да"}), OPEN) == [], "each language by itself"
    assert problems(yes, said(NO, ru={"label": "", "definition": ""}), OPEN) == []


def test_a_definition_is_not_translated_without_its_label() -> None:
    assert problems(said(YES, kk={"definition": "Солай."}), NO, OPEN) == [(0, "label_kk")]
    assert problems(said(YES, kk={"label": "Иә"}), NO, OPEN) == []


def test_translated_words_are_no_longer_than_the_original_s_may_be() -> None:
    fits = {"label": "Д" * LABEL_CHARS, "definition": "Т" * DEFINITION_CHARS}
    assert problems(said(YES, ru=fits), NO, OPEN) == []
    long = {"label": "Д" * (LABEL_CHARS + 1), "definition": "Т" * (DEFINITION_CHARS + 1)}
    assert problems(said(YES, ru=long), NO, OPEN) == [(0, "label_ru"), (0, "definition_ru")]


def test_labels_are_translated_into_the_languages_that_readers_have() -> None:
    assert problems(said(YES, de={"label": "Ja"}), NO, OPEN) == [(None, "")]
    with pytest.raises(BadScale, match="translated into de; labels are into Russian and Kazakh"):
        check_version([said(YES, de={"label": "Ja"}), NO, OPEN], is_free_text=False)


def test_a_label_is_never_dropped() -> None:
    assert problems(YES, NO, OPEN, before=("yes", "no", "open", "maybe")) == [(None, "")]
    with pytest.raises(BadScale, match="maybe must stay"):
        check_version(SCALE, is_free_text=False, codes_before=("maybe",))


def test_a_retired_label_needs_the_reason_readers_see() -> None:
    gone = replace(NO, is_retired=True)
    assert problems(YES, gone, OPEN) == [(1, "retired_note")]
    assert problems(YES, replace(gone, retired_note="Nobody used it."), OPEN) == []


def test_what_cannot_be_determined_has_a_label_that_is_still_given() -> None:
    assert problems(YES, NO) == [(None, "")]
    retired = replace(OPEN, is_retired=True, retired_note="Gone.")
    assert problems(YES, NO, retired) == [(None, "")]


def test_not_to_know_has_no_place_on_the_axis() -> None:
    assert problems(YES, NO, replace(OPEN, value=3)) == [(2, "value")]


def test_a_scale_of_words_alone_needs_no_label() -> None:
    assert problems(is_free_text=True) == []
    assert problems(OPEN, is_free_text=True) == []
    assert problems(OPEN) == [(None, "")]


def test_a_number_stands_for_one_label() -> None:
    assert problems(YES, replace(NO, value=2), OPEN) == [(0, "value"), (1, "value")]


def test_a_retired_label_may_leave_its_number_to_another() -> None:
    gone = replace(NO, code="nay", label="Nay", is_retired=True, retired_note="Now: No.")
    assert problems(YES, NO, OPEN, gone) == []


@pytest.mark.parametrize("value", [0, -1, 101, 10**20])
def test_numbers_go_from_one_to_a_hundred(value: int) -> None:
    assert problems(YES, replace(NO, value=value), OPEN) == [(1, "value")]


def test_labels_that_read_the_same_are_refused() -> None:
    assert problems(YES, replace(NO, label="YES"), OPEN) == [(0, "label"), (1, "label")]
    assert problems(YES, replace(NO, code="yes"), OPEN) == [(0, "label"), (1, "label")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", ""),
        ("label", "x" * 81),
        ("definition", ""),
        ("definition", "x" * 1_001),
        ("hue", "plaid"),
        ("minimum_origins", 0),
        ("minimum_origins", 21),
        ("retired_note", "x" * 501),
    ],
)
def test_a_field_out_of_bounds_is_named(field: str, value: object) -> None:
    assert problems(YES, replace(NO, **{field: value}), OPEN) == [(1, field)]  # type: ignore[arg-type]  # the value fits the field


def test_a_scale_that_only_says_it_does_not_know_states_nothing() -> None:
    assert states_finding(SCALE)
    assert not states_finding((OPEN, replace(YES, is_retired=True)))


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ("Hardly supported", (), "hardly_supported"),
        ("Hardly supported", ("hardly_supported",), "hardly_supported_2"),
        ("Без контекста", (), "bez_konteksta"),
        ("Расталды", (), "rastaldy"),
        ("?!", (), "verdict"),
    ],
)
def test_a_new_label_gets_a_code_in_plain_letters(
    label: str, taken: tuple[str, ...], code: str
) -> None:
    assert new_code(label, taken) == code


@given(st.lists(st.text(min_size=1, max_size=80), max_size=70))
def test_codes_are_short_and_never_twice_the_same(labels: list[str]) -> None:
    codes: list[str] = []
    for label in labels:
        codes.append(new_code(label, codes))
    assert len(set(codes)) == len(codes)
    assert all(0 < len(code) <= CODE_CHARS for code in codes)
