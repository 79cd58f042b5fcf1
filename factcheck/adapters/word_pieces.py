"""Words cut into the pieces a BERT model knows (WordPiece), as its `tokenizer.json` says.

Read here are uncased vocabularies of English BERT models, all-MiniLM-L6-v2 among them.  The library `tokenizers` does
the same, but brings some fifteen packages along, one of which fetches models.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

WORD_CHARS = 100  # a longer word is no word
TEXT_CHARS = 4_000  # far more than `TOKENS` pieces of any text; the rest is not looked at
TOKENS = 128  # pieces of one text, its two marks among them
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_CHINESE = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPieces:
    """Makes numbers of texts.  Raises `ValueError` for a file that holds no such vocabulary."""

    def __init__(self, path: Path) -> None:
        self._numbers = _vocabulary(path)
        try:
            self._begin, self._end, self._unknown = (
                self._numbers[mark] for mark in ("[CLS]", "[SEP]", "[UNK]")
            )
        except KeyError as error:
            raise ValueError(f"it has no {error.args[0]}") from error
        self._of_word = lru_cache(maxsize=20_000)(self._cut)

    @property
    def highest(self) -> int:
        """The highest number of a piece."""
        return max(self._numbers.values())

    def __call__(self, text: str) -> tuple[int, ...]:
        """The numbers of a text between the mark of its beginning and that of its end, at most `TOKENS`."""
        found = [self._begin]
        for word in words(text[:TEXT_CHARS]):
            found += self._of_word(word)
            if len(found) >= TOKENS:
                break
        return (*found[: TOKENS - 1], self._end)

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest pieces, from the left; one number for a word that cannot be put together from pieces."""
        found: list[int] = []
        start = 0
        while start < len(word) <= WORD_CHARS:
            before = "##" if start else ""
            end = next(
                (end for end in range(len(word), start, -1) if before + word[start:end] in self._numbers),
                0,
            )  # fmt: skip
            if not end:
                return (self._unknown,)
            found.append(self._numbers[before + word[start:end]])
            start = end
        return tuple(found) or (self._unknown,)


def _vocabulary(path: Path) -> Mapping[str, int]:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        model = card["model"]
        numbers = model["vocab"]
        is_known = model.get("type", "WordPiece") == "WordPiece"
        if not (is_known and all(isinstance(one, int) and one >= 0 for one in numbers.values())):
            raise ValueError("it is of another kind")
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is of another kind") from error
    return dict(numbers)


def words(text: str) -> Iterator[str]:
    """Words and single signs in lower case, without accents and what cannot be seen."""
    plain = "".join(map(_spaced, text))
    bare = (one for one in unicodedata.normalize("NFD", plain) if unicodedata.category(one) != "Mn")
    return iter("".join(map(_apart, "".join(bare).lower())).split())


@lru_cache(maxsize=4_096)
def _spaced(sign: str) -> str:
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    if sign == "\ufffd" or unicodedata.category(sign)[0] == "C":
        return ""
    return f" {sign} " if any(low <= ord(sign) <= high for low, high in _CHINESE) else sign


@lru_cache(maxsize=4_096)
def _apart(sign: str) -> str:
    is_sign = sign in _ASCII_SIGNS or unicodedata.category(sign)[0] == "P"
    return f" {sign} " if is_sign else sign
