"""Speech without quotation marks: reported clauses, and blocks of somebody's own words.

Translated news drops the marks: a paragraph in the first person ends with ", the deputy said.", or
the paragraph before it ends with a colon. Whose words a marked quote is, is asked elsewhere.
"""

from collections.abc import Iterator

from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.attribution import Speech, span_of
from factcheck.domain.quotes.frames import OBJECTS, Said, cue_behind, heard, lead_of, phrase_worth
from factcheck.domain.quotes.subjects import SAYING, is_verb, phrase_ahead, subject_of
from factcheck.domain.quotes.words import POINT, QUOTE, STOPS, WORD, Paragraph, Piece

_BREAKS = frozenset(",?!…—–-―")
_DASHES = frozenset("—–-―")
_LABEL_WORDS = 5
_NEAR_COLON = 8
_CAPTIONS = frozenset("photo screenshot video source image picture illustration read see watch".split())
_OWN = frozenset(
    "i i’m i'm i’ve i've i’d i'd i’ll i'll me my mine myself we we’re we're we’ve we've we’ll we'll us"
    " our ours ourselves you your yours you’re you're let’s let's yes".split()
)


def unmarked(paras: list[Paragraph]) -> Iterator[Speech]:
    """Every stretch of speech outside quotation marks; `rule` begins with `block` or `indirect`."""
    lead: Said | None = None
    leading: Paragraph | None = None
    for para in paras:
        taken = False
        if lead and leading and not _is_caption(para):
            taken = _is_led(para, leading, lead)
            if taken:
                yield _whole(para, leading, lead)
        if not taken:
            yield from _labelled(para) or _dashed(para) or _by_sentence(para)
        if lead_of(para):
            lead, leading = lead_of(para), para
        elif lead and not (taken or _is_caption(para)):
            lead = None
        elif taken and lead:
            lead = lead._replace(confidence=lead.confidence * 0.8, rule="goes_on")


def has_voice(pieces: list[Piece]) -> bool:
    """Whether the words sound spoken: a first or second person, a question, an exclamation."""
    return any(piece.low in _OWN or piece.low in {"!", "?"} for piece in pieces)


def _is_caption(para: Paragraph) -> bool:
    pieces = para.pieces
    return len(pieces) <= 14 and (pieces[0].low in _CAPTIONS and pieces[-1].low not in STOPS)


def _is_led(para: Paragraph, leading: Paragraph, lead: Said) -> bool:
    """Whether the paragraph is what the one before it, ending with a colon, leads on to."""
    pieces = para.pieces
    if pieces[0].kind == QUOTE and pieces[0].end - pieces[0].start > 60:
        return False
    if lead_of(para) or phrase_worth(leading.pieces, lead.speaker) < 0.8:
        return False
    announces = leading.pieces[-2].low in lex.STATED | {"this", "following", "follows"}
    if lead.rule != "goes_on" and announces and len(pieces) > 3:
        return True
    if lead.cue and lead.rule not in {"goes_on", "lead", "mind_before"}:
        near = len(leading.pieces) - lead.cue[1] <= _NEAR_COLON
        if near and len(pieces) > 3:
            return True
    return has_voice([piece for piece in pieces if piece.kind != QUOTE])


def _whole(para: Paragraph, leading: Paragraph, lead: Said) -> Speech:
    pieces = para.pieces
    worth = 1.0 if has_voice(pieces) else 0.8
    cue = span_of(leading.pieces, lead.cue) if lead.cue else None
    speaker = span_of(leading.pieces, lead.speaker)
    return Speech(
        pieces[0].start, pieces[-1].end, speaker, cue, "block_colon", lead.confidence * worth
    )


def _labelled(para: Paragraph) -> list[Speech]:
    """`Ada Stone: We begin in May.`, as interviews are printed."""
    pieces = para.pieces
    colon = next((i for i in range(min(_LABEL_WORDS + 1, len(pieces))) if pieces[i].low == ":"), 0)
    if not 0 < colon < len(pieces) - 3 or pieces[colon + 1].kind == QUOTE:
        return []
    if not all(piece.is_capital for piece in pieces[:colon]) or not has_voice(pieces[colon:]):
        return []
    if any(is_verb(pieces, index) for index in range(colon)):
        return []
    speaker, cue = span_of(pieces, (0, colon)), span_of(pieces, (colon, colon + 1))
    start, end = pieces[colon + 1].start, pieces[-1].end
    return [Speech(start, end, speaker, cue, "block_label", 0.75)]


def _dashed(para: Paragraph) -> list[Speech]:
    """`— We have no water, — said the mayor. — Nobody came.`"""
    pieces = para.pieces
    if len(pieces) < 5 or pieces[0].low not in _DASHES or pieces[0].kind != POINT:
        return []
    dashes = [i for i, piece in enumerate(pieces) if piece.kind == POINT and piece.low in _DASHES]
    for at in dashes[1:4]:
        said = cue_behind(pieces, at + 1, _stop(para, at + 1))
        if said is None or not said.cue:
            continue
        rest = next((dash for dash in dashes if dash > max(said.cue[1], said.speaker[1]) - 1), 0)
        return [
            _unmarked(pieces, span, said, "block_dash", 0.9)
            for span in ((1, at), (rest + 1, len(pieces)))
            if span[0] > 1 or span == (1, at)
            if span[0] == 1 or rest
        ]
    return []


