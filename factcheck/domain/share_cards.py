"""The card that stands for a verdict where its address is shared: what is on it, in words (P16, L3).

Everything comes from the published verdict and the desk's name; how it is drawn is the matter of
`adapters/share_picture.py`.  A card is known by its `key`: a picture drawn of other words is not shown any more.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from factcheck.domain.characters import ZERO_WIDTH
from factcheck.domain.published import PublishedRating, PublishedVerdict
from factcheck.domain.reader_words import RETRACTED, finding
from factcheck.domain.wording import quoted as in_marks

WIDTH, HEIGHT = 1200, 630  # pixels: what networks show at its full size
ALT_CHARS = 400
HUES = ("true", "mostly", "mixed", "mostly-false", "false", "none")
VOID = "void"  # the hue of a retraction, which is no rating
DEMONSTRATION = "A demonstration, no published fact-check"

# The letters we have (`factcheck/fonts`), without those whose place depends on their neighbours.
_HAD = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0259\u0370-\u0373\u0376\u0377\u037b-\u037f\u0384-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u03e1\u0400-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032\u2033"
    "\u2039\u203a\u20a0-\u20bf\u2113\u2116\u2122]*"
)
_UNSEEN = re.compile(f"[{ZERO_WIDTH}\u00ad\u200e\u200f]")
# Signs the letters lack, and others that look the same.
_ALIKE = {"\u2212": "–", "\u202f": "\u00a0", "\u2009": "\u00a0", "\u2003": " ", "\u2002": " "}
_QUOTES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("ru", "kk", "uk", "be", "ky", "tt", "ba", "es", "it", "pt"), ("«", "»")),
        "fr": ("«\u00a0", "\u00a0»"),
        **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "lt"), ("„", "“")),
        "pl": ("„", "”"),
    }
)


@dataclass(frozen=True)
class Card:
    """What is drawn.  `claim` stands in its quotation marks; it and `desk` are empty where they cannot be drawn.

    `step` is the rating's place among `steps` labels, from the worst to the best; None beside the axis (D8).
    """

    claim: str
    finding: str
    hue: str
    desk: str
    told: str = ""
    step: int | None = None
    steps: int = 0
    ends: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """The SHA-256 of everything on it, hex."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def card_of(v: PublishedVerdict, desk: str, *, is_demonstration: bool) -> Card | None:
    """The card of a verdict as readers have it; None where even its finding is in letters that cannot be drawn.

    A claim that is written from right to left, or in a script we have no letters of, is left out: broken words would
    be worse than none.  A retraction has no rating and no place on a scale (C6).
    """
    # One picture for all languages: what it says of itself is English wherever it is asked for.
    word = plain(RETRACTED if v.is_retracted else v.rating.label)
    if not word or not is_drawable(word):
        return None
    claim, name = plain(v.statement), plain(desk)
    step, labels = (None, ()) if v.is_retracted else _place(v.rating)
    return Card(
        claim=quoted(claim, v.language) if is_drawable(claim) else "",
        finding=word.upper() if v.is_retracted else word,
        hue=VOID if v.is_retracted else hue_of(v.rating),
        desk=name if is_drawable(name) else "",
        told=DEMONSTRATION if is_demonstration else "",
        step=step,
        steps=len(labels),
        ends=_ends(labels),
    )


def _place(rating: PublishedRating) -> tuple[int | None, tuple[str, ...]]:
    """The rating's place among the labels on its axis; nothing beside the axis, nor where it is alone there."""
    return (
        (None, ()) if rating.step is None or len(rating.steps) < 2 else (rating.step, rating.steps)
    )


def _ends(labels: tuple[str, ...]) -> tuple[str, str]:
    if not labels:
        return "", ""
    first, last = plain(labels[0]), plain(labels[-1])
    return (first, last) if is_drawable(first) and is_drawable(last) else ("", "")


def alt(v: PublishedVerdict, desk: str) -> str:
    """What the picture says, for whoever does not see it: finding and claim, and whose verdict it is (P16)."""
    room = ALT_CHARS - len(f"{finding(v)}: {in_marks('')} – {desk}")
    said = v.statement
    if len(said) > room:
        said = said[: max(room - 1, 0)].rstrip() + "…"
    return f"{finding(v)}: {in_marks(said)} – {desk}"


def hue_of(rating: PublishedRating) -> str:
    """The hue of a rating, which carries its drawing as well: the scale's own, or where it lies on the axis."""
    if rating.hue in HUES:
        return rating.hue
    last = len(rating.steps) - 1
    if rating.step is None or last < 1:
        return "none"
    if rating.step in {0, last}:
        return "true" if rating.step else "false"
    if rating.step * 2 == last:
        return "mixed"
    return "mostly" if rating.step * 2 > last else "mostly-false"


def is_drawable(text: str) -> bool:
    """Whether every character of `plain` text can be drawn by itself, from left to right."""
    return _HAD.fullmatch(text) is not None


def plain(text: str) -> str:
    """A text in one line, as it is drawn: composed, without what shows nothing."""
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    for sign, alike in _ALIKE.items():
        composed = composed.replace(sign, alike)
    # A blank that must not be broken at stays one.
    return re.sub(r"[^\S\u00a0]+", " ", composed).strip()


def quoted(text: str, language: str) -> str:
    """The words between the quotation marks of their language."""
    left, right = _QUOTES.get(language.lower().partition("-")[0], ("“", "”"))
    return f"{left}{text}{right}" if text else ""
