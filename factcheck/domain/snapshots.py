"""Snapshots: our own kept copies of sources, hashed when they were captured (E1, E2).

What is fetched and how bytes are kept is the adapters' work; here are the words for it.
"""

from factcheck.domain.terms import Term


class SnapshotState(Term):
    """How far a capture is.  It ends once: kept, or failed with its reason; a further try is a snapshot of its own."""

    WAITING = "waiting", "Asked for; nothing is kept yet."
    KEPT = "kept", "The bytes are kept under their hash."
    FAILED = "failed", "Nothing was kept; the reason stands beside it."


class Method(Term):
    """How a snapshot came to the desk."""

    FETCHED = "fetched", "Fetched from its address by the desk."
    UPLOADED = "uploaded", "Brought in by a person as a file."
