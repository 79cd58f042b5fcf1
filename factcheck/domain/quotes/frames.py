"""Which verb of saying each marked quote of a paragraph belongs to, and who is its subject.

The frames are tried in the order of how sure they are. What stands in earlier paragraphs is asked
by the caller, with what this paragraph handed on.
"""

from typing import NamedTuple

from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.subjects import (
    Range,
    first_subject,
    is_verb,
    phrase_ahead,
    phrase_behind,
    subject_of,
)
from factcheck.domain.quotes.words import POINT, QUOTE, STOPS, WORD, Paragraph, Piece, quote_end

_REACH = 40


class Said(NamedTuple):
    """Who says a quote and by which cue, as ranges of pieces; `rule` names the frame."""

    speaker: Range
    cue: Range | None
    rule: str


def frames(para: Paragraph) -> dict[int, Said]:
    """For each quote (index of its piece) that has a frame in this paragraph, the frame."""
    found: dict[int, Said] = {}
    quotes = [index for index, piece in enumerate(para.pieces) if piece.kind == QUOTE]
    for at in quotes:
        said = _after(para, at) or _before(para, at)
        if said:
            found[at] = said
    _carry(para, quotes, found)
    return found


def _carry(para: Paragraph, quotes: list[int], found: dict[int, Said]) -> None:
    """Give a quote without a frame the speaker of its neighbour in the paragraph."""
    last: int | None = None
    for at in quotes:
        if at in found:
            last = at
        elif last is not None and _is_alone(para, at):
            found[at] = found[last]._replace(rule="carried")
            last = at


def _is_alone(para: Paragraph, at: int) -> bool:
    """Whether the quote is a whole sentence (or sentences) of its own."""
    return para.first[at] == at


def _after(para: Paragraph, at: int) -> Said | None:
    """The frame behind the quote: "…," she said; "…," said the mayor; "…," according to him."""
    pieces, stop = para.pieces, _sentence_end(para, at)
    ending = quote_end(pieces[at])
    index = at + 1
    has_comma = ending in {",", "—", "–", "-"}
    if index < stop and pieces[index].kind == POINT and pieces[index].low in ",—–-―":
        has_comma, index = True, index + 1
    while index < stop and pieces[index].kind == POINT and pieces[index].low in "—–-":
        index += 1
    if index >= stop or pieces[index].kind != WORD:
        return None
    if ending == "." and not has_comma and pieces[index].is_capital:
        return None
    return _inverted(pieces, index, stop) or _straight(
        pieces, index, stop, is_sure=has_comma, is_open=ending in {"?", "!", "…"}
    )


def _sentence_end(para: Paragraph, at: int) -> int:
    """The end of the sentence that goes on behind the quote."""
    pieces = para.pieces
    for index in range(at + 1, min(len(pieces), at + _REACH)):
        piece = pieces[index]
        if piece.kind == QUOTE or (piece.kind == POINT and piece.low in STOPS | {";", ":"}):
            return index
    return min(len(pieces), at + _REACH)


def _inverted(pieces: list[Piece], at: int, stop: int) -> Said | None:
    """`said the mayor`, `according to the mayor`."""
    low = pieces[at].low
    if low == "according" and at + 1 < stop and pieces[at + 1].low == "to":
        speaker = phrase_ahead(pieces, at + 2, stop)
        return Said(speaker, (at, at + 2), "according") if speaker else None
    if low not in lex.SPEECH or not is_verb(pieces, at):
        return None
    if at + 1 < stop and pieces[at + 1].low in {"that", "to"}:
        return None
    speaker = phrase_ahead(pieces, at + 1, stop)
    if speaker is None or pieces[speaker[0]].low in {"it", "you"}:
        return None
    return Said(speaker, (at, at + 1), "inverted")


