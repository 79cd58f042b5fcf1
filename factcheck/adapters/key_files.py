"""Keys of the desk, each made once and kept in one file of the home folder that only its owner reads (13.3.1)."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from factcheck.domain.inputs import BadInput

KEY_BYTES = 32


def find(path: Path, called: str) -> bytes | None:
    """The key in the file, or None where none was made yet.  Raises `BadInput` for a file that holds no key."""
    try:
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadInput(f"{called} cannot be read: {path.name}.") from error
    if len(key) != KEY_BYTES:
        raise BadInput(f"{called} cannot be read: {path.name}.")
    return key


def find_or_make(path: Path, called: str, make: Callable[[], bytes]) -> bytes:
    """The key, made where there is none: of several processes that make one at once, the first one's stays."""
    found = find(path, called)
    if found is not None:
        return found
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{make().hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over another
    finally:
        draft.unlink()
    kept = find(path, called)
    if kept is None:
        raise BadInput(f"{called} cannot be kept: {path.name}.")
    return kept
