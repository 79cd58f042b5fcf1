"""From words back to characters: what counts as the same words, and where a place begins and ends.

`alignment` knows which word became which; here a span of characters is carried over, with the
quotation marks, full stops and parts of words at its ends.
"""

import unicodedata

from factcheck.domain import characters
from factcheck.domain.alignment import NONE, Alignment

_QUOTES = frozenset("\"'“”„‟«»″‘’‚‛′ʼ")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\xad" + characters.ZERO_WIDTH, None),
    }
)
_SLACK = 2  # words more than were replaced: then somebody put words beside the span


def plain(text: str) -> str:
    """The text as its words are compared: NFC, plain quotation marks and dashes, single blanks."""
    return " ".join(characters.nfc(text.translate(_PLAIN)).split())


def cuts_a_word(made: Alignment, start: int, end: int) -> tuple[bool, bool]:
    """Whether [start, end) of the new text begins, and whether it ends, inside a word."""
    first, last = made.new.touching(start, end)
    if first == last:
        return False, False
    return made.new.starts[first] < start, made.new.ends[last - 1] > end


def carried(
    made: Alignment, start: int, end: int, words: tuple[int, int], to: tuple[int, int]
) -> tuple[int, int]:
    """The characters of the new words [to) that stand for [start, end) around the old words [words).

    Parts of a word are carried over when the word is the same; marks before and behind the words
    when the same marks, or marks of the same kind, stand in the new text.
    """
    first, last = words[0], words[1] - 1
    old, new = made.old, made.new
    low, high = new.starts[to[0]], new.ends[to[1] - 1]
    if made.forward[first] == to[0] and start > old.starts[first]:
        low = min(low + start - old.starts[first], new.ends[to[0]])
    if made.forward[last] == to[1] - 1 and end < old.ends[last]:
        high = max(high - (old.ends[last] - end), new.starts[to[1] - 1])
    if start < old.starts[first]:
        floor = new.ends[to[0] - 1] if to[0] else 0
        low = _reach(old.text[start : old.starts[first]], new.text, low, floor, -1)
    if end > old.ends[last]:
        roof = new.starts[to[1]] if to[1] < len(new.starts) else len(new.text)
        high = _reach(old.text[old.ends[last] : end], new.text, high, roof, 1)
    while high < len(new.text) and characters.is_inside_cluster(new.text, high):
        high += 1
    while characters.is_inside_cluster(new.text, low):
        low -= 1
    return low, max(low, high)


def _reach(marks: str, text: str, at: int, limit: int, step: int) -> int:
    """How far the place reaches over the marks beside its words, away from them."""
    reached = at
    for mark in marks if step > 0 else reversed(marks):
        if mark.isspace():
            continue
        here = _beyond_blanks(text, at, limit, step)
        if here == limit or not _is_alike(mark, text[here if step > 0 else here - 1]):
            continue
        at = reached = here + step
    return reached


def _beyond_blanks(text: str, at: int, limit: int, step: int) -> int:
    while at != limit and text[at if step > 0 else at - 1].isspace():
        at += step
    return at


def _is_alike(mark: str, other: str) -> bool:
    if mark == other or {mark, other} <= _QUOTES:
        return True
    kinds = unicodedata.category(mark), unicodedata.category(other)
    return kinds[0] == kinds[1] and mark not in _QUOTES and other not in _QUOTES


def gap_between(made: Alignment, first: int, last: int) -> tuple[int, int, int, int] | None:
    """What surrounds the old words [first, last) when none has a partner.

    The free old words [a, b) around them and the new words [c, d) that stand in their stead
    between the same two neighbours; None when the neighbours went apart.
    """
    a, b = first, last
    while a and made.forward[a - 1] == NONE:
        a -= 1
    while b < len(made.forward) and made.forward[b] == NONE:
        b += 1
    c = made.forward[a - 1] + 1 if a else None
    d = made.forward[b] if b < len(made.forward) else None
    if c is None and d is None:
        return None
    c = _free_before(made, d) if c is None and d is not None else c
    d = _free_behind(made, c) if d is None and c is not None else d
    if c is None or d is None or c > d or any(to != NONE for to in made.backward[c:d]):
        return None
    return a, b, c, d


def _free_before(made: Alignment, at: int) -> int:
    while at and made.backward[at - 1] == NONE:
        at -= 1
    return at


def _free_behind(made: Alignment, at: int) -> int:
    while at < len(made.backward) and made.backward[at] == NONE:
        at += 1
    return at


def edge(made: Alignment, inside: int, outside: int, free: tuple[int, int], cut: int) -> int:
    """Where in the free new words [free) the left bound of a span belongs.

    Of the free old words `outside` stand before the bound, which is before old word `cut`, and
    `inside` behind it. They share the new words in proportion; new words that no old ones make
    room for stay out. A bound between sentences is looked for between sentences.
    """
    low, high = free
    room = high - low
    if not inside:
        return high
    wanted = low + round(room * outside / (inside + outside))
    if not outside and room > inside + _SLACK:
        wanted = high - inside
    return _snapped(made, wanted, free, cut)


def right_edge(made: Alignment, inside: int, outside: int, free: tuple[int, int], cut: int) -> int:
    """The same for the right bound, before old word `cut`."""
    low, high = free
    room = high - low
    if not inside:
        return low
    wanted = low + round(room * inside / (inside + outside))
    if not outside and room > inside + _SLACK:
        wanted = low + inside
    return _snapped(made, wanted, free, cut)


def _snapped(made: Alignment, wanted: int, free: tuple[int, int], cut: int) -> int:
    if not made.old.is_bound(cut):
        return wanted
    places = [at for at in range(free[0], free[1] + 1) if made.new.is_bound(at)]
    return min(places, key=lambda at: abs(at - wanted), default=wanted)
