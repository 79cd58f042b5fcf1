"""Which passwords are taken: long enough, not known to everybody, not made of the site's or own words.

Hashing is not done here.  `common_passwords.txt` beside this module holds passwords of twelve and
more characters that guessers try first; it was made from frequent words, keyboard rows, years and
the endings people add to them.  The rules below catch what such a list cannot hold in full.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import PASSWORD_MAX, PASSWORD_MIN

SITE_WORDS = ("factcheck", "fact-check", "fact check", "faktcheck", "newsroom")
WORD_MIN = 4  # shorter names, like Li or Bo, stand in too many other words
RUN_MIN = 3  # neighbours on a keyboard that count as one run
UNIT_MAX = 6  # the longest piece whose mere repetition is refused

_KNOWN = "This password is known from breaches."
_ROWS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "!@#$%^&*()",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
_COLUMNS = "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ qaz wsx edc rfv tgb yhn ujm".split()
_RUNS = tuple(run for row in (*(row * 2 for row in _ROWS), *_COLUMNS) for run in (row, row[::-1]))
_SPELLED = str.maketrans("013457@$!|", "oleastasil")
_EDGES = re.compile(r"^[^a-z]+|[^a-z]+$")


def check_password(typed: str, *, own_words: Iterable[str] = ()) -> str:
    """The password as typed; raises `BadInput` (6.2.1, 6.2.4, 6.2.8, 6.2.11).

    `own_words` are the person's name and mail address; their parts may not stand in the password.
    """
    if len(typed) < PASSWORD_MIN:
        raise BadInput(f"At least {PASSWORD_MIN} characters.")
    if len(typed) > PASSWORD_MAX:
        raise BadInput(f"At most {PASSWORD_MAX:,} characters.")
    if any("\ud800" <= character <= "\udfff" for character in typed):
        raise BadInput("The password is not valid Unicode.")
    folded = typed.casefold()
    if _is_known(folded):
        raise BadInput(_KNOWN)
    if any(word in folded for word in (*SITE_WORDS, *_parts(own_words))):
        raise BadInput("It holds a word of this site, or of your own name or mail address.")
    return typed


def _is_known(folded: str) -> bool:
    core = _EDGES.sub("", folded.translate(_SPELLED))
    bare = _EDGES.sub("", folded)
    return (
        folded in common_passwords()
        or core in common_words()
        or bare in common_words()
        or _is_repetition(folded)
        or _is_all_runs(folded)
    )


def _parts(own_words: Iterable[str]) -> list[str]:
    """The words of names and addresses that are long enough to be told from chance."""
    found = (part for text in own_words for part in re.split(r"[\W_]+", text.casefold()))
    return [part for part in found if len(part) >= WORD_MIN and part not in {"mail", "example"}]


def _is_repetition(text: str) -> bool:
    """`aaaaaaaaaaaa`, `123123123123`, `passwordpassword`: one short or common piece, over and over."""
    for size in range(1, len(text) // 2 + 1):
        unit = text[:size]
        if (unit * (len(text) // size + 1)).startswith(text):
            return size <= UNIT_MAX or _EDGES.sub("", unit) in common_words()
    return False


def _is_all_runs(text: str) -> bool:
    """Whether it is nothing but stretches of neighbouring keys, digits or letters of the alphabet."""
    place = 0
    while place < len(text):
        size = _longest_run(text, place)
        if size < RUN_MIN:
            return False
        place += size
    return True


def _longest_run(text: str, place: int) -> int:
    size = RUN_MIN
    if not any(text[place : place + size] in run for run in _RUNS):
        return 0
    while place + size < len(text) and any(text[place : place + size + 1] in r for r in _RUNS):
        size += 1
    return size


@cache
def common_passwords() -> frozenset[str]:
    """The list beside this module, case folded."""
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def common_words() -> frozenset[str]:
    """What is left of the list's lines without digits and marks around them."""
    cores = (_EDGES.sub("", line) for line in common_passwords())
    return frozenset(core for core in cores if len(core) >= WORD_MIN)
