"""Encoders for tests: one that knows a few concepts, and a tiny model of random weights as a folder holds it."""

import json
import math
import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Words that mean the same stand for one direction.
CONCEPTS = (
    "harbour port quay",
    "sold parted sale",
    "ferries ferry boats vessels",
    "bridge crossing",
    "tax taxes duty",
)
SIZE = 384  # as many as MiniLM's, so that a database may compare them


@dataclass(frozen=True)
class Places:
    """Vectors laid side by side."""

    vectors: Sequence[Sequence[float]]

    def nearest(self, query: bytes, limit: int) -> list[int]:
        near = [dot(numbers(query), one) for one in self.vectors]
        return sorted(range(len(near)), key=lambda at: -near[at])[:limit]


@dataclass
class Concepts:
    """Knows what `CONCEPTS` lists and nothing else; `asked` holds every text it was given."""

    name: str = "concepts-1"
    size: int = SIZE
    asked: list[str] = field(default_factory=list)

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        self.asked += texts
        return [self._vector(text.lower()) for text in texts]

    def _vector(self, text: str) -> bytes:
        hits = [float(any(word in text for word in concept.split())) for concept in CONCEPTS]
        found = [*hits, 0.01] + [0.0] * (self.size - len(hits) - 1)
        length = math.hypot(*found)
        return struct.pack(f"<{self.size}e", *(one / length for one in found))

    def cosines(self, query: bytes, vectors: Sequence[bytes]) -> list[float]:
        return [dot(numbers(query), numbers(one)) for one in vectors]

    def shelf(self, laid: bytes | bytearray) -> Places:
        step = 2 * self.size
        return Places([numbers(laid[at : at + step]) for at in range(0, len(laid), step)])


def numbers(vector: bytes | bytearray) -> tuple[float, ...]:
    return struct.unpack(f"<{len(vector) // 2}e", vector)


def dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


# ── A model in a folder ──────────────────────────────────────────────────────────────────────────

WIDTH, INNER, LAYERS, PLACES = 8, 16, 2, 128
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PIECES = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "harbour", "ferry", "##ries"),
    *LETTERS,
    *(f"##{letter}" for letter in LETTERS),
    *"0123456789.,?!",
)


def write_model(folder: Path, seed: int = 1) -> Path:
    """A BERT of two layers with random weights, as small as can be; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = random.Random(seed)  # noqa: S311  a repeatable draw, no secret
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        shapes |= {f"encoder.layer.{layer}.{name}": shape for name, shape in _layer().items()}
    table, body = {}, b""
    for name, shape in shapes.items():
        drawn_numbers = [drawn.gauss(0, 0.5) for _ in range(math.prod(shape))]
        data = struct.pack(f"<{len(drawn_numbers)}f", *drawn_numbers)
        table[name] = {
            "dtype": "F32",
            "shape": shape,
            "data_offsets": (len(body), len(body) + len(data)),
        }
        body += data
    head = json.dumps(table).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    vocabulary = {piece: at for at, piece in enumerate(PIECES)}
    (folder / "tokenizer.json").write_text(
        json.dumps({"model": {"type": "WordPiece", "vocab": vocabulary}}), encoding="utf-8"
    )
    (folder / "config.json").write_text('{"num_attention_heads": 2}', encoding="utf-8")
    return folder


def _layer() -> dict[str, tuple[int, ...]]:
    dense = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    found: dict[str, tuple[int, ...]] = {}
    for name, shape in dense.items():
        found |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    for name in ("attention.output.LayerNorm", "output.LayerNorm"):
        found |= {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}
    return found
