"""How a process learns, at every request, whether anything that readers see was changed: by the readers' mark.

Connections of their own ask for it, since on SQLite what tells of a change is counted by each connection for itself.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol


class Watch(Protocol):
    """One connection that knows the mark as it is now; one thread at a time uses it."""

    def mark(self) -> int: ...
    def close(self) -> None: ...


class Watches:
    """The connections of one process: as many as threads ever asked at once."""

    def __init__(self, open_one: Callable[[], Watch]):
        self._open_one = open_one
        self._idle: deque[Watch] = deque()

    def mark(self) -> int:
        """The mark of all that is committed by now.  Whatever the database raises goes on to the caller."""
        try:
            watch = self._idle.pop()
        except IndexError:
            watch = self._open_one()
        try:
            number = watch.mark()
        except BaseException:
            watch.close()
            raise
        self._idle.append(watch)
        return number

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