def _unmarked(
    pieces: list[Piece], inside: tuple[int, int], said: Said, rule: str, confidence: float
) -> Speech:
    start, end = span_of(pieces, inside)
    cue = span_of(pieces, said.cue) if said.cue else None
    return Speech(start, end, span_of(pieces, said.speaker), cue, rule, confidence)


def _stop(para: Paragraph, at: int) -> int:
    """The end of the sentence at `at`, its full stop left out."""
    end = para.behind[at] if at < len(para.behind) else len(para.pieces)
    while end > at and para.pieces[end - 1].low in STOPS | {":", ";"}:
        end -= 1
    return end


def _by_sentence(para: Paragraph) -> list[Speech]:
    """What the sentences of a paragraph report, one after the other."""
    found: list[Speech] = []
    begin, free = 0, 0
    pieces = para.pieces
    while begin < len(pieces):
        end = para.behind[begin]
        tail = _tail(para, begin)
        if tail:
            found.extend(_closed(para, free, begin, *tail))
            free = end
        else:
            speech = _colon(para, begin) or _clause(para, begin) or _according(para, begin)
            if speech:
                found.append(speech)
                free = end if speech.end <= pieces[end - 1].end else len(pieces)
                end = max(end, free)
        begin = end
    return found


def _tail(para: Paragraph, begin: int) -> tuple[int, Said] | None:
    """The break before `the deputy said` that closes the sentence, and that frame."""
    pieces, stop = para.pieces, _stop(para, begin)
    if pieces[begin].kind == QUOTE:
        return None
    if begin and pieces[begin - 1].low in {"?", "!", "…"} and stop - begin <= 8:
        said = cue_behind(pieces, begin, stop)
        if said:
            return begin - 1, said
    breaks = [i for i in range(begin + 2, stop - 1) if pieces[i].low in _BREAKS]
    for at in breaks[-5:]:
        if pieces[at].kind != POINT or _is_no_speech(pieces, begin, at):
            continue
        said = cue_behind(pieces, at + 1, stop)
        if said and said.cue and not _goes_on(pieces, max(said.cue[1], said.speaker[1]), stop):
            return at, said
    return None


def _is_no_speech(pieces: list[Piece], begin: int, at: int) -> bool:
    """Whether the words up to the break only introduce the frame, or are a marked quote."""
    if pieces[at - 1].kind == QUOTE or pieces[begin].low in {"as", "according"}:
        return True
    if at - begin < 4 and pieces[at].low == ",":
        return True
    if pieces[at].low != "," or has_voice(pieces[begin:at]):
        return False
    if any(piece.low in lex.AUXILIARY - {"later", "then", "earlier"} for piece in pieces[begin:at]):
        return False
    is_introduced = pieces[begin].low in lex.PREPOSITIONS - {"about"}
    if pieces[at - 1].low in {"later", "earlier", "ago", "however", "then"} | lex.DAYS:
        return is_introduced or at - begin <= 5
    return is_introduced and not any(piece.low == "," for piece in pieces[begin:at])


def _goes_on(pieces: list[Piece], at: int, stop: int) -> bool:
    """Whether the sentence says more behind the frame than when and where."""
    if at < stop and pieces[at - 1].low in {"told", "asked", "tells", "asks"}:
        listener = phrase_ahead(pieces, at, stop)
        at = listener[1] if listener else at + 1
    if at >= stop:
        return False
    if pieces[at].low in {",", ":"}:
        return not (pieces[at].low == "," and at + 1 < stop and pieces[at + 1].low.endswith("ing"))
    return not (
        pieces[at].low in lex.PREPOSITIONS | lex.DAYS | OBJECTS | {"(", "to"} or pieces[at].low.endswith("ly")
    )


def _closed(para: Paragraph, free: int, begin: int, at: int, said: Said) -> list[Speech]:
    """The words before `, the deputy said.`: the paragraph so far, if it sounds like one voice."""
    pieces = para.pieces
    first = begin if at >= begin else para.first[at]
    worth = said.confidence * phrase_worth(pieces, said.speaker)
    if not has_voice(pieces[free:at]) and pieces[at].low != "?":
        return [_unmarked(pieces, (first, at), said, "indirect_tail", worth * 0.9)]
    start = _first_of_block(para, free, first)
    until = at + 1 if pieces[at].low in {"?", "!", "…"} else at
    found = [_unmarked(pieces, (start, until), said, "block_tail", worth * 0.95)]
    rest = para.behind[max(said.cue or said.speaker)]
    if rest < len(pieces) and has_voice(pieces[rest:]) and not _has_frame(para, rest):
        found.append(_unmarked(pieces, (rest, len(pieces)), said, "block_rest", worth * 0.75))
    return found


