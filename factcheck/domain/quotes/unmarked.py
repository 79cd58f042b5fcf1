"""All speech of a text that stands outside quotation marks, with its speakers."""

from collections.abc import Iterable, Iterator

from factcheck.domain.quotes.attribution import Speech, is_endless, span_of
from factcheck.domain.quotes.blocks import dashed, is_caption, is_led, labelled
from factcheck.domain.quotes.frames import Said, lead_of
from factcheck.domain.quotes.reported import Told, by_sentence, has_voice
from factcheck.domain.quotes.words import Paragraph, Piece


def unmarked(paras: Iterable[Paragraph]) -> Iterator[Speech]:
    """Every stretch of speech outside quotation marks; `rule` begins with `block` or `indirect`."""
    lead: Said | None = None
    leading: list[Piece] = []
    for para in paras:
        if lead and is_caption(para):
            # What follows the picture may be the story again: only a voice of its own counts.
            lead = lead._replace(rule="goes_on")
            continue
        if lead and is_led(para, leading, lead):
            yield from _speeches(para.pieces, leading, [_whole(para, lead)])
            lead = lead._replace(confidence=lead.confidence * 0.8, rule="goes_on")
            continue
        told = labelled(para) or dashed(para) or by_sentence(para)
        yield from _speeches(para.pieces, para.pieces, told)
        lead, leading = lead_of(para), para.pieces


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
