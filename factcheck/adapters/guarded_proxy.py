"""The only way out of a browser that renders a page: a proxy of ours for the time of one rendering.

Whatever the page asks for, it is judged by the very rules of `fetching`: http and https, ports 80 and 443, every
address of a name public, the connection made to the address that was checked, our own site refused.  Plain requests
are asked again by us, encrypted ones tunnelled to the checked address; everything else is refused.  Bytes, requests
and time are limited for the whole rendering.  Who does not know the secret of this rendering gets nothing, so that no
other program of this machine uses it.
"""

import base64
import hmac
import http.client
import io
import secrets
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message

from factcheck.adapters import fetching
from factcheck.adapters.fetching import NotFetched, Target, World, judge, reach
from factcheck.adapters.line import Deadline, Line, TooMuch

# The same numbers stand in the table of limits, and a test compares them.
RENDERING_BYTES, RENDERING_REQUESTS = 50_000_000, 500

HELLO = "http://rendering.invalid/"  # what the proxy answers itself, so that a browser can say who it is
USER = "rendering"
SENT_BYTES = 1_000_000  # of one form or message a page sends off
AT_ONCE = 64
REQUEST_LINE = 16_384
METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
REFUSED_MOST = 100
TOO_MANY = f"The page asks for more than {RENDERING_REQUESTS} things."
TOO_LARGE = f"The page and all it asks for are larger than {RENDERING_BYTES // 1_000_000} MB."
NO_REQUEST = "Only http and https pages are asked for."
# What concerns one connection alone, and what would give the browser away as ours or change who it is.
_OWN = frozenset(
    "connection keep-alive proxy-authorization proxy-authenticate proxy-connection te trailer transfer-encoding"
    " upgrade host content-length expect".split()
)
_OWN_ANSWER = _OWN - {"content-length"}


class _Refused(Exception):
    """What is asked for is not given; `status` is what the browser is told."""

    def __init__(self, sentence: str, status: str = "403 Forbidden"):
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


@dataclass(frozen=True)
class _Asked:
    """The head of one request of the browser."""

    method: str
    address: str
    headers: Message
    body: "io.BufferedReader[Line]"
    line: Line


