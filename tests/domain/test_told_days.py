"""On which day something was said, as the words around a quote tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.dates import is_partial_date
from factcheck.domain.told_days import told_day

SATURDAY = "2026-11-21"


@pytest.mark.parametrize(
    ("words", "published_on", "day"),
    [
        ("she said on Monday", SATURDAY, "2026-11-16"),
        ("she said on Saturday", SATURDAY, "2026-11-21"),
        ("she said last Saturday", SATURDAY, "2026-11-14"),
        ("she said yesterday", SATURDAY, "2026-11-20"),
        ("she said this morning", SATURDAY, "2026-11-21"),
        ("she told the council on 12 March", SATURDAY, "2026-03-12"),
        ("she told the council on 12 December", SATURDAY, "2025-12-12"),
        ("she wrote on March 3rd, 2019", SATURDAY, "2019-03-03"),
        ("she wrote on the 3rd of Sept. 2019", "", "2019-09-03"),
        ("she wrote on 2019-03-03", "", "2019-03-03"),
        ("she wrote in May 2020", SATURDAY, "2020-05"),
        ("she wrote on 5 May", "2024", "2024-05-05"),
        ("she wrote on 5 May", "2024-04", "2023-05-05"),
    ],
)
def test_the_day_is_read_as_of_the_article(words: str, published_on: str, day: str) -> None:
    assert told_day(words, published_on) == day


@pytest.mark.parametrize(
    ("words", "published_on"),
    [
        ("she said", SATURDAY),
        ("she said it may rain", SATURDAY),
        ("she will say so next Monday", SATURDAY),
        ("she said on Monday", "2026-11"),
        ("she said on Monday", ""),
        ("she said on 5 May", ""),
        ("she said on 30 February", SATURDAY),
        ("she said on 29 February", "2025-01-10"),
        ("she said on 22 November 2026", SATURDAY),
        ("she said in December 2026", SATURDAY),
        ("she said on 2026-02-30", SATURDAY),
        ("a dismayed Mayor Marchand said", SATURDAY),
    ],
)
def test_no_day_is_made_up_nor_one_after_the_article(words: str, published_on: str) -> None:
    assert told_day(words, published_on) == ""


@given(
    words=st.lists(
        st.sampled_from(
            "on last next 12 31 0 99 May Sept. Monday 2024 0000 9999 yesterday , st".split()
        )
    ).map(" ".join)
    | st.text(),
    published_on=st.sampled_from(["", "2024", "2024-02", "2024-02-29", "1800-01-01", "9999-12-31"]),
)
def test_whatever_stands_there_the_answer_is_a_date_or_nothing(
    words: str, published_on: str
) -> None:
    found = told_day(words, published_on)
    assert found == "" or is_partial_date(found)
