"""The marked quotes of a whole text, each with the words for its speaker and its cue.

Frames look at one paragraph; here a speaker is carried over its end: behind a colon, into a quote
that is reopened, and into a paragraph that is nothing but a quote.
"""

from collections.abc import Iterator
from typing import NamedTuple

from factcheck.domain.limits import SPEAKER_CHARS
from factcheck.domain.quotes.frames import Said, frames, is_alone, lead_of, speaker_before
from factcheck.domain.quotes.marks import Mark, lines
from factcheck.domain.quotes.words import QUOTE, Paragraph, Piece, paragraph

LEAST_CONFIDENCE = 0.3

_OTHER_PARAGRAPH = frozenset(["next", "earlier"])

Span = tuple[int, int]


class Speech(NamedTuple):
    """Words somebody says, and who and by which cue, in code points; `rule` names why."""

    start: int
    end: int
    speaker: Span | None
    cue: Span | None
    rule: str
    confidence: float


def paragraphs(text: str, marks: list[Mark]) -> Iterator[tuple[Paragraph, list[Mark]]]:
    """Every line with words as pieces, and the marks that stand in it."""
    at = 0
    for start, end in lines(text):
        begin = at
        while at < len(marks) and marks[at].start < end:
            at += 1
        para = paragraph(text, start, end, marks[begin:at])
        if para.pieces:
            yield para, marks[begin:at]


def attributed(paras: list[tuple[Paragraph, list[Mark]]]) -> list[Speech]:
    """Every marked quote, with its speaker where one is found."""
    found: list[Speech] = []
    before: Paragraph | None = None
    is_reopened = False
    for para, marks in paras:
        if marks:
            giver = _giver(before, found, is_reopened=is_reopened)
            found.extend(_in_paragraph(para, giver))
        is_reopened = bool(marks) and marks[-1].goes_on
        before = para
    return found


def _in_paragraph(para: Paragraph, giver: Speech | None) -> Iterator[Speech]:
    """The quotes of one paragraph; one that stands alone takes the speaker of the one before."""
    said = frames(para)
    for index, piece in enumerate(para.pieces):
        if piece.kind != QUOTE:
            continue
        speech = _speech(para.pieces, index, said.get(index))
        is_elsewhere = giver is None or giver.rule in _OTHER_PARAGRAPH
        if speech.speaker is None and index and is_elsewhere and is_alone(para, index):
            giver = _sentence_before(para, index)
        if speech.speaker is None and giver and _may_go_on(para, index, giver):
            speech = speech._replace(
                speaker=giver.speaker, cue=giver.cue, rule=giver.rule, confidence=giver.confidence
            )
        yield speech
        giver = speech._replace(rule="carried", confidence=speech.confidence * 0.98)


def _sentence_before(para: Paragraph, index: int) -> Speech | None:
    """Who the sentence right before the quote lets speak."""
    said = speaker_before(para, para.first[index])
    if said is None or said.cue is None or is_endless(para.pieces, said.speaker):
        return None
    pieces = para.pieces
    speaker, cue = span_of(pieces, said.speaker), span_of(pieces, said.cue)
    return Speech(0, 0, speaker, cue, "sentence_before", said.confidence)


def _may_go_on(para: Paragraph, index: int, giver: Speech) -> bool:
    """Whether the quote may be by whoever spoke last, as far as the words around it tell."""
    if giver.rule in _OTHER_PARAGRAPH:
        return all(piece.kind == QUOTE for piece in para.pieces)
    return is_alone(para, index)


def _giver(before: Paragraph | None, found: list[Speech], *, is_reopened: bool) -> Speech | None:
    """Whose words a paragraph that begins with a quote goes on with."""
    if before is None:
        return None
    for said, rule in (
        (lead_of(before), "colon"),
        (speaker_before(before, len(before.pieces)), "earlier"),
    ):
        if is_reopened and found:
            return found[-1]._replace(rule="reopened")
        is_later = not found or found[-1].end <= before.pieces[0].start
        if rule == "earlier" and not is_later and found[-1].speaker:
            return found[-1]._replace(rule="next", confidence=found[-1].confidence * 0.8)
        if said and not is_endless(before.pieces, said.speaker):
            cue = span_of(before.pieces, said.cue) if said.cue else None
            return Speech(0, 0, span_of(before.pieces, said.speaker), cue, rule, said.confidence)
    return None


def _speech(pieces: list[Piece], index: int, said: Said | None) -> Speech:
    start, end = pieces[index].start, pieces[index].end
    if said is None or said.confidence < LEAST_CONFIDENCE or is_endless(pieces, said.speaker):
        return Speech(start, end, None, None, "none", 0.0)
    cue = span_of(pieces, said.cue) if said.cue else None
    return Speech(start, end, span_of(pieces, said.speaker), cue, said.rule, said.confidence)


def is_endless(pieces: list[Piece], speaker: tuple[int, int]) -> bool:
    """Whether the words for a speaker are too long to be any."""
    start, end = span_of(pieces, speaker)
    return end - start > SPEAKER_CHARS


def span_of(pieces: list[Piece], indices: tuple[int, int]) -> Span:
    """The code points of a range of pieces."""
    return pieces[indices[0]].start, pieces[indices[1] - 1].end
