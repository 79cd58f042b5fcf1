"""A source captured from its address: what was sent, the whole exchange as a WARC, the readable text if there is one.

Whatever the source sends is kept as it is, tables and pictures as well; only errors and nothing are no capture.
"""

from dataclasses import dataclass

from factcheck.adapters import fetching
from factcheck.adapters.fetching import Fetched, NotFetched, World
from factcheck.adapters.files import plain_text, shown_text, text_of
from factcheck.adapters.pages import EMPTY
from factcheck.adapters.reading import read_apart
from factcheck.adapters.warc import write_warc
from factcheck.domain.inputs import BadInput

# What bytes begin with, whatever they are called.  Anything else is text, or bytes nobody looks into.
_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_READERS = {"application/pdf": "pdf", "text/html": "html"}
_LOOKED_AT = 65_536


@dataclass(frozen=True)
class Capture:
    """What is to be kept of one source.  `content_type` is what the bytes are; `text` is '' where none can be read."""

    page: Fetched
    warc: bytes
    content_type: str
    text: str


def capture(address: str, world: World = fetching.OUTSIDE) -> Capture:
    """Fetch a source and make its copies.  Raises `NotFetched`, with a sentence, when there is nothing to keep."""
    return captured(fetching.fetch(address, world))


def captured(page: Fetched) -> Capture:
    """The copies of a page that was fetched.  Raises as `capture`."""
    if page.status != 200:
        raise NotFetched(f"The site answered {page.status}.")
    if not page.body.strip():
        raise NotFetched(EMPTY)
    kind = type_of(page.body, page.content_type)
    return Capture(page, write_warc(page), kind, _readable(page, kind))


def type_of(body: bytes, declared: str) -> str:
    """What these bytes are, by what they begin with; the sender is believed only about kinds of text."""
    for sign, kind in _SIGNS:
        if body.startswith(sign):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if b"\0" in body[:_LOOKED_AT]:
        return "application/octet-stream"
    is_page = declared in _HTML or b"<html" in body[:_LOOKED_AT].lower()
    return "text/html" if is_page else "text/plain"


def _readable(page: Fetched, kind: str) -> str:
    if kind == "text/plain":
        is_known = page.charset in {"", "utf-8", "us-ascii"}
        return plain_text(page.body.decode("utf-8", "replace")) if is_known else ""
    if kind not in _READERS:
        return ""
    try:
        reading = read_apart(_READERS[kind], page.body, address=page.reached, charset=page.charset)
    except BadInput:
        return ""  # the copy is kept all the same; it is only not shown as text
    return shown_text(text_of(reading))
