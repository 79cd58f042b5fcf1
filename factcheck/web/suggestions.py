"""What the program says of an article's sentences, worked out once for the texts in use: suggestions and risk flags.

It is shown and decides nothing (W15); what a sentence is worth is `domain.spotting`'s business, what is risky that of
`domain.risks`.
"""

from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from threading import Lock
from types import MappingProxyType

from factcheck.domain.policy import RiskFlags
from factcheck.domain.risks import risks
from factcheck.domain.spotting.kinds import Kind
from factcheck.domain.spotting.model import SpottingModel
from factcheck.domain.spotting.ranking import Spotted, spot
from factcheck.services.suggestions import Rated

TEXTS = 6  # remembered; of 2 MB each they take 60 MB
PARTS = 48  # pages of articles whose flags are remembered
QUICK_CHARS = 100_000  # a text of so many code points is rated in about 0.2 s
Ratings = Mapping[int, Spotted]
_NOTHING: Ratings = MappingProxyType({})


class Suggester:
    """Proposes `percent` in a hundred sentences of a text, rated by `model`; with 0 none at all.

    A long text takes seconds: it is rated beside the requests, and until then nothing is proposed.
    """

    def __init__(self, model: SpottingModel, percent: int):
        self._model = model
        self._share = percent / 100
        self._known: OrderedDict[str, Future[Ratings]] = OrderedDict()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, "suggestions")  # starts its thread when there is work

    def of(self, text: str) -> Ratings:
        """By the code point they begin at: sentences proposed, and those that are no plain statements."""
        rated = self._rating(text)
        return rated.result() if rated.done() else _NOTHING

    def is_ready(self, text: str) -> bool:
        """Whether `of` has said its last word on the text."""
        return self._rating(text).done()

    def _rating(self, text: str) -> Future[Ratings]:
        with self._lock:
            found = self._known.get(text)
            if found is None:
                found = self._known[text] = Future()
                self._begin(text, found)
            self._known.move_to_end(text)
            while len(self._known) > TEXTS:
                self._known.popitem(last=False)
        return found

    def _begin(self, text: str, found: Future[Ratings]) -> None:
        if len(text) <= QUICK_CHARS or not self._share:
            found.set_result(self._rate(text))
        else:
            self._worker.submit(lambda: found.set_result(self._rate(text)))

    def _rate(self, text: str) -> Ratings:
        if not self._share:
            return _NOTHING
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
