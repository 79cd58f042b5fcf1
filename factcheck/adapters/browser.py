"""A page as a browser shows it: printed as PDF, and as a picture of its full length.

Chromium is started for one page and ended with it, by `browser_child`; its only way out is `guarded_proxy`.  We speak
its DevTools protocol over a pipe: JSON objects that end with NUL, for which the standard library is enough.
"""

import base64
import json
import logging
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit

from factcheck.adapters import guarded_proxy
from factcheck.adapters.fetching import NotFetched, World, judge
from factcheck.adapters.guarded_proxy import GuardedProxy
from factcheck.adapters.line import Deadline

# The same numbers stand in the table of limits, and a test compares them.
RENDERING_SECONDS, LOADING_SECONDS = 60, 20
RENDERING_MEMORY, RENDERED_BYTES, RENDERED_PIXELS = 2_000_000_000, 20_000_000, 16_000

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1_280, 900
QUIET_SECONDS = 3.0  # how long a page that is loaded may go on asking for things
HAS_OWN_NETWORK = True  # where the system allows it; tests try the other way as well
MESSAGE_BYTES = 4 * RENDERED_BYTES
PIECE = 1_048_576
SAID_CHARS = 500
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}

NO_START = "The browser did not start; an administrator finds the reason in the log."
ENDED = "The browser broke off, or took more memory than it may."
TOO_SLOW = f"The page took longer than {RENDERING_SECONDS} s to render."
STILL_LOADING = f"It was still loading after {LOADING_SECONDS} s."
CUT = f"The picture is cut off after {RENDERED_PIXELS:,} pixels."
TOO_LARGE = f"It is larger than {RENDERED_BYTES // 1_000_000} MB."
NO_PAGE = "There is no web page at this address any more."

# What starting an interpreter may need; nothing else of the environment is handed on.
_NEEDED_TO_START = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")

log = logging.getLogger(__name__)


class NotRendered(Exception):
    """The page was not rendered; `sentence` says why and is fit to be shown.

    `is_ours` is true when it was the browser that failed, and not the page.
    """

    def __init__(self, sentence: str, *, is_ours: bool = False):
        super().__init__(sentence)
        self.sentence, self.is_ours = sentence, is_ours


@dataclass(frozen=True)
class Program:
    """A Chromium of this machine.  Without its sandbox a page that breaks out of it is this user."""

    path: str
    has_sandbox: bool = True


@dataclass(frozen=True)
class Rendered:
    """What came of a page: where it was in the end, its PDF and its picture, or a sentence why not."""

    address: str
    tool: str
    pdf: bytes | str = field(repr=False)
    picture: bytes | str = field(repr=False)
    note: str = ""


def find_program(setting: str, *, has_sandbox: bool) -> Program | None:
    """The browser a setting names: a path, `no` for none, or empty for what is found by name.  Linux alone."""
    if setting == "no" or sys.platform != "linux":
        return None
    path = shutil.which(setting) if setting else next(filter(None, map(shutil.which, NAMES)), None)
    return Program(path, has_sandbox) if path else None


def render(address: str, world: World, program: Program) -> Rendered:
    """Show one page to a browser of its own.  Raises `NotRendered`, within a minute."""
    deadline = Deadline(RENDERING_SECONDS)
    try:
        with TemporaryFile() as errors, _started(program, deadline, errors) as (pipe, listener):
            proxy = GuardedProxy(world, deadline)
            with proxy.serving(listener):
                return _Page(pipe, proxy, deadline).render(judge(address).address)
    except TimeoutError:
        raise NotRendered(TOO_SLOW) from None
    except NotFetched as refused:
        raise NotRendered(refused.sentence) from None


