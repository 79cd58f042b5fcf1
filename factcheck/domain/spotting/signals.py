"""What a sentence shows on its face: how many numbers, dates, names, words of law, and whether it asks or hopes.

The same counts become the reasons a person reads and, in `measures`, what the model weighs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from factcheck.domain.spotting.lexicon import PAIR_BEGINNINGS, Signal, signals_of
from factcheck.domain.spotting.words import plain, tokens

_MARKS = '"“”«»'
_LAST_DEED_KAZAKH = ("ды", "ді", "ты", "ті")
_DEED_RUSSIAN = tuple("ал ала ало али ял яла яло яли ил ила ило или лся лась лось лись".split())
_DEED_LETTERS = 5
_NO_DEEDS = frozenset(
    "hundred united indeed speed exceed succeed proceed breed канал начало мало было".split()
)


@dataclass(frozen=True)
class Shown:
    """One sentence as it is weighed.

    `plains` are its words in their one form; `counts` says how often it shows each signal; `names` counts words with a
    capital letter inside it, `figures` the numbers in digits, `marks` quotation marks.
    """

    plains: tuple[str, ...]
    counts: Mapping[Signal, int]
    names: int
    figures: int
    marks: int
    is_question: bool
    is_latin: bool

    def __getitem__(self, signal: Signal) -> int:
        return self.counts.get(signal, 0)


def shown(sentence: str) -> Shown:
    """What the sentence shows; linear in its length, and only its first words are read."""
    raw = tokens(sentence)
    plains = tuple(map(plain, raw))
    return Shown(
        plains=plains,
        counts=_counts(plains),
        names=_names(raw),
        figures=sum(word.startswith("#") for word in plains),
        marks=sum(word in _MARKS for word in raw),
        is_question=sentence.rstrip(" \t\"'”’»)").endswith("?"),
        is_latin=_is_latin(plains),
    )


def _counts(plains: Sequence[str]) -> dict[Signal, int]:
    found: dict[Signal, int] = {}
    for word in plains:
        for signal in signals_of(word):
            found[signal] = found.get(signal, 0) + 1
    for one, two in pairwise(plains):
        if one in PAIR_BEGINNINGS:
            for signal in signals_of(f"{one} {two}"):
                found[signal] = found.get(signal, 0) + 1
    deeds = sum(map(is_past, plains)) + any(
        word.endswith(_LAST_DEED_KAZAKH) for word in plains[-1:]
    )
    found[Signal.DEED] = found.get(Signal.DEED, 0) + deeds
    return found


@lru_cache(maxsize=65_536)
def is_past(word: str) -> bool:
    """Whether its ending makes it look like a verb in the past, in English or Russian."""
    endings = "ed" if word.isascii() else _DEED_RUSSIAN
    return len(word) >= _DEED_LETTERS and word.endswith(endings) and word not in _NO_DEEDS


def _names(raw: Sequence[str]) -> int:
    """Words with a capital letter that do not begin the sentence or a quote; `I` is none."""
    return sum(
        word[0].isupper() and word[:2] not in {"I", "I'", "I’"} and before not in _MARKS
        for before, word in pairwise(raw)
    )


def _is_latin(plains: Sequence[str]) -> bool:
    letters = [word for word in plains if word[0].isalpha()]
    return sum(word.isascii() for word in letters) * 2 >= len(letters)
