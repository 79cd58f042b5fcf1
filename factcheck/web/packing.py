"""A page's bytes in every encoding it is answered in, and the tag they are told apart by.

Made once for a page: to compress 20 kB takes longer than to find them in memory a hundred times.
"""

import gzip

import brotli

from factcheck.domain.printing import BROTLI, GZIP, IDENTITY, Packed, etag_of

GZIP_LEVEL = 6
BROTLI_QUALITY = (
    5  # 11 saves a tenth more and takes twenty times as long, while a change waits for it
)
SMALLEST = 11  # for what is packed once in the life of a process


def pack(body: bytes, known: Packed | None = None, quality: int = BROTLI_QUALITY) -> Packed:
    """The forms of `body`; those of `known` where these are the same bytes."""
    tag = etag_of(body)
    if known is not None and known.etag == tag:
        return known
    return Packed(
        tag,
        {
            IDENTITY: body,
            GZIP: compressed(body, GZIP),
            BROTLI: compressed(body, BROTLI, quality),
        },
    )


def compressed(body: bytes, encoding: str, quality: int = BROTLI_QUALITY) -> bytes:
    """The body in one encoding, `GZIP` or `BROTLI`."""
    if encoding == GZIP:
        return gzip.compress(body, GZIP_LEVEL, mtime=0)
    made: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality)
    return made
