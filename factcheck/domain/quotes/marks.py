"""Where quotation marks open and close, in every common style, with marks that are missing.

A line is a paragraph: a quote never runs over its end, but one left open goes on in the next line
when that reopens it, or closes it first. Whether the words are speech is not asked here.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from factcheck.domain.limits import ARTICLE_SENTENCES, QUOTE_LINE_CHARS, QUOTE_MARKS, QUOTES

_LETTER = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\n]+")
# Two single marks, or two commas, stand for a double one.
_MARK = re.compile(r"''|``|’’|‘‘|,,(?=\w)|[\"“”„‟«»‹›「」『』＂‘’']")
_AS_ONE = {"''": '"', "``": "“", "’’": "”", "‘‘": "“", ",,": "„", "＂": '"'}
_CLOSERS = {
    "“": '”"“',
    "„": '“”"‟',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"”“',
    "”": "”",
}
_OPENERS = frozenset('“„‟«‹「『"＂')
_SINGLE = frozenset("‘’'")
# The end of words in single marks: behind punctuation first, behind a letter if there is none.
_SINGLE_END = re.compile(r"(?<=[.,!?…;])[’'](?![\w’'])")
_SINGLE_END_LOOSE = re.compile(r"(?<=[\w)\]])[’'](?!\w)")
_SINGLE_REACH = 1_000
_BEFORE = frozenset(" \t\u00a0\u202f([{—–-/“\"„«:;,‘'")


class Mark(NamedTuple):
    """Words in quotation marks, marks included; `goes_on` if the next paragraph reopens them."""

    start: int
    end: int
    goes_on: bool


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end, as far as they are read.

    An article has no more lines than it may have sentences, and no line like a book; what is beyond
    is not looked at.
    """
    for line in islice(_LINE.finditer(text), ARTICLE_SENTENCES):
        yield line.start(), min(line.end(), line.start() + QUOTE_LINE_CHARS)


def marked(text: str) -> list[Mark]:
    """Every stretch in quotation marks in order; stretches inside another are part of it."""
    found: list[Mark] = []
    is_pending = False
    for start, end in lines(text):
        if not text[start:end].strip():
            continue
        spans = list(_Line(text, start, end, is_pending=is_pending).spans())
        if is_pending and spans and not text[start : spans[0][0]].strip():
            found[-1] = found[-1]._replace(goes_on=True)
        is_pending = bool(spans) and not spans[-1][2]
        found.extend(Mark(first, behind, goes_on=False) for first, behind, _ in spans)
        if len(found) >= QUOTES:
            break
    return [mark for mark in found[:QUOTES] if _LETTER.search(text, mark.start, mark.end)]


