"""Who does what a verb says: the words for a person or a body around it.

Ranges are indices of a paragraph's pieces, end exclusive. No grammar is parsed: a phrase ends where
a word stands that can not belong to it, and every search is bounded.
"""

from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.words import POINT, QUOTE, WORD, Piece

Range = tuple[int, int]
SAYING = lex.SPEECH | lex.MENTION | lex.MIND
_REACH = 16
_INNER = frozenset("of for from at with to in".split())
_OWNED = ("’s", "'s", "s’")
_BEFORE_PLAIN = frozenset(
    "they we i you who to will would can could may might must should shall not did do does n't don’t"
    " didn’t also people and or don't didn't never’ men women police".split()
)
_BEFORE_S = (
    lex.PRONOUNS
    | lex.ROLES
    | lex.AUXILIARY
    | frozenset(
        "and which that statement letter report source ad campaign newspaper website document release"
        " sign post caption headline poll survey study article law bill company agency ministry one".split()
    )
)
# "…, say the villagers": plain forms that stand alone behind what was said.
_TOLD_BY_MANY = frozenset(
    "say add explain believe think complain recall argue insist warn write ask admit".split()
)
_BEING = frozenset("is are was were be been ’s 's am".split())
_COMMAS = frozenset(",—–-()")


def phrase_ahead(pieces: list[Piece], at: int, end: int) -> Range | None:
    """The phrase for a person or a body that begins at `at`."""
    if at >= end or pieces[at].kind != WORD:
        return None
    if pieces[at].low in lex.PRONOUNS:
        return (at, at + 1)
    if not _may_begin(pieces, at):
        return None
    last = at
    for index in range(at, min(end, at + _REACH)):
        if not _belongs(pieces, index, at, end):
            break
        last = index + 1
    while last > at and pieces[last - 1].low in _INNER | {"and"}:
        last -= 1
    return (at, last) if last > at else None


def _may_begin(pieces: list[Piece], at: int) -> bool:
    low = pieces[at].low
    if (
        low in lex.DAYS
        or low in lex.PREPOSITIONS
        or low in lex.LINKERS - {"one", "second", "first"}
    ):
        return False
    return low not in lex.AUXILIARY or low in lex.DETERMINERS


def _belongs(pieces: list[Piece], index: int, at: int, end: int) -> bool:
    piece = pieces[index]
    if piece.kind == POINT and piece.low in "&/":
        return True
    if piece.kind == QUOTE:
        return piece.end - piece.start < 40 and index > at
    if piece.kind != WORD or piece.low in lex.AUXILIARY or piece.low in lex.RELATIVES:
        return False
    if piece.low in _INNER - {"to", "in"}:
        return index > at and index + 1 < end and pieces[index + 1].kind == WORD
    if piece.low == "and":
        return _joins(pieces, index, end)
    if piece.low in lex.PREPOSITIONS and index > at:
        return False
    if index > at and (is_verb(pieces, index) or piece.low in lex.PRONOUNS):
        return False
    return not (piece.low.endswith("ly") and not piece.is_capital) and (
        piece.low not in lex.DAYS or index == at
    )


def _joins(pieces: list[Piece], index: int, end: int) -> bool:
    """Whether "and" joins two names or two nouns of one phrase."""
    if index + 1 >= end or pieces[index + 1].kind != WORD:
        return False
    ahead = pieces[index + 1]
    if ahead.low in lex.PRONOUNS or is_verb(pieces, index + 1):
        return False
    return ahead.is_capital == pieces[index - 1].is_capital


def is_verb(pieces: list[Piece], index: int) -> bool:
    """Whether the word is a verb of saying here, not the noun that is written the same."""
    piece = pieces[index]
    if piece.low in lex.PHRASAL and index + 1 < len(pieces):
        return pieces[index + 1].low in lex.PHRASAL[piece.low]
    if piece.low not in SAYING:
        return False
    if piece.is_capital and index and pieces[index - 1].kind == WORD:
        return False
    if index == 0 or piece.low in {"said", "says", "told", "wrote", "added"}:
        return True
    return _is_verb_behind(pieces[index - 1], piece)


def _is_verb_behind(before: Piece, piece: Piece) -> bool:
    """The same, by the word right before it."""
    low = before.low
    if piece.low in _TOLD_BY_MANY and before.kind != WORD:
        return True
    if piece.low in lex.PLAIN:
        return low in _BEFORE_PLAIN or (
            low[-1:] == "s" and not low.endswith((*_OWNED, "ss", "us", "is"))
        )
    if low in lex.DETERMINERS - {"one", "some", "many", "both", "all", "most", "others", "few"}:
        return low == "that" and not piece.low.endswith("s")
    if low.endswith(_OWNED):
        return False
    if piece.low[-1:] == "s" and before.kind == WORD and low not in _BEFORE_S:
        return before.is_capital or low.endswith("ly")
    if low in lex.PREPOSITIONS - {"to", "by", "while", "when", "what", "who", "how", "as", "after"}:
        return piece.low.endswith("ing")
    return True


def phrase_behind(pieces: list[Piece], at: int, begin: int) -> Range | None:
    """The phrase for a person or a body whose last word is the one before `at`."""
    last = at - 1
    if last < begin or pieces[last].kind != WORD:
        return None
    if pieces[last].low in lex.PRONOUNS:
        return (last, at)
    first = last
    for index in range(last, max(begin, last - _REACH) - 1, -1):
        if not _goes_back(pieces, index, begin):
            break
        first = index
        if pieces[index].low in lex.DETERMINERS and (
            index == begin or pieces[index - 1].low not in _INNER - {"to", "in", "with"}
        ):
            break
    else:
        index = first - 1
    while first <= last and (
        pieces[first].low in lex.LINKERS
        or pieces[first].low in _INNER
        or (pieces[first].low in lex.DAYS and first < last)
    ):
        first += 1
    if first > last or pieces[first].kind != WORD:
        return None
    return (first, at)


