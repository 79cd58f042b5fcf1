"""Which sentences of an article to check first: all are rated, and the best share of them is suggested.

News prose is declarative, so a fixed border between yes and no would propose most of it; the order inside the article
is what helps. The model is handed in; nothing is moved or decided here (W15).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.domain.sentences import Sentence, numbered_sentences
from factcheck.domain.spotting.clauses import Span, claim_spans
from factcheck.domain.spotting.kinds import Kind, kind_of
from factcheck.domain.spotting.model import SpottingModel, chance
from factcheck.domain.spotting.reasons import reasons_for
from factcheck.domain.spotting.signals import Shown, shown

SHARE = 0.2
# Added to the rating: debates, from which the model learnt, have no lines of this kind.
_BY_KIND = {Kind.HEADING: -2.0, Kind.CAPTION: -4.0}
_LEADS_ON = -2.0  # what only says who speaks next: "Later the minister stressed:"
_NEVER = frozenset({Kind.HEADING, Kind.CAPTION, Kind.QUESTION})


@dataclass(frozen=True)
class Spotted:
    """A sentence with its score from 0 to 1 and whether it is among those proposed.

    `start` and `end` (exclusive) count code points of the text; `spans` are the claims inside it, in the same
    count; a sentence that is not proposed is one span.
    """

    start: int
    end: int
    score: float
    is_suggested: bool
    kind: Kind
    reasons: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class _Rated:
    place: Sentence
    one: Shown
    kind: Kind
    rating: float


def spot(text: str, model: SpottingModel, share: float = SHARE) -> list[Spotted]:
    """Every sentence of the text in order; `share` of them, at least one, is suggested where there is a candidate.

    Headings, captions and questions have a score but are never suggested. Linear in the length of the text, but for
    sorting.
    """
    rated = list(_rated(text, model))
    proposed = _best(rated, share)
    return [_spotted(text, each, number in proposed) for number, each in enumerate(rated)]


def _rated(text: str, model: SpottingModel) -> Iterator[_Rated]:
    places = numbered_sentences(text)
    in_line = Counter(place.paragraph for place in places)
    for place in places:
        sentence = text[place.start : place.end]
        one = shown(sentence)
        kind = kind_of(sentence, one, is_line=in_line[place.paragraph] == 1)
        added = _BY_KIND.get(kind, _LEADS_ON if _leads_on(sentence, one) else 0.0)
        yield _Rated(place, one, kind, model.rating(one) + added)


def _leads_on(sentence: str, one: Shown) -> bool:
    """Whether it ends in a colon and holds no figure of its own."""
    return sentence.endswith(":") and not one.figures


def _best(rated: Sequence[_Rated], share: float) -> frozenset[int]:
    """The numbers of the best `share` of all sentences, the earlier first among equals."""
    candidates = [number for number, each in enumerate(rated) if each.kind not in _NEVER]
    candidates.sort(key=lambda number: (-rated[number].rating, number))
    return frozenset(candidates[: max(1, round(share * len(rated)))])


def _spotted(text: str, each: _Rated, is_suggested: bool) -> Spotted:
    start, end = each.place.start, each.place.end
    spans = claim_spans(text[start:end]) if is_suggested else [(0, end - start)]
    return Spotted(
        start=start,
        end=end,
        score=chance(each.rating),
        is_suggested=is_suggested,
        kind=each.kind,
        reasons=reasons_for(each.one, each.kind, is_high=is_suggested or each.rating > 0),
        spans=tuple((start + first, start + last) for first, last in spans),
    )