# ── Starting it ──────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _started(
    program: Program, deadline: Deadline, errors: IO[bytes]
) -> Iterator[tuple["_Pipe", socket.socket]]:
    """A browser while the block runs, and where its proxy is to listen; every process of it is gone afterwards."""
    with ExitStack() as stack:
        line, its_line = socket.socketpair()
        stack.callback(line.close)
        its_in, our_out = os.pipe()
        our_in, its_out = os.pipe()
        for one in (our_out, our_in):
            stack.callback(os.close, one)
        theirs = (its_line.fileno(), its_in, its_out)
        order = {
            "program": program.path,
            "has_sandbox": program.has_sandbox,
            "has_own_network": HAS_OWN_NETWORK,
            "seconds": RENDERING_SECONDS,
            "memory": RENDERING_MEMORY,
            **dict(zip(("line", "into", "out_of"), theirs, strict=True)),
        }
        script = str(Path(__file__).with_name("browser_child.py"))
        try:
            child = subprocess.Popen(  # noqa: S603  our own script
                [sys.executable, "-I", "-S", script, json.dumps(order)],
                pass_fds=theirs,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ},
                start_new_session=True,
            )
        finally:
            its_line.close()
            os.close(its_in)
            os.close(its_out)
        stack.callback(_end, child, line)
        line.settimeout(deadline.left())
        said, handed, *_ = socket.recv_fds(line, 64, 1)
        if not handed:
            raise _failed(errors)
        listener = stack.enter_context(socket.socket(fileno=handed[0]))
        if said != b"cut off":
            log.info("The browser shares this machine's network: the system allows none of its own")
        pipe = _Pipe(our_out, our_in, deadline)
        try:
            yield pipe, listener
        except _Ended:
            raise _failed(errors, has_begun=pipe.has_answered) from None


def _end(child: "subprocess.Popen[bytes]", line: socket.socket) -> None:
    """Let go of the line, and wait until the child has ended every process of the browser."""
    line.close()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _failed(errors: IO[bytes], *, has_begun: bool = False) -> NotRendered:
    """Write what the browser said of its end into the log."""
    errors.seek(0)
    said = " ".join(errors.read(MESSAGE_BYTES).decode("utf-8", "replace").split())[-SAID_CHARS:]
    log.error("The browser %s: %s", "broke off" if has_begun else "did not start", said)
    return NotRendered(ENDED if has_begun else NO_START, is_ours=True)


class _Ended(Exception):
    """The browser is gone."""


# ── Speaking with it ─────────────────────────────────────────────────────────────────────────────

Event = Mapping[str, Any]


@dataclass
class _Pipe:
    """The DevTools protocol: orders with their answers, and events between them, which go to `heard`."""

    into: int
    out_of: int
    deadline: Deadline
    heard: Callable[[str, Event], None] = lambda _name, _event: None
    session: str = ""
    has_answered: bool = False
    _count: int = 0
    _left: bytearray = field(default_factory=bytearray)
    _answers: dict[int, Event] = field(default_factory=dict)

    def tell(self, method: str, **params: object) -> int:
        """Send an order and wait for nothing; its number."""
        self._count += 1
        order: dict[str, object] = {"id": self._count, "method": method, "params": params}
        if self.session:
            order["sessionId"] = self.session
        try:
            os.write(self.into, json.dumps(order).encode() + b"\0")
        except BrokenPipeError:
            raise _Ended from None
        return self._count

    def ask(self, method: str, **params: object) -> Event:
        """Send an order and wait for its answer; what went wrong stands in it as `error`."""
        number = self.tell(method, **params)
        self.wait(lambda: number in self._answers)
        self.has_answered = True
        answer = self._answers.pop(number)
        return answer["result"] if "result" in answer else {"error": answer.get("error")}

    def wait(self, is_done: Callable[[], bool], seconds: float | None = None) -> bool:
        """Listen until it is done, or for so many seconds; whether it is."""
        end = None if seconds is None else time.monotonic() + seconds
        while not is_done():
            left = self.deadline.left()
            if end is not None:
                left = min(left, end - time.monotonic())
                if left <= 0:
                    return False
            self._listen(left)
        return True

    def _listen(self, seconds: float) -> None:
        if not select.select([self.out_of], [], [], seconds)[0]:
            return
        piece = os.read(self.out_of, PIECE)
        if not piece:
            raise _Ended
        *whole, rest = piece.split(b"\0")
        for end in whole:
            message = json.loads(bytes(self._left) + end)
            self._left.clear()
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId", "") == self.session:
                self.heard(message["method"], message.get("params", {}))
        self._left += rest
        if len(self._left) > MESSAGE_BYTES:
            raise NotRendered(TOO_LARGE)