def _straight(
    pieces: list[Piece], at: int, stop: int, *, is_sure: bool, is_open: bool
) -> Said | None:
    """`the mayor said`, also with words between the two."""
    low = pieces[at].low
    if low in lex.LINKERS - {"one", "first", "second"} or low in lex.RELATIVES:
        return None
    if not is_sure and low in lex.PREPOSITIONS:
        return None
    begin = at
    if low in lex.PREPOSITIONS:
        return _verb_in(pieces, at, stop) if is_sure and low in {"as", "in"} else None
    subject = phrase_ahead(pieces, begin, stop)
    if subject is None:
        return None
    verb = _next_verb(pieces, subject[1], stop)
    if verb is None:
        return _unknown_verb(pieces, subject, stop) if is_sure else None
    if not is_sure and not (_is_near(pieces, subject, verb) and _is_closed(pieces, verb, stop)):
        return None
    if not is_sure and not is_open and pieces[verb].low not in lex.SPEECH:
        return None
    return Said(subject, (verb, verb + 1), "straight")


def _verb_in(pieces: list[Piece], at: int, stop: int) -> Said | None:
    verb = _next_verb(pieces, at, stop)
    if verb is None:
        return None
    subject = subject_of(pieces, verb, at)
    return Said(subject, (verb, verb + 1), "straight") if subject else None


def _next_verb(pieces: list[Piece], at: int, stop: int) -> int | None:
    for index in range(at, stop):
        if pieces[index].kind == WORD and pieces[index].low in lex.SPEECH and is_verb(pieces, index):
            return index
    return None


def _unknown_verb(pieces: list[Piece], subject: Range, stop: int) -> Said | None:
    """A verb the lists lack, right behind the subject: `he deadpans`."""
    for index in range(subject[1], min(stop, subject[1] + 3)):
        low = pieces[index].low
        if pieces[index].kind == WORD and low.endswith(("ed", "s", "ing")) and len(low) > 3:
            return Said(subject, (index, index + 1), "unknown")
    return None


def _is_near(pieces: list[Piece], subject: Range, verb: int) -> bool:
    between = pieces[subject[1] : verb]
    return all(
        piece.kind == WORD and (piece.low in lex.AUXILIARY or piece.low.endswith("ly"))
        for piece in between
    )


def _is_closed(pieces: list[Piece], verb: int, stop: int) -> bool:
    """Whether nothing that is said follows the verb, so that the quote before it is what is said."""
    if verb + 1 >= stop:
        return not (stop < len(pieces) and pieces[stop].low == ":")
    ahead = pieces[verb + 1]
    if ahead.kind == POINT:
        return ahead.low == ","
    if pieces[verb].low in {"told", "asked", "tells", "asks"}:
        return True
    return ahead.low in lex.PREPOSITIONS | lex.DAYS or ahead.low.endswith("ly")


def _before(para: Paragraph, at: int) -> Said | None:
    """The frame before the quote in its sentence: she said: "…"; he called it "…"."""
    pieces, begin = para.pieces, max(para.first[at], at - 2 * _REACH)
    for index in range(at - 1, begin - 1, -1):
        piece = pieces[index]
        if piece.kind != WORD:
            continue
        if piece.low == "according" and pieces[index + 1].low == "to":
            speaker = phrase_ahead(pieces, index + 2, at)
            if speaker:
                return Said(speaker, (index, index + 2), "according_before")
        if is_verb(pieces, index):
            speaker = subject_of(pieces, index, begin)
            if speaker:
                rule = "speech_before" if piece.low in lex.SPEECH else "mention_before"
                return Said(speaker, (index, index + 1), rule)
        if piece.low in lex.STATED and index > begin:
            owner = pieces[index - 1]
            if owner.low.endswith(("’s", "'s", "s’")) or owner.low in lex.POSSESSIVES:
                speaker = phrase_behind(pieces, index, begin)
                if speaker:
                    return Said((speaker[0], index), (index, index + 1), "possessor")
    subject = first_subject(pieces, begin, at)
    return Said(subject, None, "sentence_subject") if subject else None
