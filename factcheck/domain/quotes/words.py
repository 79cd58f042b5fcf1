"""A paragraph as words, punctuation and whole quotes, with where its sentences end.

The one pass over the characters; every rule about speech works on these pieces.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from factcheck.domain.quotes.marks import Mark

# A mark that is repeated is one piece, so that a million dashes cost nothing.
# Accents that stand behind their letter (NFD) belong to the word.
_PIECE = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['’.\-–&][\w\u0300-\u036f]+)*|([^\w\s]|_)\1*+")
_SHORT = frozenset(
    "mr mrs ms dr prof st sr jr vs gen sen rep gov lt col sgt capt rev hon no inc ltd co corp etc"
    " u.s u.k u.n e.g i.e a.m p.m d.c jan feb aug sept oct nov dec".split()
)
_CLOSING = "".join("\"'”’“»›」』 \u00a0")
WORD, POINT, QUOTE = "word", "point", "quote"
STOPS = frozenset(".!?…")


class Piece(NamedTuple):
    """A word, a punctuation mark or a whole quote of the paragraph.

    `low` is the word in lower case, the mark once if it is repeated, empty for a quote;
    `is_capital` says that it is a word that begins with a capital letter.
    """

    kind: str
    start: int
    end: int
    text: str
    low: str
    is_capital: bool = False


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
        if hit.lastindex:
            if word == "." and pieces and pieces[-1].end == hit.start() and _is_short(pieces[-1]):
                last = pieces[-1]
                pieces[-1] = Piece(
                    WORD, last.start, hit.end(), last.text + ".", last.low + ".", last.is_capital
                )
            else:
                pieces.append(Piece(POINT, hit.start(), hit.end(), word, word[0]))
        else:
            pieces.append(
                Piece(WORD, hit.start(), hit.end(), word, word.lower(), word[0].isupper())
            )


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
        if piece.kind is not WORD and _ends(piece, pieces, index):
            first.extend([begin] * (index + 1 - begin))
            behind.extend([index + 1] * (index + 1 - begin))
            begin = index + 1
    first.extend([begin] * (len(pieces) - begin))
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
    return piece.text.rstrip(_CLOSING)[-1:]
