"""Which language a text is written in, guessed from its letters and its small words.

For the languages the desk offers by name; what is none of them, or too short to tell, stays ''.
"""

import re
from collections import Counter

_LOOKED_AT = 20_000  # characters; more says nothing new
_LETTERS_NEEDED = 20
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("latin", re.compile("[a-zA-Z\u00c0-\u024f\u02bb\u02bc]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
# Letters of one Cyrillic alphabet, how many in a hundred there are at least, and letters it lacks; first come,
# first served, since Kazakh has most of what Kyrgyz has. Belarusian, not on offer, has `і` and `ў` at once.
_CYRILLIC = (
    ("uz", "ўҳқғ", 2, "ыі"),
    ("kk", "әғқұһ", 3, ""),
    ("ky", "ңөү", 1, "әі"),
    ("uk", "іїєґ", 2, "ыэўә"),
    ("ru", "", 0, "ўі"),
)
_SMALL_WORDS = {
    "en": "the of and to in that is was for on with as by it at from are this be have has not said",
    "de": "der die das und in zu den von mit ist im für auf des nicht ein eine dem es sich auch wird",
    "fr": "le la les de des du et en un une est que dans pour qui sur au pas par il ne plus à ce",
    "es": "el la los las de del y en que un una es por con para no se al su lo más como fue",
    "pt": "o a os as de do da dos das e em que um uma é por com para não se no na ao mais foi",
    "tr": "ve bir bu da de için ile olarak olan en daha çok kadar gibi değil sonra ise ancak dedi",
    "uz": "va bu bilan uchun ham bir edi deb emas lekin esa yil qilish bo oʻzbekiston haqida",
}
_SHARE = 0.08  # of all words, that small words of a language make up at least


def guess(text: str) -> str:
    """The short code of the language, or '' when it cannot be told."""
    sample = text[:_LOOKED_AT].lower()
    counts = {name: len(letters.findall(sample)) for name, letters in _SCRIPTS}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < (_LETTERS_NEEDED if script != "zh" else _LETTERS_NEEDED / 2):
        return ""
    if script == "cyrillic":
        return _by_letters(sample, counts[script])
    return _by_words(sample) if script == "latin" else script


def _by_letters(sample: str, letters: int) -> str:
    """By the alphabet; a name or two of another language change nothing."""
    counts = Counter(sample)

    def share(of: str) -> float:
        return 100 * sum(counts[letter] for letter in of) / letters

    fitting = (
        code for code, own, least, lacks in _CYRILLIC if share(own) >= least and share(lacks) < 1
    )
    return next(fitting, "")


def _by_words(sample: str) -> str:
    words = Counter(_WORD.findall(sample))
    hits = {
        code: sum(words[word] for word in small.split()) for code, small in _SMALL_WORDS.items()
    }
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] >= _SHARE * words.total() else ""
