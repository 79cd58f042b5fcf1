"""Risk flags of sentences: people who are named or related, alleged crimes, minors (L1).

High recall first: a flag asks a person to look, she decides, and a public figure cannot be told from a private person
here. The words are in `risk_words`, names in `person_names`; what a flag means for a claim is in `policy`.
"""

import re
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import NamedTuple

from factcheck.domain.person_names import Words, folded_words, naming_sentences
from factcheck.domain.policy import RiskFlags
from factcheck.domain.risk_words import CRIME, CRIME_PHRASES, MINOR, OWNED, OWNERS, RELATIVE
from factcheck.domain.sentences import sentences

_AGE = r"(?<![\d.,:])(?:1[0-7]|[0-9])"
_EN = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen)"
_NTH = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
_RU = (
    "(?:одно|двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|(?:один|две|три|четыр|пят|шест|сем)надцати"
    "|полутора|нескольких)"
)
_RU_OF_AGE = "(?:еи|им|ему|мне|котор(?:ому|ои)|исполн\\w+|возраст\\w*|старше|младше|моложе|до)"
_KK = "(?:он )?(?:бир|еки|уш|торт|бес|алты|жети|сегиз|тогыз|он)"
# What is minor without being one.
_SMALL = (
    "accident|adjust|change|collision|crime|damage|delay|detail|differ|earthquake|error|fault|figure|fire|fix|flaw|incident"
    "|inconven|injur|issue|league|mistake|offen|part|point|problem|repair|role|setback|surger|traffic|update|victor|wound"
)
# Folded, so "й" is "и" and "ё" is "е", and Kazakh letters are the nearest Russian ones.
_YOUNG = re.compile(
    "|".join(
        (
            rf"{_AGE}(?:[- ](?:and|to|or)[- ]1?\d)?[- ](?:year|yr|month|week|day)s?[- ]olds?\b",
            rf"\b{_EN}[- ](?:year|month|week|day)s?[- ]olds?\b",
            rf"\b(?:aged?|ages|age of|under|younger than|below)[- ](?:the age of )?(?:{_AGE}|18|{_EN})s?\b(?! ?%)",
            rf"{_AGE} ?(?:years of age|y\.? ?o\b)",
            rf"\bgrades? {_AGE}\b|(?:{_AGE}(?:st|nd|rd|th)|\b{_NTH})[- ]grade",
            rf"\b(?:a|an|the|another|any|two|three|of|to|with|against) minor\b(?! (?:{_SMALL}))",
            r"\b(?:high|middle|primary|elementary|secondary|boarding)[- ]school",
            rf"[^\W\d_](?:, {_AGE}(?=[,)]|\.?$)(?!,\d)| \({_AGE}\))",
            r"\b(?:born (?:in|on) (?:\w+ ){0,2}|р(?:ожд|од)\w+ (?:\w+ ){0,3})20(?:0[5-9]|[1-4]\d)\b",
            r"\b20(?:0[5-9]|[1-4]\d) ?(?:года рожд|г\. ?р|жылы? туган|ж\. ?т)",
            rf"{_AGE}[- ]?(?:ти|ми|х|и)?[- ]?(?:летн|месячн|недельн|дневн)",
            rf"\b{_RU}(?:летн|месячн|недельн|дневн)|\bгодовал",
            rf"\b{_RU_OF_AGE} (?:\w+ )?(?:{_AGE}|18) ?(?:лет|год|месяц)",
            rf"[^\W\d_],? \(?{_AGE} (?:лет|года?)(?=[,.)]|$)",
            rf"{_AGE}[- ]?(?:\w )?(?:класс|сынып)",
            rf"(?:{_AGE}|\b{_KK})[- ]?(?:жас(?:ка|та|ар|ын|тан)?\w{{0,4}}|аилык)\b",
        )
    )
)

# Without any of these no age is told, and the long search can be left out.
_DIGIT = re.compile(r"\d")
_HINTS = (
    *("old", "age", "under", "below", "younger", "grade", "minor", "school"),
    *("летн", "месячн", "недельн", "дневн", "годовал", "жас", "аилык"),
)

# Kazakh: whose; "Берденнің ұлы" is somebody's son, "ұлы" alone is "great".
_GENITIVE = ("нын", "нин", "дын", "дин", "тын", "тин")


class Risk(NamedTuple):
    """A sentence that has a flag, in code points of the text, `end` exclusive."""

    start: int
    end: int
    flags: RiskFlags

    @property
    def names(self) -> list[str]:
        """The names of the flags that are set."""
        return [one.name for one in fields(self.flags) if getattr(self.flags, one.name)]


def risks(text: str) -> list[Risk]:
    """The sentences of `text` with any flag, in order. Linear in the length of the text."""
    spans = list(sentences(text))
    flags = flags_of([text[start:end] for start, end in spans])
    none = RiskFlags()
    return [Risk(*span, one) for span, one in zip(spans, flags, strict=True) if one != none]


def flags_of(pieces: Sequence[str]) -> list[RiskFlags]:
    """The flags of each sentence of one text; a name told in one of them is known in all."""
    words = folded_words(pieces)
    return [
        RiskFlags(
            names_private_person=is_named or _has_relative(one),
            alleges_crime=_has_crime(one),
            involves_minor=_has_minor(one),
        )
        for one, is_named in zip(words, naming_sentences(words), strict=True)
    ]


def _has_relative(words: Words) -> bool:
    plain = [token.folded for token in words.tokens]
    return any(word in RELATIVE for word in plain) or any(
        owned in OWNED and (owner in OWNERS or owner.endswith(_GENITIVE))
        for owner, owned in pairwise(plain)
    )


def _has_crime(words: Words) -> bool:
    has_word = any(token.folded in CRIME for token in words.tokens)
    return has_word or CRIME_PHRASES.search(words.folded) is not None


def _has_minor(words: Words) -> bool:
    if any(token.folded in MINOR for token in words.tokens):
        return True
    may_tell_age = _DIGIT.search(words.folded) or any(hint in words.folded for hint in _HINTS)
    return bool(may_tell_age) and _YOUNG.search(words.folded) is not None
