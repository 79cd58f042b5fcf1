"""What a version of a rating scale must be like, whoever makes it: an administrator or a seed file.

Labels are added, reworded, reordered and retired, never dropped (R2).  Which scale is in use and
who may change one is not said here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from factcheck.domain.inputs import BadInput
from factcheck.domain.slugs import slug

HUES = ("true", "mostly", "mixed", "mostly-false", "false", "none")
LANGUAGES: Mapping[str, str] = {"ru": "Russian", "kk": "Kazakh"}
LABEL_CHARS, DEFINITION_CHARS, CODE_CHARS = 80, 1_000, 40
NOTE_CHARS = 500
VALUE_MAX = 100
ORIGINS_MAX = 20
LABELS_MAX = 60


@dataclass(frozen=True, kw_only=True)
class RatingInput:
    """One label as somebody wants it; its place is its place in the list.

    `code` is what history and mappings know it by and never changes; `value` None is beside the
    axis.  `translations` maps a language of `LANGUAGES` to `label` and `definition`; a definition
    may be left to the original, a label not.
    """

    code: str
    label: str
    definition: str
    value: int | None = None
    hue: str = "none"
    minimum_origins: int = 1
    is_undetermined: bool = False
    is_characterisation: bool = False
    is_retired: bool = False
    retired_note: str = ""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """What cannot stay as it is: which label (by its place, None for the scale), which field."""

    row: int | None
    field: str
    sentence: str


class BadScale(BadInput):
    """A version of a scale that cannot be taken; `problems` say where and how to mend it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems), 422)
        self.problems = tuple(problems)


def check_version(
    ratings: Sequence[RatingInput], *, is_free_text: bool, codes_before: Sequence[str] = ()
) -> None:
    """Raise `BadScale` unless `ratings` may follow a version that had `codes_before`."""
    problems = [*_of_scale(ratings, is_free_text, codes_before), *_of_rows(ratings)]
    if problems:
        raise BadScale(problems)


def _of_scale(
    ratings: Sequence[RatingInput], is_free_text: bool, codes_before: Sequence[str]
) -> Iterator[Problem]:
    dropped = [code for code in codes_before if code not in {one.code for one in ratings}]
    if dropped:
        listed = ", ".join(dropped)
        yield Problem(
            None, "", f"A label is retired, never dropped: {listed} must stay in the list (R2)."
        )
    if len(ratings) > LABELS_MAX:
        yield Problem(None, "", f"A scale has at most {LABELS_MAX} labels, retired ones included.")
    given = [one for one in ratings if not one.is_retired]
    if not is_free_text and not any(one.is_undetermined for one in given):
        yield Problem(
            None,
            "",
            "Keep at least one label for what cannot be determined: not to know is no finding of "
            "false (R5).",
        )
    if not is_free_text and len(given) < 2:
        yield Problem(None, "", "A scale needs at least two labels that are still given.")


def _of_rows(ratings: Sequence[RatingInput]) -> Iterator[Problem]:
    labels = Counter(one.label.casefold() for one in ratings)
    codes = Counter(one.code for one in ratings)
    values = Counter(one.value for one in ratings if not one.is_retired)
    for row, one in enumerate(ratings):
        if codes[one.code] > 1:
            yield Problem(row, "label", "Two labels share the same code.")
        elif labels[one.label.casefold()] > 1:
            yield Problem(row, "label", "Two labels read the same; readers could not tell them.")
        if one.value is not None and not one.is_retired and values[one.value] > 1:
            yield Problem(
                row, "value", "Another label has this number; each number stands for one label."
            )
        yield from _of_row(row, one)
    yield from _of_translations(ratings)


def _of_row(row: int, one: RatingInput) -> Iterator[Problem]:
    if not 0 < len(one.label) <= LABEL_CHARS:
        yield Problem(row, "label", f"Write a label of at most {LABEL_CHARS} characters.")
    if not 0 < len(one.definition) <= DEFINITION_CHARS:
        yield Problem(
            row, "definition", f"Write a definition of at most {DEFINITION_CHARS:,} characters."
        )
    if one.value is not None and not 1 <= one.value <= VALUE_MAX:
        yield Problem(row, "value", f"Write a whole number from 1 to {VALUE_MAX}.")
    if one.value is not None and one.is_undetermined:
        yield Problem(
            row,
            "value",
            "A label for what cannot be determined stands beside the axis and has no number (R5).",
        )
    if one.hue not in HUES:
        yield Problem(row, "hue", "Choose one of the colours.")
    if not 1 <= one.minimum_origins <= ORIGINS_MAX:
        yield Problem(row, "minimum_origins", f"Write a whole number from 1 to {ORIGINS_MAX}.")
    if one.is_retired and not one.retired_note:
        yield Problem(row, "retired_note", "Say to readers why this label is no longer given (R2).")
    if len(one.retired_note) > NOTE_CHARS:
        yield Problem(row, "retired_note", f"Write at most {NOTE_CHARS} characters.")


def _of_translations(ratings: Sequence[RatingInput]) -> Iterator[Problem]:
    """What readers of other languages could not be shown: labels they could not tell apart, halves of a translation."""
    for one in ratings:
        unknown = ", ".join(code for code in one.translations if code not in LANGUAGES)
        if unknown:
            known = " and ".join(LANGUAGES.values())
            yield Problem(
                None, "", f"“{one.label}” is translated into {unknown}; labels are into {known}."
            )
    for code, language in LANGUAGES.items():
        said = [one.translations.get(code, {}) for one in ratings]
        labels = Counter(words.get("label", "").casefold() for words in said)
        for row, words in enumerate(said):
            yield from _of_translation(row, code, language, words, labels)


def _of_translation(
    row: int, code: str, language: str, words: Mapping[str, str], labels: Mapping[str, int]
) -> Iterator[Problem]:
    label, definition = words.get("label", ""), words.get("definition", "")
    if definition and not label:
        yield Problem(
            row,
            f"label_{code}",
            f"Write the label in {language} as well: its definition stands beside it.",
        )
    if label and labels[label.casefold()] > 1:
        yield Problem(
            row,
            f"label_{code}",
            f"Two labels read the same in {language}; readers could not tell them.",
        )
    if len(label) > LABEL_CHARS:
        yield Problem(row, f"label_{code}", f"Write a label of at most {LABEL_CHARS} characters.")
    if len(definition) > DEFINITION_CHARS:
        yield Problem(
            row,
            f"definition_{code}",
            f"Write a definition of at most {DEFINITION_CHARS:,} characters.",
        )


def states_finding(ratings: Sequence[RatingInput]) -> bool:
    """Whether a verdict could say something with these labels, not only that it cannot be known."""
    return any(not one.is_retired and not one.is_undetermined for one in ratings)


def new_code(label: str, taken: Sequence[str]) -> str:
    """A code for a new label: its words in plain letters, with a number where they are taken."""
    plain = slug(label, CODE_CHARS - 3).replace("-", "_")
    code, number = plain, 1
    while code in taken:
        number += 1
        code = f"{plain}_{number}"
    return code
