"""Letters across scripts: folding for comparison, and Cyrillic (Kazakh too) in Latin letters.

Slugs and the hiding of names both read these tables, so an address is romanised the same way by
the hand that writes it and by the hand that searches it. What a slug or a hidden name is, lives
in ``slugs.py`` and ``masking.py``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from unicodedata import category, normalize

_SPELLINGS = (
    "а=a б=b в=v|w г=g|h д=d е=e|ye|ie ё=yo|io|ye|ie|e|o ж=zh|j з=z и=i|y й=y|i|j| "
    "к=k|c л=l м=m н=n о=o п=p р=r с=s|ss т=t у=u|w|ou ф=f|ph х=kh|h|x ц=ts|tz|c "
    "ч=ch|tch|c ш=sh|sch|s щ=shch|sch|sh ъ= ы=y|i ь= э=e ю=yu|iu|ju|u я=ya|ia|ja|a "
    "ә=a|ae ғ=g|gh қ=k|q|kh ң=n|ng ө=o|oe ұ=u|w ү=u|ue һ=h і=i|y "
    "ї=yi|i є=ye|ie|e ґ=g ў=u|w"
)
# The first spelling is the one we write; the others are met in newspapers and passports.
ROMAN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {pair[0]: tuple(pair[2:].split("|")) for pair in _SPELLINGS.split()}
)

# Latin letters that Unicode does not take apart into a plain letter and a mark, and Kazakh ones
# as a Russian text spells them: the same name is printed both ways.
_PLAIN = MappingProxyType(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
    | dict(zip("әғқңөұүһі", "агкноуухи", strict=True))
)
# Accents, enclosing marks and invisible format characters never tell two names apart.
_UNHEARD = frozenset({"Mn", "Me", "Cf"})
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """One code point without case, accent and width; empty when nothing remains to be heard."""
    spread = normalize("NFKD", normalize("NFKD", letter).casefold())
    return "".join(_PLAIN.get(c, c) for c in spread if category(c) not in _UNHEARD)


def fold(text: str) -> str:
    """``text`` for comparison only: case, accents, width and invisible characters taken away."""
    return "".join(map(fold_letter, text))


def fold_with_origin(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the code point of ``text`` it came from."""
    letters: list[str] = []
    origin: list[int] = []
    for index, letter in enumerate(text):
        for kept in fold_letter(letter):
            letters.append(kept)
            origin.append(index)
    return "".join(letters), origin


def composed(text: str) -> str:
    """``text`` in small letters, one code point a letter; marks that belong to none are dropped."""
    joined = normalize("NFC", normalize("NFKC", text).casefold())
    return "".join(letter for letter in joined if category(letter) not in _UNHEARD)


def _romanise_letter(letter: str) -> str:
    return ROMAN[letter][0] if letter in ROMAN else fold_letter(letter)


def romanise(text: str) -> str:
    """Lower-case ASCII for ``text``; letters of scripts without a table here become blanks."""
    return _NOT_ASCII.sub(" ", "".join(map(_romanise_letter, composed(text))))
