"""Speech without quotation marks that a sentence reports, and the block that ends with its frame.

"The mayor said that the bridge is closed", "…, according to her", and in translated news a whole
paragraph in the first person before ", the deputy said.".
"""

from typing import NamedTuple

from factcheck.domain.limits import QUOTES
from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.frames import OBJECTS, Said, cue_behind, heard, phrase_worth
from factcheck.domain.quotes.subjects import is_verb, phrase_ahead, subject_of
from factcheck.domain.quotes.words import QUOTE, STOPS, WORD, Paragraph, Piece

_BREAKS = frozenset(",?!…—–-―")
_NEAR_COLON = 8
_WHO = 16
_REACH = 60
_BLOCK_PIECES = 1_500
_NO_SUBJECT = frozenset("this that these those".split())
_VIEWS = frozenset("words opinion view estimate estimates account".split())
_CUES = lex.AFTER | lex.CLAUSE | {"according"} | _VIEWS
# Among what may stand beside a verb, those that show that there is one.
_VERBAL = lex.AUXILIARY - {"later", "then", "earlier", "on", "to"}
_OWNERS = frozenset("his her their".split())
_NOBODY = frozenset("i we you who".split())
_SELF = frozenset("i me my we our us i’m i'm we’re we're i’ve i've we’ve we've".split())
_OWN = frozenset(
    "i i’m i'm i’ve i've i’d i'd i’ll i'll me my mine myself we we’re we're we’ve we've we’ll we'll us"
    " our ours ourselves you your yours you’re you're let’s let's yes".split()
)


class Told(NamedTuple):
    """Pieces [first, behind) that `said` gives to somebody; `rule` begins with the kind."""

    first: int
    behind: int
    said: Said
    rule: str
    confidence: float


def has_voice(pieces: list[Piece]) -> bool:
    """Whether the words sound spoken: a first or second person, a question, an exclamation."""
    return any(piece.low in _OWN or piece.low in {"!", "?"} for piece in pieces)


def is_first_person(pieces: list[Piece]) -> bool:
    """Whether somebody speaks of himself or of his own."""
    return any(piece.low in _SELF for piece in pieces)


def stop_of(para: Paragraph, at: int) -> int:
    """The end of the sentence at `at`, its full stop left out."""
    end = para.behind[at] if at < len(para.behind) else len(para.pieces)
    while end > at and para.pieces[end - 1].low in STOPS | {":", ";"}:
        end -= 1
    return end


def by_sentence(para: Paragraph) -> list[Told]:
    """What the sentences of a paragraph report, one after the other."""
    found: list[Told] = []
    begin, free = 0, 0
    cues = [index for index, piece in enumerate(para.pieces) if piece.low in _CUES]
    for cue in cues:
        if cue < begin:
            continue
        if len(found) >= QUOTES:
            break
        begin = para.first[cue]
        end = para.behind[begin]
        tail = _tail(para, begin)
        told = _closed(para, free, begin, *tail) if tail else _inside(para, begin)
        if told or tail:
            found.extend(told)
            end = max([end, *(one.behind for one in told)])
            free = end
        begin = end
    return found


def _inside(para: Paragraph, begin: int) -> list[Told]:
    told = _colon(para, begin) or _clause(para, begin) or _according(para, begin)
    return [told] if told else []


def _tail(para: Paragraph, begin: int) -> tuple[int, Said] | None:
    """The break before `the deputy said` that closes the sentence, and that frame."""
    pieces, stop = para.pieces, stop_of(para, begin)
    if pieces[begin].kind == QUOTE:
        return None
    if begin and pieces[begin - 1].low in {"?", "!", "…"} and stop - begin <= 8:
        said = cue_behind(pieces, begin, stop)
        if said:
            return begin - 1, said
    for at in range(stop - 2, max(begin + 1, stop - _REACH), -1):
        if pieces[at].low not in _BREAKS:
            continue
        said = cue_behind(pieces, at + 1, stop)
        if (
            said is None
            or not said.cue
            or _goes_on(pieces, max(said.cue[1], said.speaker[1]), stop)
        ):
            continue
        if not _is_no_speech(pieces, begin, at):
            return at, said
    return None


