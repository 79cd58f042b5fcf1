"""Style sheets, scripts and drawings as they are sent: compressed once in each process, told apart by a strong tag.

A browser keeps them and asks each time whether they are still the same, so that pages and sheets never fall apart after
an update; the answer to that is a few bytes.
"""

import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from factcheck.domain.negotiation import encoding_for, is_known
from factcheck.domain.printing import IDENTITY, SUFFIXES, Packed
from factcheck.web.packing import SMALLEST, pack

FILES = 100  # some thirty there are, 4 kB each
CACHE_CONTROL = "public, no-cache"
# As the formats' own registrations say; what a machine's tables say of them differs.
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


def answer(folder: str, filename: str) -> Response:
    """The file as this request may have it: in the shortest form that is welcome, or 304 where it is known.

    Raises `NotFound` for what is not there or lies outside the folder.
    """
    packed = _held(folder, filename)
    encoding = encoding_for(request.headers.get("Accept-Encoding"))
    etag = packed.etag + SUFFIXES[encoding]
    known = request.headers.get("If-None-Match")
    if known is not None and is_known(known, etag):
        response = Response(status=304)
    else:
        response = Response(packed.forms[encoding], content_type=_kind(filename))
        if encoding != IDENTITY:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _held(folder: str, filename: str) -> Packed:
    joined = safe_join(folder, filename)
    if joined is None:
        raise NotFound
    path = Path(joined)
    try:
        said = path.stat()
        return _packed(path, said.st_mtime_ns, said.st_size)
    except (OSError, ValueError) as gone:  # no file, a folder, or a name that no file can have
        raise NotFound from gone


@lru_cache(maxsize=FILES)
def _packed(path: Path, _changed: int, _size: int) -> Packed:
    return pack(path.read_bytes(), quality=SMALLEST)


def _kind(filename: str) -> str:
    guessed = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return KINDS.get(Path(filename).suffix, guessed)
