"""What words in quotation marks are: somebody's speech, a title, or a word held at arm's length."""

from factcheck.domain.quotes import lexicon as lex
from factcheck.domain.quotes.attribution import Speech
from factcheck.domain.quotes.words import QUOTE, STOPS, WORD, Paragraph, quote_end

DIRECT, TITLE, SCARE = "direct", "title", "scare"
_NEAR = 4
_SHORT = 3
_SURE = frozenset("straight inverted according unknown reopened colon label".split())
_SMALL = frozenset(
    "the a an of on in and or for to at by with from as is are be it s into over under".split()
)


def kind_of(para: Paragraph, index: int, speech: Speech) -> str:
    """The kind of the quote that is the piece at `index`."""
    words = para.pieces[index].text.strip("\"'”“’‘»«›‹„‟,.!?… ").split()
    ending = quote_end(para.pieces[index])
    if speech.rule in _SURE or ending in {"!", "?"}:
        return DIRECT
    if _is_introduced(para, index) and speech.speaker:
        return DIRECT
    if _is_termed(para, index) and len(words) <= 2 * _SHORT:
        return SCARE
    if len(words) <= 25 and ending not in STOPS - {"."} and _is_title(para, index, words):
        return TITLE
    is_sentence = ending in STOPS and speech.rule != "none"
    if (
        len(words) <= _SHORT
        and not is_sentence
        and speech.rule
        in {
            "none",
            "mind_before",
            "carried",
            "next",
            "earlier",
        }
    ):
        return SCARE
    return DIRECT


def _is_introduced(para: Paragraph, index: int) -> bool:
    """Whether a verb of saying leads straight on to the quote: `she said: "…"`."""
    if not index:
        return False
    before = para.pieces[index - 1]
    if before.low in {",", ":"}:
        return index > 1 and para.pieces[index - 2].low not in lex.TITLED
    return before.low in lex.SPEECH or (
        before.low == "that" and para.pieces[index].text[1:2].islower()
    )


def _words_before(para: Paragraph, index: int) -> list[str]:
    """The lower-case words right before the quote, the nearest first; a quote or a stop ends them."""
    found: list[str] = []
    for piece in reversed(para.pieces[max(para.first[index], index - _NEAR) : index]):
        if piece.kind != WORD:
            break
        found.append(piece.low)
    return found


def _is_termed(para: Paragraph, index: int) -> bool:
    before = _words_before(para, index)[:2]
    return bool(before) and (
        before[0] in lex.TERMED or (before[1:] == ["the"] and before[0] == "so-called")
    )


def _is_title(para: Paragraph, index: int, words: list[str]) -> bool:
    """Whether the words name a law, a work or a body."""
    has_noun = _has_titled_noun(para, index)
    names = [word for word in words if word.lower() not in _SMALL]
    capitals = sum(1 for word in names if word[:1].isupper() or word[:1].isdigit())
    is_named = bool(names) and capitals >= 0.75 * len(names)
    if has_noun:
        return words[0][:1].isupper() or words[0][:1].isdigit()
    return is_named and len(names) >= 2 and quote_end(para.pieces[index]) not in STOPS


def _has_titled_noun(para: Paragraph, index: int) -> bool:
    """Whether a law, a book or a party is named right before or right behind the quote."""
    before = _words_before(para, index)
    for place, low in enumerate(before):
        if low.removesuffix("s") in lex.TITLED or low in lex.TITLED:
            return not any(word in lex.SPEECH for word in before[:place])
    behind = para.pieces[index + 1] if index + 1 < len(para.pieces) else None
    return behind is not None and behind.kind != QUOTE and behind.low in lex.TITLED
