"""The weights that rate how much a sentence deserves checking, and the file they travel in.

A linear model: a weight for each bucket of hashed words and pairs, kept in one byte each, and one for each hand-made
count. Where the words are not Latin, the counts are weighed alone, by weights of their own. Reading files is not done
here; how the weights are learnt is in `tests/bench_language/train_spotting.py`.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import Any

from factcheck.domain.spotting.measures import MEASURES, measures
from factcheck.domain.spotting.signals import Shown
from factcheck.domain.spotting.words import hashed

FORMAT = "factcheck spotting 1"
MOST_BUCKETS = 1 << 20
_SHARPEST = 30.0


class BrokenModel(ValueError):
    """The bytes are no model this version can read."""

    sentence = "The model of suggestions is broken or of another version."


@dataclass(frozen=True)
class Scales:
    """Weights of the hand-made counts, in the order of `MEASURES`, and where they start from."""

    weights: tuple[float, ...]
    bias: float

    def rate(self, values: Sequence[float]) -> float:
        return self.bias + sum(map(float.__mul__, self.weights, values))


@dataclass(frozen=True)
class SpottingModel:
    """What rates a sentence: 0 is the border between worth checking and not, more is more worth.

    `grams` has one signed byte for each bucket, to be multiplied by `step`; `scales` go with it, `alone` stand alone.
    `about` is the card in short: version, inputs with their hashes, date.
    """

    version: str
    grams: memoryview
    step: float
    scales: Scales
    alone: Scales
    about: Mapping[str, Any] = field(default_factory=dict)

    def rating(self, one: Shown) -> float:
        """The logit of the sentence's score."""
        values = measures(one)
        if not one.is_latin:
            return self.alone.rate(values)
        found = hashed(one.plains, len(self.grams))
        words = sum(self.grams[bucket] for bucket in found) * self.step / sqrt(len(found) or 1)
        return self.scales.rate(values) + words


def chance(rating: float) -> float:
    """The score from 0 to 1 that belongs to a rating; 0.5 for 0."""
    return 1 / (1 + exp(-max(-_SHARPEST, min(_SHARPEST, rating))))


def encode_model(model: SpottingModel) -> bytes:
    """One line of JSON that people can read, then the weights of the buckets, compressed."""
    head = {
        "format": FORMAT,
        "version": model.version,
        "step": model.step,
        "bias": model.scales.bias,
        "weights": dict(zip(MEASURES, model.scales.weights, strict=True)),
        "alone_bias": model.alone.bias,
        "alone_weights": dict(zip(MEASURES, model.alone.weights, strict=True)),
        "about": dict(model.about),
    }
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return line + b"\n" + zlib.compress(model.grams.tobytes(), 9)


def decode_model(data: bytes) -> SpottingModel:
    """The model in these bytes.  Raises BrokenModel."""
    line, _, packed = data.partition(b"\n")
    try:
        head = json.loads(line)
        unpacker = zlib.decompressobj()
        grams = unpacker.decompress(packed, MOST_BUCKETS)
        is_whole = unpacker.eof and grams and not len(grams) & (len(grams) - 1)
        if head["format"] != FORMAT or not is_whole:
            raise BrokenModel(BrokenModel.sentence)
        return SpottingModel(
            version=str(head["version"]),
            grams=memoryview(grams).cast("b"),
            step=float(head["step"]),
            scales=_scales(head["weights"], head["bias"]),
            alone=_scales(head["alone_weights"], head["alone_bias"]),
            about=head["about"],
        )
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise BrokenModel(BrokenModel.sentence) from error


def _scales(weights: Mapping[str, float], bias: float) -> Scales:
    return Scales(tuple(float(weights[name]) for name in MEASURES), float(bias))
