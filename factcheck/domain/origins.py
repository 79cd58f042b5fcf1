"""Whether sources are witnesses of their own: texts that repeat each other, and agencies that stories come from (M3).

Texts are compared by their runs of four words, whatever their case, punctuation and line breaks.  A signature keeps
the smallest hashes of these runs: all of them for a text of a thousand words, a fair sample of a longer one, so that
shares are exact between usual stories and close between books.  Publishers: `publishers`; what follows from all of it
for one claim: `suggestions`.
"""

import re
import struct
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

RUN = 4
SKETCH = 1_024
SAMPLE = 20  # fewer runs say nothing of a text
NEAR = 50  # per cent of a text that stand in another, from which on the two are suggested as one origin
REPEATED = 80  # per cent from which on a text is held for the article's own
EXCERPT = 40  # per cent of the article that an excerpt has at least, to be held for it
SHORT_LINE = 4  # words; menus and buttons are shorter
MOST = (1 << 32) - 1

_WORD = re.compile(r"[^\W_]+")
# Lines of sites about themselves, not of the story; in English, Russian and Kazakh.
_ABOUT_THE_SITE = re.compile(
    r"cookie|all rights reserved|subscribe|sign up for|newsletter|privacy policy|terms of use|share this|read more"
    r"|все права защищены|подпи(?:сывай|шит)|политик\w+ конфиденциальности|читайте также|перепечатк"
    r"|барлық құқық|жазылыңыз|оқи отырыңыз",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signature:
    """A text as it is compared: how many runs of words it has, and the smallest of their hashes in order."""

    runs: int
    sketch: "array[int]"

    @cached_property
    def hashes(self) -> frozenset[int]:
        return frozenset(self.sketch)

    @property
    def reach(self) -> int:
        """Up to which hash the sketch holds every run."""
        return MOST if self.runs <= SKETCH else self.sketch[-1]

    def to_bytes(self) -> bytes:
        return struct.pack(f">{len(self.sketch)}I", *self.sketch)


def signature_from(runs: int, stored: bytes) -> Signature:
    """What `to_bytes` wrote."""
    return Signature(runs, array("I", struct.unpack(f">{len(stored) // 4}I", stored)))


def signature(text: str) -> Signature:
    """How a text is compared."""
    words = story_words(text)
    hashes = {_hash(" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1)}
    return Signature(len(hashes), array("I", sorted(hashes)[:SKETCH]))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=4).digest(), "big")


def story_words(text: str) -> list[str]:
    """The words of a text without what sites say around a story: menus, notices about themselves, repeated lines.

    A text of short lines alone, as a poem or a table is, keeps them.
    """
    seen: set[tuple[str, ...]] = set()
    story, short = list[str](), list[str]()
    for line in re.split(r"[\n\f]+", text):
        words = tuple(_plain(line))
        if words in seen or _ABOUT_THE_SITE.search(line):
            continue
        seen.add(words)
        (short if len(words) < SHORT_LINE else story).extend(words)
    return story if len(story) >= len(short) else [*_plain(text)]


def _plain(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return (found[0] for found in _WORD.finditer(plain.replace("\xad", "")))


class Shares(NamedTuple):
    """How much of each of two texts stands in the other, in per cent."""

    of_first: int
    of_second: int

    @property
    def most(self) -> int:
        return max(self)


NOTHING = Shares(0, 0)


def shares(first: Signature, second: Signature) -> Shares:
    """How much two texts repeat each other; nothing where there is too little of one to tell."""
    reach = min(first.reach, second.reach)
    mine, theirs = _within(first, reach), _within(second, reach)
    if min(mine, theirs) < SAMPLE:
        return NOTHING
    common = len(first.hashes & second.hashes)  # what both hold is in the reach of both
    return Shares(round(100 * common / mine), round(100 * common / theirs))


def _within(one: Signature, reach: int) -> int:
    return bisect_right(one.sketch, reach)


def alike(one: Signature, others: Mapping[int, Signature]) -> dict[int, Shares]:
    """Those of the others that stand in this text, or it in them, by `NEAR` or more, the nearest first."""
    found = {key: shares(one, other) for key, other in others.items()}
    near = [key for key, share in found.items() if share.most >= NEAR]
    return {key: found[key] for key in sorted(near, key=lambda key: (-found[key].most, key))}


def repeats(of_article: int, of_copy: int) -> bool:
    """Whether a copy is nearly the article's own text: nearly all of it is there, or a long excerpt and little else.

    A short source that the article quotes in full is no such copy: little of the article stands in it.
    """
    return of_article >= REPEATED or (of_copy >= REPEATED and of_article >= EXCERPT)


# ── Agencies ─────────────────────────────────────────────────────────────────────────────────────

# The names agencies are credited by; short ones count in capitals alone, as credits spell them.
AGENCIES: Mapping[str, Sequence[str]] = {
    "AFP": ("Agence France-Presse", "AFP", "АФП", "Франс Пресс"),
    "Anadolu": ("Anadolu Agency", "Anadolu", "Анадолу"),
    "AP": ("The Associated Press", "Associated Press", "AP", "Ассошиэйтед Пресс"),
    "dpa": ("dpa", "DPA"),
    "EFE": ("EFE",),
    "Interfax": ("Interfax-Kazakhstan", "Interfax", "Интерфакс-Казахстан", "Интерфакс"),
    "Kazinform": ("Kazinform", "Казинформ", "КАЗИНФОРМ", "ҚазАқпарат", "Qazinform", "QazAqparat"),
    "KazTAG": ("KazTAG", "КазТАГ", "ҚазТАГ", "КАЗТАГ"),
    "Reuters": ("Thomson Reuters", "Reuters", "REUTERS", "Рейтерс", "Рейтер"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "TASS": ("ITAR-TASS", "TASS", "ИТАР-ТАСС", "ТАСС"),
    "UPI": ("UPI",),
    "Xinhua": ("Xinhua", "Синьхуа"),
}
_BY_NAME = {name: agency for agency, names in AGENCIES.items() for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True))
_NAME = rf"(?<!\w)(?:{_NAMES})(?!\w)"
_HEAD_CHARS, _END_CHARS = 1_500, 400
_LINE_CHARS = 300
_TOLD = "сообща[её]т|переда[её]т|со ссылкой на|по (?:данным|информации|сообщению)"
_CREDITS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"[(/\[]({_NAME})[)/\]]",  # (Reuters) -   /ТАСС/
        rf"^[^\n]{{0,60}}?({_NAME})(?:\.\w{{2,3}})?[ \t]*[-–—]",  # АЛМАТЫ. 3 мая. КазТАГ –
        rf"^(?:By |От )?[^\n]{{0,60}}?(?:, |^)({_NAME})[ \t]*$",  # By Ann Lee, Associated Press
        rf"(?i:source|sources|источник|дереккөз|©|copyright[^\n]{{0,20}}?)[:\s]+(?:\d{{4}} )?[«“\"]?({_NAME})",
        rf"(?i:{_TOLD})(?: [а-яё]{{2,20}}){{0,2}} [«“\"]?({_NAME})",
        rf"({_NAME})[»”\"]?(?: агенттігі)?(?:не сілтеме|,? деп хабарлай?ды| хабарлай?ды)",
        rf"хабарлай?ды [«“\"]?({_NAME})",
        rf"[-–—][ \t]*({_NAME})[.)]?\s*\Z",  # the last words of a story
    )
)


def credit(text: str) -> str:
    """The agency a story is credited to, by the name it goes by here; '' where none is.

    A credit stands in the head of a story or at its end.  That somebody told an agency something is no credit.
    """
    lines = [line[:_LINE_CHARS] for line in text[: 2 * _HEAD_CHARS].splitlines() if line.strip()]
    head, end = "\n".join(lines)[:_HEAD_CHARS], text.rstrip()[-_END_CHARS:]
    for part in (head, end):
        found = [hit for pattern in _CREDITS for hit in pattern.finditer(part)]
        if found:
            return _BY_NAME[min(found, key=lambda hit: hit.start(1))[1]]
    return ""


def agency_of(publisher: str) -> str:
    """The agency this publisher is; '' for any other."""
    return _BY_NAME.get(" ".join(publisher.split()), "")
