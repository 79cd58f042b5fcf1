"""Protected names: finding them in texts and addresses, and putting a role in their place.

Which names are protected, and what role stands for each, is decided elsewhere; so is which
fields of a verdict are read (``published.py``). Case, accents, width and invisible characters do
not hide a name from this module, nor do the case endings of Russian and Kazakh, initials, or the
usual ways to write Cyrillic in Latin letters. A nickname, or a Latin name written in Cyrillic, is
another name to it: list both.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import name as letter_name
from urllib.parse import unquote

from factcheck.domain.letters import ROMAN, composed, fold, fold_with_origin, romanise

PART_LETTERS = 4  # A shorter part ("van", "Ли") is too often another word to be hidden alone.
JOINED_LETTERS = 8  # A whole name this long is searched inside longer words of an address.

_WORD = re.compile(r"[^\W_]+")
_NO_LETTER = re.compile(r"[\W\d_]+")
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_BETWEEN = r"[\W_]{0,6}"  # "Anna Smith", "Anna-Smith", "**Anna** Smith", "@annasmith"
_SAME_PERSON = re.compile(r"[\s,\-]{0,2}")

_RUSSIAN = (
    "а у ом ем ым им ам ям е ы и о ой ою ей ею ю я ого его ому ему ая яя ую юю ые ие ых их ыми ими "
    "ами ями ах ях ый ий й "
)
_KAZAKH = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті н да де та те нда нде "
    "дан ден тан тен нан нен мен бен пен лар лер дар дер тар тер"
)
_VOWEL_END = re.compile(r"(?:ии|ыи|ая|яя|ое|[аеиоуыэюя])$")
# Scripts written without blanks between words: there a name has no edge to look for.
_RUNS_ON = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


def _one_of(choices: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(choice) for choice in choices}, key=len, reverse=True))


_RUSSIAN_END = _one_of(fold(_RUSSIAN).split())
_ANY_END = _one_of(fold(_RUSSIAN + _KAZAKH).split())


def _is_cyrillic(word: str) -> bool:
    return letter_name(word[-1], "").startswith("CYRILLIC")


def _inflected(word: str) -> str:
    """A pattern for one folded word of a name with the endings its language may give it."""
    if not _is_cyrillic(word):
        return f"{re.escape(word)}s?" if word[-1].isascii() else re.escape(word)
    own = f"{re.escape(word)}(?:{_ANY_END})?"
    stem = _VOWEL_END.sub("", word)
    has_stem = stem != word and len(stem) >= 2
    return f"(?:{own}|{re.escape(stem)}(?:{_RUSSIAN_END}))" if has_stem else own


def _romanised(word: str) -> str:
    """A pattern for the Latin spellings of one Cyrillic word.

    The groups are atomic: a long row of letters with several spellings each would otherwise
    take exponential time to refuse.
    """
    letters = (
        f"(?>{'|'.join(sorted(ROMAN[letter], key=len, reverse=True))})"
        if letter in ROMAN
        else re.escape(fold(letter))
        for letter in word
    )
    return "".join(letters)


def _alone(pattern: str, initials: str) -> str:
    """A part of a name standing by itself, with the person's own initials around it."""
    one = rf"[{initials}]\."
    return rf"(?:{one}\s?){{0,3}}{pattern}(?:\s{one}(?:\s?{one}){{0,2}})?"


def _forms(words: Sequence[str], patterns: Sequence[str], initials: str) -> list[str]:
    """The whole name first, then each part long enough to be hidden alone."""
    parts = [
        _alone(pattern, initials)
        for word, pattern in zip(words, patterns, strict=True)
        if len(word) >= PART_LETTERS
    ]
    return [_BETWEEN.join(patterns), *parts]


@dataclass(frozen=True, slots=True)
class _Guard:
    words: re.Pattern[str]
    joined: re.Pattern[str] | None
    role: str


def _bounded(forms: Sequence[str], first: str) -> str:
    runs_on = letter_name(first, "").startswith(_RUNS_ON)
    return "|".join(forms) if runs_on else f"{_BEFORE}(?:{'|'.join(forms)}){_AFTER}"


@lru_cache(maxsize=256)  # A list of verdicts meets the same few names on every row.
def _guard(name: str, role: str) -> _Guard:
    words = _WORD.findall(fold(name))
    forms = _forms(words, [_inflected(word) for word in words], _initials(words))
    joined = ["".join(words)]
    spelt = _WORD.findall(composed(name))
    if any(map(_is_cyrillic, spelt)):
        roman = [_romanised(word) for word in spelt]
        forms += _forms(spelt, [f"{word}s?" for word in roman], _initials(map(romanise, spelt)))
        joined.append("".join(roman))
    is_long = len(words) > 1 and sum(map(len, words)) >= JOINED_LETTERS
    inside = re.compile("|".join(joined)) if is_long else None
    return _Guard(re.compile(_bounded(forms, words[0][0])), inside, role)


def _initials(words: Iterable[str]) -> str:
    return re.escape("".join(sorted({word.strip()[:1] for word in words} or {"-"})))


@dataclass(slots=True)
class _Span:
    start: int
    stop: int
    role: str
    weight: int  # length of the longest name met in the span; its role is the one shown


class ProtectedNames:
    """The names that readers must not meet, each with the role shown in its place.

    ``names`` holds pairs (name, role). A name without any letter or digit protects nothing and
    is passed over.
    """

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self._guards = [_guard(name, role) for name, role in names if _WORD.search(fold(name))]

    def masked(self, text: str) -> str:
        """``text`` with each protected name, whole or in part, replaced by its role."""
        folded, origin = fold_with_origin(text)
        pieces: list[str] = []
        end = 0
        for span in self._spans(folded):
            pieces += text[end : origin[span.start]], span.role
            after = origin[span.stop] if span.stop < len(origin) else len(text)
            end = max(origin[span.stop - 1] + 1, after)
        return "".join([*pieces, text[end:]])

    def stands_in(self, text: str) -> bool:
        """True when a name can still be read in ``text``, percent-encoded or plain."""
        return self._reads(fold(text)) or ("%" in text and self._reads(fold(unquote(text))))

    def stands_in_address(self, address: str) -> bool:
        """As ``stands_in``, and also inside longer words: ``/annasmithofficial/``."""
        folded = fold(unquote(unquote(address)))
        squeezed = _NO_LETTER.sub("", folded)
        return self._reads(folded) or any(
            guard.joined is not None and guard.joined.search(squeezed) for guard in self._guards
        )

    def _reads(self, folded: str) -> bool:
        return any(guard.words.search(folded) for guard in self._guards)

    def _spans(self, folded: str) -> list[_Span]:
        """Stretches to replace, in order, none touching another.

        Where two names overlap the longer one lends its role to both: leaving the rest of the
        shorter one in place would print half a name.
        """
        found = (
            _Span(match.start(), match.end(), guard.role, match.end() - match.start())
            for guard in self._guards
            for match in guard.words.finditer(folded)
        )
        spans: list[_Span] = []
        for span in sorted(found, key=lambda each: (each.start, -each.stop)):
            if not spans or not _joins(spans[-1], span, folded):
                spans.append(span)
                continue
            last = spans[-1]
            last.stop = max(last.stop, span.stop)
            if span.weight > last.weight:
                last.role, last.weight = span.role, span.weight
        return spans


def _joins(last: _Span, span: _Span, folded: str) -> bool:
    """True for an overlap, and for "Smith, Anna": one person, named by two parts in a row."""
    if span.start < last.stop:
        return True
    gap = folded[last.stop : span.start]
    return span.role == last.role and _SAME_PERSON.fullmatch(gap) is not None
