"""Sealing what only few may read: AES-256-GCM with a key that is not in the database (L17).

A seal is a mark, eight bytes that name the key, twelve random ones, and the closed text.  What it belongs to is bound
to it, so that a seal moved to another place does not open there.
"""

import hashlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from factcheck.adapters import key_files

KEY_FILE = "source.key"
CALLED = "The key of protected sources"
MARK = b"FCS1"
NAME_BYTES, NONCE_BYTES = 8, 12
HEAD = len(MARK) + NAME_BYTES + NONCE_BYTES

OTHER_KEY = (
    "This protected source was sealed with another key than this desk has now; nothing of it is shown. "
    "An administrator must bring back the key it was sealed with (FACTCHECK_SOURCE_KEY or source.key)."
)
NOT_SEALED = (
    "Nothing was sealed or kept: the protected sources of this desk were sealed with a key that it does not have now. "
    "An administrator must bring back that key (FACTCHECK_SOURCE_KEY or source.key); then send this again."
)
ALTERED = (
    "This protected source is not what was sealed; nothing of it is shown. Tell an administrator."
)


class BadSeal(Exception):
    """A seal that does not open; `sentence` says why and nothing of what is in it."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class Seals:
    """Closes and opens with one key."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)
        self._name = hashlib.sha256(b"factcheck-source-key" + key).digest()[:NAME_BYTES]

    def seal(self, data: bytes, place: str) -> bytes:
        """`data`, closed, for this place alone."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        head = MARK + self._name + nonce
        return head + self._cipher.encrypt(nonce, data, _bound(place))

    def has_sealed(self, sealed: bytes) -> bool:
        """Whether a seal names this key; nothing of it is opened."""
        return sealed[len(MARK) : len(MARK) + NAME_BYTES] == self._name

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for this place.  Raises `BadSeal`."""
        if not sealed.startswith(MARK) or len(sealed) < HEAD:
            raise BadSeal(ALTERED)
        if not self.has_sealed(sealed):
            raise BadSeal(OTHER_KEY)
        nonce = sealed[HEAD - NONCE_BYTES : HEAD]
        try:
            return self._cipher.decrypt(nonce, sealed[HEAD:], _bound(place))
        except InvalidTag:
            raise BadSeal(ALTERED) from None


def find_source_key(given: str, home: Path) -> bytes | None:
    """The key as the setting says it (64 hex digits), or that of the home folder; None where there is none."""
    if given:
        return bytes.fromhex(given)
    return key_files.find(home / KEY_FILE, CALLED)


def first_source_key(given: str, home: Path) -> bytes:
    """The same, made where there is none: only for a desk that has no protected source yet."""
    if given:
        return bytes.fromhex(given)
    return key_files.find_or_make(home / KEY_FILE, CALLED, lambda: AESGCM.generate_key(256))


def _bound(place: str) -> bytes:
    return b"factcheck protected source 1\0" + place.encode()
