"""The desk's signing keys: Ed25519, each made once, kept in one file of the home folder that only its owner reads.

What is signed and what a signature is worth is said in `factcheck.domain.clearance` for sheets, and in
`factcheck.domain.public_log` for heads of the public log, which have a key of their own.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from factcheck.adapters import key_files

KEY_FILE = "clearance.key"
CALLED = "The desk's signing key"
LOG_KEY_FILE = "log.key"
LOG_CALLED = "The key of the public log"


class DeskKey:
    """The private key of a desk; it shows nobody but its public half."""

    def __init__(self, secret: bytes):
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public_key(self) -> str:
        """64 hex digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """128 hex digits."""
        return self._key.sign(message).hex()


def find_key(home: Path) -> DeskKey | None:
    """The desk's key, or None where none was made yet.  Raises `BadInput` for a file that holds no key."""
    secret = key_files.find(home / KEY_FILE, CALLED)
    return DeskKey(secret) if secret is not None else None


def desk_key(home: Path) -> DeskKey:
    """The desk's key, made where there is none."""
    return DeskKey(key_files.find_or_make(home / KEY_FILE, CALLED, _make))


def find_log_key(home: Path) -> DeskKey | None:
    """The key that signs heads of the public log, or None.  Raises as `find_key` does."""
    secret = key_files.find(home / LOG_KEY_FILE, LOG_CALLED)
    return DeskKey(secret) if secret is not None else None


def log_key(home: Path) -> DeskKey:
    """The same, made where there is none."""
    return DeskKey(key_files.find_or_make(home / LOG_KEY_FILE, LOG_CALLED, _make))


def _make() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


def is_signed_by(public_key: str, message: bytes, signature: str) -> bool:
    """Whether `signature` (hex) is that of `public_key` (hex) over `message`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
