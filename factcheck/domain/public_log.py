"""The public log: what a leaf says, what a signed head is, what a proof holds.

Each version of a verdict that readers were given is one leaf of an RFC 6962 tree.  A leaf is canonical JSON and holds
nothing but the public number of the verdict, the version, its kind and time, and two hashes: no name, no word, no
number of the desk's own (a draft must not be counted from outside).

* `body` is the SHA-256 over a salt and the version's own JSON.  The salt is handed out with that JSON; once a name in
  it is protected, neither is, so that nobody can try names against the hash (L13, L15).
* `history` is the SHA-256 over the hash of the history row that was written with it.  The row's hash itself stays with
  the desk, and the salt is made of it: a log can be made anew from the history, and is the same.

A head is a checkpoint as transparency logs write it (C2SP `tlog-checkpoint`, a signed note): three lines that people
can read and existing witnesses can countersign, and the same bytes for the same tree whoever makes them when.  The
signed JSON of RFC 6962 (STH) has a time in it, which would make each signing of the same tree another head.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from factcheck.domain.clearance import canonical
from factcheck.domain.inputs import BadInput
from factcheck.domain.merkle import HASH_BYTES

FORMAT = "factcheck-leaf-1"
INCLUSION, CONSISTENCY = "factcheck-inclusion-1", "factcheck-consistency-1"
ED25519 = b"\x01"  # the kind of signature in a signed note
KEY_ID_BYTES = 4
_NO_HEAD = "This is no signed head of a log."


@dataclass(frozen=True)
class Told:
    """One version as readers were given it: `verdict` is its public number, `body` its JSON, `at` is aware."""

    verdict: int
    version: int
    kind: str
    at: datetime
    body: str


# ── Leaves ───────────────────────────────────────────────────────────────────────────────────────


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def salt(row_hash: str) -> str:
    """The salt (64 hex digits) of the version that was published with this history row; empty where none is known."""
    return _sha256(f"factcheck-log-salt\n{row_hash}") if row_hash else ""


def body_hash(salt: str, body: str) -> str:
    """What a leaf says of a version's own JSON."""
    return _sha256(salt + body)


def leaf(told: Told, row_hash: str) -> str:
    """The leaf of a version; `row_hash` is that of its history row, empty where an old history has none for it."""
    return canonical(
        {
            "at": told.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "body": body_hash(salt(row_hash), told.body),
            "format": FORMAT,
            "history": _sha256(f"factcheck-log-history\n{row_hash}") if row_hash else "",
            "kind": told.kind,
            "verdict": told.verdict,
            "version": told.version,
        }
    )


def hashes(frontier: str) -> list[bytes]:
    """A frontier as it is kept, taken apart."""
    data = bytes.fromhex(frontier)
    return [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]


# ── Heads ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Head:
    """A signed head as it was read: the log's name, its size, its root; the whole note, and what is signed of it."""

    origin: str
    size: int
    root: bytes
    note: str

    @property
    def signed(self) -> str:
        """The text under the signature."""
        return self.note.partition("\n\n")[0] + "\n"

    @property
    def signature(self) -> bytes:
        """The first signature, the desk's own, behind its key id."""
        return base64.b64decode(self.note.rstrip("\n").rpartition(" ")[2])


def origin_of(base_url: str) -> str:
    """The name of the log of a site: its address without the scheme.  A plus would end the name in a key."""
    parts = urlsplit(base_url)
    place = parts.netloc.rpartition("@")[2] + parts.path
    return place.rstrip("/").replace("+", "%2B") + "/log"


def key_id(origin: str, public_key: bytes) -> bytes:
    """The four bytes by which a signed note names a key."""
    named = origin.encode() + b"\n" + ED25519 + public_key
    return hashlib.sha256(named).digest()[:KEY_ID_BYTES]


def verifier_key(origin: str, public_key: bytes) -> str:
    """A public key as programs that read signed notes take it: name, id and key."""
    coded = base64.b64encode(ED25519 + public_key).decode()
    return f"{origin}+{key_id(origin, public_key).hex()}+{coded}"


def public_key_of(verifier: str) -> bytes:
    """The 32 bytes of a verifier key.  Raises `ValueError` for text that is none."""
    data = base64.b64decode(verifier.split("+", 2)[-1], validate=True)
    if len(data) != 1 + HASH_BYTES or data[:1] != ED25519:
        raise ValueError(verifier)
    return data[1:]


def name_of(verifier: str) -> str:
    """The log's name in a verifier key; a name may hold no plus."""
    return verifier.partition("+")[0]


def unsigned(origin: str, size: int, root: bytes) -> str:
    """The text of a head that is signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def signed_note(text: str, origin: str, public_key: bytes, signature: bytes) -> str:
    """The head with its signature under it."""
    coded = base64.b64encode(key_id(origin, public_key) + signature).decode()
    return f"{text}\n— {origin} {coded}\n"


def read_head(note: str) -> Head:
    """The head a note is; its signature is not tried.  Raises `BadInput`."""
    lines = note.split("\n")
    try:
        origin, size, root = lines[:3]
        if lines[3] or not lines[4].startswith(f"— {origin} "):
            raise BadInput(_NO_HEAD)
        return Head(origin, int(size), base64.b64decode(root, validate=True), note)
    except (ValueError, IndexError) as error:
        raise BadInput(_NO_HEAD) from error


# ── Proofs ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Signed:
    """A head as it was kept: the note, and the key to try it with."""

    size: int
    note: str
    key: str


@dataclass(frozen=True)
class Inclusion:
    """That a leaf stands at its position under a head; `salt` and `body` only while readers get that version."""

    position: int
    leaf: str
    path: tuple[bytes, ...]
    head: Signed
    salt: str = ""
    body: str = ""

    def to_json(self) -> dict[str, Any]:
        """The bundle that the checker reads."""
        shown = {"salt": self.salt, "body": self.body} if self.body else {}
        return {
            "format": INCLUSION,
            "position": self.position,
            "leaf": self.leaf,
            "path": [one.hex() for one in self.path],
            "head": self.head.note,
            "key": self.head.key,
            **shown,
        }


@dataclass(frozen=True)
class Consistency:
    """That the log of `first` leaves is the beginning of the one under a head."""

    first: int
    path: tuple[bytes, ...]
    head: Signed

    def to_json(self) -> dict[str, Any]:
        """The bundle that the checker reads beside the older head."""
        return {
            "format": CONSISTENCY,
            "first": self.first,
            "second": self.head.size,
            "path": [one.hex() for one in self.path],
            "head": self.head.note,
            "key": self.head.key,
        }
