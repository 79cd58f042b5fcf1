"""Words of two texts as numbers that can be compared, with the place of each in its text.

A word and its number are the same in both texts whatever its case, its normal form (NFC or NFD)
and the invisible characters in it. Numbers keep their sign, their decimals and their groups of
three in one piece. Signs without meaning of their own (quotation marks, full stops, blanks) are no words.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.domain import characters

# Scripts that put no blanks between words: each character is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED_ONE = re.compile(f"[{_UNSPACED}]")
_UNSEEN = re.compile(f"[\xad\u200c\u200d{characters.ZERO_WIDTH}]+")
# A number begins where no word runs; possessive and with its end looked at group by group, so
# that no digit is read more than twice.
_NUMBER = (
    r"(?:(?<!\w)[-−–])?+(?:\d{1,3}(?:[ \xa0\u2009\u202f]\d{3}(?!\d))++(?:[.,]\d++)?+"
    r"|\d++(?:[.,]\d++)*+)"
)
_STOPS = frozenset(".!?…؟।。！？\n")
_MEANT = frozenset("%‰§№")
_MINUS = re.compile("[−–]")
_GROUPING = re.compile(r"(?<=\d)[ \xa0\u2009\u202f](?=\d)")


@dataclass(frozen=True)
class Words:
    """The words of one text: the number each is known by, where it starts, where it ends."""

    text: str
    keys: list[int]
    starts: "array[int]"
    ends: "array[int]"

    def touching(self, start: int, end: int) -> tuple[int, int]:
        """The words [first, last) that share a character with [start, end); first == last for none."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def is_bound(self, at: int) -> bool:
        """Whether a sentence or a line ends before word `at`."""
        if at in (0, len(self.starts)):
            return True
        return not _STOPS.isdisjoint(self.text[self.ends[at - 1] : self.starts[at]])


def words_of(*texts: str) -> tuple[Words, ...]:
    """The words of each text, numbered together."""
    distinct = set().union(*texts)
    pattern = _pattern(distinct)
    numbers: dict[str, int] = {}
    spelt: dict[str, int] = {}
    return tuple(_read(text, pattern, numbers, spelt) for text in texts)


def _pattern(distinct: Iterable[str]) -> "re.Pattern[str]":
    """What counts as a word among these characters."""
    kinds = {character: unicodedata.category(character) for character in distinct}
    marks = "".join(map(re.escape, sorted(c for c, kind in kinds.items() if kind[0] == "M")))
    signs = "".join(
        map(re.escape, sorted(c for c, kind in kinds.items() if kind[0] == "S" or c in _MEANT))
    )
    alone = _UNSPACED if any(map(_UNSPACED_ONE.match, kinds)) else ""
    inside = f"\xad\u200c\u200d{characters.ZERO_WIDTH}{marks}"
    parts = [_NUMBER, rf"(?:[^\W{alone}]|[{inside}])+"]
    parts += [f"[{alone}][{marks}]*" if marks else f"[{alone}]"] if alone else []
    parts += [f"[{signs}]"] if signs else []
    return re.compile("|".join(parts))


def _read(
    text: str, pattern: "re.Pattern[str]", numbers: dict[str, int], spelt: dict[str, int]
) -> Words:
    keys: list[int] = []
    starts, ends = array("l"), array("l")
    for match in pattern.finditer(text):
        word = match[0]
        key = spelt.get(word)
        if key is None:
            plain = _plain(word)
            key = spelt[word] = numbers.setdefault(plain, len(numbers)) if plain else -1
        if key >= 0:
            keys.append(key)
            starts.append(match.start())
            ends.append(match.end())
    return Words(text, keys, starts, ends)


def _plain(word: str) -> str:
    if word[-1].isdigit() or word[0].isdigit():
        word = _GROUPING.sub("", _MINUS.sub("-", word))
    return characters.nfc(_UNSEEN.sub("", characters.nfc(word).casefold()))