class _Line:
    """One line, read once from left to right."""

    def __init__(self, text: str, start: int, end: int, *, is_pending: bool) -> None:
        self.text, self.start, self.end = text, start, end
        self.is_pending = is_pending
        self.opened, self.mark, self.depth, self.free = -1, "", 0, start
        self.marks = list(islice(_MARK.finditer(text, start, end), QUOTE_MARKS))
        self.single_ends: dict[re.Pattern[str], int] = {}
        self.left = dict.fromkeys('"”“»›」』＂«„‟‹「『', 0)
        for mark in self.marks:
            char = _AS_ONE.get(mark.group(), mark.group())
            if char in self.left:
                self.left[char] += 1

    def spans(self) -> Iterator[tuple[int, int, bool]]:
        """(start, end, is closed) of every quote of the line."""
        for hit in self.marks:
            char = _AS_ONE.get(hit.group(), hit.group())
            if char in self.left:
                self.left[char] -= 1
            if hit.start() < self.free:
                continue
            begin = self._begin(hit, char)
            if self._closes_at(hit, char):
                yield begin, self.free, True
        if self.opened >= 0:
            yield self.opened, self.end, False

    def _begin(self, hit: re.Match[str], char: str) -> int:
        """Where the quote begins that might end with the mark."""
        if self.opened >= 0:
            return self.opened
        return self.start if self.is_pending and char not in _SINGLE else hit.start()

    def _closes_at(self, hit: re.Match[str], char: str) -> bool:
        """Take the mark in; whether a quote ends (at `free`) with it, or is whole with it."""
        if char in _SINGLE:
            return self._is_single(hit.start())
        return self._outside(hit, char) if self.opened < 0 else self._inside(hit, char)

    def _is_single(self, at: int) -> bool:
        end = self._single_end(at) if self.opened < 0 else 0
        if end:
            self.free, self.is_pending = end, False
        return bool(end)

    def _outside(self, hit: re.Match[str], char: str) -> bool:
        """A mark where no quote stands open: it opens one, or closes the paragraph before's."""
        was_pending, self.is_pending = self.is_pending, False
        if self._may_open(hit.start(), hit.end()):
            self._open(hit.start(), char)
            return False
        self.free = hit.end()
        return was_pending and char in '”»"'

    def _inside(self, hit: re.Match[str], char: str) -> bool:
        mark = self.mark
        if self._nests(mark, char, hit):
            self.depth += 1
            if self._is_left_open(mark, char, self.opened, self.depth):
                self._open(hit.start(), char)
        elif char in _CLOSERS[mark]:
            self.depth -= 1
            if self.depth <= 0:
                self.opened, self.free = -1, hit.end()
                return True
        return False

    def _open(self, at: int, char: str) -> None:
        self.opened, self.mark, self.depth = at, char, 1

    def _may_open(self, at: int, behind: int) -> bool:
        char = self.text[at]
        ahead = self.text[behind : behind + 1]
        if char in "«„‟‹「『":
            return True
        if not ahead or ahead.isspace():
            return False
        is_free = at == self.start or self.text[at - 1] in _BEFORE
        if char == "“":
            return is_free or self.text[at - 1] in ".,!?…"
        return is_free and (ahead.isalnum() or ahead in "$€£#@[(.…‘'’—-¿¡*«“")

    def _nests(self, mark: str, char: str, hit: re.Match[str]) -> bool:
        """Whether the mark opens again inside a quote that stands open."""
        if mark in "«‹„「『":
            return char == mark
        if char not in '"“' or mark not in '"“':
            return False
        at = hit.start()
        is_free = at > self.start and self.text[at - 1] in _BEFORE
        return is_free and self._may_open(at, hit.end())

    def _is_left_open(self, mark: str, char: str, opened: int, depth: int) -> bool:
        """Whether the quote that stands open is never closed, so that a new one begins here."""
        if mark == char == '"':
            return self.left['"'] % 2 == 1
        is_paragraph = not self.text[self.start : opened].strip()
        if mark == '"':
            return not self.left['"'] and not is_paragraph
        closers = sum(self.left[closer] for closer in _CLOSERS[mark] if closer != mark)
        return closers < depth and not is_paragraph

    def _single_end(self, at: int) -> int:
        """Where words in single marks end that begin at `at`; 0 where it is an apostrophe."""
        text = self.text
        is_free = at == self.start or text[at - 1] in _BEFORE
        ahead = text[at + 1 : at + 2]
        if text[at] == "’" or not is_free or not (ahead.isalpha() or ahead in "[(…"):
            return 0
        for pattern in (_SINGLE_END, _SINGLE_END_LOOSE):
            end = self._next_end(pattern, at + 2)
            if at < end <= at + _SINGLE_REACH:
                return end
        return 0

    def _next_end(self, pattern: re.Pattern[str], at: int) -> int:
        """The end of the first hit at `at` or later, 0 for none; each character is read once."""
        known = self.single_ends.get(pattern, -1)
        if known == 0 or known > at:
            return known
        hit = pattern.search(self.text, at, self.end)
        self.single_ends[pattern] = hit.end() if hit else 0
        return self.single_ends[pattern]
