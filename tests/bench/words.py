"""Invented words whose frequencies fall as they do in a language (Zipf), the same in every run.

They mean nothing, so that nothing in a measured database can be taken for a claim about anybody.
"""

from itertools import accumulate, product
from random import Random

SIZE = 20_000
# Ranks whose words stand in 1 % down to 0.1 % of statements of `STATEMENT_WORDS` words.
SEARCHED = range(240, 2_300)
STATEMENT_WORDS = 24
POOL = 1_000

_SYLLABLES = tuple("".join(pair) for pair in product("bdfgklmnprstvz", "aeiou"))


class Vocabulary:
    """`words` in the order of their frequency, the commonest first."""

    def __init__(self, seed: int):
        self._random = Random(seed)  # noqa: S311  words to measure with are no secret
        self.words = self._invent()
        self._weights = list(accumulate(1 / rank for rank in range(1, SIZE + 1)))
        self._pools = {count: [self.text(count) for _ in range(POOL)] for count in (12, 24)}

    def _invent(self) -> list[str]:
        """All different.  Words that are searched for are the longest, so that none begins another."""
        found: dict[str, None] = {}
        while len(found) < SIZE:
            length = 4 if len(found) in SEARCHED else 2 if len(found) < 500 else 3
            found.setdefault("".join(self._random.choices(_SYLLABLES, k=length)))
        return list(found)

    @property
    def searched(self) -> list[str]:
        """Words that 0.1 to 1 % of the claims hold, from common to rare."""
        return [self.words[rank] for rank in SEARCHED]

    def text(self, count: int) -> str:
        """One sentence of so many words."""
        chosen = self._random.choices(self.words, cum_weights=self._weights, k=count)
        return f"{' '.join(chosen).capitalize()}."

    def again(self, count: int) -> str:
        """A sentence of 12 or 24 words out of a pool: for texts that are stored and not searched."""
        return self._random.choice(self._pools[count])
