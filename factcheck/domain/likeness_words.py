"""A claim as likeness sees it: words without endings, numbers, pairs of words, runs of three letters.

Made for short texts as people post them; links go, hashtags and handles fall apart into their words.  How two such
claims are compared stands in `likeness`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

READ_CHARS = 4_000  # a claim is shorter; of anything longer the beginning is compared
ASKED_WORDS = 48  # as many words as one question to the index may hold

# Words that say nothing about which claim it is, without which "t" and "s" of "don't" and "it's" remain.
STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are aren as at be been before being both but by can
    could d did didn do does doesn doing don down for from further get go had has hasn have haven
    having he her here hers him his how i if in into is isn it its just ll m may me might more most
    must my no nor not now of off on once only or other our ours out over own re s same she should
    shouldn so some such t than that the their theirs them then there these they this those through
    to too under until up us ve very via was wasn we were weren what when where which while who whom
    why will with won would wouldn you your yours rt amp com www http https а без бы был была были
    было быть в вам вас весь во вот все всё всех вы где да для до его ее её если есть еще ещё же за
    и из или им их к как ко когда кто ли мне мы на над нам нас не него нее нет ни но о об он она они
    оно от по под при с со так также там то того тоже только том ты у уже чего чем что чтобы эта эти
    это этого этой этом этот я ал арқылы бар бен болды болып бойынша бұл де деп дейін еді екен емес
    ең жоқ және кейін ма мен ме ол осы пен сол туралы үшін
    """.split()
)
_LINK = re.compile(r"https?://\S+|www\.\S+|pic\.twitter\.com/\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@]\w+")
# Where the words of #RedFort2021 or @FBIBoston touch.
_SEAM = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ0-9])|(?<=[A-ZА-ЯЁ])(?=[A-ZА-ЯЁ][a-zа-яё]|[0-9])|_")
_OWNER = re.compile(r"['’ʼ]s?\b|['’ʼ]")
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[^\W_]+")
_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ly", ""), ("ers", ""), ("er", ""), ("es", ""), ("s", "")
)  # fmt: skip
_CUT_CHARS = 5  # what stays of a word in scripts whose endings are not known here (Russian, Kazakh)


class Asked(NamedTuple):
    """One word for the index: letters and digits only, but for the stops inside of a number.

    `is_beginning`: words that go on after it are meant as well.
    """

    word: str
    is_beginning: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read.  `stems` in order; `letters` are the runs of three in its words."""

    stems: tuple[str, ...]
    known: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    letters: frozenset[str]


def spoken(text: str) -> str:
    """The words of a text that may be a post: no links, tags whole and taken apart, no possessive s."""
    plain = text[:READ_CHARS]
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    if "." in plain:
        plain = _LINK.sub(" ", plain)
    if "#" in plain or "@" in plain:
        plain = _TAG.sub(_taken_apart, plain)
    return _OWNER.sub(" ", plain)


def _taken_apart(tag: re.Match[str]) -> str:
    whole = tag[0][1:]
    parts = _SEAM.sub(" ", whole)
    return f" {parts} {whole} " if parts != whole else f" {whole} "


def asked(text: str) -> tuple[Asked, ...]:
    """The words to look for, each once, in the order of the text, at most `ASKED_WORDS`."""
    words = dict.fromkeys(
        word
        for word in _WORD.findall(spoken(text).lower())
        if word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
    )
    cut = dict.fromkeys(
        Asked(stem(word), True) if _is_cut(word) else Asked(word, False) for word in words
    )
    return tuple(cut)[:ASKED_WORDS]


def read(text: str) -> Reading:
    """What two texts are compared by."""
    found = _WORD.findall(spoken(text).lower())
    told = [word.replace(",", "") for word in found if word not in STOP_WORDS]
    stems = tuple(map(stem, told))
    line = f" {' '.join(told)} "
    return Reading(
        stems=stems,
        known=frozenset(stems),
        pairs=frozenset(pairwise(stems)),
        numbers=frozenset(word for word in told if word[0].isdigit()),
        letters=frozenset(map(add, map(add, line, line[1:]), line[2:])),
    )


@lru_cache(maxsize=20_000)  # the same words stand all over an archive
def stem(word: str) -> str:
    """The word, in lower case, without its ending: a rough cut that is the same for most forms of a word."""
    if _is_cut(word):
        return word[:_CUT_CHARS]
    if len(word) < 4 or not word.isalpha():
        return word.replace(",", "")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "ey" else word


def _is_cut(word: str) -> bool:
    return len(word) > _CUT_CHARS and not word.isascii()
