"""Finds the model of meaning a desk names, and numpy, without which it cannot run.

The model's own modules are imported here by name, once a desk asks for them: a desk without one pays nothing.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

WEIGHTS, PIECES = "model.safetensors", "tokenizer.json"
SETTING = "FACTCHECK_EMBEDDINGS"


class NoModel(Exception):
    """The setting names what cannot be used; `str()` says why and what to do."""


class Shelf(Protocol):
    """Vectors laid side by side."""

    def nearest(self, query: bytes, limit: int) -> list[int]: ...


class Encoder(Protocol):
    """What `embeddings.Encoder` offers."""

    @property
    def name(self) -> str: ...
    def vectors(self, texts: Sequence[str]) -> list[bytes]: ...
    def cosines(self, query: bytes, vectors: Sequence[bytes]) -> list[float]: ...
    def shelf(self, laid: bytes | bytearray) -> Shelf: ...


def read_encoder(folder: str) -> Encoder:
    """The model in this folder.  Raises `NoModel`."""
    path = Path(folder).expanduser()
    for name in (WEIGHTS, PIECES):
        if not (path / name).is_file():
            raise NoModel(f"{SETTING} names {folder}, where there is no {name}.")
    # One thread: the server has its own, and several that wait for each other take ten times as long on busy cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        found = import_module("factcheck.adapters.embeddings").Encoder(path)
    except ImportError as error:
        raise NoModel(
            f"{SETTING} is set, and numpy is not installed: install factcheck[nlp], or leave it empty."
        ) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoModel(f"{SETTING} names {folder}, whose model cannot be read: {error}.") from error
    return cast("Encoder", found)
