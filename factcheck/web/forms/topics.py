"""Topics: naming one, and choosing those of a claim."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lack it
from wtforms.widgets import CheckboxInput, ListWidget

from factcheck.domain.limits import TOPIC_CHARS, TOPICS_OF_A_CLAIM
from factcheck.services.filed_rows import TopicRow
from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.fields import TextLine, WholeNumber


class TopicForm(FlaskForm):
    """The name of a topic."""

    name = TextLine("Name", subject="The name", limit=TOPIC_CHARS)


class TopicTicks(SelectMultipleField):
    """Some topics as tick boxes; `list[int]`.  Which of them can be chosen, the service knows."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **more: Any):
        super().__init__(label, coerce=_read_id, choices=[], **more)
        self.type = "MultiCheckboxField"  # the template macros go by this name
        self.description = f"Where readers find it; at most {TOPICS_OF_A_CLAIM}."

    def offer(self, topics: Iterable[tuple[int, str]], kept: Sequence[TopicRow] = ()) -> None:
        """Fill in the topics of the list, and retired ones that the claim has and may keep."""
        named = [*topics, *((row.id, f"{row.name} (retired)") for row in kept if row.is_retired)]
        self.choices = [SelectChoice(str(number), name) for number, name in named]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = list(dict.fromkeys(map(_read_id, valuelist)))

    def pre_validate(self, form: Any) -> None:
        """Nothing: a list that changed meanwhile is told by the service."""


def _read_id(value: object) -> int:
    """The number of a topic; 0, which is nobody's, for what is no number."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class FilingForm(FlaskForm):
    """Under which topics a claim stands; `seen_version` is its version when the form was opened."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
    topics = TopicTicks("Topics")

    def __init__(self, *positional: Any, **named: Any):
        super().__init__(*positional, **named)
        self.topics.flags.required = True  # a claim cannot be filed under nothing
