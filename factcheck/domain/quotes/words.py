"""A paragraph as words, punctuation and whole quotes, with where its sentences end.

The one pass over the characters; every rule about speech works on these pieces.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from factcheck.domain.quotes.marks import Mark

_PIECE = re.compile(r"[^\W_]\w*(?:['’.\-–&]\w+)*|[^\w\s]|_")
_SHORT = frozenset(
    "mr mrs ms dr prof st sr jr vs gen sen rep gov lt col sgt capt rev hon no inc ltd co corp etc"
    " u.s u.k u.n e.g i.e a.m p.m d.c jan feb aug sept oct nov dec".split()
)
WORD, POINT, QUOTE = "word", "point", "quote"
STOPS = frozenset(".!?…")


class Piece(NamedTuple):
    """A word, a punctuation mark or a whole quote of the paragraph; `low` is in lower case."""

    kind: str
    start: int
    end: int
    text: str
    low: str

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital letter."""
        return self.kind == WORD and self.text[0].isupper()


class Paragraph(NamedTuple):
    """The pieces of one line, and for each the index behind the end of its sentence."""

    pieces: list[Piece]
    first: list[int]
    behind: list[int]


def paragraph(text: str, start: int, end: int, marks: Iterable[Mark]) -> Paragraph:
    """The pieces of text[start:end], each of the marks one piece."""
    pieces: list[Piece] = []
    at = start
    for mark in marks:
        _cut(text, at, mark.start, pieces)
        pieces.append(Piece(QUOTE, mark.start, mark.end, text[mark.start : mark.end], ""))
        at = mark.end
    _cut(text, at, end, pieces)
    return Paragraph(pieces, *_sentences(pieces))


def _cut(text: str, start: int, end: int, pieces: list[Piece]) -> None:
    for hit in _PIECE.finditer(text, start, end):
        word = hit.group()
        if word == "." and pieces and pieces[-1].end == hit.start() and _is_short(pieces[-1]):
            last = pieces[-1]
            pieces[-1] = Piece(WORD, last.start, hit.end(), last.text + ".", last.low + ".")
            continue
        kind = WORD if word[0].isalnum() else POINT
        pieces.append(Piece(kind, hit.start(), hit.end(), word, word.lower()))


def _is_short(piece: Piece) -> bool:
    if piece.kind != WORD:
        return False
    return piece.low in _SHORT or (len(piece.text) == 1 and piece.text.isupper())


def _sentences(pieces: list[Piece]) -> tuple[list[int], list[int]]:
    """For each piece the first of its sentence, and the one behind its last."""
    first: list[int] = []
    behind: list[int] = []
    begin = 0
    for index, piece in enumerate(pieces):
        first.append(begin)
        if _ends(piece, pieces, index):
            behind.extend([index + 1] * (index + 1 - begin))
            begin = index + 1
    behind.extend([len(pieces)] * (len(pieces) - begin))
    return first, behind


def _ends(piece: Piece, pieces: list[Piece], index: int) -> bool:
    """Whether a sentence ends with this piece; a quote ends one only before a capital letter."""
    ahead = pieces[index + 1] if index + 1 < len(pieces) else None
    if ahead is None:
        return True
    if piece.kind == POINT:
        return piece.low in STOPS and not (ahead.kind == WORD and ahead.text[0].islower())
    if piece.kind == QUOTE and quote_end(piece) == ".":
        return ahead.kind == QUOTE or ahead.is_capital
    return False


def quote_end(piece: Piece) -> str:
    """The last character of the words in marks that is neither a mark nor a blank."""
    return piece.text.rstrip("\"'”’“»›」』  ")[-1:]
