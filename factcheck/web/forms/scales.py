"""A rating scale as one form with a row for each label, and the form that maps a label to another.

What a version of a scale must be like is said in `factcheck.domain.ratings`; here a row is only
read and given back with what was typed.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField
from wtforms.fields.choices import (  # type: ignore[attr-defined]  # stubs lack SelectChoice
    SelectChoice,
    SelectField,
)

from factcheck.domain.ratings import (
    DEFINITION_CHARS,
    HUES,
    LABEL_CHARS,
    LABELS_MAX,
    LANGUAGES,
    NOTE_CHARS,
    ORIGINS_MAX,
    VALUE_MAX,
    Problem,
    RatingInput,
    new_code,
)
from factcheck.services.scales import Scale
from factcheck.web.forms.fields import TextBlock, TextLine, WholeNumber

BLANK_ROWS = 2
ROWS_MAX = LABELS_MAX + BLANK_ROWS
HUE_WORDS = {
    "true": "Green: as the sources say",
    "mostly": "Olive: nearly",
    "mixed": "Ochre: in part",
    "mostly-false": "Orange: hardly",
    "false": "Red: against the sources",
    "none": "Grey: beside the axis",
}


class RatingRow(Form):
    """One label of the scale; a row without a code and without words is no label."""

    code = HiddenField()
    position = WholeNumber("Place", low=1, high=ROWS_MAX, is_required=False)
    label = TextLine("Label", limit=LABEL_CHARS)
    definition = TextBlock("Definition", limit=DEFINITION_CHARS)
    value = WholeNumber("Number", low=1, high=VALUE_MAX, is_required=False)
    # What is no choice at all is refused by the domain, beside the field like everything else.
    hue = SelectField(
        "Colour",
        choices=[SelectChoice(hue, HUE_WORDS[hue]) for hue in HUES],
        default="none",
        validate_choice=False,
    )
    minimum_origins = WholeNumber("Independent origins", low=1, high=ORIGINS_MAX, default=1)
    is_undetermined = BooleanField("Says that it cannot be determined")
    is_characterisation = BooleanField("Judges the speaker, not only the words")
    is_retired = BooleanField("Retired: no longer given")
    retired_note = TextLine("Why it was retired", limit=NOTE_CHARS, is_required=False)
    label_ru = TextLine("Label in Russian", limit=LABEL_CHARS, is_required=False)
    definition_ru = TextBlock("Definition in Russian", limit=DEFINITION_CHARS, is_required=False)
    label_kk = TextLine("Label in Kazakh", limit=LABEL_CHARS, is_required=False)
    definition_kk = TextBlock("Definition in Kazakh", limit=DEFINITION_CHARS, is_required=False)

    is_kept = False  # put in by us, not sent: there is nothing to read

    @property
    def is_blank(self) -> bool:
        said = [self[f"{name}_{code}"] for code in LANGUAGES for name in ("label", "definition")]
        typed = (self.label, self.definition, *said)
        return not self.code.data and not any(str(one.data or "").strip() for one in typed)

    @property
    def place(self) -> int:
        """Where the label is wanted; last where nothing readable was written."""
        written = str(self.position.data or "")
        is_number = written.isascii() and written.isdigit() and len(written) <= 3
        return int(written) if is_number else ROWS_MAX + 1

    def given(self, code: str) -> RatingInput:
        """The label as filled in; call it once the row is valid."""
        return RatingInput(
            code=code,
            label=self.label.data or "",
            definition=self.definition.data or "",
            value=cast("int | None", self.value.data),
            hue=self.hue.data,
            minimum_origins=cast("int", self.minimum_origins.data),
            is_undetermined=self.is_undetermined.data,
            is_characterisation=self.is_characterisation.data,
            is_retired=self.is_retired.data,
            retired_note=self.retired_note.data or "",
            translations=dict(self._translations()),
        )

    def _translations(self) -> Iterator[tuple[str, dict[str, str]]]:
        for code in LANGUAGES:
            words = {name: self[f"{name}_{code}"].data or "" for name in ("label", "definition")}
            if any(words.values()):
                yield code, words


class ScaleForm(Form):
    """A new version: why, and the labels in `rows`, which stand beside WTForms' own fields."""

    note = TextLine("What changes, and why", limit=NOTE_CHARS, subject="The note")

    def __init__(self, scale: Scale, formdata: MultiDict[str, str] | None = None, **more: Any):
        super().__init__(formdata, **more)
        self.scale = scale
        stored = [_stored(one, place) for place, one in enumerate(scale.current.ratings, 1)]
        if formdata is None:
            self.rows = [RatingRow(data=one, prefix=f"r{n}-") for n, one in enumerate(stored)]
        else:
            self.rows = list(_typed(formdata, scale.codes))
            self._keep_all(stored)
        free = ROWS_MAX - len(self.rows)
        blank = max(0, BLANK_ROWS - sum(row.is_blank for row in self.rows))
        first = len(self.rows)
        self.rows += [RatingRow(prefix=f"r{first + n}-") for n in range(min(blank, free))]

    def _keep_all(self, stored: Sequence[dict[str, Any]]) -> None:
        """Labels somebody added meanwhile stay: none is dropped by a form that did not know it."""
        known = {row.code.data for row in self.rows}
        for one in stored:
            if one["code"] not in known:
                row = RatingRow(data=one, prefix=f"r{len(self.rows)}-")
                row.is_kept = True
                self.rows.append(row)

    @property
    def labels(self) -> list[RatingRow]:
        """The rows that are labels, in the order wanted; those without a place come last."""
        return sorted((row for row in self.rows if not row.is_blank), key=lambda row: row.place)

    def validate(self, extra_validators: Any = None) -> bool:
        is_note_fine = super().validate(extra_validators)
        # Every row is looked at, so that all that is wrong is said at once.
        are_rows_fine = [row.validate() for row in self.labels if not row.is_kept]
        return is_note_fine and all(are_rows_fine)

    def given(self) -> list[RatingInput]:
        """The labels as filled in; call it once the form is valid."""
        found: list[RatingInput] = []
        taken = [*self.scale.codes]
        for row in self.labels:
            code = row.code.data or new_code(row.label.data or "", taken)
            taken.append(code)
            found.append(row.given(code))
        return found

    def put_beside(self, problems: Sequence[Problem]) -> None:
        """Stand each problem beside the field of the label it is about, others on top."""
        labels = self.labels
        for problem in problems:
            if problem.row is None:
                self.form_errors.append(problem.sentence)
            else:
                wrong = labels[problem.row][problem.field]
                wrong.errors = [*wrong.errors, problem.sentence]

    @property
    def wrong_fields(self) -> list[tuple[str, Any]]:
        """(which label, field) for the list of errors at the head of the page."""
        return [
            (row.label.data or "a new label", one) for row in self.rows for one in row if one.errors
        ]


