"""The hash chain of the history: how a row's hash is made, and where a chain is broken (W8, C1-C8).

A row's hash is SHA-256 over the algorithm's tag, the hash of the row before and every field with its length in
front, so that no text can move from one field to its neighbour unseen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

ALGORITHM = "sha256-chain-1"
GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What one history row says, apart from its hashes.  `at` is aware; absent texts are empty strings."""

    seq: int
    at: datetime
    actor_id: int | None
    event: str
    claim_id: int | None
    subject: str
    from_state: str
    to_state: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Row:
    """A stored row: the entry with the hashes and the algorithm that stand beside it."""

    entry: Entry
    algorithm: str
    previous_hash: str
    hash: str


class End(NamedTuple):
    """How the history ends: number and hash of its last row; and the public log: its size and its frontier in hex."""

    seq: int = 0
    hash: str = GENESIS
    log_size: int = 0
    log_frontier: str = ""


@dataclass(frozen=True)
class Break:
    """The first bad row of a chain and what is wrong with it."""

    seq: int
    sentence: str


def _field(value: object) -> bytes:
    """One field as bytes with its length in front; None and the empty text differ."""
    if value is None:
        return b"-"
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat(timespec="microseconds")
    data = str(value).encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(data), data)


def row_hash(previous_hash: str, entry: Entry) -> str:
    """The hash (64 hex digits) that binds `entry` to everything before it."""
    digest = hashlib.sha256(b"\x00" + _field(ALGORITHM) + _field(previous_hash))
    for value in vars(entry).values():  # in the order of the fields, none of them copied
        digest.update(_field(value))
    return digest.hexdigest()


def link(previous_seq: int, previous_hash: str, entries: Iterable[Entry]) -> Iterator[Row]:
    """Rows for `entries` in order, numbered and chained on after (`previous_seq`, `previous_hash`)."""
    for seq, entry in enumerate(entries, previous_seq + 1):
        numbered = replace(entry, seq=seq)
        own = row_hash(previous_hash, numbered)
        yield Row(numbered, ALGORITHM, previous_hash, own)
        previous_hash = own


def first_break(rows: Iterable[Row]) -> Break | None:
    """Walk the chain from its first row; the first bad row, or None when all of it holds."""
    previous = GENESIS
    for seq, row in enumerate(rows, 1):
        problem = _problem(row, seq, previous)
        if problem:
            return Break(seq, problem)
        previous = row.hash
    return None


def _problem(row: Row, seq: int, previous: str) -> str:
    if row.entry.seq != seq:
        return f"Row {seq} is missing: the chain jumps to row {row.entry.seq}."
    if row.algorithm != ALGORITHM:
        return f"Row {seq} names an unknown algorithm."
    if row.previous_hash != previous:
        return f"Row {seq} does not follow from the row before it."
    if row.hash != row_hash(previous, row.entry):
        return f"Row {seq} was altered: its content no longer matches its hash."
    return ""
