"""Blocks of somebody's own words without quotation marks, as whole paragraphs.

Translated news drops the marks: the paragraph before ends with a colon, the block begins with a dash
or with the name of who speaks. What single sentences report is found in `reported`.
"""

from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.frames import Said, cue_behind, lead_of, phrase_worth
from factcheck.domain.quotes.reported import Told, has_voice, stop_of
from factcheck.domain.quotes.subjects import is_verb
from factcheck.domain.quotes.words import POINT, QUOTE, STOPS, Paragraph, Piece

_DASHES = frozenset("—–-―")
_LABEL_WORDS = 5
_NEAR_COLON = 8
_LONG_QUOTE = 60
_CAPTION_WORDS = 14
_CAPTIONS = frozenset(
    "photo screenshot video source image picture illustration read see watch".split()
)


def is_caption(para: Paragraph) -> bool:
    """Whether the line is a picture's caption or points to something else to read."""
    pieces = para.pieces
    if len(pieces) > _CAPTION_WORDS:
        return False
    return pieces[0].low in _CAPTIONS and pieces[-1].low not in STOPS


def is_led(para: Paragraph, leading: list[Piece], lead: Said) -> bool:
    """Whether the paragraph is what the one before it, ending with a colon, leads on to."""
    pieces = para.pieces
    if pieces[0].kind == QUOTE and pieces[0].end - pieces[0].start > _LONG_QUOTE:
        return False
    if lead_of(para) or phrase_worth(leading, lead.speaker) < 0.8:
        return False
    announces = leading[-2].low in lex.STATED | {"this", "following", "follows"}
    if lead.rule != "goes_on" and announces and len(pieces) > 3:
        return True
    if lead.cue and lead.rule not in {"goes_on", "lead", "mind_before"}:
        near = len(leading) - lead.cue[1] <= _NEAR_COLON
        if near and len(pieces) > 3:
            return True
    return has_voice([piece for piece in pieces if piece.kind != QUOTE])


def labelled(para: Paragraph) -> list[Told]:
    """`Ada Stone: We begin in May.`, as interviews are printed."""
    pieces = para.pieces
    colon = next((i for i in range(min(_LABEL_WORDS + 1, len(pieces))) if pieces[i].low == ":"), 0)
    if not 0 < colon < len(pieces) - 3 or pieces[colon + 1].kind == QUOTE:
        return []
    if not all(piece.is_capital for piece in pieces[:colon]) or not has_voice(pieces[colon:]):
        return []
    if any(is_verb(pieces, index) for index in range(colon)):
        return []
    said = Said((0, colon), (colon, colon + 1), "label", 0.75)
    return [Told(colon + 1, len(pieces), said, "block_label", 0.75)]


def dashed(para: Paragraph) -> list[Told]:
    """`— We have no water, — said the mayor. — Nobody came.`"""
    pieces = para.pieces
    if len(pieces) < 5 or pieces[0].low not in _DASHES or pieces[0].kind != POINT:
        return []
    dashes = [i for i, piece in enumerate(pieces) if piece.kind == POINT and piece.low in _DASHES]
    for at in dashes[1:4]:
        said = cue_behind(pieces, at + 1, stop_of(para, at + 1))
        if said is None or not said.cue:
            continue
        told = [Told(1, at, said, "block_dash", 0.9)]
        behind = max(said.cue[1], said.speaker[1])
        rest = next((dash + 1 for dash in dashes if dash >= behind), len(pieces))
        if rest < len(pieces):
            told.append(Told(rest, len(pieces), said, "block_dash", 0.9))
        return told
    return []
