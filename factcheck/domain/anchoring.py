"""Tying a claim to its exact words: spans of an article's normalised text, and links to them.

All offsets are Unicode code points of the text as `texts.normalise` leaves it, from 0, end
exclusive (A2). What becomes of a span when the text changes is in `reanchoring`.
"""

import re
from array import array
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote as percent_encode

from factcheck.domain import characters
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import CONTEXT_CHARS, QUOTE_CHARS, QUOTE_PLACES
from factcheck.domain.texts import paragraphs

_WORD = re.compile(r"\w+(?:['’\-.,]\w+)*")
_NOT_THERE = "The quote is not in the article."


@dataclass(frozen=True)
class Span:
    """Exact words and where they stand, with up to 32 characters on either side (A1, A5)."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text covered by the same spans throughout.

    `ids` are those spans' ids, outermost first; `starts` and `ends` those of them whose first or
    last character is in this piece, so that a span cut by a paragraph starts and ends only once.
    """

    start: int
    end: int
    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def span_at(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end`, widened to whole visible characters, blanks trimmed (A3).

    Raises BadInput if it is empty, reversed or outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise BadInput(_NOT_THERE)
    while characters.is_inside_cluster(text, start):
        start -= 1
    while characters.is_inside_cluster(text, end):
        end += 1
    start, end = _trim(text, start, end)
    if start == end:
        raise BadInput(_NOT_THERE)
    prefix, suffix = text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]
    return Span(start, end, text[start:end], prefix, suffix)


def stretched(text: str, span: Span) -> dict[str, Span]:
    """The span with one word more or fewer at either end; keys are left out where there is no such word.

    Keys: `more_before`, `fewer_before`, `more_behind`, `fewer_behind`. Words are looked for inside the span's lines
    only.
    """
    low = text.rfind("\n", 0, span.start) + 1
    high = text.find("\n", span.end)
    line = text[low : high if high >= 0 else len(text)]
    places = [(low + word.start(), low + word.end()) for word in _WORD.finditer(line)]
    inside = [place for place in places if place[1] > span.start and place[0] < span.end]
    before = [start for start, end in places if end <= span.start]
    behind = [end for start, end in places if start >= span.end]
    ends = {}
    if before:
        ends["more_before"] = (before[-1], span.end)
    if behind:
        ends["more_behind"] = (span.start, behind[0])
    if len(inside) > 1:
        ends["fewer_before"] = (inside[1][0], span.end)
        ends["fewer_behind"] = (span.start, inside[-2][1])
    return {name: span_at(text, *bounds) for name, bounds in ends.items()}


def find_quote(
    text: str,
    quote: str,
    *,
    paragraph: int | None = None,
    occurrence: int | None = None,
    where: str = "the article",
) -> Span:
    """The span whose words are `quote`, in the whole text or in one paragraph (from 1).

    Words found exactly win; else blanks of any length and kind, and typographic quotes and dashes,
    count as the plain ones. Places may overlap; `occurrence` counts them from 1. Raises BadInput if
    the words are not there, or stand in several places and `occurrence` is left out; `where` is what the sentence
    calls the whole text.
    """
    needle = _clean_quote(quote)
    low, high, where = _scope(text, paragraph, where)
    places = _exact_places(text, needle, low, high) or _folded_places(text, needle, low, high)
    if not places:
        raise BadInput(f"The quote is not in {where}.")
    return span_at(text, *_choose(places, occurrence, where))


def pieces(start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """Cut [start, end) wherever one of the (id, start, end) spans begins or ends (A9).

    The pieces tile the range without gaps; spans may overlap, nest, repeat an id and cross the
    range's bounds. A range that is empty has no pieces.
    """
    inside = [span for span in spans if max(span[1], start) < min(span[2], end)]
    # Outermost first: by beginning, the longer one before the shorter.
    waiting = sorted(((s, -e, span_id) for span_id, s, e in inside), reverse=True)
    bounds = {bound for _, s, e in inside for bound in (s, e) if start < bound < end}
    open_spans: list[tuple[int, int, int]] = []
    found: list[Piece] = []
    for low, high in pairwise(sorted({start, end} | bounds) if start < end else []):
        open_spans = [span for span in open_spans if -span[1] > low]
        while waiting and waiting[-1][0] <= low:
            insort(open_spans, waiting.pop())
        found.append(_piece(low, high, open_spans))
    return found


def text_fragment(span: Span) -> str:
    """`#:~:text=...` to put behind an address, so that the browser scrolls to the words (A10).

    Whole words only; a span over several lines, or a long one, is named by its first and last
    words. The context on both sides keeps the first match the right one.
    """
    head, words, tail = _whole_words(span)
    terms = [_encode(term) for term in _first_and_last([*filter(str.strip, words.split("\n"))])]
    before, after = head.rpartition("\n")[2], tail.partition("\n")[0]
    if characters.has_readable(before):
        terms.insert(0, f"{_encode(before)}-")
    if characters.has_readable(after):
        terms.append(f"-{_encode(after)}")
    return f"#:~:text={','.join(terms)}"


def passage_address(url: str, span: Span) -> str:
    """The address `url`, leading on to the words of `span`; a fragment it has already stays (A10)."""
    fragment = text_fragment(span)
    return f"{url}{fragment.removeprefix('#') if '#' in url else fragment}"


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(characters.BLANKS + "\n", " "),
    }
)
# Written into words without being seen: soft hyphens and zero-width characters.
_UNSEEN = frozenset("\xad" + characters.ZERO_WIDTH)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take blanks off both ends; one that carries an accent is a visible character and stays."""
    while start < end and _is_blank(text[start]) and _may_cut(text, start + 1):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(character: str) -> bool:
    return character.isspace() or character in characters.ZERO_WIDTH


def _may_cut(text: str, index: int) -> bool:
    return not characters.is_inside_cluster(text, index)


def _clean_quote(quote: str) -> str:
    """The quote in the form of the text; not `clean_text`, since a span may be one emoji."""
    if len(quote) > QUOTE_CHARS:
        raise BadInput(f"The quote is {len(quote):,} characters long; at most {QUOTE_CHARS:,}.")
    if characters.find_fault(characters.LINE_BREAKS.sub("\n", quote), "The quote"):
        raise BadInput(_NOT_THERE)
    cleaned = characters.nfc(characters.LINE_BREAKS.sub("\n", quote))
    start, end = _trim(cleaned, 0, len(cleaned))
    if start == end:
        raise BadInput("Write the quote.")
    return cleaned[start:end]


def _scope(text: str, paragraph: int | None, where: str) -> tuple[int, int, str]:
    """Where to look, as offsets and in words."""
    if paragraph is None:
        return 0, len(text), where
    found = paragraphs(text)
    if not 1 <= paragraph <= len(found):
        raise BadInput(f"Choose one of the paragraphs 1 to {len(found):,}.")
    return found[paragraph - 1].start, found[paragraph - 1].end, f"paragraph {paragraph:,}"


def _exact_places(text: str, needle: str, low: int, high: int) -> list[tuple[int, int]]:
    places = ((start, start + len(needle)) for start in _starts(text, needle, low, high))
    return [place for place in places if all(_may_cut(text, bound) for bound in place)]


def _folded_places(text: str, needle: str, low: int, high: int) -> list[tuple[int, int]]:
    plain, offsets = _fold(text[low:high])
    folded = _fold(needle)[0].strip()
    starts = _starts(plain, folded, 0, len(plain)) if folded else ()
    places = (
        (low + offsets[start], low + offsets[start + len(folded) - 1] + 1) for start in starts
    )
    return [place for place in places if all(_may_cut(text, bound) for bound in place)]


def _starts(text: str, needle: str, low: int, high: int) -> Iterator[int]:
    """Where the needle begins, overlaps included; one more than can be told apart, then no more."""
    start = text.find(needle, low, high)
    for _ in range(QUOTE_PLACES + 1):
        if start < 0:
            return
        yield start
        start = text.find(needle, start + 1, high)


def _fold(text: str) -> tuple[str, "array[int]"]:
    """The text with plain quotes, dashes and single blanks, and the offset of each character."""
    kept: list[str] = []
    offsets = array("L")
    for index, character in enumerate(text.translate(_PLAIN)):
        is_repeated = character == " " and kept[-1:] == [" "]
        if character not in _UNSEEN and not is_repeated:
            kept.append(character)
            offsets.append(index)
    return "".join(kept), offsets


def _choose(places: list[tuple[int, int]], occurrence: int | None, where: str) -> tuple[int, int]:
    count = len(places)
    if occurrence is None and count > QUOTE_PLACES:
        times = f"more than {QUOTE_PLACES:,} times"
        raise BadInput(f"These words stand {times} in {where}; choose longer words.")
    if occurrence is None and count > 1:
        raise BadInput(f"These words stand {count:,} times in {where}; say which.")
    if not 1 <= (occurrence or 1) <= count or occurrence == 0:
        times = "once" if count == 1 else f"{count:,} times"
        raise BadInput(f"These words stand {times} in {where}; say a number from 1 to {count:,}.")
    return places[(occurrence or 1) - 1]


# ── Marks and links ──────────────────────────────────────────────────────────────────────────────

_CUT_WORD_BEFORE, _CUT_WORD_AFTER = re.compile(r"\w+\Z"), re.compile(r"\w+")
_LONG_CHARS, _END_WORDS = 200, 6


def _piece(low: int, high: int, open_spans: Sequence[tuple[int, int, int]]) -> Piece:
    """`open_spans` are (start, -end, id), which sorts the outermost first."""
    return Piece(
        low,
        high,
        ids=tuple(dict.fromkeys(span_id for _, _, span_id in open_spans)),
        starts=tuple(dict.fromkeys(span_id for s, _, span_id in open_spans if s == low)),
        ends=tuple(dict.fromkeys(span_id for _, e, span_id in open_spans if -e == high)),
    )


def _whole_words(span: Span) -> tuple[str, str, str]:
    """The context before, the words and the context after, none of them cutting a word."""
    head, words, tail = span.prefix, span.exact, span.suffix
    cut = _CUT_WORD_BEFORE.search(head)
    if cut and _CUT_WORD_AFTER.match(words):
        head, words = head[: cut.start()], cut[0] + words
    cut = _CUT_WORD_AFTER.match(tail)
    if cut and _CUT_WORD_BEFORE.search(words):
        words, tail = words + cut[0], tail[cut.end() :]
    # A context as long as the limit may begin or end in the middle of a word.
    if len(span.prefix) == CONTEXT_CHARS:
        head = _CUT_WORD_AFTER.sub("", head, count=1) if head[:1].isalnum() else head
    if len(span.suffix) == CONTEXT_CHARS:
        tail = _CUT_WORD_BEFORE.sub("", tail)
    return head, words, tail


def _first_and_last(lines: Sequence[str]) -> list[str]:
    first, last = lines[0].split(), lines[-1].split()
    is_short = len(lines[0]) <= _LONG_CHARS or len(first) <= 2 * _END_WORDS
    if len(lines) == 1 and is_short:
        return [lines[0]]
    return [" ".join(first[:_END_WORDS]), " ".join(last[-_END_WORDS:])]


def _encode(term: str) -> str:
    """One term of a text directive; a bare hyphen, comma or ampersand would end it."""
    return percent_encode(" ".join(term.split()), safe="").replace("-", "%2D")
