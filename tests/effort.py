"""What a call costs, for tests that a hostile text takes time in proportion to its length."""

import time
from collections.abc import Callable


def cpu_seconds(call: Callable[[], object]) -> float:
    """The least CPU time of three runs, in seconds: whatever else the machine does only adds to it."""
    return min(_once(call) for _ in range(3))


def _once(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun
