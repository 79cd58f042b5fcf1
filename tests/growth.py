"""Work on hostile input grows in step with it: seconds alone say more of who else is busy on a machine."""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

Input = TypeVar("Input")
MOST = 10  # four times as much takes about 4 times as long, and 16 times where time grows with the square
NOISE_SECONDS = 0.5
CEILING_SECONDS = (
    20  # an idle machine needs less than two, one that others are busy on never as many
)


def assert_in_step(work: Callable[[Input], object], quarter: Input, whole: Input) -> None:
    """Do the work on a quarter of the input and on all of it, and compare the processor time of the two."""
    short, long = _spent(work, quarter), _spent(work, whole)
    assert long < MOST * short + NOISE_SECONDS
    assert long < CEILING_SECONDS


def _spent(work: Callable[[Input], object], given: Input) -> float:
    begun = process_time()
    work(given)
    return process_time() - begun
