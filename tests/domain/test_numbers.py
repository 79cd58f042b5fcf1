"""Numbers people type: the N rows of the table of bad inputs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole


@pytest.mark.parametrize(
    "typed",
    [
        *("-1", "0", "1e9", "1e400", "NaN", "Infinity", "0x10", "101", "1_000", "1,000", "1_0"),
        *(
            "٣",
            "３",
            "½",
            "²",
            "1/2",
            f"{2**63}",
            "1" * 26,
            "1" * 5_000,
            "1.0000000000000001",
            "1.0",
        ),
        *("", " ", " 1", "1 ", "1\n", "+1", "--1", "1;", "true", "01", "\x00", "\ud800"),
        *(None, True, 1, 1.0, ["1"]),
    ],
)
def test_what_is_not_a_plain_number_in_range_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        parse_whole(typed, low=1, high=100)
    assert refused.value.sentence == "Write a whole number from 1 to 100."


@pytest.mark.parametrize("typed", ["1", "7", "100"])
def test_both_ends_of_the_range_are_in_it(typed):
    assert parse_whole(typed, low=1, high=100) == int(typed)


def test_the_sentence_groups_the_digits_of_its_limits():
    with pytest.raises(BadInput, match=r"^Write a whole number from 0 to 20,000\.$"):
        parse_whole("20001", low=0, high=20_000)


@given(st.one_of(st.text(), st.text("0123456789", max_size=3)))
def test_any_text_is_a_number_in_range_or_a_refusal(typed):
    if re.fullmatch("[0-9]|[1-9][0-9]", typed, re.ASCII):
        assert parse_whole(typed, low=0, high=99) == int(typed)
    else:
        with pytest.raises(BadInput):
            parse_whole(typed, low=0, high=99)


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_every_number_of_the_database_is_read_back(number):
    assert parse_whole(str(number), low=0, high=2**63 - 1) == number
