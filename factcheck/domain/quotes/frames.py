"""Which verb of saying each marked quote of a paragraph belongs to, and who is its subject.

The frames are tried in the order of how sure they are. What stands in earlier paragraphs is asked
by the caller, with what this paragraph handed on.
"""

from collections.abc import Iterator
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
# What may stand between a subject and its verb: something added, or where and when.
_APART = frozenset(",(—–-") | lex.PREPOSITIONS | lex.RELATIVES | lex.DAYS | {"and"}
OBJECTS = frozenset("them him her me us it reporters supporters journalists back on in out".split())
_PEOPLE = frozenset(
    "people men women critics supporters sources authorities police residents parents children"
    " media statement letter report campaign newspaper poll survey study tweet ad lawmakers aides"
    " aide experts voters protesters crowd group company website release sign analysts others"
    " office service union council defence prosecution institute association agency portal"
    " foundation ministry department committee court parliament government administration delegation trust".split()
)


class Said(NamedTuple):
    """Who says a quote and by which cue, as ranges of pieces; `rule` names the frame."""

    speaker: Range
    cue: Range | None
    rule: str
    confidence: float


def frames(para: Paragraph) -> dict[int, Said]:
    """For each quote (index of its piece) that has a frame in this paragraph, the frame."""
    found: dict[int, Said] = {}
    quotes = [index for index, piece in enumerate(para.pieces) if piece.kind == QUOTE]
    for at in quotes:
        said = _after(para, at) or _before(para, at)
        if said:
            found[at] = said
    return found


def lead_of(para: Paragraph) -> Said | None:
    """Who speaks behind the colon that ends the paragraph: `The mayor wrote this:`."""
    last = len(para.pieces) - 1
    if last < 1 or para.pieces[last].low != ":":
        return None
    said = _before(para, last)
    if said and said.confidence > 0.3:
        return said
    subject = first_subject(para.pieces, para.first[last], last)
    return Said(subject, (last, last + 1), "lead", 0.5) if subject else None


# Who is told something stands behind these, never who tells it.
_TELLS = frozenset("told tells telling informed informs assured assures reminded reminds".split())


def cue_behind(pieces: list[Piece], at: int, stop: int) -> Said | None:
    """The frame that begins at `at`, right behind words that are not in marks."""
    while at < stop and pieces[at].kind == POINT and pieces[at].low in "—–-―":
        at += 1
    if at >= stop or pieces[at].kind != WORD:
        return None
    said = _straight(pieces, at, stop, is_sure=False, is_open=False)
    if pieces[at].low not in _TELLS:
        said = _inverted(pieces, at, stop) or said
    if said is None or pieces[said.speaker[0]].low in {"i", "we", "you", "it", "who"}:
        return None
    worth = phrase_worth(pieces, said.speaker)
    if worth < 0.8 and pieces[said.speaker[0]].low in lex.DETERMINERS - {"this", "that", "it"}:
        return said._replace(confidence=0.8)
    return said if worth > 0.8 else None


def speaker_before(para: Paragraph, end: int) -> Said | None:
    """Who the sentence that ends at `end` lets speak."""
    pieces = para.pieces
    begin = para.first[end - 1] if end else 0
    for index in range(end - 1, max(begin, end - 2 * _REACH) - 1, -1):
        speaker: Range | None = None
        width = 1
        if pieces[index].low == "according" and index + 2 < end:
            speaker, width = heard(pieces, index + 2, end), 2
        elif pieces[index].low in lex.SPEECH and is_verb(pieces, index):
            speaker = subject_of(pieces, index, begin)
        if speaker and phrase_worth(pieces, speaker) > 0.8:
            return Said(speaker, (index, index + width), "earlier", 0.75)
    return None


def heard(pieces: list[Piece], at: int, end: int) -> Range | None:
    """The phrase behind "according to", which may be "him"."""
    if at < end and pieces[at].low in {"him", "her", "them"}:
        return (at, at + 1)
    return phrase_ahead(pieces, at, end)


