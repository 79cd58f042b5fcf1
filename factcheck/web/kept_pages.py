"""Pages that a process made and may give out again: which ones it holds, and for how long.

What names a page, so that nobody gets another's or an old one, is decided where it is made (`claim_page`).
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import NamedTuple

BYTES = 16_000_000  # in each process; a claim with ten pieces of evidence takes 37,000
LARGEST = 20  # no page takes more than this part of all


class Page(NamedTuple):
    """A page in UTF-8, cut where a token of its forms stands, and from when until when it says what it should."""

    pieces: tuple[bytes, ...]
    since: datetime
    until: datetime


class Pages:
    """The pages this process made last, in no more than `most` bytes; those asked for longest ago give way.

    `held` is how many bytes they take now.
    """

    def __init__(self, most: int = BYTES):
        self._most = most
        self.held = 0
        self._pages: OrderedDict[bytes, Page] = OrderedDict()
        self._turn = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, name: bytes, now: datetime) -> Page | None:
        with self._turn:
            page = self._pages.get(name)
            if page is None or not page.since <= now < page.until:
                return None
            self._pages.move_to_end(name)
            return page

    def keep(self, name: bytes, page: Page) -> None:
        size = _size(page)
        if size * LARGEST > self._most:
            return
        with self._turn:
            self.held += size - _size(self._pages.pop(name, None))
            self._pages[name] = page
            while self.held > self._most:
                self.held -= _size(self._pages.popitem(last=False)[1])


def _size(page: Page | None) -> int:
    return sum(map(len, page.pieces)) if page is not None else 0
