"""When a source counts as changed, as moved, as gone: rules about two texts, two addresses, two moments."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.limits import RECHECK_AGAIN
from factcheck.domain.source_checks import is_elsewhere, is_gone, is_same_text, quote_stands

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, False), (RECHECK_AGAIN - 1, False), (RECHECK_AGAIN, True)]
)
def test_a_source_is_gone_only_some_time_after_the_first_look_that_said_so(
    hours: int, expected: bool
) -> None:
    assert is_gone(AT, AT + timedelta(hours=hours)) is expected


@given(st.lists(st.text(alphabet="abc.", min_size=1), max_size=9), st.sampled_from(" \n\t\f"))
def test_blanks_change_nothing(words: list[str], blank: str) -> None:
    assert is_same_text(" ".join(words), f"{blank}{(2 * blank).join(words)}{blank}")


@given(st.text(alphabet="ab "), st.text(alphabet="ab "))
def test_other_words_are_another_text(one: str, other: str) -> None:
    assert is_same_text(one, other) is (one.split() == other.split())


@pytest.mark.parametrize(
    ("quote", "new", "expected"),
    [
        ("lost 4 million", "It “lost 4\nmillion” then.", True),
        ("lost 4 million", "It lost 5 million.", False),
        ("never said", "It lost 4 million.", None),
        ("", "It lost 4 million.", None),
    ],
)
def test_a_quote_is_looked_for_word_for_word_where_it_stood(
    quote: str, new: str, expected: bool | None
) -> None:
    assert quote_stands(quote, "It lost 4 million.", new) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("https://www.news.test/a/", False),
        ("http://news.test/a", False),
        ("http://news.test/b", True),
        ("http://other.test/a", True),
        ("http://news.test/a?p=2", True),
    ],
)
def test_a_page_moved_where_host_or_path_is_another(now: str, expected: bool) -> None:
    assert is_elsewhere("http://news.test/a", now) is expected
