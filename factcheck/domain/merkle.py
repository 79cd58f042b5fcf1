"""The Merkle tree of RFC 6962: hashes, what is kept to append to it, and what proves a part of it.

The tree over n leaves is never held as a whole.  Of each leaf that was appended its hash is known, and the *frontier*
of the tree as it was then: the roots of the perfect subtrees it falls into, the largest first.  Everything else is made
of these: the root, the next frontier, and any hash a proof needs.

Ranges are (begin, end) of leaves counted from 0, the end left out, and always such as the RFC cuts a tree into.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()

Range = tuple[int, int]


class Grown(NamedTuple):
    """What is known of the leaf at one position: its hash, and the frontier of the tree that ends with it."""

    leaf: bytes
    frontier: Sequence[bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over 0x00 and its bytes (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: SHA-256 over 0x01 and its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def cut(size: int) -> int:
    """How many of `size` leaves, two at least, are in the left subtree: the largest power of two that is smaller."""
    return 1 << (size - 1).bit_length() - 1


# ── Growing ──────────────────────────────────────────────────────────────────────────────────────


def grown(size: int, frontier: Sequence[bytes], leaf: bytes) -> list[bytes]:
    """The frontier of a tree of `size` leaves once the hash `leaf` is appended."""
    found = [*frontier, leaf]
    while size & 1:
        right, left = found.pop(), found.pop()
        found.append(node_hash(left, right))
        size >>= 1
    return found


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root of the tree with this frontier; that of the empty tree has its own."""
    if not frontier:
        return EMPTY_ROOT
    *more, root = frontier
    for left in reversed(more):
        root = node_hash(left, root)
    return root


# ── Proving ──────────────────────────────────────────────────────────────────────────────────────


def inclusion(position: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that the leaf at `position` is in the tree of `size` (2.1.1), from it upwards."""
    return list(_path(position, 0, size))


def _path(position: int, begin: int, end: int) -> Iterator[Range]:
    if end - begin == 1:
        return
    middle = begin + cut(end - begin)
    if position < middle:
        yield from _path(position, begin, middle)
        yield middle, end
    else:
        yield from _path(position, middle, end)
        yield begin, middle


def consistency(first: int, second: int) -> list[Range]:
    """The subtrees whose roots prove that the tree of `first` leaves, 1 at least, begins that of `second` (2.1.2)."""
    return list(_growth(first, 0, second, is_whole=True))


def _growth(first: int, begin: int, end: int, *, is_whole: bool) -> Iterator[Range]:
    if first == end:
        if not is_whole:
            yield begin, end
        return
    middle = begin + cut(end - begin)
    if first <= middle:
        yield from _growth(first, begin, middle, is_whole=is_whole)
        yield middle, end
    else:
        yield from _growth(first, middle, end, is_whole=False)
        yield begin, middle


def needed(part: Range) -> Iterator[int]:
    """The positions that `subtree_root` looks at."""
    begin, end = part
    if end - begin == 1 or _is_left(begin, end):
        yield end - 1
        return
    middle = begin + cut(end - begin)
    yield from needed((begin, middle))
    yield from needed((middle, end))


def subtree_root(part: Range, at: Callable[[int], Grown]) -> bytes:
    """The root over a range of leaves; `at` gives what is known of those positions that are `needed`."""
    begin, end = part
    if end - begin == 1:
        return at(begin).leaf
    if _is_left(begin, end):
        return at(end - 1).frontier[-1]
    middle = begin + cut(end - begin)
    return node_hash(subtree_root((begin, middle), at), subtree_root((middle, end), at))


def _is_left(begin: int, end: int) -> bool:
    """Whether a range is a perfect left subtree: then the frontier of the tree that ends with it ends with its root."""
    size = end - begin
    return size & (size - 1) == 0 and begin % (2 * size) == 0
