"""Ratings in the language of whoever reads: a scale's own translations of its labels and definitions (R1).

A version of a scale never changes, so a translation that is written or mended later stands in a later version.  What
counts is therefore the newest version that says the same in the original: same code, same label, same definition.  A
verdict keeps the words of the version it was given under (R2); how these very words are said in another language is
what the desk says today.  Where it does not say, readers get the original.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, TypeVar

from factcheck.domain.published import FIXED, PublishedNotice, PublishedRating, PublishedVerdict


class Labelled(Protocol):
    """One label of one version of a scale."""

    @property
    def scale_name(self) -> str: ...

    @property
    def scale_version(self) -> int: ...

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def definition(self) -> str: ...

    @property
    def translations(self) -> Mapping[str, Mapping[str, str]]: ...


@dataclass(frozen=True)
class Said:
    """A label and its definition as somebody reads them; a language is empty where the words are the original's.

    `original` is the definition as the desk wrote it, by which the language of the originals can be told.
    """

    label: str
    definition: str
    original: str
    label_language: str = ""
    definition_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRating(PublishedRating):
    """The rating of a verdict as somebody reads it, with the same beside it; made while it is read, stored nowhere."""

    original: str
    label_language: str = field(default="", metadata=FIXED)
    definition_language: str = field(default="", metadata=FIXED)
    step_languages: tuple[str, ...] = field(default=(), metadata=FIXED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidNotice(PublishedNotice):
    """A notice whose ratings are said so."""

    old_language: str = field(default="", metadata=FIXED)
    new_language: str = field(default="", metadata=FIXED)


def in_words(rating: PublishedRating, label: str, language: str) -> SaidRating:
    """A finding in words that were translated with their verdict: the scale knows nothing of them (D9)."""
    said = {"label": label, "label_language": language, "original": rating.definition}
    return _as(SaidRating, rating, **said)


T = TypeVar("T")
_Words = tuple[str, str]  # a text and its language, which is empty for the original


class RatingWords:
    """How the labels of all scales, in all their versions, are said in other languages."""

    def __init__(self, ratings: Iterable[Labelled]):
        self._newest: dict[tuple[str, str, str, str], Labelled] = {}
        self._of_version: dict[tuple[str, int, str], Labelled] = {}
        self._by_label: dict[tuple[str, str], Labelled] = {}
        for one in sorted(ratings, key=lambda each: each.scale_version):
            self._newest[_key(one)] = one
            for word in (one.label, one.code):
                self._of_version[one.scale_name, one.scale_version, word] = one
            self._by_label[one.scale_name, one.label] = one
            # Whoever does not know the scale gets the label of one that says it in other languages, if any does.
            if one.translations or ("", one.label) not in self._by_label:
                self._by_label["", one.label] = one

    def said(self, one: Labelled, language: str) -> Said:
        """A label with its definition in a language, each the original's where nobody translated it."""
        return self._said(one, self._newest.get(_key(one), one), language)

    def stood(self, one: Labelled, language: str) -> Said:
        """The same as its own version said it; where that said nothing, as a later one does of the same words."""
        own = one.translations.get(language, {})
        return self._said(one, one, language) if own.get("label") else self.said(one, language)

    def _said(self, one: Labelled, by: Labelled, language: str) -> Said:
        words = by.translations.get(language, {})
        label, definition = words.get("label", ""), words.get("definition", "")
        return Said(
            label or one.label,
            definition or one.definition,
            one.definition,
            language if label else "",
            language if definition else "",
        )

    def label(self, label: str, language: str, scale: str = "") -> _Words:
        """A label alone, without its definition; where nobody knows its scale, as any scale says it."""
        one = self.known(label, scale)
        if one is None:
            return label, ""
        said = self.said(one, language)
        return said.label, said.label_language

    def known(self, label: str, scale: str = "") -> Labelled | None:
        """The newest of a scale that reads so; None where there is none, as for a conclusion in words."""
        return self._by_label.get((scale, label))

    def verdict(self, v: PublishedVerdict, language: str) -> PublishedVerdict:
        """The verdict with its rating, its scale and the ratings in its notices said in a language.

        Words that are no label, as on a desk without a scale (D9), are left as they are.
        """
        rating = self._rating(v.rating, language)
        own = {v.rating.label: (rating.label, rating.label_language)}
        notices = tuple(self._notice(one, v.rating.scale, language, own) for one in v.notices)
        return replace(v, rating=rating, notices=notices)

    def _rating(self, r: PublishedRating, language: str) -> SaidRating:
        known = self._newest.get((r.scale, r.code, r.label, r.definition))
        said = self.said(known, language) if known else self._conclusion(r, language)
        steps = [self._step(r, label, language) for label in r.steps]
        return _as(
            SaidRating,
            r,
            original=r.definition,
            label=said.label,
            label_language=said.label_language,
            definition=said.definition,
            definition_language=said.definition_language,
            steps=tuple(label for label, _ in steps),
            step_languages=tuple(code for _, code in steps),
        )

    def _conclusion(self, r: PublishedRating, language: str) -> Said:
        """A finding in the desk's own words, of which the scale says in other languages only what it stands for."""
        one = self._of_version.get((r.scale, r.scale_version, r.code))
        if one is None or one.definition != r.definition:
            own = getattr(r, "label_language", "")
            return Said(r.label, r.definition, r.definition, own)
        own = getattr(r, "label_language", "")  # of words that were translated with the verdict
        return replace(self.said(one, language), label=r.label, label_language=own)

    def _step(self, r: PublishedRating, label: str, language: str) -> _Words:
        one = self._of_version.get((r.scale, r.scale_version, label))
        if one is None:
            return label, ""
        said = self.said(one, language)
        return said.label, said.label_language

    def _notice(
        self, notice: PublishedNotice, scale: str, language: str, own: Mapping[str, _Words]
    ) -> SaidNotice:
        # The rating of now is said as it is beside the notice.
        old, new = (
            own.get(label) or self.label(label, language, scale)
            for label in (notice.old_rating, notice.new_rating)
        )
        if notice.changes_rating and old[0] == new[0]:
            # Labels of two versions that another language says alike: the original tells them apart (C3).
            old, new = (notice.old_rating, ""), (notice.new_rating, "")
        return _as(
            SaidNotice,
            notice,
            old_rating=old[0],
            old_language=old[1],
            new_rating=new[0],
            new_language=new[1],
        )


def _key(one: Labelled) -> tuple[str, str, str, str]:
    return one.scale_name, one.code, one.label, one.definition


def _as(kind: type[T], value: Any, **more: Any) -> T:
    """The same values as one of a kind that has some beside them."""
    return kind(**{each.name: getattr(value, each.name) for each in fields(value)} | more)