@dataclass
class GuardedProxy:
    """The proxy of one rendering.  `refused` are the addresses that were not given, and why."""

    world: World
    deadline: Deadline
    most_bytes: int = RENDERING_BYTES
    most_requests: int = RENDERING_REQUESTS
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    refused: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    passed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: set[socket.socket] = field(default_factory=set)
    _room: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(AT_ONCE)
    )
    _is_over: bool = False

    @contextmanager
    def serving(self, listener: socket.socket) -> Iterator[None]:
        """Answer who comes to `listener` while the block runs; afterwards every connection is cut."""
        thread = threading.Thread(target=self._accept, args=(listener,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._is_over = True
                left = list(self._open)
            for one in (listener, *left):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join(5)

    def refused_at(self, address: str) -> str:
        """Why this address was not given, by its name where it is encrypted; empty when it was."""
        try:
            target = judge(address)
        except NotFetched:
            return ""
        asked = target.address if target.scheme == "http" else f"{target.host}:{target.port}"
        return self.refused.get(asked, "")

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if not self._room.acquire(blocking=False):
                connection.close()
                continue
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._held(connection), suppress(OSError, TimeoutError):
                self._answer(connection)
        finally:
            self._room.release()

    @contextmanager
    def _held(self, connection: socket.socket) -> Iterator[None]:
        """A connection that is cut when the rendering is over."""
        with self._lock:
            is_over = self._is_over
            self._open.add(connection)
        try:
            with connection:
                if not is_over:
                    yield
                else:
                    raise TimeoutError
        finally:
            with self._lock:
                self._open.discard(connection)

    # ── One request ──────────────────────────────────────────────────────────────────────────────

    def _answer(self, connection: socket.socket) -> None:
        try:
            asked = self._read(connection)
        except (_Refused, http.client.HTTPException, TooMuch, ValueError):
            _say(connection, "400 Bad Request", NO_REQUEST)
            return
        if not self._is_ours(asked.headers):
            _say(connection, "407 Proxy Authentication Required", "", 'Basic realm="rendering"')
            return
        if asked.address.startswith(HELLO):
            _say(connection, "200 OK", "")
            return
        try:
            self._count_request()
            self._pass_on(connection, asked)
        except _Refused as no:
            self._refuse(connection, asked.address, no.sentence, no.status)
        except NotFetched as no:
            self._refuse(connection, asked.address, no.sentence, _status(no.sentence))

    def _refuse(self, connection: socket.socket, address: str, sentence: str, status: str) -> None:
        with self._lock:
            if len(self.refused) < REFUSED_MOST:
                self.refused.setdefault(address, sentence)
        _say(connection, status, sentence)

    def _read(self, connection: socket.socket) -> _Asked:
        line = Line(connection, self.deadline)
        stream = io.BufferedReader(line, 8_192)
        words = stream.readline(REQUEST_LINE).decode("latin-1").split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise _Refused(NO_REQUEST)
        return _Asked(words[0], words[1], http.client.parse_headers(stream), stream, line)

    def _is_ours(self, headers: Message) -> bool:
        told = headers.get("Proxy-Authorization", "").encode("latin-1", "replace")
        known = base64.b64encode(f"{USER}:{self.secret}".encode())
        return hmac.compare_digest(told, b"Basic " + known)

    def _pass_on(self, connection: socket.socket, asked: _Asked) -> None:
        if asked.method == "CONNECT":
            target = judge(f"https://{asked.address}/")
            if not asked.address.endswith(":443"):
                raise _Refused(fetching.WRONG_PORT)
            self._tunnel(connection, target)
            return
        if asked.method not in METHODS or not asked.address.lower().startswith("http://"):
            raise _Refused(NO_REQUEST)
        self._ask(connection, judge(asked.address), asked)

    # ── An encrypted one ─────────────────────────────────────────────────────────────────────────

    def _tunnel(self, connection: socket.socket, target: Target) -> None:
        try:
            _, there = reach(target, self.world, self.deadline)
        except TimeoutError:
            raise NotFetched(fetching.UNREACHABLE) from None
        with self._held(there):
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other = {connection: there, there: connection}
            while other:
                ready, _, _ = select.select(list(other), [], [], self.deadline.left())
                for one in ready:
                    piece = one.recv(fetching.PIECE)
                    if not piece:  # the other direction may go on
                        with suppress(OSError):
                            other[one].shutdown(socket.SHUT_WR)
                        del other[one]
                        continue
                    self._count_bytes(len(piece))
                    to = there if one is connection else connection
                    to.settimeout(self.deadline.left())
                    to.sendall(piece)

    # ── A plain one ──────────────────────────────────────────────────────────────────────────────

    def _ask(self, connection: socket.socket, target: Target, asked: _Asked) -> None:
        body = self._body(asked)
        try:
            _, there = reach(target, self.world, self.deadline)
        except TimeoutError:
            raise NotFetched(fetching.UNREACHABLE) from None
        with self._held(there):
            try:
                there.settimeout(self.deadline.left())
                there.sendall(_request(target, asked, body))
                line = Line(there, self.deadline)
                answer = http.client.HTTPResponse(line, method=asked.method)  # type: ignore[arg-type]  # needs makefile alone
                answer.begin()
            except (http.client.RemoteDisconnected, OSError):
                raise NotFetched(fetching.BROKEN_OFF) from None
            except (http.client.HTTPException, ValueError):
                raise NotFetched(fetching.NO_PAGE) from None
            if (
                answer.status < 200 or answer.status == 407
            ):  # one is ours to say, the others end nothing
                raise NotFetched(fetching.NO_PAGE)
            line.headers_are_read(2 * self.most_bytes)  # all of it is counted below
            connection.settimeout(self.deadline.left())
            connection.sendall(_head(answer))
            with suppress(http.client.HTTPException, TooMuch, ValueError):
                while piece := answer.read1(fetching.PIECE):
                    line.copied.taken()  # nothing is kept of what only passes through
                    self._count_bytes(len(piece))
                    connection.settimeout(self.deadline.left())
                    connection.sendall(piece)

    def _body(self, asked: _Asked) -> bytes:
        told = asked.headers.get("Content-Length", "0").strip()
        if "Transfer-Encoding" in asked.headers or not (told.isascii() and told.isdigit()):
            raise _Refused(NO_REQUEST, "411 Length Required")
        length = int(told) if len(told) < 9 else SENT_BYTES + 1
        if length > SENT_BYTES:
            raise _Refused(TOO_LARGE, "413 Content Too Large")
        asked.line.headers_are_read(SENT_BYTES)
        body = asked.body.read(length)
        self._count_bytes(len(body))
        return body

    # ── Limits ───────────────────────────────────────────────────────────────────────────────────

    def _count_request(self) -> None:
        with self._lock:
            self.requests += 1
            if self.requests > self.most_requests:
                raise _Refused(TOO_MANY)

    def _count_bytes(self, count: int) -> None:
        """Raises `TimeoutError` beyond the limit, which cuts the connection: its head was sent already."""
        with self._lock:
            self.passed += count
            if self.passed > self.most_bytes:
                self.refused.setdefault("", TOO_LARGE)
                raise TimeoutError


def _request(target: Target, asked: _Asked, body: bytes) -> bytes:
    lines = [f"{asked.method} {target.path} HTTP/1.1", f"Host: {target.host}"]
    for name, value in asked.headers.items():
        if name.lower() not in _OWN:
            lines.append(f"{name}: {' '.join(value.split())}")
    if body or asked.method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1", "replace") + body


def _head(answer: http.client.HTTPResponse) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    for name, value in answer.headers.items():
        if name.lower() not in _OWN_ANSWER and not (
            name.lower() == "content-length" and answer.chunked
        ):
            lines.append(f"{name}: {' '.join(value.split())}")
    return "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1", "replace")


def _status(sentence: str) -> str:
    """403 for what may not be asked for, 502 for what could not be had."""
    forbidden = {
        fetching.NO_ADDRESS,
        fetching.NOT_PUBLIC,
        fetching.OUR_OWN,
        fetching.WRONG_PORT,
    }
    return "403 Forbidden" if sentence in forbidden else "502 Bad Gateway"


def _say(connection: socket.socket, status: str, sentence: str, challenge: str = "") -> None:
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(sentence)}",
        "Connection: close",
    ]
    if challenge:
        lines.append(f"Proxy-Authenticate: {challenge}")
    connection.sendall("\r\n".join((*lines, "", sentence)).encode("ascii"))
