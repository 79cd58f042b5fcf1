"""Whether sentences name people: by titles, given names, patronymics, initials, surnames and large letters.

Made to miss few: any two words written large that are known for nothing else are taken for a name,
and once a name is known its parts are found everywhere in the text. Who of them is a public figure is
for a person to say. Scripts without large letters are not read. Linear in the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from factcheck.domain.abbreviations import OPENING
from factcheck.domain.letters import fold
from factcheck.domain.name_words import (
    BEFORE_PLACE,
    ENDINGS,
    GIVEN,
    JOINING,
    LEAST_WITH_ENDING,
    NAMELESS,
    NO_PERSON,
    PASSIVE,
    SPOKE,
    TITLES,
    WEAK_ENDINGS,
)
from factcheck.domain.risk_words import CRIME

# Letters with what may stand inside a word: accents of their own, soft hyphens, joiners, apostrophes, hyphens.
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060'’ʼ‑-](?=[^\W_]|[\u0300-\u036f]))*+"
)
_OWNER = re.compile(r"['’](?:s)?$")
_CYRILLIC = re.compile("[а-я]")
_LATIN_ALIKE = str.maketrans("aceopxyiəhkmtb", "асеорхуиахкмтв")
_BEFORE_BEGINNING = "\"'“„«‘([:—–•"
_ADDRESS = re.compile(r"(?<!\w)@\w\w|\w@\w")
_AGED = re.compile(r"(?:, | \()\d{1,2}[,)](?!\d)")
_ENDS = re.compile(r"[.!?…:]")
_ARTICLES = ("al-", "el-", "аль-")
_COUNTRIES = frozenset(("us", "un", "eu", "uk", "dc", "usa"))
_ENDING_OF_CASE = 4
_FOLDED_OPENING = frozenset(map(fold, OPENING))
_CAPS_SHARE, _CAPS_LEAST = 0.6, 4


class Token(NamedTuple):
    """A word of a sentence: where it stands in it, as written, and folded for looking it up."""

    start: int
    end: int
    word: str
    folded: str
    is_large: bool
    is_initial: bool
    is_acronym: bool


_Look = tuple[str, str, bool, bool, bool]  # a token without its place


class Words(NamedTuple):
    """The words of one sentence, and whether it is a headline: most of its words are written large."""

    text: str
    folded: str
    tokens: tuple[Token, ...]
    is_headline: bool


class Known:
    """Parts of names that the text itself has told, in any case."""

    def __init__(self, parts: Iterable[str] = ()) -> None:
        self._whole = frozenset(part for part in parts if len(part) > 1)
        self._stems = frozenset(part.rstrip("аеиоуыэюя") for part in self._whole if len(part) > 3)

    def __contains__(self, word: str) -> bool:
        if word in self._whole:
            return True
        if not _CYRILLIC.match(word):
            return False
        least = max(3, len(word) - _ENDING_OF_CASE)
        return any(word[:length] in self._stems for length in range(least, len(word) + 1))


class Run(NamedTuple):
    """Words written large in a row, `first` and `last` (exclusive) of the sentence's."""

    first: int
    last: int


def folded_words(sentences: Iterable[str]) -> list[Words]:
    """The words of every sentence; equal words are folded once."""
    looks: dict[str, _Look] = {}
    return [_words_of(text, looks) for text in sentences]


def _words_of(text: str, looks: dict[str, _Look]) -> Words:
    tokens = []
    for hit in _WORD.finditer(text):
        word = hit.group()
        look = looks.get(word)
        if look is None:
            look = looks[word] = _look_of(word)
        tokens.append(Token(hit.start(), hit.end(), *look))
    large = sum(token.is_large for token in tokens)
    is_headline = (
        len(tokens) >= _CAPS_LEAST
        and large >= _CAPS_SHARE * len(tokens)
        and not _ENDS.match(text[-1:])
    )
    return Words(text, fold(text), tuple(tokens), is_headline)


def _look_of(word: str) -> _Look:
    plain = _plain(word)
    is_large = word[0].isupper() or word.startswith(_ARTICLES)
    is_acronym = 2 <= len(word) <= 5 and word.isupper()
    return word, plain, is_large, is_large and len(plain) == 1, is_acronym


def _plain(word: str) -> str:
    """Folded, without a possessive ending; Latin letters inside a Cyrillic word are read as the Cyrillic ones."""
    plain = _OWNER.sub("", fold(word))
    return plain.translate(_LATIN_ALIKE) if _CYRILLIC.search(plain) else plain


def naming_sentences(sentences: Sequence[Words]) -> list[bool]:
    """For each sentence whether it names a person."""
    told = _Told(Known(), frozenset(_small_words(sentences)))
    parts = {
        token.folded
        for one in sentences
        for run in _runs(one)
        if _is_full_name(one, run)
        for token in _names(one, run)
    }
    told = _Told(Known(parts - told.small), told.small)
    return [
        _ADDRESS.search(one.text) is not None
        or any(_is_person(one, run, told) for run in _runs(one))
        for one in sentences
    ]


class _Told(NamedTuple):
    """What the whole text tells: parts of names, and words that it also writes small."""

    known: Known
    small: frozenset[str]


