"""What a copy of a copy says of itself, and what ours say (RFC 7089)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.mementos import Memento, headers_for, memento_of

AT = datetime(2020, 3, 1, 14, 2, 3, tzinfo=UTC)
DATED = ["Memento-Datetime", "Sun, 01 Mar 2020 14:02:03 GMT"]
LINKS = (
    '<https://harbour.example/a?b=1,2>; rel="original", '
    '<https://web.archive.org/web/timemap/link/https://a.example/>; rel="timemap"; type="application/link-format", '
    '<https://web.archive.org/web/1/x>; rel="first memento"; datetime="Sun, 01 Mar 2015 14:02:03 GMT"'
)
WAYBACK = "https://web.archive.org/web/20200301140203/https://harbour.example/a?b=1"


@pytest.mark.parametrize(
    ("headers", "address", "found"),
    [
        ([DATED, ["Link", LINKS]], "https://arquivo.example/1", Memento("https://harbour.example/a?b=1,2", AT)),
        ([["MEMENTO-DATETIME", DATED[1]], ["link", "<https://a.example/>;rel=original"]], "",
         Memento("https://a.example/", AT)),
        ([DATED, ["Link", '<https://a.example/>; rel="original timegate"']], "", Memento("https://a.example/", AT)),
        ([DATED], "https://a.example/", Memento("", AT)),
        ([DATED], WAYBACK, Memento("https://harbour.example/a?b=1", AT)),
        ([], WAYBACK, Memento("https://harbour.example/a?b=1", AT)),
        ([], WAYBACK.replace("203/", "203id_/"), Memento("https://harbour.example/a?b=1", AT)),
        ([], "https://harbour.example/web/20200301140203/https://a.example/", None),
        ([], "https://web.archive.org/web/20209901140203/https://a.example/", None),
        ([], "https://web.archive.org/web/2020*/https://a.example/", None),
        ([["Link", LINKS]], "https://a.example/", None),
        ([["Memento-Datetime", "yesterday"]], "https://a.example/", None),
        ([["Memento-Datetime", "Sun, 01 Mar 2020 14:02:03"]], "https://a.example/", None),
        ([DATED, ["Link", '<javascript:alert(1)>; rel="original"']], "", Memento("", AT)),
        ([DATED, ["Link", '<https://a.example/>; rel="originals"; title="rel=original"']], "", Memento("", AT)),
    ],
)  # fmt: skip
def test_headers_or_the_address_say_of_what_and_when(
    headers: list[list[str]], address: str, found: Memento | None
) -> None:
    assert memento_of(headers, address) == found


@given(st.lists(st.tuples(st.sampled_from(["Link", "Memento-Datetime"]), st.text())), st.text())
def test_whatever_is_sent_is_read_without_a_fault(
    headers: list[tuple[str, str]], address: str
) -> None:
    found = memento_of(headers, address)
    assert found is None or found.at.tzinfo is not None


@given(st.text(min_size=1, max_size=100))
def test_our_own_headers_are_plain_and_say_it_again(original: str) -> None:
    said = headers_for(
        f"https://harbour.example/{original}".encode("utf-8", "replace").decode(), AT
    )
    assert all(value.isascii() and value.isprintable() for value in said.values())
    found = memento_of(list(said.items()), "")
    assert found is not None
    assert found.at == AT
    assert found.original.startswith("https://harbour.example/")


def test_a_very_long_header_is_left_in_time() -> None:
    assert memento_of([DATED, ["Link", '<a>; rel="' * 50_000]], "") == Memento("", AT)
