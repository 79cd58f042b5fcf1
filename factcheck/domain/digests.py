"""The name of kept bytes: the algorithm and its hash, `sha256:` and 64 hex digits (E3).

The algorithm stands in the name, so that a stronger one can come later without a guess at what an old name meant.
"""

import hashlib
import re

ALGORITHM = "sha256"
DIGEST_CHARS = len(ALGORITHM) + 1 + 64
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def digest_of(data: bytes) -> str:
    """The digest of these bytes."""
    return f"{ALGORITHM}:{hashlib.sha256(data).hexdigest()}"


def is_digest(text: str) -> bool:
    """Whether this could be the digest of anything."""
    return _DIGEST.fullmatch(text) is not None


def hex_of(digest: str) -> str:
    """The hash alone, without the name of its algorithm."""
    return digest.partition(":")[2]
