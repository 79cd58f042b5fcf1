"""A readers' page as bytes: what is made once, with the change itself, and answered with from then on.

Services keep what a `Printer` makes; the web, which knows the templates, is one.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
# What stands behind the hash in an entity tag, since other bytes need another one (RFC 9110, 8.8.3.3).
SUFFIXES: Mapping[str, str] = MappingProxyType({IDENTITY: "", GZIP: "-gzip", BROTLI: "-br"})


def etag_of(body: bytes) -> str:
    """The SHA-256 of the bytes, hex: the strong entity tag of a page without its quotes."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class Packed:
    """The same bytes as they are and compressed, by the name of the encoding; `etag` is `etag_of` the former."""

    etag: str
    forms: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes of all forms together."""
        return sum(map(len, self.forms.values()))


@dataclass(frozen=True)
class PrintedPage:
    """One page under the path it is read at; `made_with` names the program and settings that made it.

    `keys` are what caches know it by (`Surrogate-Key`).
    """

    path: str
    content_type: str
    keys: tuple[str, ...]
    packed: Packed
    made_with: str


# Of a verdict as readers get it now (`services.public.Current`) and the desk's line, its page.
Printer = Callable[[Any, Any], PrintedPage]
