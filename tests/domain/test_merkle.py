"""The tree is that of RFC 6962: by the vectors of its reference implementation, and by its definition."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import log_check
from factcheck.domain import merkle
from factcheck.domain.merkle import EMPTY_ROOT, Grown, leaf_hash
from tests.logs import root

LEAVES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_OF_0_IN_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
FROM_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


def tree(data: Sequence[bytes]) -> list[Grown]:
    """What is kept of each leaf."""
    frontier: list[bytes] = []
    found = []
    for size, one in enumerate(data):
        frontier = merkle.grown(size, frontier, leaf_hash(one))
        found.append(Grown(leaf_hash(one), frontier))
    return found


def proof(rows: Sequence[Grown], parts: Sequence[merkle.Range]) -> list[bytes]:
    """The hashes of a proof, of those rows alone that are said to be needed."""
    wanted = {place for part in parts for place in merkle.needed(part)}
    known = {place: rows[place] for place in wanted}
    return [merkle.subtree_root(part, known.__getitem__) for part in parts]


# ── The vectors ──────────────────────────────────────────────────────────────────────────────────


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root_of([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_roots_are_those_of_the_reference() -> None:
    assert [merkle.root_of(one.frontier).hex() for one in tree(LEAVES)] == ROOTS


def test_proofs_are_those_of_the_reference() -> None:
    rows = tree(LEAVES)
    inclusion = proof(rows, merkle.inclusion(0, 8))
    assert [one.hex() for one in inclusion] == PATH_OF_0_IN_8
    grown = proof(rows, merkle.consistency(6, 8))
    assert [one.hex() for one in grown] == FROM_6_TO_8


@pytest.mark.parametrize(("size", "left"), [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8)])
def test_a_tree_is_cut_at_the_largest_power_of_two_below_it(size: int, left: int) -> None:
    assert merkle.cut(size) == left


# ── The definition ───────────────────────────────────────────────────────────────────────────────

DATA = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@given(DATA)
def test_every_root_on_the_way_is_the_defined_one(data: list[bytes]) -> None:
    for size, row in enumerate(tree(data), 1):
        assert merkle.root_of(row.frontier) == root(data[:size])
        assert len(row.frontier) == size.bit_count()


@given(DATA, st.data())
def test_every_leaf_is_proved_and_no_other_in_its_place(
    data: list[bytes], more: st.DataObject
) -> None:
    rows, size = tree(data), more.draw(st.integers(1, len(data)))
    place = more.draw(st.integers(0, size - 1))
    path = proof(rows, merkle.inclusion(place, size))
    assert log_check.inside(place, size, rows[place].leaf, path) == root(data[:size])
    assert log_check.inside(place, size, leaf_hash(b"another"), path) != root(data[:size])
    assert len(path) <= (size - 1).bit_length()


@given(DATA, st.data())
def test_every_beginning_is_proved_and_no_other_one(data: list[bytes], more: st.DataObject) -> None:
    rows, second = tree(data), more.draw(st.integers(1, len(data)))
    first = more.draw(st.integers(1, second))
    path = proof(rows, merkle.consistency(first, second))
    old, new = root(data[:first]), root(data[:second])
    assert log_check.grown(first, second, old, path) == [old, new]
    other = root([*data[: first - 1], b"another"])
    assert log_check.grown(first, second, other, path) != [other, new]


@given(DATA, st.data())
def test_a_path_of_another_length_is_refused(data: list[bytes], more: st.DataObject) -> None:
    rows, size = tree(data), len(data)
    place = more.draw(st.integers(0, size - 1))
    path = proof(rows, merkle.inclusion(place, size))
    with pytest.raises(SystemExit, match="another length"):
        log_check.inside(place, size, rows[place].leaf, [*path, EMPTY_ROOT])
    with pytest.raises(SystemExit, match="another length"):
        log_check.inside(size, size, rows[place].leaf, path)
    first = more.draw(st.integers(1, size))
    path = proof(rows, merkle.consistency(first, size))
    with pytest.raises(SystemExit, match="another length"):
        log_check.grown(first, size, root(data[:first]), [*path, EMPTY_ROOT])
