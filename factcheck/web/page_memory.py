"""Readers' pages held ready by one process: whole answers in each encoding, the least used given up first.

What is held is bounded in bytes.  Whether an answer is still right is decided by `front`: each says under which mark of
the readers it was made.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from factcheck.domain.printing import IDENTITY, SUFFIXES, Packed

Header = tuple[str, str]
BESIDE_BYTES = (
    3_000  # what an answer takes beside its bytes: headers, names, the places they stand in
)
# What a 304 repeats of the page it stands for (RFC 9110, 15.4.5).
REPEATED = frozenset({"cache-control", "vary", "surrogate-key", "etag"})


@dataclass(frozen=True)
class Form:
    """A page in one encoding: its tag with and without quotes, its bytes, the headers of 200 and of 304."""

    etag: str
    quoted: str
    body: bytes
    headers: Sequence[Header]
    brief: Sequence[Header]


@dataclass(frozen=True)
class Answer:
    """A page as it is sent, by encoding; right for as long as the readers' mark is `mark`.

    `until` is the moment (seconds, as `time.time` tells them) from which it is out of date whatever the mark is.
    `beside` is the entity tag of the English page that was stored when this one, in another language, was made.
    """

    mark: int
    packed: Packed
    forms: Mapping[str, Form]
    until: float = inf
    beside: str = ""

    @property
    def size(self) -> int:
        return self.packed.size + BESIDE_BYTES

    def is_current(self, mark: int, now: float) -> bool:
        """Whether it is right where this is the readers' mark, and the moment `now`."""
        return self.mark == mark and now < self.until

    def under(self, mark: int) -> "Answer":
        """The same answer, found to be right under a later mark."""
        return replace(self, mark=mark)


def answer_of(
    packed: Packed, headers: Iterable[Header], mark: int, *, until: float = inf, beside: str = ""
) -> Answer:
    """The answer made of a page's bytes and of the headers that are the same in each encoding."""
    common = list(headers)
    forms = {name: _form(packed, name, body, common) for name, body in packed.forms.items()}
    return Answer(mark, packed, forms, until, beside)


def _form(packed: Packed, name: str, body: bytes, common: Sequence[Header]) -> Form:
    etag = packed.etag + SUFFIXES[name]
    headers = [*common, ("ETag", f'"{etag}"'), ("Content-Length", str(len(body)))]
    if name != IDENTITY:
        headers.append(("Content-Encoding", name))
    brief = [(key, value) for key, value in headers if key.lower() in REPEATED]
    return Form(etag, f'"{etag}"', body, headers, brief)


class PageMemory:
    """The answers one process holds, `most` bytes of them."""

    def __init__(self, most: int):
        self.most = most
        self.size = 0
        self._held: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: str) -> Answer | None:
        """The answer under a key, used just now; None where none is held."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, key: str, answer: Answer) -> None:
        """Hold an answer, in the place of those that were used longest ago; one that is too large is not held."""
        with self._lock:
            before = self._held.pop(key, None)
            if before is not None:
                self.size -= before.size
            if answer.size > self.most:
                return
            self._held[key] = answer
            self.size += answer.size
            while self.size > self.most:
                _, oldest = self._held.popitem(last=False)
                self.size -= oldest.size
