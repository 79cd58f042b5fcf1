"""A sentence as the words and signs the model knows, and the short numbers it is hashed into."""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise

# What stands behind so many words of one sentence is no longer read: nobody checks such a sentence as one.
WORDS = 300
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+(?:[.,:][0-9]+)*|[%$€£₸₽?!\"“”«»]")
_QUOTES = "“”«»"
_YEAR = re.compile("(?:19|20)[0-9][0-9]")


def tokens(sentence: str) -> list[str]:
    """Its first words, numbers and telling signs as they are written."""
    return [found.group() for found in islice(_TOKEN.finditer(sentence), WORDS)]


@lru_cache(maxsize=65_536)
def plain(token: str) -> str:
    """One form for all spellings: small letters, straight quotes, numbers by their shape alone."""
    if token.isascii() and token[0].isdigit():
        return _number(token)
    if token[0] in _QUOTES:
        return '"'
    return token.lower().replace("’", "'")


def _number(token: str) -> str:
    if _YEAR.fullmatch(token):
        return "#year"
    digits = min(sum(map(str.isdigit, token)), 4)
    return f"#{',' * (',' in token)}{'.' * ('.' in token)}{digits}"


def hashed(plains: Sequence[str], buckets: int) -> set[int]:
    """The buckets of a sentence's words, of their pairs and of its first word; `buckets` is a power of two."""
    return {zlib.crc32(gram.encode()) & (buckets - 1) for gram in _grams(plains)}


def _grams(plains: Sequence[str]) -> Iterator[str]:
    first = (f"<{word}" for word in plains[:1])
    return chain(first, plains, (f"{one} {two}" for one, two in pairwise(plains)))
