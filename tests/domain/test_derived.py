"""Areas and passages as people name them, and a text without what was taken out of it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.derived import (
    BLOCK,
    Area,
    Circle,
    DerivedKind,
    Passage,
    everywhere,
    merged,
    read_areas,
    read_passages,
    redacted,
    spelled,
)
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import DERIVED_AREAS, DERIVED_PASSAGES
from factcheck.domain.terms import Part

TEXT = "Aliya Seitova said it. aliya  seitova, 41, of Quay Road said so twice."
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 10)).map(lambda p: Passage(p[0], p[0] + p[1]))
)


@pytest.mark.parametrize(
    ("typed", "areas"),
    [
        ("40, 60, 200, 30", [Area(40, 60, 200, 30)]),
        (" 0 0 1 1 \n\n5;6;7x8\n", [Area(0, 0, 1, 1), Area(5, 6, 7, 8)]),
    ],
)
def test_areas_are_read_a_line_each(typed: str, areas: list[Area]) -> None:
    assert read_areas(typed, DerivedKind.REDACTION) == areas


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Name an area."),
        ("1, 2, 3", "Write each area as four whole numbers"),
        ("1, 2, 3, -4", "Write each area as four whole numbers"),
        ("1, 2, 3, 4.5", "Write each area as four whole numbers"),
        ("1, 2, 3, ²", "Write each area as four whole numbers"),
        ("1, 2, 3, 9999999", "Write each area as four whole numbers"),
        ("1, 2, 0, 4", "at least one pixel wide and high"),
        ("1 1 1 1\n" * (DERIVED_AREAS + 1), f"At most {DERIVED_AREAS} areas."),
    ],
)
def test_what_is_no_area_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_areas(typed, DerivedKind.REDACTION)


def test_one_part_is_cut_out_at_a_time() -> None:
    with pytest.raises(BadInput, match="One part is cut out at a time"):
        read_areas("1 1 1 1\n2 2 2 2", DerivedKind.CROP)
    with pytest.raises(BadInput, match="Name the part to keep"):
        read_areas(" ", DerivedKind.CROP)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_areas_or_refused(typed: str) -> None:
    found = []
    with suppress(BadInput):
        found = read_areas(typed, DerivedKind.REDACTION)
    assert all(area.width > 0 and area.height > 0 for area in found)


def test_each_passage_becomes_the_same_block_whatever_its_length() -> None:
    short = redacted("Ann came.", [Passage(0, 3)])
    long = redacted("Annabel Fitzgerald came.", [Passage(0, 18)])
    assert short == long == f"{BLOCK} came."


def test_passages_that_touch_become_one_block() -> None:
    assert redacted("abcdef", [Passage(2, 4), Passage(0, 2)]) == f"{BLOCK}ef"
    assert merged([Passage(0, 2), Passage(1, 5), Passage(7, 8)]) == [Passage(0, 5), Passage(7, 8)]


@given(SPANS)
def test_nothing_of_a_passage_is_left_and_everything_else_stays(spans: list[Passage]) -> None:
    text = "".join(chr(0x4E00 + place) for place in range(80))  # each character once
    out = {place for one in spans for place in range(*one)}
    left = redacted(text, spans).replace(BLOCK, "")
    assert left == "".join(text[place] for place in range(80) if place not in out)
    assert redacted(text, spans).count(BLOCK) == len(merged(spans))


@given(SPANS)
def test_passages_in_an_address_are_read_as_they_were_written(spans: list[Passage]) -> None:
    found = merged(spans)
    assert read_passages(spelled(found), 80) == found


@pytest.mark.parametrize("spelling", ["x", "1-", "2-1", "3-3", "1-99", "1-2.", "²-3", "-1-2"])
def test_passages_that_are_not_in_the_text_are_refused(spelling: str) -> None:
    with pytest.raises(BadInput, match="These words are not in the kept copy"):
        read_passages(spelling, 80)


def test_there_is_an_end_to_passages() -> None:
    many = [Passage(2 * place, 2 * place + 1) for place in range(DERIVED_PASSAGES + 1)]
    with pytest.raises(BadInput, match=f"At most {DERIVED_PASSAGES} passages"):
        merged(many)
    with pytest.raises(BadInput, match=f"At most {DERIVED_PASSAGES} passages"):
        read_passages(spelled(many), 9_999)


def test_the_same_words_are_found_wherever_they_stand_as_words() -> None:
    assert [TEXT[one.start : one.end] for one in everywhere(TEXT, "Aliya Seitova")] == [
        "Aliya Seitova",
        "aliya  seitova",
    ]
    assert everywhere(TEXT, "Quay R") == []
    assert everywhere(TEXT, "  ") == []
    assert len(everywhere("Иванов, ИВАНОВ и Иванова", "иванов")) == 2


def test_a_circle_says_who_is_in_it() -> None:
    assert Circle.LEGAL.parts == {Part.LEGAL_REVIEWER}
    assert Circle.SENIOR.parts == {Part.EDITOR, Part.LEGAL_REVIEWER}
    assert Circle.APPROVERS.parts == {Part.REVIEWER, Part.EDITOR, Part.LEGAL_REVIEWER}
    assert not any(Part.ADMINISTRATOR in circle.parts for circle in Circle)