def _stored(one: RatingInput, place: int) -> dict[str, Any]:
    words = {
        f"{name}_{code}": said.get(name, "")
        for code, said in one.translations.items()
        for name in ("label", "definition")
    }
    return {**vars(one), **words, "position": place}


def _typed(formdata: MultiDict[str, str], codes: Sequence[str]) -> Iterator[RatingRow]:
    """The rows as sent, at most as many as a scale can have; an unknown code counts as none."""
    for number in range(ROWS_MAX):
        if f"r{number}-label" in formdata:
            row = RatingRow(formdata, prefix=f"r{number}-")
            if row.code.data not in codes:
                row.code.data = ""
            yield row


class MappingForm(Form):
    """A label of this scale, and the label of another it is to be read as."""

    from_code = SelectField("This label", validate_choice=False)
    target = SelectField("is to be read as", validate_choice=False)
    note = TextLine("With what care", limit=NOTE_CHARS, is_required=False)

    def offer(self, start: Scale, others: Sequence[Scale]) -> None:
        """Fill in the labels to choose from."""
        self.from_code.choices = [
            SelectChoice(one.code, one.label) for one in start.current.ratings
        ]
        self.target.choices = [
            SelectChoice(f"{other.id}:{one.code}", one.label, optgroup=other.name)
            for other in others
            if other.id != start.id
            for one in other.current.ratings
        ]