def is_alone(para: Paragraph, at: int) -> bool:
    """Whether the quote is a whole sentence (or sentences) of its own."""
    if at - para.first[at] > 4:
        return False
    before = para.pieces[para.first[at] : at]
    return all(piece.low in lex.LINKERS or piece.low in {",", ":"} for piece in before)


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
    is_open = ending in {"?", "!", "…"}
    is_sure = has_comma or (is_open and pieces[index].text.islower())
    return _inverted(pieces, index, stop) or _straight(
        pieces, index, stop, is_sure=is_sure, is_open=is_open
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
        speaker = heard(pieces, at + 2, stop)
        return Said(speaker, (at, at + 2), "according", 0.92) if speaker else None
    if low not in lex.SPEECH or not is_verb(pieces, at):
        return None
    if at + 1 < stop and pieces[at + 1].low in {"that", "to"}:
        return None
    speaker = phrase_ahead(pieces, at + 1, stop)
    if speaker is None or pieces[speaker[0]].low in {"it", "you"}:
        return None
    return Said(speaker, (at, at + 1), "inverted", 0.96)


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
    if not _is_near(pieces, subject, verb) and pieces[subject[1]].low not in _APART:
        return None
    if not is_sure and not (_is_near(pieces, subject, verb) and _is_closed(pieces, verb, stop)):
        return None
    if not is_sure and not is_open and pieces[verb].low not in lex.AFTER:
        return None
    return Said(subject, (verb, _verb_end(pieces, verb)), "straight", 0.96)


def _verb_in(pieces: list[Piece], at: int, stop: int) -> Said | None:
    verb = _next_verb(pieces, at, stop)
    if verb is None:
        return None
    subject = subject_of(pieces, verb, at)
    return Said(subject, (verb, verb + 1), "straight", 0.85) if subject else None


def _next_verb(pieces: list[Piece], at: int, stop: int) -> int | None:
    for index in range(at, stop):
        if pieces[index].kind == WORD and pieces[index].low in lex.AFTER and is_verb(pieces, index):
            return index
    return None


def _unknown_verb(pieces: list[Piece], subject: Range, stop: int) -> Said | None:
    """A verb the lists lack, right behind the subject: `he deadpans`."""
    for index in range(subject[1], min(stop, subject[1] + 3)):
        low = pieces[index].low
        if pieces[index].kind == WORD and low.endswith(("ed", "s", "ing")) and len(low) > 3:
            return Said(subject, (index, index + 1), "unknown", 0.25)
    return None


def _is_near(pieces: list[Piece], subject: Range, verb: int) -> bool:
    between = pieces[subject[1] : verb]
    if len(between) > 3 and between[0].low == between[-1].low == ",":
        return pieces[subject[0]].is_capital or pieces[subject[0]].low in lex.DETERMINERS
    return all(
        piece.kind == WORD and (piece.low in lex.AUXILIARY or piece.low.endswith("ly"))
        for piece in between
    )


def _verb_end(pieces: list[Piece], verb: int) -> int:
    """Behind the verb, and behind the word that belongs to it: "is sure"."""
    return verb + 2 if pieces[verb].low in lex.PHRASAL else verb + 1


def _is_closed(pieces: list[Piece], verb: int, stop: int) -> bool:
    """Whether nothing that is said follows the verb, so that the quote before it is what is said."""
    end = _verb_end(pieces, verb)
    if end >= stop:
        return not (stop < len(pieces) and pieces[stop].low == ":")
    ahead = pieces[end]
    if ahead.kind == POINT:
        return ahead.low == ","
    if pieces[verb].low in {"told", "asked", "tells", "asks"} or ahead.low in OBJECTS:
        return True
    return ahead.low in lex.PREPOSITIONS | lex.DAYS or ahead.low.endswith("ly")


def _before(para: Paragraph, at: int) -> Said | None:
    """The likeliest frame before the quote in its sentence: she said: "…"; he called it "…"."""
    pieces, begin = para.pieces, max(para.first[at], at - 2 * _REACH)
    best: Said | None = None
    for said in _candidates(pieces, at, begin):
        if best is None or said.confidence > best.confidence:
            best = said
    return best


def _candidates(pieces: list[Piece], at: int, begin: int) -> Iterator[Said]:
    label = _label(pieces, at, begin)
    if label:
        yield label
    for index in range(at - 1, begin - 1, -1):
        piece = pieces[index]
        if piece.kind != WORD:
            continue
        if piece.low == "according" and pieces[index + 1].low == "to":
            speaker = heard(pieces, index + 2, at)
            if speaker:
                yield Said(speaker, (index, index + 2), "according_before", 0.8)
        elif is_verb(pieces, index):
            speaker = subject_of(pieces, index, begin)
            if speaker:
                yield _scored(pieces, speaker, index, at)
        elif piece.low in lex.STATED and index > begin:
            said = _stated(pieces, index, at, begin)
            if said:
                yield said


def _stated(pieces: list[Piece], index: int, at: int, begin: int) -> Said | None:
    """`the mayor's words: "…"`, `reply from the ministry: "…"`."""
    owner = pieces[index - 1].low
    if owner.endswith(("’s", "'s", "s’")) or owner in lex.POSSESSIVES:
        speaker = phrase_behind(pieces, index, begin)
        return Said((speaker[0], index), (index, index + 1), "possessor", 0.5) if speaker else None
    if index + 2 < at and pieces[index + 1].low in {"from", "of", "by"}:
        speaker = phrase_ahead(pieces, index + 2, at)
        return Said(speaker, (index, index + 2), "possessor", 0.5) if speaker else None
    return None


def _label(pieces: list[Piece], at: int, begin: int) -> Said | None:
    """A name and a colon: `Ada Stone: "…"`."""
    colon = at - 1
    if colon <= begin or pieces[colon].low != ":":
        return None
    speaker = phrase_behind(pieces, colon, begin)
    if speaker is None or not all(piece.is_capital for piece in pieces[slice(*speaker)]):
        return None
    return Said(speaker, (colon, colon + 1), "label", 0.85 if speaker[0] == begin else 0.6)


def _scored(pieces: list[Piece], speaker: Range, verb: int, at: int) -> Said:
    """The frame with how sure it is: by the verb, by who is its subject, and how far they are."""
    low = pieces[verb].low
    rule, sure = "mind_before", 0.45
    if low in lex.SPEECH:
        rule, sure = "speech_before", 0.95
    elif low in lex.MENTION:
        rule, sure = "mention_before", 0.78
    sure *= phrase_worth(pieces, speaker) * 0.995 ** (at - verb)
    return Said(speaker, (verb, verb + 1), rule, sure)


def phrase_worth(pieces: list[Piece], phrase: Range) -> float:
    """How likely the phrase is for somebody who speaks, 0 to 1."""
    words = pieces[slice(*phrase)]
    low = words[0].low
    if low in {"him", "her"} and len(words) == 1:
        return 0.9
    if low in lex.PRONOUNS:
        return 0.97 if low in {"he", "she"} else 0.9 if low in {"they", "i", "we"} else 0.5
    if any(piece.is_capital and piece.low not in lex.DETERMINERS for piece in words):
        return 0.6 if words[0].low in {"this", "that"} else 1.0
    return 0.85 if any(_is_person_noun(piece.low) for piece in words) else 0.45


def _is_person_noun(low: str) -> bool:
    return low in lex.ROLES or low.removesuffix("s") in lex.ROLES or low in _PEOPLE
