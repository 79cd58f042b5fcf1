"""The Wayback Machine's Save Page Now 2: a page handed over to be kept there, and what became of it (E10).

It takes an address and gives the name of a job, which is asked about until it ended.  All of it goes by the one safe
door to the web; the key goes to the service alone, since redirects are not followed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from factcheck.adapters.asking import Question
from factcheck.adapters.fetching import NotFetched, World, ask

NO_KEY = "The archive does not accept the key of the settings."
WAIT = "The archive asks us to wait."
NOT_UNDERSTOOD = "What the archive sent is not understood."
ADDRESS_CHARS = 4_096
_JOB = re.compile(r"[A-Za-z0-9_-]{1,100}")
_STAMP = re.compile(r"\d{14}")


class NotSaved(Exception):
    """The archive did not do it; `sentence` says why, `is_final` that there is no use in asking again.

    Where the archive's own work failed there is its `code` instead: it has to be handed over anew then.
    """

    def __init__(self, sentence: str, *, is_final: bool = False, code: str = ""):
        super().__init__(sentence or code)
        self.sentence = sentence
        self.is_final = is_final
        self.code = code


@dataclass(frozen=True)
class Service:
    """Where the archive is asked, and by which key."""

    base: str
    key: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Saved:
    """The copy the archive made: where it is looked at, and when it was made."""

    address: str
    at: datetime


def submit(service: Service, address: str, world: World) -> str:
    """Hand an address over; the name of the archive's job.  Raises `NotSaved`."""
    form = urlencode({"url": address, "skip_first_archive": "1"}).encode()
    said = _asked(service, "save", world, form)
    job = said.get("job_id")
    if not isinstance(job, str) or not _JOB.fullmatch(job):
        raise _refusal(said)
    return job


def look(service: Service, job: str, world: World) -> Saved | None:
    """What became of a job; None while the archive is at work.  Raises `NotSaved`."""
    said = _asked(service, f"save/status/{job}", world)
    if said.get("status") == "pending":
        return None
    if said.get("status") != "success":
        raise _refusal(said)
    stamp, original = said.get("timestamp"), said.get("original_url")
    if not (isinstance(stamp, str) and _STAMP.fullmatch(stamp) and isinstance(original, str)):
        raise NotSaved(NOT_UNDERSTOOD)
    address = f"{service.base}/web/{stamp}/{original}"
    if not address.isprintable() or len(address) > ADDRESS_CHARS:
        raise NotSaved(NOT_UNDERSTOOD)
    try:
        return Saved(address, datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        raise NotSaved(NOT_UNDERSTOOD) from None


def _asked(service: Service, path: str, world: World, form: bytes = b"") -> Mapping[str, object]:
    headers = [
        ("Accept", "application/json"),
        ("Authorization", f"LOW {service.key}:{service.secret}"),
    ]
    if form:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    question = Question("POST" if form else "GET", tuple(headers), form)
    try:
        answer = ask(f"{service.base}/{path}", question, world)
    except NotFetched as refused:
        raise NotSaved(refused.sentence) from None
    if answer.status == 429:
        raise NotSaved(WAIT)
    if answer.status in {401, 403}:
        raise NotSaved(NO_KEY, is_final=True)
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        is_well = answer.status == 200
        raise NotSaved(NOT_UNDERSTOOD if is_well else f"The archive answered {answer.status}.")
    return said


def _refusal(said: Mapping[str, object]) -> NotSaved:
    return NotSaved("", code=str(said.get("status_ext") or "error:unknown")[:100])
