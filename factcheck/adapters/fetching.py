"""The one door to the web: an address somebody gave is asked for once, and cannot be led inside or held up.

Own code on `socket`, `ssl` and the response parser of `http.client`, not `microsoft-antissrf` with a wrapper: that
package checks and pins addresses well, but limits neither ports nor time nor size, drops the port from the Host
header, and brings `requests`, whose pooling, proxies and unpacking would all have to be switched off again.  What is
left to write ourselves is most of it anyhow.

The rules: http and https, ports 80 and 443; every address a name has must be public; the connection goes to the very
address that was checked; each redirect is judged like the first address, five at most; 15 seconds and 5 MB in all;
nothing packed, no cookies, no password, no proxy from the environment.  What a page says is read elsewhere.  A service
the desk works with (`ask`) is asked under the same rules, and is followed nowhere.
"""

import http.client
import queue
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import quote, urljoin, urlsplit

from factcheck.adapters.asking import A_PAGE, ONCE, PAGE_BYTES, How, Question
from factcheck.adapters.certificates import fault_of
from factcheck.adapters.line import Deadline, Line, TooMuch, charset_of, last_head
from factcheck.adapters.public_internet import is_public

# The same numbers stand in the table of limits, and a test compares them.
PAGE_SECONDS, REDIRECTS = 15, 5
CONNECT_SECONDS = 5.0  # for one of several addresses of a name, so that the next has its turn
PIECE = 65_536
PORTS = {"http": 80, "https": 443}
NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
MOVED = frozenset((301, 302, 303, 307, 308))

NO_ADDRESS = "The address must begin with http:// or https:// and name a public site."
NOT_PUBLIC = "This address is not on the public internet."
OUR_OWN = "This is our own site."
WRONG_PORT = "Pages are fetched from the usual ports alone, 80 and 443."
SENT_INSIDE = "This page sends us elsewhere that is not public."
TOO_MANY_MOVES = f"This page sends us on through more than {REDIRECTS} redirects."
TOO_LARGE = f"This page is larger than {PAGE_BYTES // 1_000_000} MB."
PACKED = "This page is packed in a way that is not supported."
TOO_SLOW = f"This page took longer than {PAGE_SECONDS} s."
NO_ANSWER = f"It did not answer within {PAGE_SECONDS} s."
NO_PAGE = "What this address sends is not a web page."
NO_SUCH_NAME = "There is no site of this name, as far as we can find out."
UNREACHABLE = "The site cannot be reached."
BROKEN_OFF = "The site broke off in the middle of the page."

_HOST = re.compile(r"[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\]")
_KEPT = "%/:?#[]@!$&'()*+,;=-._~"


