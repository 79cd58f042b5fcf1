"""The chain finds every way to tamper with the history (security.md C1-C4, C7)."""

from dataclasses import astuple, fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.chain import GENESIS, Entry, Row, first_break, link, row_hash

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def entry(number: int, **changed: object) -> Entry:
    values: dict[str, object] = {
        "seq": 0,
        "at": START + timedelta(seconds=number),
        "actor_id": number % 3 or None,
        "event": "claim:opened",
        "claim_id": number,
        "subject": f"claim:{number}",
        "from_state": "",
        "to_state": "open",
        "reason": "because",
        "detail": "",
        **changed,
    }
    return Entry(**values)  # type: ignore[arg-type]  # the fields of Entry by name


def chain_of(length: int) -> list[Row]:
    return list(link(0, GENESIS, [entry(number) for number in range(1, length + 1)]))


def test_a_chain_as_written_verifies_and_an_empty_one_does_too() -> None:
    assert first_break(chain_of(50)) is None
    assert first_break([]) is None


def test_rows_are_numbered_from_one_and_bind_the_row_before() -> None:
    rows = chain_of(3)
    assert [row.entry.seq for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]


ALTERED = {
    "at": START - timedelta(days=1),
    "actor_id": 99,
    "event": "claim:changed",
    "claim_id": None,
    "subject": "claim:0",
    "from_state": "x",
    "to_state": "published",
    "reason": "becaus",
    "detail": "e",
}


@pytest.mark.parametrize("name", ALTERED)
@pytest.mark.parametrize("place", [0, 7, 19])
def test_any_altered_column_of_any_row_is_found_and_its_row_named(name: str, place: int) -> None:
    rows = chain_of(20)
    rows[place] = replace(rows[place], entry=replace(rows[place].entry, **{name: ALTERED[name]}))
    found = first_break(rows)
    assert found is not None
    assert found.seq == place + 1
    assert "altered" in found.sentence


@pytest.mark.parametrize("name", ["algorithm", "previous_hash", "hash"])
def test_altered_hashes_and_algorithm_are_found(name: str) -> None:
    rows = chain_of(5)
    rows[2] = replace(rows[2], **{name: "f" * 64})
    found = first_break(rows)
    assert found is not None
    assert found.seq == 3


@given(st.integers(0, 18))
def test_a_deleted_row_is_found_where_it_is_missing(place: int) -> None:
    rows = chain_of(20)
    del rows[place]
    found = first_break(rows)
    assert found is not None
    assert found.seq == place + 1
    assert "missing" in found.sentence


@given(st.integers(0, 18))
def test_swapped_neighbours_are_found(place: int) -> None:
    rows = chain_of(20)
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    found = first_break(rows)
    assert found is not None
    assert found.seq == place + 1


@given(st.integers(0, 19))
def test_a_doubled_row_is_found(place: int) -> None:
    rows = chain_of(20)
    rows.insert(place, rows[place])
    found = first_break(rows)
    assert found is not None
    assert found.seq in {place + 1, place + 2}


texts = st.text(max_size=8)


@given(texts, texts, texts, texts)
def test_no_text_moves_to_a_neighbouring_field_unseen(a: str, b: str, c: str, d: str) -> None:
    one, two = entry(1, reason=a, detail=b), entry(1, reason=c, detail=d)
    assert (row_hash(GENESIS, one) == row_hash(GENESIS, two)) is ((a, b) == (c, d))


def test_nothing_and_the_empty_text_and_their_spellings_differ() -> None:
    spellings: list[object] = [None, "", "-", "None", "0:"]
    hashes = {row_hash(GENESIS, entry(1, reason=spelling)) for spelling in spellings}
    assert len(hashes) == len(spellings)


def test_the_hash_covers_every_field_of_an_entry() -> None:
    covered = {"seq", *ALTERED}
    assert covered == {f.name for f in fields(Entry)}
    assert len(astuple(entry(1))) == len(covered)
