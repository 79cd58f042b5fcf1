"""The desk's signing key: Ed25519, made once, kept in one file of the home folder that only its owner reads.

What is signed and what a signature is worth is said in `factcheck.domain.clearance`.
"""

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from factcheck.domain.inputs import BadInput

KEY_FILE = "clearance.key"
KEY_BYTES = 32


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
    path = home / KEY_FILE
    try:
        text = path.read_text(encoding="ascii").strip()
        secret = bytes.fromhex(text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadInput(f"The desk's signing key cannot be read: {path.name}.") from error
    if len(secret) != KEY_BYTES:
        raise BadInput(f"The desk's signing key cannot be read: {path.name}.")
    return DeskKey(secret)


def desk_key(home: Path) -> DeskKey:
    """The desk's key, made where there is none: of several processes that make one at once, the first one's stays."""
    found = find_key(home)
    if found is not None:
        return found
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = home / f".{KEY_FILE}.{secrets.token_hex(8)}"
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secret.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, home / KEY_FILE)  # whole or not at all, and never over another
    finally:
        draft.unlink()
    kept = find_key(home)
    if kept is None:
        raise BadInput(f"The desk's signing key cannot be kept: {KEY_FILE}.")
    return kept


def is_signed_by(public_key: str, message: bytes, signature: str) -> bool:
    """Whether `signature` (hex) is that of `public_key` (hex) over `message`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