# ── One page ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Page:
    """The one page of a browser, and what was heard of it."""

    pipe: _Pipe
    proxy: GuardedProxy
    deadline: Deadline
    frame: str = ""
    status: int = 0
    is_loaded: bool = False
    is_quiet: bool = False

    def render(self, address: str) -> Rendered:
        tool = self._open()
        self._say_who_we_are()
        self.frame, self.status = "", 0
        note = self._load(address)
        size = self.pipe.ask("Page.getLayoutMetrics").get("cssContentSize", {})
        height = max(HEIGHT, int(size.get("height", HEIGHT)))
        if height > RENDERED_PIXELS:
            note = f"{note} {CUT}".strip()
        picture = self._picture(min(height, RENDERED_PIXELS))
        pdf = self._made("Page.printToPDF", printBackground=True, **A4)
        return Rendered(self._address(), tool, pdf, picture, f"{note} {self._left_out()}".strip())

    def _open(self) -> str:
        """A page that downloads nothing; name and version of the browser."""
        pipe = self.pipe
        version = str(pipe.ask("Browser.getVersion").get("product", ""))
        pipe.ask("Browser.setDownloadBehavior", behavior="deny")
        target = pipe.ask("Target.createTarget", url="about:blank").get("targetId", "")
        attached = pipe.ask("Target.attachToTarget", targetId=target, flatten=True)
        pipe.session, pipe.heard = str(attached.get("sessionId", "")), self._hear
        for domain in ("Page", "Network"):
            pipe.ask(f"{domain}.enable")
        pipe.ask("Page.setLifecycleEventsEnabled", enabled=True)
        pipe.ask(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=HEIGHT,
            deviceScaleFactor=1,
            mobile=False,
        )
        return f"Chromium {version.partition('/')[2]}"

    def _say_who_we_are(self) -> None:
        """Have the browser remember the secret of the proxy, before any page has a say."""
        self.pipe.ask("Fetch.enable", handleAuthRequests=True)
        self.pipe.tell("Page.navigate", url=guarded_proxy.HELLO)
        if not self.pipe.wait(lambda: self.is_loaded and self.status == 200, LOADING_SECONDS):
            raise NotRendered(NO_START, is_ours=True)
        self.pipe.ask("Fetch.disable")

    def _load(self, address: str) -> str:
        """Go to the page and wait until it stands still; what is to be noted of it."""
        self.is_loaded = self.is_quiet = False
        began = self.pipe.ask("Page.navigate", url=address)
        self.frame = str(began.get("frameId", ""))
        if began.get("errorText"):
            raise NotRendered(self.proxy.refused_at(address) or NO_PAGE)
        is_loaded = self.pipe.wait(lambda: self.is_loaded, LOADING_SECONDS)
        self.pipe.wait(lambda: self.is_quiet, QUIET_SECONDS)
        if self.status not in {0, 200}:
            said = self.proxy.refused_at(self._address())
            raise NotRendered(said or f"The site answered {self.status}.")
        if urlsplit(self._address()).scheme not in {"http", "https"}:
            raise NotRendered(NO_PAGE)
        return "" if is_loaded else STILL_LOADING

    def _address(self) -> str:
        """Where the page is by now; scripts may have sent it on."""
        history = self.pipe.ask("Page.getNavigationHistory")
        with suppress(KeyError, IndexError):
            return str(history["entries"][history["currentIndex"]]["url"])
        return ""

    def _picture(self, height: int) -> bytes | str:
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        return self._made("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)

    def _made(self, method: str, **params: object) -> bytes | str:
        """The bytes of an answer, or why there are none."""
        data = base64.b64decode(str(self.pipe.ask(method, **params).get("data", "")))
        if not data:
            return ENDED
        return data if len(data) <= RENDERED_BYTES else TOO_LARGE

    def _left_out(self) -> str:
        """What the page asked for and did not get, since it may not be asked for."""
        count = len(self.proxy.refused)
        if not count:
            return ""
        were = (
            "1 thing the page asked for was"
            if count == 1
            else f"{count} things the page asked for were"
        )
        return f"{were} not given to it."

    def _hear(self, name: str, event: Event) -> None:
        if name == "Page.loadEventFired":
            self.is_loaded = True
        elif name == "Inspector.targetCrashed":
            raise NotRendered(ENDED)
        elif name == "Page.lifecycleEvent" and event.get("name") == "networkIdle":
            self.is_quiet = self.is_quiet or event.get("frameId") == self.frame
        elif name == "Page.javascriptDialogOpening":
            self.pipe.tell("Page.handleJavaScriptDialog", accept=False)
        elif name == "Network.responseReceived" and event.get("type") == "Document":
            if not self.frame or event.get("frameId") == self.frame:
                self.status = int(event.get("response", {}).get("status", 0))
        elif name == "Fetch.requestPaused":
            self.pipe.tell("Fetch.continueRequest", requestId=event["requestId"])
        elif name == "Fetch.authRequired":
            challenge = {
                "response": "ProvideCredentials",
                "username": guarded_proxy.USER,
                "password": self.proxy.secret,
            }
            self.pipe.tell(
                "Fetch.continueWithAuth",
                requestId=event["requestId"],
                authChallengeResponse=challenge,
            )