def _goes_back(pieces: list[Piece], index: int, begin: int) -> bool:
    piece = pieces[index]
    if piece.kind == POINT and piece.low in "&/":
        return True
    if piece.kind != WORD or piece.low in lex.AUXILIARY - {"all", "both"}:
        return False
    if piece.low == "and":
        return index > begin and pieces[index - 1].is_capital
    if piece.low in lex.PRONOUNS or piece.low in lex.RELATIVES or piece.low in lex.LINKERS:
        return False
    if piece.low in lex.PREPOSITIONS:
        return piece.low in _INNER - {"to", "in"}
    return not is_verb(pieces, index)


def subject_of(pieces: list[Piece], verb: int, begin: int) -> Range | None:
    """Who does what the verb at `verb` says, looked for from there back to `begin`."""
    at = verb
    while at > begin and _is_between(pieces[at - 1]):
        at -= 1
    if at == begin:
        return None
    piece = pieces[at - 1]
    is_leaning = _leans(pieces, at, verb)
    if piece.low == "who":
        return _before_commas(pieces, at - 1, begin) or (at - 1, at)
    if piece.kind == POINT and piece.low in _COMMAS:
        if is_leaning:
            return first_subject(pieces, begin, verb)
        return _before_commas(pieces, at, begin) or first_subject(pieces, begin, verb)
    if is_leaning and piece.kind == WORD:
        found = phrase_behind(pieces, at, begin)
        if found and found[0] > begin and pieces[found[0] - 1].low == "with":
            return found
    if (
        piece.low in {"and", "but", "to", "by", "or", "then", "before", "while", "when"}
        or is_leaning
    ):
        return first_subject(pieces, begin, verb)
    return phrase_behind(pieces, at, begin) or first_subject(pieces, begin, verb)


def _leans(pieces: list[Piece], at: int, verb: int) -> bool:
    """Whether the verb leans on an earlier one: "…, adding", but not "she is adding"."""
    if not pieces[verb].low.endswith("ing"):
        return False
    return not any(piece.low in _BEING for piece in pieces[at:verb])


def _is_between(piece: Piece) -> bool:
    """Whether the word may stand between a subject and its verb."""
    if piece.kind != WORD:
        return False
    return piece.low in lex.AUXILIARY or (piece.low.endswith("ly") and not piece.is_capital)


def _before_commas(pieces: list[Piece], at: int, begin: int) -> Range | None:
    """The phrase before what is added between commas: "Ada Stone, the mayor, said"."""
    commas = [
        index
        for index in range(at - 1, max(begin, at - 3 * _REACH) - 1, -1)
        if pieces[index].low in _COMMAS and pieces[index].kind == POINT
    ]
    for nearer, comma in enumerate(commas):
        if nearer == 0 and comma == at - 1:
            continue
        left, earlier = (
            commas[place] + 1 if place < len(commas) else begin
            for place in (nearer + 1, nearer + 2)
        )
        found = phrase_behind(pieces, comma, left)
        is_first = left == begin or _introduces(pieces[earlier])
        if found and not _is_added(pieces, left, found, is_first=is_first):
            return _named(pieces, found, comma, at)
    return None


def _introduces(piece: Piece) -> bool:
    """Whether the words that begin so only lead up to the subject: "In May, the mayor"."""
    return piece.low in lex.PREPOSITIONS or piece.low in lex.LINKERS or _is_opening(piece)


def _named(pieces: list[Piece], found: Range, comma: int, end: int) -> Range:
    """The name between the commas where the phrase before them has none: "the mayor, Ada Stone,"."""
    if not any(piece.low in lex.ROLES and piece.text.islower() for piece in pieces[slice(*found)]):
        return found
    first = at = comma + 1
    while at < end and pieces[at].low in lex.ROLES and pieces[at].text.islower():
        first = at = at + 1
    while at < end and pieces[at].is_capital and pieces[at].low not in lex.DETERMINERS:
        at += 1
    is_name = first + 1 <= at <= first + 4 and at < len(pieces) and pieces[at].low in _COMMAS
    return (first, at) if is_name else found


def _is_added(pieces: list[Piece], left: int, found: Range, *, is_first: bool) -> bool:
    """Whether the words between commas only add to what stands before them."""
    while left < found[0] and pieces[left].low in {"and", "but", "that"}:
        left += 1
    head = pieces[left]
    if head.kind != WORD or head.low in lex.PREPOSITIONS or head.low in lex.RELATIVES:
        return True
    if head.low[:1].isdigit():
        return True
    return not is_first and head.low in lex.DETERMINERS | {"former"}


def first_subject(pieces: list[Piece], begin: int, end: int) -> Range | None:
    """Who the clause is about: the first phrase behind what introduces it."""
    at = begin
    while at < end:
        piece = pieces[at]
        if piece.kind == POINT or piece.low in lex.LINKERS - lex.RELATIVES:
            at += 1
        elif piece.kind == QUOTE or piece.low in lex.PREPOSITIONS or _is_opening(piece):
            at = _behind_comma(pieces, at, end)
        else:
            found = phrase_ahead(pieces, at, end)
            if found:
                return found
            at = _behind_comma(pieces, at, end)
    return None


def _is_opening(piece: Piece) -> bool:
    return piece.low.endswith(("ing", "ly")) and piece.low not in {"king", "sterling"}


def _behind_comma(pieces: list[Piece], at: int, end: int) -> int:
    for index in range(at, end):
        if pieces[index].kind == POINT and pieces[index].low in ",—–":
            return index + 1
    return end