def _is_no_speech(pieces: list[Piece], begin: int, at: int) -> bool:
    """Whether the words up to the break only introduce the frame, or are a marked quote."""
    begin = max(begin, at - 2 * _REACH)
    if pieces[at - 1].kind == QUOTE or pieces[begin].low in {"as", "according"}:
        return True
    if at - begin < 3 and pieces[at].low == ",":
        return True
    if pieces[at].low != "," or has_voice(pieces[begin:at]):
        return False
    if any(piece.low in _VERBAL for piece in pieces[begin:at]):
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
    clause = _clause_start(pieces, at - 1, stop)
    if clause is not None and pieces[clause].low == "that":
        return True
    if pieces[at].low in {",", ":"}:
        return not (pieces[at].low == "," and at + 1 < stop and _says_who(pieces, at + 1, stop))
    return not (
        pieces[at].low in lex.PREPOSITIONS | lex.DAYS | OBJECTS | {"(", "to"}
        or pieces[at].low.endswith("ly")
    )


def _says_who(pieces: list[Piece], at: int, stop: int) -> bool:
    """Whether the words behind the comma tell more of the speaker: "…, a resident of Aral", "…, speaking in May"."""
    if pieces[at].low.endswith("ing"):
        return True
    rest = [piece.low for piece in pieces[at:stop]]
    is_told = rest[0] == "who" or not lex.ROLES.isdisjoint(rest)
    return is_told and len(rest) <= _WHO and lex.SPEECH.isdisjoint(rest[1:])


def _closed(para: Paragraph, free: int, begin: int, at: int, said: Said) -> list[Told]:
    """The words before `, the deputy said.`: the paragraph so far, if it sounds like one voice."""
    pieces = para.pieces
    first = begin if at >= begin else para.first[at]
    free = max(free, first - _BLOCK_PIECES)
    worth = said.confidence * max(0.75, phrase_worth(pieces, said.speaker))
    if not has_voice(pieces[free:at]) and pieces[at].low != "?":
        return [Told(first, at, said, "indirect_tail", worth * 0.9)]
    start = _first_of_block(para, free, first)
    until = at + 1 if pieces[at].low in {"?", "!", "…"} else at
    found = [Told(start, until, said, "block_tail", worth * 0.95)]
    rest = para.behind[begin]
    end = _end_of_voice(para, rest)
    if end > rest:
        found.append(Told(rest, end, said, "block_rest", worth * 0.75))
    return found


def _first_of_block(para: Paragraph, free: int, begin: int) -> int:
    """How far back one voice reaches: to the last sentence that lets somebody else speak."""
    at = begin
    while at > free:
        before = para.first[at - 1]
        if before < free or _narrates(para, before):
            break
        at = before
    return at


def _narrates(para: Paragraph, begin: int) -> bool:
    pieces, stop = para.pieces, stop_of(para, begin)
    if has_voice(pieces[begin:stop]):
        return False
    return any(
        pieces[index].low in lex.SPEECH and is_verb(pieces, index) for index in range(begin, stop)
    )


def _end_of_voice(para: Paragraph, begin: int) -> int:
    """The end of the sentences from `begin` on that go on in the same voice."""
    end = begin
    while end < len(para.pieces) and end - begin < _BLOCK_PIECES:
        if not has_voice(para.pieces[end : para.behind[end]]):
            break
        if _tail(para, end) or _clause(para, end):
            break
        end = para.behind[end]
    return end


