"""Texts of other people's files are looked for in a child process that may use little memory and little time.

A document can be made so that reading it asks for gigabytes or never ends, whatever the reader.  The child has limits
the system enforces, no settings, no secret and no open file of the desk; what it sends back is JSON.  How each kind of
file is read stands in `page_text`, `docx_text`, `pdf_text` and `picture`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, NamedTuple

from factcheck.domain.inputs import BadInput

try:
    import resource

    HAS_LIMITS = True
except ImportError:  # Windows has none of these; the time limit of the parent stays
    HAS_LIMITS = False

# The same numbers stand in the table of limits, and a test compares them.
READING_SECONDS, READING_BYTES, READINGS_AT_ONCE = 10, 512_000_000, 4

DAMAGED = "The file is damaged."
TOO_DEAR = "The file takes too much time or memory to read; save its text as .txt."
READERS = {"html": "page_text", "docx": "docx_text", "pdf": "pdf_text", "picture": "picture"}

# The child knows the package by its folder alone: importing `factcheck` itself would bring the whole application.
_LAUNCH = """
import sys, types
package = types.ModuleType("factcheck")
package.__path__ = [sys.argv[1]]
sys.modules["factcheck"] = package
from factcheck.adapters.reading import answer
from factcheck.adapters.{reader} import read
answer(read)
"""
# What some systems need to start an interpreter at all; nothing else of the environment is handed on.
_NEEDED_TO_START = ("SYSTEMROOT", "LD_LIBRARY_PATH")
_PACKAGE = Path(__file__).resolve().parents[1]
# Of this process alone: many who look at once would otherwise take the memory of as many children.
_free = BoundedSemaphore(READINGS_AT_ONCE)


class Found(NamedTuple):
    """One fact about an article and where it stood: a code of `factcheck.domain.taken.Origin`."""

    value: str
    origin: str


class NoText(BadInput):
    """A whole and harmless file without a letter to read, as a scan is; only who wants its text refuses it."""


class Reading(NamedTuple):
    """The text of a file, which part of the file it is, and what the file says about it.

    `found` knows title, byline, published_on, outlet and language, those that were found; of a picture its width,
    height and what its camera noted.  `pages` are the texts of a PDF's pages.  Nothing is cleaned yet.
    """

    text: str
    origin: str
    found: Mapping[str, Found]
    pages: Sequence[str] = ()

    @property
    def title(self) -> str:
        return self.found["title"].value if "title" in self.found else ""


Read = Callable[[bytes, str, str], Reading]


def read_apart(kind: str, data: bytes, *, address: str = "", charset: str = "") -> Reading:
    """Have a file of `kind` (a key of `READERS`) read.  Raises `BadInput`, within 15 seconds; `NoText` is one.

    `address` is where a page came from, `charset` what was said about its letters; both may be ''.
    """
    try:
        launch = _LAUNCH.format(reader=READERS[kind])
        ended = run_apart(launch, {"address": address, "charset": charset}, data)
        # A reader that stumbles over a broken file ends with 1; one that is stopped ends otherwise.
        stumbled = json.dumps({"refused": DAMAGED} if ended.returncode == 1 else {})
        said: dict[str, Any] = json.loads(stumbled if ended.returncode else ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        said = {}
    if "text" not in said:
        refusal = NoText if said.get("has_no_text") else BadInput
        raise refusal(said.get("refused", TOO_DEAR), said.get("status", 400))
    found = {name: Found(*pair) for name, pair in said["found"].items()}
    return Reading(said["text"], said["origin"], found, tuple(said["pages"]))


def run_apart(
    launch: str, order: Mapping[str, object], data: bytes
) -> "subprocess.CompletedProcess[bytes]":
    """Run `launch` in a child of our own interpreter, which finds a line of JSON and then `data` in its stdin.

    It is told where the package is by its only argument.  Raises `subprocess.TimeoutExpired`, also where
    `READINGS_AT_ONCE` others keep it waiting as long as it may take in all.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-W", "ignore", "-c", launch, str(_PACKAGE)]
    most, begun = READING_SECONDS * 1.5, monotonic()
    if not _free.acquire(timeout=most):
        raise subprocess.TimeoutExpired(command, most)
    try:
        return subprocess.run(  # noqa: S603  our own interpreter, and nothing of the sender's in the command
            command,
            input=json.dumps(order).encode() + b"\n" + data,
            capture_output=True,
            env={name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ},
            timeout=most - (monotonic() - begun),
            check=False,
        )
    finally:
        _free.release()


# ── In the child ─────────────────────────────────────────────────────────────────────────────────


def answer(read: Read) -> None:
    """Read what stands in stdin and write the result to stdout; the whole life of the child."""
    limit_child()
    order, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        said = _read(read, data, **json.loads(order))
    except MemoryError:
        said = {"refused": TOO_DEAR}
    sys.stdout.buffer.write(json.dumps(said).encode())


def _read(read: Read, data: bytes, address: str, charset: str) -> dict[str, Any]:
    try:
        reading = read(data, address, charset)
    except BadInput as bad:
        has_no_text = isinstance(bad, NoText)
        return {"refused": bad.sentence, "status": bad.http_status, "has_no_text": has_no_text}
    except RecursionError:
        return {"refused": TOO_DEAR}
    return reading._asdict()


def limit_child() -> None:
    """Set the limits; a machine that sets lower ones of its own keeps them."""
    if not HAS_LIMITS:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (READING_SECONDS, READING_SECONDS))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (READING_BYTES, READING_BYTES))
