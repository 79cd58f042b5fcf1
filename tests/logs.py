"""The public log of a newsroom: its key, its heads, and a tree made the long way to compare with."""

import json
from collections.abc import Sequence
from typing import Any

from factcheck.adapters.signatures import DeskKey
from factcheck.domain.merkle import leaf_hash, node_hash
from factcheck.domain.public_log import Signed
from factcheck.services import public_log
from tests.cast import Newsroom

KEY, OTHER_KEY = DeskKey(bytes(range(32))), DeskKey(bytes(32))
ORIGIN = "checks.example/log"


def sign(newsroom: Newsroom, key: DeskKey = KEY, *, is_new_key: bool = False) -> Signed | None:
    """What the job does."""
    with newsroom.work() as work:
        return public_log.sign(work, key, ORIGIN, is_new_key=is_new_key)


def leaves(newsroom: Newsroom) -> list[Any]:
    """What each leaf says, in order."""
    with newsroom.read() as session:
        return [one.said for one in public_log.leaves(session, 0, 1000)]


def bundle(newsroom: Newsroom, verdict: int = 1, version: int = 0) -> dict[str, Any]:
    """The proof of a version under the newest head, as its reader gets it."""
    with newsroom.read() as session:
        line, head = public_log.line(session, verdict, version), public_log.head(session)
        assert line is not None
        assert head is not None
        proof = public_log.inclusion(session, line.position, head)
    assert proof is not None
    made: dict[str, Any] = json.loads(json.dumps(proof.to_json()))
    return made


def root(data: Sequence[bytes]) -> bytes:
    """The root over these leaves as the definition of RFC 6962 says it."""
    if len(data) == 1:
        return leaf_hash(data[0])
    k = 1
    while 2 * k < len(data):
        k *= 2
    return node_hash(root(data[:k]), root(data[k:]))
