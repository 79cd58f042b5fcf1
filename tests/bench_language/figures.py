"""One figure of `make bench-language`: what was measured, how sure that is, and what it must reach."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Figure:
    """A measured value with its 95 % bootstrap interval.

    `goal` is the least (`is_most`: the most) that will do, None for a figure that is only shown;
    `published` says in words what others report for the same thing.
    """

    job: str
    split: str
    metric: str
    value: float
    low: float
    high: float
    goal: float | None
    published: str = ""
    is_most: bool = False

    @property
    def is_missed(self) -> bool:
        if self.goal is None:
            return False
        return self.value > self.goal if self.is_most else self.value < self.goal


def bootstrap(
    values: Sequence[Value],
    statistic: Callable[[Sequence[Value]], float],
    rounds: int = 1000,
    seed: int = 1,
) -> tuple[float, float]:
    """The 95 % percentile interval of `statistic` when `values` are drawn again with replacement."""
    rng = random.Random(seed)  # noqa: S311  a repeatable draw, no secret
    found = sorted(statistic(rng.choices(values, k=len(values))) for _ in range(rounds))
    return found[int(rounds * 0.025)], found[int(rounds * 0.975)]


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """F1 over (found and right, found, to be found) of each row; 1.0 where there was nothing to find."""
    right, found, wanted = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (found + wanted) if found + wanted else 1.0
