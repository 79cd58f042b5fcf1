"""All speech of a text that stands outside quotation marks, with its speakers."""

from collections.abc import Iterable, Iterator

from factcheck.domain.quotes.attribution import Speech, is_endless, span_of
from factcheck.domain.quotes.blocks import dashed, is_caption, is_led, labelled
from factcheck.domain.quotes.frames import Said, lead_of, phrase_worth
from factcheck.domain.quotes.reported import Told, by_sentence, has_voice, is_first_person
from factcheck.domain.quotes.subjects import first_subject
from factcheck.domain.quotes.words import QUOTE, Paragraph, Piece

_GOES_ON = "goes_on"
_ORPHAN = 0.4
_LEAST_PIECES = 6


def unmarked(paras: list[Paragraph]) -> list[Speech]:
    """Every stretch of speech outside quotation marks; `rule` begins with `block` or `indirect`."""
    found = list(_introduced(paras))
    blocks = [speech for speeches in found for speech in speeches if speech.rule[:5] == "block"]
    if blocks:
        _adopt(paras, found)
    return [speech for speeches in found for speech in speeches]


def _introduced(paras: Iterable[Paragraph]) -> Iterator[list[Speech]]:
    """For each paragraph the speech with a frame of its own, or led on to by a colon."""
    lead: Said | None = None
    leading: list[Piece] = []
    for para in paras:
        if lead and is_caption(para):
            # What follows the picture may be the story again: only a voice of its own counts.
            lead = lead._replace(rule=_GOES_ON)
            yield []
            continue
        is_over = lead is not None and lead.rule == _GOES_ON and bool(by_sentence(para))
        if lead and not is_over and is_led(para, leading, lead):
            yield list(_speeches(para.pieces, leading, [_whole(para, lead)]))
            lead = lead._replace(confidence=lead.confidence * 0.8, rule=_GOES_ON)
            continue
        told = labelled(para) or dashed(para) or by_sentence(para)
        yield list(_speeches(para.pieces, para.pieces, told))
        lead, leading = lead_of(para), para.pieces


def _adopt(paras: list[Paragraph], found: list[list[Speech]]) -> None:
    """Give paragraphs in the first person without a frame to whom the one before is about.

    Only in an article that has blocks without marks: elsewhere the first person is the reporter's.
    """
    for index in range(1, len(paras)):
        pieces, before = paras[index].pieces, paras[index - 1]
        is_plain = not found[index] and all(piece.kind != QUOTE for piece in pieces)
        if not is_plain or not is_first_person(pieces) or len(pieces) < _LEAST_PIECES:
            continue
        last = found[index - 1][-1] if found[index - 1] else None
        if last and last.rule.startswith("block"):
            speaker = last.speaker
        else:
            subject = first_subject(before.pieces, before.first[-1], len(before.pieces))
            is_known = subject is not None and phrase_worth(before.pieces, subject) >= 0.85
            speaker = span_of(before.pieces, subject) if subject and is_known else None
        start, end = pieces[0].start, pieces[-1].end
        found[index] = [Speech(start, end, speaker, None, "block_adopted", _ORPHAN)]


def _whole(para: Paragraph, lead: Said) -> Told:
    worth = 1.0 if has_voice(para.pieces) else 0.8
    return Told(0, len(para.pieces), lead, "block_colon", lead.confidence * worth)


def _speeches(pieces: list[Piece], frame: list[Piece], told: list[Told]) -> Iterator[Speech]:
    """In code points; `frame` are the pieces that hold the speaker and the cue."""
    for one in told:
        if is_endless(frame, one.said.speaker):
            continue
        start, end = span_of(pieces, (one.first, one.behind))
        cue = span_of(frame, one.said.cue) if one.said.cue else None
        speaker = span_of(frame, one.said.speaker)
        yield Speech(start, end, speaker, cue, one.rule, one.confidence)
