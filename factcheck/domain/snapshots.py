"""Snapshots: our own kept copies of sources, hashed when they were captured (E1, E2).

What is fetched and how bytes are kept is the adapters' work; here are the words for it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from factcheck.domain.terms import Term

PDF = "application/pdf"

# How a file that is taken away is called, by what its bytes are; anything else is `bin`.
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        PDF: "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/warc": "warc.gz",
        "application/zip": "zip",
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "text/html": "html",
        "text/plain": "txt",
    }
)

# What is shown as it is; everything else is shown as text that we made of it (E15).
PICTURES = frozenset(("image/jpeg", "image/png", "image/webp"))


# Archives whose copies were found altered: what they hold stands for nothing, and never for a copy of our own (E11).
ALTERING_ARCHIVES = frozenset(f"archive.{end}" for end in "today is ph fo li md vn".split())


def is_altering_archive(address: str) -> bool:
    """Whether the address is a page of an archive that is not to be relied on."""
    plain = address.lower()
    if not any(name in plain for name in ALTERING_ARCHIVES):
        return False  # as nearly all are, at a tenth of the price
    return (urlsplit(address).hostname or "").removeprefix("www.") in ALTERING_ARCHIVES


class NotIntact(Exception):
    """Kept bytes that are missing, or not those that were kept; `sentence` says so.  The bytes are never shown.

    `sentence` is for the desk, which can do something about it; readers get words of their own.  With `is_away` the
    store does not answer at the moment, and what it keeps may be as good as ever.
    """

    def __init__(self, sentence: str, *, is_away: bool = False):
        super().__init__(sentence)
        self.sentence, self.is_away = sentence, is_away


class SnapshotState(Term):
    """How far a capture is.  It ends once: kept, or failed with its reason; a further try is a snapshot of its own."""

    WAITING = "waiting", "Asked for; nothing is kept yet."
    KEPT = "kept", "The bytes are kept under their hash."
    FAILED = "failed", "Nothing was kept; the reason stands beside it."


class Method(Term):
    """How a snapshot came to the desk."""

    FETCHED = "fetched", "Fetched from its address by the desk."
    UPLOADED = "uploaded", "Brought in by a person as a file."
