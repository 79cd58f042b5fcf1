"""The hand-made counts the model weighs beside the words, and falls back on in languages it was not taught."""

from factcheck.domain.spotting.kinds import Kind, has_fact, kind_of_words
from factcheck.domain.spotting.lexicon import Signal
from factcheck.domain.spotting.signals import Shown

_MOST = 3
_LONG = 50
_SHORT, _BRIEF = 6, 10
_TOLD = (Kind.QUESTION, Kind.PREDICTION, Kind.OPINION)


def measures(one: Shown) -> list[float]:
    """The hand-made counts the model weighs, each from 0 to about 1.5; `MEASURES` names them in this order."""
    counts = [min(one[signal], _MOST) / 2 for signal in Signal]
    words = len(one.plains)
    has_figure = bool(one.figures or one[Signal.NUMBER])
    kind = kind_of_words(one)
    return [
        *counts,
        min(one.figures, _MOST) / 2,
        min(one.names, _MOST) / 2,
        float(one.marks > 0),
        *(float(kind is told) for told in _TOLD),
        float(has_fact(one)),
        float(has_figure and bool(one[Signal.UNIT] or one[Signal.SHARE])),
        float(has_figure and bool(one[Signal.COMPARISON] or one[Signal.CHANGE])),
        float(bool(one[Signal.DEED]) and bool(one[Signal.OTHERS] or one.names)),
        min(words, _LONG) / _LONG * 2,
        float(words < _SHORT),
        float(words < _BRIEF),
    ]


_OTHERS = (
    "figures names marks question prediction opinion fact"
    " measured compared deed_of_others words short brief"
)
MEASURES = (*(signal.value for signal in Signal), *_OTHERS.split())
