"""One connection to a site, as `http.client` reads from it: within the time that is left, each byte copied."""

import http.client
import io
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

HEADER_BYTES = 100_000


class TooMuch(Exception):
    """More bytes came after the headers than were agreed to."""


class Deadline:
    """The moment by which all of it must be over."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """What is done in here does not count: it has limits of its own."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - began

    def left(self) -> float:
        """Seconds that are left; raises `TimeoutError` when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Line(io.RawIOBase):
    """The bytes of a connection; each piece may take no longer than all of it may, and all of it ends some time."""

    def __init__(self, connection: socket.socket, deadline: Deadline):
        self._connection, self._deadline = connection, deadline
        self._left, self._is_head = HEADER_BYTES, True
        self.copied: Copied

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # narrower than typeshed's buffer
        self._connection.settimeout(self._deadline.left())
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise http.client.HTTPException("the headers do not end") if self._is_head else TooMuch
        return count

    def headers_are_read(self, most: int) -> None:
        """From here on `most` bytes may come, the marks of chunks and what trails them among these."""
        self._left, self._is_head = most, False

    def makefile(self, _mode: str) -> "Copied":
        """What `http.client` asks a socket for."""
        self.copied = Copied(self, 8_192)
        return self.copied


class Copied(io.BufferedReader):
    """What `http.client` reads from, with a copy of every byte it took, as WARC records need them."""

    def __init__(self, raw: io.RawIOBase, size: int):
        super().__init__(raw, size)
        self._taken = bytearray()

    def taken(self) -> bytes:
        """What was taken since this was asked last."""
        taken = bytes(self._taken)
        self._taken.clear()
        return taken

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._note(super().readline(size))

    def read(self, size: int | None = -1, /) -> bytes:
        return self._note(super().read(size))

    def read1(self, size: int = -1, /) -> bytes:
        return self._note(super().read1(size))

    def _note(self, piece: bytes) -> bytes:
        self._taken += piece
        return piece


def last_head(heads: bytes) -> bytes:
    """The head that counts: a server may say 100 (go on) any number of times before it."""
    ends = [end.end() for end in re.finditer(rb"\n\r?\n", heads)]
    return heads[ends[-2] :] if len(ends) > 1 else heads


def charset_of(headers: http.client.HTTPMessage) -> str:
    """How a page says it is written; empty where it does not, or in no way that can be read."""
    try:
        return headers.get_content_charset() or ""
    except (ValueError, LookupError):  # RFC 2231's parts of a parameter, misused
        return ""