def _first_of_block(para: Paragraph, free: int, begin: int) -> int:
    """How far back one voice reaches: to the last sentence that lets somebody else speak."""
    at = begin
    while at > free:
        before = para.first[at - 1]
        if _narrates(para, before):
            break
        at = before
    return at


def _narrates(para: Paragraph, begin: int) -> bool:
    pieces, stop = para.pieces, _stop(para, begin)
    if has_voice(pieces[begin:stop]):
        return False
    return any(
        pieces[index].low in SAYING and is_verb(pieces, index) for index in range(begin, stop)
    )


def _has_frame(para: Paragraph, begin: int) -> bool:
    while begin < len(para.pieces):
        if _tail(para, begin) or _clause(para, begin):
            return True
        begin = para.behind[begin]
    return False


def _colon(para: Paragraph, begin: int) -> Speech | None:
    """`The mayor said: We begin in May.` inside a paragraph."""
    pieces, stop = para.pieces, _stop(para, begin)
    colon = next((i for i in range(begin + 2, stop - 2) if pieces[i].low == ":"), 0)
    if not colon or pieces[colon + 1].kind == QUOTE or not pieces[colon + 1].is_capital:
        return None
    for index in range(colon - 1, max(begin, colon - _NEAR_COLON), -1):
        if pieces[index].low in lex.SPEECH and is_verb(pieces, index):
            speaker = subject_of(pieces, index, begin)
            if speaker and phrase_worth(pieces, speaker) >= 0.8:
                end = _end_of_voice(para, begin)
                said = Said(speaker, (index, index + 1), "colon", 0.85)
                return _unmarked(pieces, (colon + 1, end), said, "block_inline", 0.85)
    return None


def _end_of_voice(para: Paragraph, begin: int) -> int:
    """The end of the sentence, and of those behind it that go on in the same voice."""
    end = para.behind[begin]
    while end < len(para.pieces):
        behind = para.behind[end]
        if not has_voice(para.pieces[end:behind]) or _has_own_frame(para, end):
            break
        end = behind
    return end


def _has_own_frame(para: Paragraph, begin: int) -> bool:
    return _tail(para, begin) is not None or _clause(para, begin) is not None


def _clause(para: Paragraph, begin: int) -> Speech | None:
    """`The mayor said that the bridge is closed.`"""
    pieces, stop = para.pieces, _stop(para, begin)
    for index in range(begin + 1, stop - 2):
        if pieces[index].low not in lex.CLAUSE or not is_verb(pieces, index):
            continue
        start = _clause_start(pieces, index, stop)
        if start is None:
            continue
        speaker = subject_of(pieces, index, begin)
        if speaker is None or phrase_worth(pieces, speaker) < 0.8 or stop - start < 3:
            continue
        if pieces[speaker[0]].low in {"i", "we", "you", "who"}:
            continue
        has_that = pieces[start].low == "that"
        said = Said(speaker, (index, index + 1), "clause", 0.9 if has_that else 0.8)
        worth = said.confidence * phrase_worth(pieces, speaker)
        return _unmarked(pieces, (start, stop), said, "indirect_clause", worth)
    return None


def _clause_start(pieces: list[Piece], verb: int, stop: int) -> int | None:
    """Where the reported clause begins behind the verb, if one does."""
    for at in range(verb + 1, min(stop, verb + 9)):
        if pieces[at].low == "that":
            return at
        if pieces[at].kind != WORD:
            break
    ahead = pieces[verb + 1]
    if pieces[verb].low in lex.NEEDS_THAT or ahead.kind != WORD or pieces[verb].low.endswith("ing"):
        return None
    is_said = pieces[verb].low in {"said", "says", "say"}
    if ahead.low in lex.PRONOUNS or ahead.low == "there":
        return verb + 1
    if ahead.is_capital or (is_said and ahead.low in lex.DETERMINERS):
        return verb + 1 if is_said and ahead.low not in lex.DAYS else None
    return None


def _according(para: Paragraph, begin: int) -> Speech | None:
    """`According to the mayor, …` and `…, according to the mayor`."""
    pieces, stop = para.pieces, _stop(para, begin)
    for at in range(begin, stop - 2):
        if pieces[at].low != "according" or pieces[at + 1].low != "to":
            continue
        speaker = heard(pieces, at + 2, stop)
        if speaker is None:
            return None
        said = Said(speaker, (at, at + 2), "according", 0.85)
        comma = next((i for i in range(speaker[1], stop) if pieces[i].low == ","), None)
        if at == begin and comma is None:
            return None
        inside = (comma + 1, stop) if at == begin and comma else (begin, stop if comma else at)
        if inside[1] > inside[0] and pieces[inside[1] - 1].low == ",":
            inside = (inside[0], inside[1] - 1)
        if inside[1] - inside[0] < 3:
            return None
        return _unmarked(pieces, inside, said, "indirect_according", 0.85)
    return None