class NotFetched(Exception):
    """The page was not had; `sentence` says why and is fit to be shown."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class NoSuchName(NotFetched):
    """Whoever gives out names says that there is none like this; a look-up that failed says nothing of the kind."""


@dataclass(frozen=True)
class Hop:
    """One answer that sent us on: when (UTC), which address was asked, its status, where it sent us.

    `request` and `head` are the very bytes that were sent and got; `number` is the IP address that answered.
    """

    at: datetime
    address: str
    status: int
    location: str
    request: bytes = field(repr=False)
    head: bytes = field(repr=False)
    number: str


@dataclass(frozen=True)
class Fetched:
    """What the web answered, whatever its status.  `asked` and `reached` differ by `hops`; `body` is as it was sent.

    `content_type` is in lower case without parameters; `number` is the IP address that answered.  `request`, `head` and
    `sent` are the very bytes that went over the line: `sent` is the body with the marks of its chunks.
    """

    asked: str
    reached: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    content_type: str
    charset: str
    body: bytes = field(repr=False)
    hops: tuple[Hop, ...]
    number: str
    request: bytes = field(repr=False)
    head: bytes = field(repr=False)
    sent: bytes = field(repr=False)


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses the system knows for a name.  Raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class World:
    """Where pages are fetched from.

    `own_hosts` are names of this site.  `stand_ins` are names that tests give to servers of this machine: name to
    (loopback address, port); nothing else of this machine can be reached.  `trusted` makes the TLS context.
    """

    own_hosts: frozenset[str] = frozenset()
    stand_ins: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    look_up: Callable[[str, int], Sequence[str]] = look_up
    trusted: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = PAGE_SECONDS


OUTSIDE = World()


def fetch(address: str, world: World = OUTSIDE, how: How = ONCE) -> Fetched:
    """Ask for one page and follow where it leads.  Raises `NotFetched` within 15 seconds and those of `how.before`."""
    deadline = Deadline(world.seconds)
    hops: list[Hop] = []
    target = judge(address)
    while True:
        try:
            with deadline.put_off():  # as when a further site's robots.txt is asked for
                how.before(target.address)
            said = _ask(target, _question(target, how), world, deadline, how)
        except TimeoutError:
            raise NotFetched(TOO_SLOW) from None
        except NotFetched as refused:
            if hops and refused.sentence in {NOT_PUBLIC, OUR_OWN}:
                raise NotFetched(SENT_INSIDE) from None
            raise
        now, location = datetime.now(UTC), said.answer.headers.get("Location", "")
        if said.answer.status not in MOVED or not location:
            return _fetched(address, target, now, said, hops)
        if len(hops) == REDIRECTS:
            raise NotFetched(TOO_MANY_MOVES)
        hops.append(
            Hop(
                now,
                target.address,
                said.answer.status,
                location,
                said.request,
                said.head,
                said.number,
            )
        )
        target = _judge_next(target, location)


def ask(address: str, question: Question, world: World = OUTSIDE) -> Fetched:
    """Put one question to a service, and take its answer whatever its status.

    A redirect is an answer without a body: what was sent is for this address alone.  Raises as `fetch`.
    """
    target = judge(address)
    try:
        said = _ask(target, question, world, Deadline(world.seconds))
    except TimeoutError:
        raise NotFetched(NO_ANSWER) from None
    return _fetched(address, target, datetime.now(UTC), said, ())


# ── Judging an address ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str  # in lower case ASCII, an IPv6 address in brackets
    path: str

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def judge(address: str) -> Target:
    """What to connect to.  An address is taken apart once, and only these parts are used from here on."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").lower().removesuffix(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        raise NotFetched(NO_ADDRESS) from None
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise NotFetched(NO_ADDRESS)
    if port not in {None, PORTS[parts.scheme]}:
        raise NotFetched(WRONG_PORT)
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    return Target(parts.scheme, host, path + query)


def _judge_next(target: Target, location: str) -> Target:
    """Where a redirect leads; headers come as Latin-1, addresses in them are mostly UTF-8."""
    with_letters = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    try:
        return judge(urljoin(target.address, with_letters))
    except (NotFetched, ValueError):
        raise NotFetched(SENT_INSIDE) from None


def _numbers(target: Target, world: World, deadline: Deadline) -> list[tuple[str, int]]:
    """Where the name lives, every answer looked at: one that is not public spoils all of them."""
    if target.host in world.stand_ins:
        return [world.stand_ins[target.host]]
    if target.host in world.own_hosts:
        raise NotFetched(OUR_OWN)
    try:
        found = _look_up_in_time(target, world, deadline)
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        is_none = isinstance(error, socket.gaierror) and error.errno in NO_NAME
        raise (NoSuchName if is_none else NotFetched)(NO_SUCH_NAME) from None
    if not found:
        raise NotFetched(NO_SUCH_NAME)
    if not all(map(is_public, found)):
        raise NotFetched(NOT_PUBLIC)
    return [(number, target.port) for number in dict.fromkeys(found)]


def _look_up_in_time(target: Target, world: World, deadline: Deadline) -> Sequence[str]:
    """The system's look-up knows no time limit, so it is left behind when it takes too long."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(world.look_up(target.host.strip("[]"), target.port))
        except Exception as error:  # noqa: BLE001  handed to whoever waits
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Said:
    """One answer: who gave it to which request, the bytes of its head, and its body unless it sends us on."""

    number: str
    request: bytes
    answer: http.client.HTTPResponse
    head: bytes
    body: bytes
    sent: bytes


def _ask(
    target: Target, question: Question, world: World, deadline: Deadline, how: How = ONCE
) -> _Said:
    """One request on one connection, and what was said to it."""
    number, connection = connect(target, world, deadline)
    with connection:
        try:
            connection.settimeout(deadline.left())
            request = _request(target, question, how.agent)
            connection.sendall(request)
            line = Line(connection, deadline)
            answer = http.client.HTTPResponse(line, method=question.method)  # type: ignore[arg-type]  # needs makefile alone
            answer.begin()
            line.headers_are_read(2 * how.most)  # a page with the marks of its chunks
            head = last_head(line.copied.taken())
            is_moved = answer.status in MOVED and answer.headers.get("Location")
            body = b"" if is_moved else _body(answer, how.most)
            return _Said(number, request, answer, head, body, line.copied.taken())
        except TimeoutError:
            raise
        except TooMuch:
            raise NotFetched(TOO_LARGE) from None
        except (http.client.IncompleteRead, http.client.RemoteDisconnected):
            raise NotFetched(BROKEN_OFF) from None
        except (http.client.HTTPException, ValueError):
            raise NotFetched(NO_PAGE) from None
        except OSError:
            raise NotFetched(BROKEN_OFF) from None


def _question(target: Target, how: How) -> Question:
    """A page, and of the very address that is known already only what changed of it."""
    known = how.known if target.address == how.known_at else ()
    return replace(A_PAGE, headers=(*A_PAGE.headers, *known))


def _request(target: Target, question: Question, agent: str) -> bytes:
    lines = [
        f"{question.method} {target.path} HTTP/1.1",
        f"Host: {target.host}",
        f"User-Agent: {agent}",
        *(f"{name}: {value}" for name, value in question.headers),
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    if question.body:
        lines.append(f"Content-Length: {len(question.body)}")
    return "\r\n".join((*lines, "", "")).encode("ascii") + question.body


def _body(answer: http.client.HTTPResponse, most: int) -> bytes:
    packings = {*re.split(r"[\s,]+", answer.headers.get("Content-Encoding", "").lower())}
    if packings - {"", "identity"}:
        raise NotFetched(PACKED)
    if (answer.length or 0) > most:
        raise NotFetched(TOO_LARGE)
    pieces, size = [], 0
    while piece := answer.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise NotFetched(TOO_LARGE)
    if answer.length:
        raise NotFetched(BROKEN_OFF)
    return b"".join(pieces)


def reach(target: Target, world: World, deadline: Deadline) -> tuple[str, socket.socket]:
    """A connection to one of the checked addresses, and which that is.  Raises `NotFetched`, `TimeoutError`."""
    places = _numbers(target, world, deadline)
    for place in places:
        patience = deadline.left() if place == places[-1] else min(CONNECT_SECONDS, deadline.left())
        try:
            return place[0], socket.create_connection(place, timeout=patience)
        except OSError:
            deadline.left()  # over in all, or only here
    raise NotFetched(UNREACHABLE)


def connect(target: Target, world: World, deadline: Deadline) -> tuple[str, socket.socket]:
    """The same, encrypted for the name where the address says so."""
    number, connection = reach(target, world, deadline)
    if target.scheme == "http":
        return number, connection
    place = connection.getpeername()[:2]
    try:
        connection.settimeout(deadline.left())
        return number, _encrypt(connection, target, world.trusted())
    except ssl.SSLCertVerificationError as error:
        fault = fault_of(error, place, target.host.strip("[]"), deadline.left())
        raise NotFetched(f"The site's certificate is not valid ({fault}).") from None
    except TimeoutError:
        raise
    except OSError:
        raise NotFetched("The site cannot be reached over a safe connection.") from None


def _encrypt(connection: socket.socket, target: Target, context: ssl.SSLContext) -> socket.socket:
    try:
        return context.wrap_socket(connection, server_hostname=target.host.strip("[]"))
    except BaseException:
        connection.close()
        raise


def _fetched(asked: str, target: Target, at: datetime, said: _Said, hops: Sequence[Hop]) -> Fetched:
    headers = said.answer.headers
    return Fetched(
        asked=asked,
        reached=target.address,
        at=at,
        status=said.answer.status,
        headers=tuple(headers.items()),
        content_type=headers.get_content_type() if "Content-Type" in headers else "",
        charset=charset_of(headers),
        body=said.body,
        hops=tuple(hops),
        number=said.number,
        request=said.request,
        head=said.head,
        sent=said.body if said.sent == said.body else said.sent,
    )
