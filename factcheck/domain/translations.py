"""Translations of published verdicts: what of one is translated, what an approval of it binds to, what readers get.

A translation holds words and nothing else.  Rating, dates, names, addresses and sources are always those of the
original as it stands now, so that no translation can say another finding than its original.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from factcheck.domain.content import Difference
from factcheck.domain.inputs import BadInput, clean_line, clean_text
from factcheck.domain.limits import (
    CLAIM_CHARS,
    EXPLANATION_CHARS,
    NOTE_CHARS,
    REASON_CHARS,
    TRANSLATED_LINE_CHARS,
)
from factcheck.domain.published import PublishedArticle, PublishedVerdict
from factcheck.domain.rating_words import in_words
from factcheck.domain.verdict_parts import PARTS
from factcheck.domain.verdict_parts import parts_of as further

TAG = "factcheck-translation-1"
# The languages readers have pages in: code → (its name in English, its own name).
LANGUAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"en": ("English", "English"), "ru": ("Russian", "Русский"), "kk": ("Kazakh", "Қазақша")}
)
# What a translation always says in its own words, also when the original reads otherwise since.
MAIN = ("statement", "reason", "explanation")
# What is never translated: why a verdict was retracted, and what sources are called.
NEVER = ("retraction_note", "titles")
_CITED = re.compile(r"\[(\d{1,4})\](?!\()")

Texts = Mapping[str, str]


class NoSuchTranslation(LookupError):
    """There is no such translation, or not for this person; the two are never told apart (8.2.2)."""

    sentence = "No such translation."


def language_of(code: str) -> str:
    """The code, where it is one of `LANGUAGES`.  Raises `NoSuchTranslation`."""
    if code not in LANGUAGES:
        raise NoSuchTranslation
    return code


def english_name(code: str) -> str:
    """The name of a language of ours in English."""
    return LANGUAGES[code][0]


def own_name(code: str) -> str:
    """What those who read it call it; the code where it is none of ours."""
    return LANGUAGES[code][1] if code in LANGUAGES else code


def primary(language: str) -> str:
    """The language of a tag without its country: `en` of `en-GB`."""
    return language.partition("-")[0].lower()


def offered(original: str) -> list[str]:
    """The languages a verdict in `original` can be translated into."""
    return [code for code in LANGUAGES if code != primary(original)]


# ── What is translated ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Part:
    """One text of a published verdict that can be translated: its key, its label on the desk, and the original.

    A part that is not `is_required` may be left empty: readers then get the original's words there.
    """

    key: str
    label: str
    original: str
    limit: int
    is_required: bool = False
    is_line: bool = False


def parts_of(v: PublishedVerdict, *, is_free_text: bool = False) -> list[Part]:
    """All that is translated of a verdict, in the order of its page.

    With `is_free_text` the finding itself is words of the desk, not a label of a scale (D9): those are translated too.
    """
    conclusion = v.rating.label if is_free_text else ""
    found = [
        Part("statement", "The claim", v.statement, CLAIM_CHARS, is_required=True, is_line=True),
        _line("claimant", "Who said it", v.claimant),
        _line("said_where", "Where it was said", v.said_where),
        _line("conclusion", "The finding in words", conclusion),
        Part("reason", "The short answer", v.reason, REASON_CHARS, is_required=True),
        Part("explanation", "The explanation", v.explanation, EXPLANATION_CHARS, is_required=True),
        *(Part(key, PARTS[key], text, EXPLANATION_CHARS) for key, text in further(v).items()),
        Part("media_context", "What the original shows", _context(v), NOTE_CHARS),
        *(
            Part(f"source_{one.number}", f"What source {one.number} says", one.says, NOTE_CHARS)
            for one in v.sources
        ),
        *(
            Part(f"reply_{place}", f"The reply of {one.whom}", one.text, NOTE_CHARS)
            for place, one in enumerate(v.replies, 1)
        ),
        *(
            Part(
                f"notice_{one.version}", f"The note of version {one.version}", one.note, NOTE_CHARS
            )
            for one in v.notices
        ),
    ]
    return [part for part in found if part.original]


def _context(v: PublishedVerdict) -> str:
    return v.media.context if v.media else ""


def _line(key: str, label: str, original: str) -> Part:
    return Part(key, label, original, TRANSLATED_LINE_CHARS, is_line=True)


def cleaned(parts: Sequence[Part], given: Texts) -> dict[str, str]:
    """The texts of `parts`, each as it may stand there; what is no part of the original is left out.

    Raises `BadInput` for one that cannot be taken; an empty one is taken as it is (a draft may lack anything).
    """
    found = {}
    for part in parts:
        clean = clean_line if part.is_line else clean_text
        text = clean(given.get(part.key, ""), label=part.label, limit=part.limit, is_required=False)
        if text:
            found[part.key] = text
    return found


def missing(parts: Sequence[Part], texts: Texts) -> list[str]:
    """The labels of what a translation cannot go without and this one lacks."""
    return [part.label for part in parts if part.is_required and not texts.get(part.key)]


def cited_in_vain(text: str, numbers: Sequence[int]) -> list[int]:
    """The numbers a text cites although the original has no such source."""
    cited = {int(number) for number in _CITED.findall(text)}
    return sorted(cited - set(numbers))


# ── Its exact content ────────────────────────────────────────────────────────────────────────────


def to_json(texts: Texts) -> str:
    """The texts as they are kept: keys in order."""
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)


def from_json(kept: str) -> dict[str, str]:
    """The texts that were kept so.  Raises `ValueError` for what is none of ours."""
    found = json.loads(kept)
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ValueError("These are no texts of a translation.")
    return found


def hash_of(language: str, source_number: int, source_hash: str, texts: Texts) -> str:
    """SHA-256 over every text, the language and the exact version of the original (W4)."""
    whole = [TAG, language, source_number, source_hash, dict(texts)]
    said = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def differences(parts: Sequence[Part], old: Texts, new: Texts) -> list[Difference]:
    """What the new texts say otherwise; a part that the original has no more is named by its key."""
    labels = {part.key: part.label for part in parts}
    keys = dict.fromkeys([*labels, *old, *new])
    return [
        Difference(labels.get(key, key), old.get(key, ""), new.get(key, ""))
        for key in keys
        if old.get(key, "") != new.get(key, "")
    ]


def changed_originals(then: Sequence[Part], now: Sequence[Part]) -> list[Difference]:
    """What the original says otherwise now than when it was translated."""
    return differences(now, _originals(then), _originals(now))


def _originals(parts: Sequence[Part]) -> dict[str, str]:
    return {part.key: part.original for part in parts}


# ── What readers get ─────────────────────────────────────────────────────────────────────────────


def translated(
    now: PublishedVerdict, then: PublishedVerdict, language: str, texts: Texts
) -> PublishedVerdict:
    """The original as it stands `now`, with the words that were translated of it as it stood `then`.

    Claim, short answer and explanation are always the translation's.  Every other text is the original's of now where
    that changed since, or where nobody translated it; rating, dates, sources and notices are always the original's.
    """
    stands = dict(_standing(now, then, texts))
    conclusion = stands.get("conclusion")
    return replace(
        now,
        language=language,
        statement=stands.get("statement", now.statement),
        claimant=stands.get("claimant", now.claimant),
        said_where=stands.get("said_where", now.said_where),
        reason=stands.get("reason", now.reason),
        explanation=stands.get("explanation", now.explanation),
        what_is_right=stands.get("what_is_right", now.what_is_right),
        not_known=stands.get("not_known", now.not_known),
        why_it_matters=stands.get("why_it_matters", now.why_it_matters),
        rating=in_words(now.rating, conclusion, language) if conclusion else now.rating,
        media=now.media
        and replace(now.media, context=stands.get("media_context", now.media.context)),
        article=_named(now.article, now.language),
        also_in=tuple(_spoken(one, now.language) for one in now.also_in),
        sources=tuple(
            replace(one, says=stands.get(f"source_{one.number}", one.says)) for one in now.sources
        ),
        replies=tuple(
            replace(one, text=stands.get(f"reply_{place}", one.text))
            for place, one in enumerate(now.replies, 1)
        ),
        notices=tuple(
            replace(one, note=stands.get(f"notice_{one.version}", one.note)) for one in now.notices
        ),
    )


def _standing(
    now: PublishedVerdict, then: PublishedVerdict, texts: Texts
) -> Iterator[tuple[str, str]]:
    """The translated texts that still say what the original says."""
    is_free_text = "conclusion" in texts
    before = _originals(parts_of(then, is_free_text=is_free_text))
    after = _originals(parts_of(now, is_free_text=is_free_text))
    for key, text in texts.items():
        if key in MAIN or (key in after and after[key] == before.get(key)):
            yield key, text


def _named(article: PublishedArticle | None, language: str) -> PublishedArticle | None:
    return _spoken(article, language) if article is not None else None


def _spoken(article: PublishedArticle, language: str) -> PublishedArticle:
    """Its words stay in the language of the original, and say so."""
    return article if article.language else replace(article, language=language)


def left_in(original: PublishedVerdict, shown: PublishedVerdict) -> dict[str, str]:
    """The language of each text that stands in `shown`, a translation, as it stands in the original; by its key.

    `NEVER` is among them always: what nobody translates.
    """
    before, after = (_originals(parts_of(one, is_free_text=True)) for one in (original, shown))
    keys = [key for key, text in after.items() if key not in MAIN and before.get(key) == text]
    return dict.fromkeys((*keys, *NEVER), original.language)


def left_as_they_are(parts: Sequence[Part], texts: Texts) -> list[str]:
    """The keys of the parts that readers get in the original's words."""
    return [part.key for part in parts if part.key not in texts]


def refuse_vain_citations(texts: Texts, numbers: Sequence[int]) -> None:
    """Raise `BadInput` where the explanation or a further part cites a source that the original does not have."""
    for key, label in {"explanation": "The explanation", **PARTS}.items():
        vain = cited_in_vain(texts.get(key, ""), numbers)
        if vain:
            said = ", ".join(f"[{number}]" for number in vain)
            raise BadInput(f"{label} cites {said}, and the original has no such source.")


def linked(url: str, language: str, version: int = 0) -> dict[str, Any]:
    """How the ClaimReview of a page names the page of another language: as a work, so that one ClaimReview stands on
    each page (D17)."""
    values = {"@type": "CreativeWork", "url": url, "inLanguage": language, "version": version}
    return {key: value for key, value in values.items() if value}