def _small_words(sentences: Iterable[Words]) -> Iterator[str]:
    return (token.folded for one in sentences for token in one.tokens if not token.is_large)


def _runs(words: Words) -> Iterator[Run]:
    """Large words in a row, with initials, "van" and "bin" between them."""
    first = None
    for index, token in enumerate(words.tokens):
        if first is not None and not _continues(words, index):
            yield Run(first, index)
            first = None
        if first is None and token.is_large and not _only_opens(token):
            first = index
    if first is not None:
        yield Run(first, len(words.tokens))


def _only_opens(token: Token) -> bool:
    """Whether the word is written large because sentences begin with it."""
    return token.folded in _FOLDED_OPENING and not token.is_initial


def _continues(words: Words, index: int) -> bool:
    before, token = words.tokens[index - 1], words.tokens[index]
    gap = words.text[before.end : token.start]
    if len(gap) > 3 or gap.strip(" \xa0.") or not (gap.strip(".") or gap == "."):
        return False
    if "." in gap and len(before.word) > 2 and before.folded not in TITLES:
        return False
    return token.is_large or (token.folded in JOINING and _is_large_at(words, index + 1))


def _is_large_at(words: Words, index: int) -> bool:
    ahead = words.tokens[index : index + 2]
    return any(token.is_large for token in ahead)


def _names(words: Words, run: Run) -> list[Token]:
    """What may be parts of a name in the run: neither initials nor titles, nor words that name something else."""
    tokens = words.tokens[run.first : run.last]
    return [token for token in tokens if _may_be_name(token, words)]


def _may_be_name(token: Token, words: Words) -> bool:
    if len(token.folded) == 1 or token.folded in JOINING:
        return False
    if token.is_acronym and not words.is_headline:
        return False
    return GIVEN.has_whole(token.folded) or not (
        token.folded in NO_PERSON or token.folded in TITLES
    )


def _is_full_name(words: Words, run: Run) -> bool:
    """Whether the run is a person whatever the rest of the text says."""
    names = _names(words, run)
    tokens = words.tokens[run.first : run.last]
    if not names:
        return _is_titled_initial(words, run)
    if any(token.folded in GIVEN for token in names):
        return len(tokens) > 1 or not _begins(words, run.first)
    if _has_initials(tokens) or _has_title(words, run):
        return True
    if words.is_headline:
        return False
    has_other = any(token.folded in NO_PERSON for token in tokens)
    return len(names) >= 2 + has_other


def _is_person(words: Words, run: Run, told: _Told) -> bool:
    names = _names(words, run)
    if _is_full_name(words, run) or any(token.folded in told.known for token in names):
        return True
    if not names:
        return False
    name, is_small = names[-1], names[-1].folded in told.small
    if name.folded in GIVEN and not is_small:
        return True
    if _before(words, run.first) in BEFORE_PLACE:
        return False
    if _has_ending(name, begins=_begins(words, run.first)) and not is_small:
        return True
    if words.is_headline:
        return False
    if not _begins(words, run.first):
        return len(names) == run.last - run.first
    return not is_small and name.folded not in NAMELESS and _acts(words, run)


def _has_ending(name: Token, *, begins: bool) -> bool:
    """Whether it ends like a surname or a patronymic."""
    if len(name.folded) < LEAST_WITH_ENDING or not name.folded.endswith(ENDINGS):
        return False
    return not (begins and name.folded.endswith(WEAK_ENDINGS))


def _before(words: Words, index: int) -> str:
    """The word right before this one, folded; '' where something stands between them."""
    if index == 0:
        return ""
    before = words.tokens[index - 1]
    gap = words.text[before.end : words.tokens[index].start]
    return "" if gap.strip() else before.folded


def _begins(words: Words, index: int) -> bool:
    """Whether a sentence or a quotation begins with this word, so that anything would be written large."""
    before = words.text[max(0, words.tokens[index].start - 2) : words.tokens[index].start].strip()
    return index == 0 or before[-1:] in tuple(_BEFORE_BEGINNING)


def _acts(words: Words, run: Run) -> bool:
    """Whether what follows is what people do, or their age: "Lund said", "Lund, 34,"."""
    place = words.tokens[run.last - 1].end
    ahead = words.tokens[run.last].folded if run.last < len(words.tokens) else ""
    if ahead in CRIME and words.tokens[run.last - 1].folded not in CRIME:
        return ahead.endswith(PASSIVE) or ahead.isascii()
    return ahead in SPOKE or ahead in TITLES or _AGED.match(words.text, place) is not None


def _has_initials(tokens: Sequence[Token]) -> bool:
    initials = [token for token in tokens if token.is_initial and token.folded not in "iяаи"]
    return bool(initials) and "".join(token.folded for token in initials) not in _COUNTRIES


def _has_title(words: Words, run: Run) -> bool:
    tokens = words.tokens[run.first : run.last]
    return any(token.folded in TITLES for token in tokens) or _before(words, run.first) in TITLES


def _is_titled_initial(words: Words, run: Run) -> bool:
    """Whether only a letter is given of the name: "гражданка К.", "Mrs. B."."""
    tokens = words.tokens[run.first : run.last]
    return any(token.is_initial for token in tokens) and _has_title(words, run)
