"""Which sentences of an article the program proposes for checking, worked out once for the texts in use.

A proposal is shown and decides nothing (W15); what a sentence is worth is `domain.spotting`'s business.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from factcheck.domain.spotting.model import SpottingModel
from factcheck.domain.spotting.ranking import Spotted, spot

TEXTS = 12  # remembered; of 2 MB each they take 24 MB


class Suggester:
    """Proposes `percent` in a hundred sentences of a text, rated by `model`; with 0 none at all."""

    def __init__(self, model: SpottingModel, percent: int):
        self._model = model
        self._share = percent / 100
        self.of = lru_cache(maxsize=TEXTS)(self._of)

    def _of(self, text: str) -> Mapping[int, Spotted]:
        """The proposed sentences of `text` by the code point they begin at."""
        if not self._share:
            return MappingProxyType({})
        found = spot(text, self._model, self._share)
        return MappingProxyType({one.start: one for one in found if one.is_suggested})
