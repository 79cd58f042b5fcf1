"""The forms of a translation: its texts, one field for each part of the original, and the small ones of its review."""

from collections.abc import Mapping, Sequence
from types import new_class
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.widgets import TextArea

from factcheck.domain.limits import NOTE_CHARS
from factcheck.domain.terms import Capacity
from factcheck.domain.translations import Part
from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.fields import EnumSelect, RowChoice, TextBlock, TextLine, WholeNumber


class LongLine(TextLine):
    """One line that may fill several of the screen's; `str`."""

    widget = TextArea()


class TextsForm(FlaskForm):
    """The words of a translation.  `seen_source` is the version of the original that stood beside them."""

    parts: Sequence[Part] = ()
    seen_source = WholeNumber("Version of the original", low=0, high=HIGHEST_ID, is_required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for part in self.parts:  # asked for when it is handed in; a draft may lack any of them
            self[part.key].flags.required = part.is_required

    def given(self) -> dict[str, str]:
        """What the form says, once its fields are valid."""
        return {part.key: self[part.key].data or "" for part in self.parts}

    def rows(self) -> list[tuple[Part, Any]]:
        """Each part of the original with the field it is translated in."""
        return [(part, self[part.key]) for part in self.parts]


def form_for(parts: Sequence[Part]) -> type[TextsForm]:
    """The form for the parts of one original.  A draft may lack any of them; `required` says what it will need."""
    fields = {part.key: _field(part) for part in parts}
    given = fields | {"parts": tuple(parts)}
    made = new_class("TextsForm", (TextsForm,), exec_body=lambda space: space.update(given))
    return cast("type[TextsForm]", made)


def _field(part: Part) -> Any:
    kind = LongLine if part.is_line else TextBlock
    return kind(part.label, subject=part.label, limit=part.limit, is_required=False)


def filled(parts: Sequence[Part], texts: Mapping[str, str], source: int) -> TextsForm:
    """The form with what is saved."""
    return form_for(parts)(formdata=None, data={**texts, "seen_source": source})


class StepForm(FlaskForm):
    """A small form; several stand on one page, so that the ids of their fields begin with the step."""

    step = ""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self:
            field.id = f"{self.step}-{field.name}"
            field.label.field_id = field.id


class ApproveForm(StepForm):
    """Approving exactly the words whose hash the page carried (W4)."""

    step = "approve"
    seen_hash = HiddenField()
    note = TextBlock("Note", limit=NOTE_CHARS, is_required=False)


class ClearForm(ApproveForm):
    step = "clear"


class SendBackForm(StepForm):
    """What has to change."""

    step = "send_back"
    reason = TextBlock("Reason", limit=NOTE_CHARS)


class AskForm(StepForm):
    """Whom to ask, and in which capacity."""

    step = "ask"
    person = RowChoice(
        "Colleague", sentence="Choose a colleague of this desk who can review this.", is_any=True
    )
    capacity = EnumSelect(
        "What she is asked", terms=Capacity, default=Capacity.EDITORIAL, is_required=False
    )
