"""The meaning of short texts as vectors: all-MiniLM-L6-v2, or another BERT of its kind, with numpy alone.

Read from a folder that holds `model.safetensors`, `tokenizer.json` and, where the heads are not 32 wide, `config.json`.
Nothing is fetched.  Where vectors are kept, and what is made of them, is no business of this module.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from factcheck.adapters.meaning import PIECES, WEIGHTS
from factcheck.adapters.safetensors import Floats, read_tensors
from factcheck.adapters.word_pieces import TOKENS, WordPieces

CARD = "config.json"
HEAD = 32  # numbers of one head of attention in MiniLM
TOGETHER = 2_048  # tokens that go through the model at once
TINY = 1e-12
_BEND = 0.7978845608  # the root of 2 / pi
_KEPT = "<f2"  # a vector is kept as 16-bit floats: half the room, and the same order


class Encoder:
    """Texts to vectors of unit length.

    `name` says which model it is and how many numbers a vector has, with the first signs of the hash of its weights:
    vectors of one name may be compared with each other.  Raises `ValueError`, `OSError` for a folder without a model.
    """

    def __init__(self, folder: Path) -> None:
        self._weights = read_tensors(folder / WEIGHTS)
        self._pieces = WordPieces(folder / PIECES)
        words = self._weights["embeddings.word_embeddings.weight"]
        places = self._weights["embeddings.position_embeddings.weight"]
        self.size = words.shape[1]
        self._heads = _heads(folder / CARD, self.size)
        self._layers = sum(name.endswith("attention.self.query.weight") for name in self._weights)
        if self._pieces.highest >= len(words) or len(places) < TOKENS or self.size % self._heads:
            raise ValueError("weights and tokenizer are not of one model")
        with (folder / WEIGHTS).open("rb") as file:
            self.name = f"bert-{self.size}-{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """One vector a text, as 16-bit floats; texts of as many tokens go through the model together."""
        alike: dict[int, list[int]] = defaultdict(list)
        read = [self._pieces(text) for text in texts]
        for at, numbers in enumerate(read):
            alike[len(numbers)].append(at)
        found: dict[int, bytes] = {}
        for length, places in alike.items():
            step = max(1, TOGETHER // length)
            for start in range(0, len(places), step):
                part = places[start : start + step]
                rows = self._forward(np.array([read[at] for at in part]))
                found.update(
                    (at, row.astype(_KEPT).tobytes()) for at, row in zip(part, rows, strict=True)
                )
        return [found[at] for at in range(len(texts))]

    def cosines(self, query: bytes, vectors: Sequence[bytes]) -> list[float]:
        """How near each vector is to the query: 1 for the same, about 0 for two that have nothing in common."""
        if not vectors:
            return []
        near: list[float] = (
            _read(b"".join(vectors)).reshape(-1, self.size) @ _read(query)
        ).tolist()
        return near

    def shelf(self, laid: bytes | bytearray) -> "Shelf":
        """Vectors laid end to end, to find the nearest among; about 1.5 kB of memory each."""
        return Shelf(_read(laid).reshape(-1, self.size))

    def _forward(self, numbers: "np.ndarray[tuple[int, ...], np.dtype[np.int_]]") -> Floats:
        """The mean of what the last layer says of each token, at unit length; (texts, tokens) to (texts, size)."""
        state: Floats = (
            self._weights["embeddings.word_embeddings.weight"][numbers]
            + self._weights["embeddings.position_embeddings.weight"][: numbers.shape[1]]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._normed(state, "embeddings.LayerNorm")
        for layer in range(self._layers):
            state = self._layer(state, f"encoder.layer.{layer}")
        mean: Floats = state.mean(axis=1)
        length: Floats = np.sqrt((mean * mean).sum(axis=1, keepdims=True))
        mean /= np.maximum(length, np.float32(TINY))
        return mean

    def _layer(self, state: Floats, name: str) -> Floats:
        seen = self._dense(self._attention(state, name), f"{name}.attention.output.dense")
        state = self._normed(state + seen, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._dense(state, f"{name}.intermediate.dense"))
        return self._normed(
            state + self._dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _attention(self, state: Floats, name: str) -> Floats:
        texts, tokens, size = state.shape
        query, key, value = (
            self._dense(state, f"{name}.attention.self.{part}")
            .reshape(texts, tokens, self._heads, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(query.shape[-1] ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, size)
        return seen

    def _dense(self, state: Floats, name: str) -> Floats:
        texts, tokens, size = state.shape
        flat = state.reshape(-1, size) @ self._weights[f"{name}.weight"].T
        dense: Floats = (flat + self._weights[f"{name}.bias"]).reshape(texts, tokens, -1)
        return dense

    def _normed(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(TINY))
        normed: Floats = (
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
        return normed


class Shelf:
    """Vectors laid side by side, one a row."""

    def __init__(self, matrix: Floats) -> None:
        self._matrix = matrix

    def nearest(self, query: bytes, limit: int) -> list[int]:
        """The places of the nearest, the nearest first; of equals the first."""
        near = self._matrix @ _read(query)
        best = np.argpartition(-near, limit)[:limit] if limit < len(near) else np.arange(len(near))
        places: list[int] = best[np.lexsort((best, -near[best]))].tolist()
        return places


def _heads(card: Path, size: int) -> int:
    if not card.exists():
        return max(1, size // HEAD)
    return int(json.loads(card.read_text(encoding="utf-8"))["num_attention_heads"])


def _gelu(state: Floats) -> Floats:
    """GELU by the logistic function, which moves a vector of MiniLM by less than the 16 bits it is kept in.

    Worked out in one array: new ones for each step would cost as much again as the function itself.
    """
    found: Floats = state * state
    found *= np.float32(-2 * _BEND * 0.044715)
    found -= np.float32(2 * _BEND)
    found *= state
    np.exp(np.minimum(found, np.float32(80), out=found), out=found)
    found += np.float32(1)
    return np.divide(state, found, out=found)


def _read(vector: bytes | bytearray) -> Floats:
    return np.frombuffer(vector, dtype=_KEPT).astype(np.float32)
