"""What is sent to an address, and how: under which name, how much is taken of the answer, what stands against it.

Where it may be asked for, and that nothing leads us elsewhere, is the matter of `fetching`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

PAGE_BYTES = 5_000_000  # the same number stands in the table of limits, and a test compares them
AGENT = "factcheck (fetches one page when a person asks for it)"


@dataclass(frozen=True)
class Question:
    """What is sent to an address.  `headers` are of ASCII, a line each; those of the connection are not among them."""

    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = (
        ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),
    )
    body: bytes = field(default=b"", repr=False)


A_PAGE = Question()


def ask_anybody(_address: str) -> None:
    """Nothing stands against asking: a person asked for this page."""


@dataclass(frozen=True)
class How:
    """The name we give, and how many bytes are taken at most.

    `known` are the headers of a conditional request; they go to `known_at` alone, wherever else it is sent on.
    `before` is called with each address ahead of its request, and raises `NotFetched` for one that is not to be asked.
    """

    agent: str = AGENT
    most: int = PAGE_BYTES
    known_at: str = ""
    known: tuple[tuple[str, str], ...] = ()
    before: Callable[[str], None] = ask_anybody


ONCE = How()
