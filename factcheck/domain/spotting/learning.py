"""Learning the weights: a logistic regression, one example at a time, in nothing but Python.

Repeatable: the same examples in the same order with the same seed give the same weights. Targets may lie between 0
and 1, so that a model may learn from another's scores. Where the examples come from is not asked here.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from factcheck.domain.spotting.measures import MEASURES, measures
from factcheck.domain.spotting.model import Scales
from factcheck.domain.spotting.signals import Shown
from factcheck.domain.spotting.words import hashed

_SHARPEST = 30.0


@dataclass(frozen=True)
class Example:
    """A sentence as numbers, what its score should be (0 to 1), and how much it counts.

    `start` is what is added to its rating and not learnt: the rating of an earlier model, or 0.
    """

    buckets: tuple[int, ...]
    values: tuple[float, ...]
    target: float
    weight: float = 1.0
    start: float = 0.0


@dataclass(frozen=True)
class Learnt:
    """The weights of buckets and of hand-made counts."""

    grams: list[float]
    scales: Scales

    def rating(self, one: Example) -> float:
        words = sum(self.grams[bucket] for bucket in one.buckets)
        return one.start + self.scales.rate(one.values) + words / sqrt(len(one.buckets) or 1)


def example(
    one: Shown, target: float, *, buckets: int = 0, weight: float = 1.0, start: float = 0.0
) -> Example:
    """The sentence that shows `one`; with `buckets` 0 its words are left out."""
    found = tuple(sorted(hashed(one.plains, buckets))) if buckets else ()
    return Example(found, tuple(measures(one)), target, weight, start)


def learn(
    examples: Sequence[Example],
    *,
    buckets: int = 0,
    rounds: int = 6,
    pace: float = 0.15,
    pull: float = 1e-5,
    seed: int = 1,
) -> Learnt:
    """Weights that give the examples their targets, as far as they can (AdaGrad).

    `pace` is the size of the first steps, smaller in every round; `pull` is how strongly a weight is drawn to nothing
    when it is touched.
    """
    names = len(MEASURES)
    # The counts and the bias lie behind the buckets, so that one list holds every weight.
    weights = [0.0] * (buckets + names + 1)
    squares = [1e-3] * len(weights)
    order = list(range(len(examples)))
    rng = random.Random(seed)  # noqa: S311  a repeatable order, no secret
    for turn in range(rounds):
        rng.shuffle(order)
        step = pace * (1 - turn / rounds)
        for number in order:
            one = examples[number]
            _step(weights, squares, one, list(_inputs(one, buckets)), step, pull)
    scales = Scales(tuple(weights[buckets:-1]), weights[-1])
    return Learnt(weights[:buckets], scales)


def _inputs(one: Example, buckets: int) -> Iterator[tuple[int, float]]:
    size = 1 / sqrt(len(one.buckets) or 1)
    for bucket in one.buckets:
        yield bucket, size
    for number, value in enumerate(one.values, start=buckets):
        if value:
            yield number, value
    yield buckets + len(one.values), 1.0


def _step(
    weights: list[float],
    squares: list[float],
    one: Example,
    inputs: Sequence[tuple[int, float]],
    pace: float,
    pull: float,
) -> None:
    rating = one.start + sum(weights[place] * value for place, value in inputs)
    rating = max(-_SHARPEST, min(_SHARPEST, rating))
    fault = (1 / (1 + exp(-rating)) - one.target) * one.weight
    for place, value in inputs:
        slope = fault * value + pull * weights[place]
        squares[place] += slope * slope
        weights[place] -= pace * slope / sqrt(squares[place])
