"""Where sentences begin and end, by a few rules for Latin and Cyrillic scripts.

A line is never joined with the next. Linear in the length of the text. What a sentence says, and
whether it deserves checking, is not asked here.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
# Tried only at the beginning of a run of marks, and possessive: each character is read once.
_STOP = re.compile(r"""(?<![.!?…؟।])[.!?…؟।]++["'”’»)\]]*+\s++|[。！？]++[”’」』）]*+\s*+""")
# What stands between the end of one sentence and the first letter of the next.
_OPENERS = "\"'“„‘‚«([—–-¿¡ "
_LOOK_BACK, _LOOK_AHEAD = 16, 4
_ABBREVIATIONS = frozenset(
    # English
    "mr mrs ms dr prof st sr jr vs e.g i.e no nos vol fig gen sen rep gov lt col sgt capt rev hon"
    " inc ltd co corp dept est al ed eds pp approx jan feb mar apr jun jul aug sep sept oct nov dec"
    # Russian and Kazakh
    " т.е т.д т.п т.к т.н т.б т.с.с др пр проф акад гг ст стр рис табл см ср им ул пл пер обл руб"
    " коп тыс млн млрд долл тел напр чел сек мин ред т.ж ж.б с.с.р".split()
)


class Sentence(NamedTuple):
    """Where a sentence stands in code points, `end` exclusive, and its paragraph, counted from 1."""

    start: int
    end: int
    paragraph: int


def numbered_sentences(text: str) -> list[Sentence]:
    """Every sentence in order; the paragraphs are the lines that are not blank."""
    found, paragraph, behind = [], 0, 0
    for start, end in sentences(text):
        if not paragraph or "\n" in text[behind:start]:
            paragraph += 1
        found.append(Sentence(start, end, paragraph))
        behind = end
    return found


def sentence_count(text: str) -> int:
    """How many sentences the text has; each line that is not blank has at least one."""
    return sum(1 for _ in sentences(text))


def has_more_sentences(text: str, limit: int) -> bool:
    """Whether the text has more than `limit` sentences, without counting all of them."""
    return any(True for _ in islice(sentences(text), limit, None))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each sentence's start and end (exclusive) in code points, blanks around it left out."""
    for line in _LINE.finditer(text):
        for start, end in pairwise([line.start(), *_stops(text, *line.span()), line.end()]):
            inside = text[start:end]
            begin = start + len(inside) - len(inside.lstrip())
            if begin < end:
                yield begin, start + len(inside.rstrip())


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        mark, behind = stop.span()
        if behind < end and not _goes_on(text, first, mark, behind):
            first = behind
            yield first


def _goes_on(text: str, first: int, mark: int, behind: int) -> bool:
    """Whether the sentence that began at `first` runs on behind the stop at [mark, behind)."""
    ahead = text[behind]
    if ahead in _OPENERS:
        ahead = text[behind : behind + _LOOK_AHEAD].lstrip(_OPENERS)[:1]
    if ahead.islower():
        return True
    if text[mark] != "." or not text[mark + 1].isspace():
        return False
    before = text[max(first, mark - _LOOK_BACK) : mark]
    word = "".join(before.rsplit(None, 1)[-1:]).lstrip(_OPENERS)
    # "3. Who paid" numbers a list; "in 2020. Then" ends a sentence.
    if word.isdecimal():
        return len(before) < _LOOK_BACK and before.strip() == word
    return len(word) == 1 or word.lower() in _ABBREVIATIONS
