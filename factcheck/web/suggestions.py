"""What the program says of an article's sentences, worked out once for the texts in use: suggestions and risk flags.

It is shown and decides nothing (W15); what a sentence is worth is `domain.spotting`'s business, what is risky that of
`domain.risks`.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from factcheck.domain.policy import RiskFlags
from factcheck.domain.risks import risks
from factcheck.domain.spotting.kinds import Kind
from factcheck.domain.spotting.model import SpottingModel
from factcheck.domain.spotting.ranking import Spotted, spot
from factcheck.services.suggestions import Rated

TEXTS = 6  # remembered; of 2 MB each they take 60 MB
PARTS = 48  # pages of articles whose flags are remembered


class Suggester:
    """Proposes `percent` in a hundred sentences of a text, rated by `model`; with 0 none at all."""

    def __init__(self, model: SpottingModel, percent: int):
        self._model = model
        self._share = percent / 100
        self.of = lru_cache(maxsize=TEXTS)(self._of)

    def _of(self, text: str) -> Mapping[int, Spotted]:
        """By the code point they begin at: sentences proposed, and those that are no plain statements."""
        if not self._share:
            return MappingProxyType({})
        found = spot(text, self._model, self._share)
        telling = [one for one in found if one.is_suggested or one.kind is not Kind.STATEMENT]
        return MappingProxyType({one.start: one for one in telling})

    def rated(self, text: str, start: int, end: int) -> Rated:
        """What was made of the sentence from `start` to `end` of `text`."""
        one = self.of(text).get(start)
        return Rated(start, end, one is not None and one.is_suggested, self._model.version)


@lru_cache(maxsize=PARTS)
def flags_in(part: str) -> Mapping[int, RiskFlags]:
    """The risk flags of the sentences of a part of a text that have any, by where in it they begin."""
    return MappingProxyType(
        {one.start: one.flags for one in risks(part) if any(vars(one.flags).values())}
    )
