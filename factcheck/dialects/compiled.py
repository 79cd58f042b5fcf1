"""What statements were compiled to, found again by the statement itself before SQLAlchemy's own way is tried.

SQLAlchemy asks its memory with the whole statement as the key, and the hash of that is made anew each time: for the
statement that gathers a claim this takes as long as half of carrying it out.  Statements that are made once, when the
program starts, have the very same key every time.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy.util import LRUCache

STATEMENTS = 500  # of each kind: SQLAlchemy keeps as many
STATEMENT = 1  # its place in a key, which also says the dialect, the names of values, and whether there are many rows

Key = tuple[Any, ...]


class Compiled(MutableMapping[Key, Any]):
    """One engine's memory of compiled statements, by who they are and by what they say."""

    def __init__(self) -> None:
        self._by_text: LRUCache[Key, Any] = LRUCache(STATEMENTS)
        self._by_self: dict[Key, tuple[Any, Any]] = {}

    def get(self, key: Key, default: Any = None) -> Any:
        self_key = _self_key(key)
        statement, compiled = self._by_self.get(self_key, (None, None))
        if statement is key[STATEMENT]:
            return compiled
        compiled = self._by_text.get(key)
        if compiled is None:
            return default
        if len(self._by_self) >= STATEMENTS:
            self._by_self.clear()  # statements made for one request are seen once: those that stay come back
        # The statement is kept along, so that no other one can get its number.
        self._by_self[self_key] = key[STATEMENT], compiled
        return compiled

    def __getitem__(self, key: Key) -> Any:
        return self._by_text[key]

    def __setitem__(self, key: Key, compiled: Any) -> None:
        self._by_text[key] = compiled

    def __delitem__(self, key: Key) -> None:
        del self._by_text[key]
        self._by_self.clear()

    def __iter__(self) -> Iterator[Key]:
        return iter(self._by_text)

    def __len__(self) -> int:
        return len(self._by_text)


def _self_key(key: Key) -> Key:
    return (key[0], id(key[STATEMENT]), *key[STATEMENT + 1 :])
