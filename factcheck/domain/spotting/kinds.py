"""What a sentence is beside a plain statement: heading, caption, question, prediction or opinion."""

import re
from enum import StrEnum
from itertools import pairwise

from factcheck.domain.spotting.lexicon import Signal, signals_of
from factcheck.domain.spotting.signals import Shown

_HEADING_WORDS = 16
_CAPTION_CHARS = 300
_ENDS = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*$")
_CAPTION = re.compile(
    r"[\[(*_ ]{0,3}(?:(?:photo|image|picture|video|screenshot|illustration|graphic|map|chart|source|credit|infographic"
    r"|фото|фотография|видео|скриншот|снимок|иллюстрация|инфографика|источник|кадр"
    r"|сурет|бейне|скрин|дереккөз)\b(?! (?:is|are|was|were|shows|showed)\b)"
    r"|(?:read (?:also|more)|see also|related|subscribe|follow us|advertisement|читайте также|подписывайтесь)\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:photo|image|courtesy|фото|сурет) ?(?:by|from|of|courtesy|:)|getty images|file photo|/ ?(?:afp|ap|reuters)\b",
    re.IGNORECASE,
)
_CREDIT_WORDS = 25
_AHEAD = frozenset("will won't shall could may might would to".split())


class Kind(StrEnum):
    """What a sentence is, with the words a person reads."""

    STATEMENT = "statement"
    HEADING = "heading"
    CAPTION = "caption"
    QUESTION = "question"
    PREDICTION = "prediction"
    OPINION = "opinion"

    @property
    def reason(self) -> str:
        return _REASONS[self]


_REASONS = {
    Kind.STATEMENT: "",
    Kind.HEADING: "a heading",
    Kind.CAPTION: "a caption",
    Kind.QUESTION: "asks a question",
    Kind.PREDICTION: "a prediction",
    Kind.OPINION: "an opinion",
}


def kind_of(sentence: str, one: Shown, *, is_line: bool) -> Kind:
    """The kind of the sentence that shows `one`; `is_line` says that it is all its line has."""
    if is_line and _is_caption(sentence, one):
        return Kind.CAPTION
    if is_line and len(one.plains) <= _HEADING_WORDS and not _ENDS.search(sentence[-4:]):
        return Kind.HEADING
    kind = kind_of_words(one)
    return Kind.PREDICTION if kind is Kind.STATEMENT and _is_foretold(one) else kind


def kind_of_words(one: Shown) -> Kind:
    """The kind by the words alone, wherever they stand."""
    if one.is_question:
        return Kind.QUESTION
    if _is_prediction(one):
        return Kind.PREDICTION
    return Kind.OPINION if _is_opinion(one) else Kind.STATEMENT


def _is_caption(sentence: str, one: Shown) -> bool:
    if len(sentence) > _CAPTION_CHARS:
        return False
    if _CAPTION.match(sentence):
        return True
    return len(one.plains) <= _CREDIT_WORDS and _CREDIT.search(sentence) is not None


def has_fact(one: Shown) -> bool:
    """Whether it holds anything that can be looked up: a figure, a date, a law, a named source, who did something."""
    return bool(
        one.figures
        or one[Signal.NUMBER]
        or one[Signal.LAW]
        or one[Signal.SOURCE]
        or one[Signal.CHANGE]
        or (one[Signal.DEED] and (one.names or one[Signal.DATE]))
    )


def _is_prediction(one: Shown) -> bool:
    """It looks ahead, and nothing in it has already happened; saying so does not count."""
    happened = _happened(one)
    return one[Signal.FUTURE] > 0 and happened <= one[Signal.FUTURE] - 1


def _happened(one: Shown) -> int:
    return one[Signal.CHANGE] + one[Signal.DEED] - one[Signal.SAYING]


def _is_foretold(one: Shown) -> bool:
    """A rise or a fall that is still to come: "could rise to 10% next year".  The model does not weigh this."""
    coming = sum(
        before in _AHEAD and Signal.CHANGE in signals_of(word)
        for before, word in pairwise(one.plains)
    )
    return 0 < one[Signal.FUTURE] > _happened(one) - coming


def _is_opinion(one: Shown) -> bool:
    views = one[Signal.OPINION] + one[Signal.DUTY]
    return views > 0 and not has_fact(one)