def _colon(para: Paragraph, begin: int) -> Told | None:
    """`The mayor said: We begin in May.` inside a paragraph."""
    pieces, stop = para.pieces, stop_of(para, begin)
    colon = next((i for i in range(begin + 2, stop - 2) if pieces[i].low == ":"), 0)
    if not colon or pieces[colon + 1].kind == QUOTE:
        return None
    for index in range(colon - 1, max(begin, colon - _NEAR_COLON), -1):
        if not pieces[colon + 1].is_capital and index < colon - 1:
            return None
        if pieces[index].low in lex.SPEECH and is_verb(pieces, index):
            speaker = subject_of(pieces, index, max(begin, index - _REACH))
            if speaker and phrase_worth(pieces, speaker) >= 0.8:
                said = Said(speaker, (index, index + 1), "colon", 0.85)
                end = _end_of_voice(para, para.behind[begin])
                return Told(colon + 1, end, said, "block_inline", 0.85)
    return None


def _clause(para: Paragraph, begin: int) -> Told | None:
    """`The mayor said that the bridge is closed.`"""
    pieces, stop = para.pieces, stop_of(para, begin)
    for index in range(begin + 1, stop - 2):
        if pieces[index].low not in lex.CLAUSE or not is_verb(pieces, index):
            continue
        if pieces[index - 1].low == "to":
            continue
        start = _clause_start(pieces, index, stop)
        if start is None or stop - start < 3:
            continue
        speaker = subject_of(pieces, index, max(begin, index - _REACH))
        if speaker is None or pieces[speaker[0]].low in _NOBODY:
            continue
        has_that = pieces[start].low == "that"
        worth = phrase_worth(pieces, speaker)
        if has_that and pieces[speaker[0]].low in lex.DETERMINERS - _NO_SUBJECT:
            worth = max(worth, 0.75)
        if worth >= 0.7:
            sure = 0.9 if has_that else 0.8
            said = Said(speaker, (index, index + 1), "clause", sure)
            return Told(start, stop, said, "indirect_clause", sure * worth)
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
    if ahead.is_capital or (is_said and (ahead.low in lex.DETERMINERS or ahead.text[0].isdigit())):
        return verb + 1 if is_said and ahead.low not in lex.DAYS else None
    return None


def _according(para: Paragraph, begin: int) -> Told | None:
    """`According to the mayor, …` and `…, according to the mayor`."""
    pieces, stop = para.pieces, stop_of(para, begin)
    for at in range(begin, stop - 2):
        cue = _view(pieces, at, stop)
        if cue is None:
            continue
        speaker = heard(pieces, at + 2, stop) if cue == at + 2 else (at + 1, cue - 1)
        inside = _around(pieces, begin, at, stop, max(cue, speaker[1])) if speaker else None
        if speaker is None or inside is None:
            return None
        said = Said(speaker, (at, cue), "according", 0.85)
        return Told(*inside, said, "indirect_according", 0.85)
    return None


def _view(pieces: list[Piece], at: int, stop: int) -> int | None:
    """Where `according to` ends that begins at `at`, or `in her opinion`."""
    if pieces[at].low == "according":
        return at + 2 if pieces[at + 1].low == "to" else None
    if pieces[at].low not in {"in", "by"}:
        return None
    for index in range(at + 2, min(stop, at + 7)):
        owner = pieces[index - 1].low
        if pieces[index].low in _VIEWS and (owner in _OWNERS or owner.endswith(("’s", "'s"))):
            return index + 1
    return None


def _around(
    pieces: list[Piece], begin: int, at: int, stop: int, behind: int
) -> tuple[int, int] | None:
    """What is told around `according to …` that stands at `at` and ends at `behind`."""
    comma = next((i for i in range(behind, stop) if pieces[i].low == ","), None)
    if at == begin:
        first, end = (comma + 1, stop) if comma else (begin, begin)
    else:
        first, end = begin, stop if comma else at
    if end > first and pieces[end - 1].low == ",":
        end -= 1
    return (first, end) if end - first >= 3 else None
