"""The readable half of an address: ``/verdicts/12-a-few-words``.

Only the words are made here; the number that makes an address permanent (P8) is put before them
by whoever builds the address.
"""

import re
from collections.abc import Sequence

from factcheck.domain.letters import romanise
from factcheck.domain.masking import ProtectedNames

FALLBACK = "verdict"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # what may be one
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slug(text: str, limit: int = 60, *, protected: Sequence[str] = ()) -> str:
    """ASCII words of ``text`` joined by hyphens, at most ``limit`` characters, never empty.

    No name in ``protected`` stands in the result, in its own or in Latin letters (L3, L15). Words
    are dropped whole at the limit; a first word longer than the limit is cut.
    """
    names = ProtectedNames([(name, "") for name in protected])
    words = _ASCII_WORD.findall(romanise(_APOSTROPHE.sub("", names.masked(text))))
    made = _within(words, max(limit, 1))
    # Romanising, joining and cutting can each bring a name back, so the last word is a check.
    return FALLBACK[: max(limit, 1)] if not made or names.stands_in_address(made) else made


def _within(words: Sequence[str], limit: int) -> str:
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:limit]
        if len(longer) > limit:
            break
        kept = longer
    return kept
