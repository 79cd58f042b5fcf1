"""What a request asks of a page that is there: in which encoding it may come, and whether it is known already.

Both follow RFC 9110 (12.5.3 and 13.1.2).  What cannot be read asks for nothing: the page comes whole, as it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from factcheck.domain.printing import BROTLI, GZIP, IDENTITY

PREFERRED = (BROTLI, GZIP, IDENTITY)  # the shortest first, where all are as welcome
REMEMBERED = 256  # headers; browsers send a handful of different ones
HEADER_CHARS = 300  # of one that is remembered
_ALIASES = {"x-gzip": GZIP}
_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_CODING = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def encoding_for(header: str | None) -> str:
    """The encoding to answer with: the most welcome of ours, plain where none is or nothing is said."""
    if not header:
        return IDENTITY
    return _remembered(header) if len(header) <= HEADER_CHARS else _encoding_for(header)


def _encoding_for(header: str) -> str:
    weights = dict(_weights(header))
    rest = weights.get("*")
    found = {name: weights.get(name, rest or 0.0) for name in (BROTLI, GZIP)}
    # Plain bytes need not be named: they are the last resort, unless something puts a weight on them.
    found[IDENTITY] = weights.get(IDENTITY, 0.0001 if rest is None else rest)
    best = max(PREFERRED, key=lambda name: found[name])
    return best if found[best] > 0 else IDENTITY


_remembered = lru_cache(maxsize=REMEMBERED)(_encoding_for)


def _weights(header: str) -> Iterator[tuple[str, float]]:
    """Each coding with its weight from 0 to 1; a part that cannot be read is passed over."""
    for part in header.lower().split(","):
        name, _, parameter = (piece.strip() for piece in part.partition(";"))
        if not _CODING.fullmatch(name):
            continue
        if not parameter:
            yield _ALIASES.get(name, name), 1.0
        elif found := _QUALITY.fullmatch(parameter):
            yield _ALIASES.get(name, name), float(found[1])


def is_known(header: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this entity tag, given without its quotes; weak ones match as well."""
    if header.strip() == "*":
        return True
    return any(found == etag for found in _TAG.findall(header))
