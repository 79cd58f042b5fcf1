"""Whole numbers as people type them: plain ASCII digits within a range, nothing else."""

import re

from factcheck.domain.inputs import BadInput

# Python's int() also takes 1_000, " 1", +1 and Arabic digits, and stops at 4,300 digits with an
# error of its own; one spelling per number keeps addresses unique.
_WHOLE = re.compile("0|[1-9][0-9]{0,18}")


def parse_whole(text: object, *, low: int, high: int) -> int:
    """The number, from `low` (0 or more) to `high`, both inclusive (N01-N24); else BadInput."""
    if isinstance(text, str) and _WHOLE.fullmatch(text) and low <= int(text) <= high:
        return int(text)
    raise BadInput(f"Write a whole number from {low:,} to {high:,}.")
