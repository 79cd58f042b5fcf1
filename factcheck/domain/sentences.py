"""Where sentences begin and end, by rules for Latin and Cyrillic scripts (English, Russian, Kazakh).

A line is never joined with the next. Linear in the length of the text. What a sentence says, and
whether it deserves checking, is not asked here; the lists of shortened words are in `abbreviations`.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from factcheck.domain.abbreviations import (
    AFTER_NUMBER,
    BEFORE_NUMBER,
    CLOCK,
    NEVER_LAST,
    OF_THE_CLOCK,
    OF_TIME,
    OFTEN_LAST,
    OPENING,
    OPENING_OR_NAME,
    SOMETIMES_LAST,
)
from factcheck.domain.characters import BLANKS, ZERO_WIDTH

# Controls that break lines in files as they come; a normalised article has LF alone.
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_AROUND = f"{BLANKS}{ZERO_WIDTH}\x1f"
# Full stops that end nothing are passed over at once, since a text may be made of them: the one before a small letter
# by itself ("a. a."), and the one inside a word without three letters before it ("a.a", "3.5", "www.example.org").
_ENDS_NOTHING = (
    r"""\.[ ][a-zа-яёәғқңөұүһі](?![^\W_]|[-’'])|(?<![^\W\d_]{3})(?<!\s)\.[^\s.!?…؟।"'”’»)\[\]]"""
)
# A run of marks is matched whole wherever it stands: each character is read once.
_STOP = re.compile(
    rf"""(?!{_ENDS_NOTHING})"""
    r"""(?P<marks>[.!?…؟।]++(?:[ ]\.(?![^\s."'”’»)\]]))*+)(?P<closers>["'”’»)\]]*+(?:\[\d{1,3}\])*+)\s*+"""
    r"""|[。！？]++[”’」』）]*+\s*+"""
)
# What stands between the end of one sentence and the first letter of the next.
_OPENERS = "\"'“„‘‚«([—–-¿¡ \xa0"
_BULLETS = "•⁃▪●◦‣*·"
_WORD_AHEAD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*+")
_SPOKE = frozenset(
    "said says asked asks told added wrote replied answered responded shouted continued explained recalled"
    " wondered tweeted спросил спросила сказал сказала".split()
)
# "1. …  2. …" on one line: numbers or letters that count on from the one the line begins with.
_ITEM = re.compile(rf"(?:(?<=\s)|^)[{_BULLETS}]?\s?(\d{{1,3}}|[a-zа-я])(\.\)|\)|\.)\s+(?=\S)")
_ROMAN = re.compile("[IVXLC]+")
# "…ended.The next", which lost its blank; "Jane.Doe@…", "file.Name/…" and "node.js" did not.
_GLUED = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][a-zа-яёәғқңөұүһіI VX][^\s@/.]*+(?![@/.]\S)")
_LOOK_BACK, _LOOK_AHEAD = 24, 80
_SHORT_WORDS = 5
_LONGEST = 8  # letters of a shortened word
_COUNTRIES_OF_DOLLARS = ("США", "АҚШ")
_DOER = ("ом", "ем", "ым", "им", "ой", "ей", "ами", "ями")


class Sentence(NamedTuple):
    """Where a sentence stands in code points, `end` exclusive, and its paragraph, counted from 1."""

    start: int
    end: int
    paragraph: int


def numbered_sentences(text: str) -> list[Sentence]:
    """Every sentence in order; the paragraphs are the lines that are not blank."""
    found: list[Sentence] = []
    paragraph = 0
    for line in _LINE.finditer(text):
        spans = _in_line(text, *line.span())
        paragraph += bool(spans)
        found += [Sentence(*span, paragraph) for span in spans]
    return found


def sentence_count(text: str) -> int:
    """How many sentences the text has; each line that is not blank has at least one."""
    return sum(1 for _ in sentences(text))


def has_more_sentences(text: str, limit: int) -> bool:
    """Whether the text has more than `limit` sentences, without counting all of them."""
    return any(True for _ in islice(sentences(text), limit, None))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each sentence's start and end (exclusive) in code points, blanks around it left out."""
    for line in _LINE.finditer(text):
        yield from _in_line(text, *line.span())


def _in_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start]
    for item in [*_items(text, start, end), end]:
        cuts += [*_stops(text, cuts[-1], item), item]
    found = []
    for first, behind in pairwise(cuts):
        inside = text[first:behind]
        bare = inside.lstrip(_AROUND)
        if bare:
            begin = behind - len(bare)
            found.append((begin, begin + len(bare.rstrip(_AROUND))))
    return found


def _items(text: str, start: int, end: int) -> list[int]:
    """Where the second and later items of a list that stands on one line begin."""
    first = _ITEM.match(text, start, end)
    found: list[int] = []
    if first is None:
        return found
    label, mark = first.groups()
    wanted = _next_label(label), mark
    for item in _ITEM.finditer(text, first.end(), end):
        if item.groups() == wanted:
            wanted = _next_label(wanted[0]), mark
            found.append(item.start())
    return found


def _next_label(label: str) -> str:
    return str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    first = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end:
            behind = _behind(text, first, stop)
            if behind:
                first = behind
                yield first


def _behind(text: str, first: int, stop: re.Match[str]) -> int:
    """Where the next sentence begins if the one from `first` on ends at this stop, else 0."""
    marks, behind = stop["marks"], stop.end()
    if marks is None:
        return behind
    mark = stop.start()
    if stop.end("closers") == behind:
        return behind if marks == "." and _is_glued(text, mark, behind) else 0
    if mark == first or _is_omission(text, first, stop):
        return 0
    if not _can_open(text, behind) or _speaker_follows(text, stop, behind):
        return 0
    if marks == "." and not stop["closers"].strip(")]") and _goes_on(text, first, mark, behind):
        return 0
    # "compounds. . . . The": a full stop, then an omission that belongs to what follows.
    return mark + 2 if marks == ". . . ." and not text[mark - 1].isspace() else behind


def _is_omission(text: str, first: int, stop: re.Match[str]) -> bool:
    """Whether the marks only leave words out, " . . . " and "[…]", or comment one, "(!)"."""
    mark, before = stop.start(), text[stop.start() - 1]
    if stop["marks"] == ". . .":
        return before.isspace()
    if before not in "[(":
        return False
    return mark - 1 == first or stop["closers"] != "]" or not text[stop.end()].isupper()


def _can_open(text: str, place: int) -> bool:
    """Whether a sentence may begin at `place`: with no small letter, unless it is "iPhone" or an address."""
    ahead = text[place]
    if ahead in _OPENERS:
        place += len(tail := text[place : place + 5]) - len(tail.lstrip(_OPENERS))
        ahead = text[place : place + 1]
    if not ahead.islower():
        return True
    if text[place + 1 : place + 2].isspace():
        return False  # one letter by itself, as between abbreviations
    word = _word_at(text, place)
    return word[1:] != word[1:].lower() or (text[place - 1] == "(" and word == "http")


def _word_at(text: str, place: int) -> str:
    word = _WORD_AHEAD.match(text, place, place + _LOOK_AHEAD)
    return word.group() if word else ""


def _is_glued(text: str, mark: int, behind: int) -> bool:
    before = text[max(0, mark - _LOOK_BACK) : mark]
    word = "".join(before.rsplit(None, 1)[-1:])
    return (
        len(word) > 2
        and word.isalpha()
        and word.islower()
        and _GLUED.match(text, behind, behind + _LOOK_AHEAD) is not None
    )


def _speaker_follows(text: str, stop: re.Match[str], behind: int) -> bool:
    """Whether “…?” is followed by "Lund asked": a name and a verb of speech."""
    if stop["marks"][-1] not in "!?" or not stop["closers"].strip(")]"):
        return False
    words = text[behind : behind + _LOOK_AHEAD].split()[:4]
    for count, word in enumerate(words):
        if count and word.rstrip(".,:") in _SPOKE:
            return True
        if not word[0].isupper() or (not count and word.lower() in OPENING):
            return False
        if not word[-1].isalpha() and word[:-1].lower() not in NEVER_LAST:
            return False
    return False


def _goes_on(text: str, first: int, mark: int, behind: int) -> bool:
    """Whether the full stop at `mark` only shortens a word or counts an item of a list."""
    begin = max(first, mark - _LOOK_BACK)
    words = text[begin:mark].strip(_BULLETS + _OPENERS).split()
    if not words:
        return False
    word = words[-1].lstrip(_OPENERS)
    if len(words) == 1 and begin == first and _is_label(word):
        return True
    if text[behind] == "№":
        return True
    if len(word) == 1 and len(words) > 1 and words[-2][1:] == ".":
        word = words[-2] + word
    if len(word) > _LONGEST or word[-1:].isdecimal():
        return False
    ahead = text[behind : behind + _LOOK_AHEAD]
    return _is_shortened(word, words[-2:-1], ahead, lambda: _has_only_said_when(text, first, mark))


def _is_label(word: str) -> bool:
    """Whether the first word of a line counts it: "3. Who paid", "b. What for", "IV. The end"."""
    return word.isdecimal() or len(word) == 1 or _ROMAN.fullmatch(word) is not None


def _is_shortened(
    word: str, before: list[str], ahead: str, has_only_said_when: Callable[[], bool]
) -> bool:
    low = word.lower()
    if low in NEVER_LAST:
        return True
    if low in BEFORE_NUMBER:
        return ahead[0].isdecimal() or _ROMAN.fullmatch(_first_word(ahead)) is not None
    if low in OFTEN_LAST:
        return _first_word(ahead) in _COUNTRIES_OF_DOLLARS
    if low in CLOCK:
        return _first_word(ahead).lower() in OF_THE_CLOCK or has_only_said_when()
    if low in AFTER_NUMBER and (_is_number(before) or low == "н.э"):
        return not _opens(ahead) and (_goes_on_about_a_year(ahead) or has_only_said_when())
    if len(word) == 1 or _is_initialism(word) or low in SOMETIMES_LAST:
        return not _opens(ahead, is_name=len(word) == 1)
    return False


def _first_word(ahead: str) -> str:
    word = _WORD_AHEAD.match(ahead.lstrip(_OPENERS))
    return word.group() if word else ""


def _opens(ahead: str, *, is_name: bool = False) -> bool:
    """Whether the words ahead look like the beginning of a sentence, not like the rest of a name."""
    if ahead[0] in "—–-":
        return False
    words = ahead.lstrip(_OPENERS).lower()
    word = _first_word(words)
    if len(word) == 1 and words[1:2] == ".":
        return False  # one initial more
    if word in OPENING:
        return not (is_name and word in OPENING_OR_NAME)
    return word.endswith("ly") and words[len(word) :][:1] == ","


def _is_initialism(word: str) -> bool:
    """ "U.S", "Н.Ш" and "Ph.D" are, "example.com" and "t.me" are not."""
    parts = word.split(".")
    if len(parts) == 1 or max(map(len, parts)) > 2:
        return False
    return not word.islower() or max(map(len, parts)) == 1


def _is_number(words: list[str]) -> bool:
    return any(word[0].isdecimal() or _ROMAN.fullmatch(word) for word in words)


def _goes_on_about_a_year(ahead: str) -> bool:
    """Numbers, dashes and the Russian case of the doer: "в 2015 г. Министерством …"."""
    return ahead[0] in "0123456789—–-" or _first_word(ahead).endswith(_DOER)


def _has_only_said_when(text: str, first: int, mark: int) -> bool:
    """Whether the sentence so far is only a time: "В 1995 г.", "At 5 a.m."."""
    if mark - first > _LOOK_AHEAD:
        return False
    words = text[first:mark].split()
    return len(words) <= _SHORT_WORDS and (words[0][0].isdecimal() or words[0].lower() in OF_TIME)
