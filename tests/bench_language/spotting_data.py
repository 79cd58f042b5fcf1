"""What the model of suggestions learns from: sentences with labels, and what a larger model made of them.

The sentences are not part of the project; the larger model's ratings are, one byte each, in `spotting_teacher.bin`.
"""

import json
import zlib
from array import array
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = "checkworthy"
# In this order the ratings stand in the file.
TRAIN = ("ct24_en_train", "ct19_debates_train")
TEACHER = Path(__file__).with_name("spotting_teacher.bin")
_STEPS = 16
_TOP = 127


@dataclass(frozen=True)
class Row:
    """A sentence, whether it was worth checking, its debate ('' where unknown), and its number in the source."""

    text: str
    label: int
    debate: str
    number: int


def rows(data: Path, split: str) -> list[Row]:
    """Every row of a split, in the file's order."""
    lines = _file(data, split).read_text(encoding="utf-8").splitlines()
    return [_row(json.loads(line)) for line in lines]


def _row(found: dict[str, Any]) -> Row:
    number = int(found.get("id", found.get("n", 0)))
    return Row(found["text"], int(found["label"]), str(found.get("doc", "")), number)


def _file(data: Path, split: str) -> Path:
    return data / FOLDER / f"{split}.jsonl"


def hashes(data: Path) -> dict[str, str]:
    """SHA-256 of every file that is learnt from."""
    return {split: sha256(_file(data, split).read_bytes()).hexdigest() for split in TRAIN}


def save_teacher(about: dict[str, Any], ratings: list[float], file: Path = TEACHER) -> None:
    """Ratings (logits) in steps of a sixteenth, behind one line of JSON that says where they come from."""
    steps = array("b", (max(-_TOP, min(_TOP, round(rating * _STEPS))) for rating in ratings))
    file.write_bytes(json.dumps(about).encode() + b"\n" + zlib.compress(steps.tobytes(), 9))


def read_teacher(file: Path = TEACHER) -> tuple[dict[str, Any], list[float]]:
    """What is said about the ratings, and the ratings."""
    line, _, packed = file.read_bytes().partition(b"\n")
    steps = array("b", zlib.decompress(packed))
    return json.loads(line), [step / _STEPS for step in steps]
