"""Kinds of fields: each runs the desk's own cleaner and turns `BadInput` into the sentence beside the field.

What was typed stays in the field whatever the cleaner says; `field.data` holds the cleaned value once the form was
validated.  No limit and no sentence about contents is written here; they stand in `factcheck.domain`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import StringField
from wtforms.fields.choices import RadioField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from factcheck.domain import addresses, dates, inputs, numbers
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Term
from factcheck.web import current

TWICE = "This field was sent twice; send it once."
TOO_MUCH = 413


def today() -> date:
    """The day it is where the desk is."""
    return datetime.now(current.settings().zone).date()


class Cleaned(StringField):
    """A field whose text goes through `clean`; the root of all the kinds below.

    `subject` opens the sentences of the cleaner ("The title"); unless given it is made from the label.  An optional
    field left empty holds `empty`.
    """

    empty: Any = ""

    def __init__(
        self,
        label: str | None = None,
        *,
        is_required: bool = True,
        subject: str = "",
        **more: Any,
    ) -> None:
        super().__init__(label, **more)
        text = self.label.text
        self.subject = subject or f"The {text[:1].lower()}{text[1:]}"
        self.is_required = is_required
        self.http_status = 0
        self.flags.required = is_required

    def clean(self, typed: str) -> Any:
        """The value of what was typed; raises `BadInput`."""
        raise NotImplementedError

    def spell(self, value: Any) -> str:
        """The value as it stands in the field when the page is first shown."""
        return "" if value is None else str(value)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.spell(self.data)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        if self.raw_data and len(self.raw_data) > 1:
            raise StopValidation(TWICE)
        typed = str(self.raw_data[0]) if self.raw_data else ""
        if not typed.strip() and not self.is_required:
            self.data = self.empty
            return
        try:
            self.data = self.clean(typed)
        except BadInput as bad:
            self.http_status = bad.http_status if bad.http_status == TOO_MUCH else 0
            raise StopValidation(bad.sentence) from None


class TextLine(Cleaned):
    """One line of at most `limit` characters; `str`."""

    def __init__(self, label: str | None = None, *, limit: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.limit = limit

    def clean(self, typed: str) -> str:
        return inputs.clean_line(
            typed, label=self.subject, limit=self.limit, is_required=self.is_required
        )


class TextBlock(TextLine):
    """Several lines of at most `limit` characters; `str` with LF as line break."""

    widget = TextArea()

    def clean(self, typed: str) -> str:
        return inputs.clean_text(
            typed, label=self.subject, limit=self.limit, is_required=self.is_required
        )


class ClaimText(Cleaned):
    """The wording of a claim; `str`."""

    widget = TextArea()

    def clean(self, typed: str) -> str:
        return inputs.clean_claim(typed)


class NameField(Cleaned):
    """The name of somebody who has an account; `str`."""

    def clean(self, typed: str) -> str:
        return inputs.clean_name(typed)


class DateText(Cleaned):
    """A day in the past or today; `date`, or None where it may be left empty."""

    empty = None

    def clean(self, typed: str) -> date:
        return dates.parse_date(typed.strip(), today=today())


class FutureDateText(Cleaned):
    """A day from today on, at most `days` ahead; `date`, or None where it may be left empty."""

    empty = None

    def __init__(self, label: str | None = None, *, days: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.days = days

    def clean(self, typed: str) -> date:
        return dates.parse_future_date(typed.strip(), today=today(), days=self.days)


class PartialDateText(Cleaned):
    """A day, a month or a year; `str` as typed."""

    def clean(self, typed: str) -> str:
        return dates.parse_partial(typed.strip(), today=today())


class AddressField(Cleaned):
    """A public web address; `str` in its one spelling."""

    def clean(self, typed: str) -> str:
        return addresses.clean_address(typed)


class WholeNumber(Cleaned):
    """A whole number from `low` to `high`; `int`, or None where it may be left empty."""

    empty = None

    def __init__(self, label: str | None = None, *, low: int = 0, high: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.low, self.high = low, high

    def clean(self, typed: str) -> int:
        return numbers.parse_whole(typed, low=self.low, high=self.high)


# ── Choices ──────────────────────────────────────────────────────────────────────────────────────


def spell_choices(labels: Iterable[str]) -> str:
    return f"Choose one of: {', '.join(labels)}."


class _TermChoice(SelectField):
    """One member of a `Term` enum; `field.data` is the member, or None where nothing need be chosen."""

    def __init__(
        self,
        label: str | None = None,
        *,
        terms: type[Term] | Sequence[Term],
        is_required: bool = True,
        sentence: str = "",
        **more: Any,
    ) -> None:
        self.terms = {member.value: member for member in terms}
        self.sentence = sentence or spell_choices(member.label for member in self.terms.values())
        self.is_required = is_required
        choices = [(value, member.label.capitalize()) for value, member in self.terms.items()]
        super().__init__(label, choices=self._offered(choices), coerce=self._read, **more)
        self.flags.required = is_required

    def _offered(self, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return choices

    def _read(self, value: Any) -> Term | None:
        return self.terms.get(str(value)) if value is not None else None

    @property
    def hints(self) -> dict[str, str]:
        """The sentence of each member, for the macro `choices(field, hints=field.hints)`."""
        return {value: member.about for value, member in self.terms.items()}

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        sent = [str(value) for value in self.raw_data or ()]
        if len(sent) > 1:
            raise StopValidation(TWICE)
        is_left_out = not sent or not sent[0]
        if self.data is None and (self.is_required or not is_left_out):
            raise StopValidation(self.sentence)


class EnumSelect(_TermChoice):
    """A term from a drop-down list; the empty line stands first where nothing need be chosen."""

    def __init__(self, label: str | None = None, *, nothing: str = "—", **more: Any) -> None:
        self.nothing = nothing
        super().__init__(label, **more)
        self.type = "SelectField"  # the template macros go by this name

    def _offered(self, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [("", self.nothing), *choices]


class EnumChoice(_TermChoice):
    """A term from a group of radio buttons, each with its sentence under it."""

    widget = RadioField.widget
    option_widget = RadioField.option_widget
    validate_choice = True

    def __init__(self, label: str | None = None, **more: Any) -> None:
        super().__init__(label, **more)
        self.type = "RadioField"  # the template macros go by this name


class EnumTicks(SelectMultipleField):
    """Any number of members of a `Term` enum as tick boxes; `field.data` is a list of members."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str | None = None,
        *,
        terms: type[Term] | Sequence[Term],
        is_required: bool = False,
        sentence: str = "",
        **more: Any,
    ) -> None:
        self.terms = {member.value: member for member in terms}
        self.sentence = sentence or "Choose at least one."
        self.is_required = is_required
        choices = [(value, member.label.capitalize()) for value, member in self.terms.items()]
        super().__init__(label, choices=choices, coerce=self._read, **more)
        self.flags.required = is_required
        self.type = "MultiCheckboxField"  # the template macros go by this name

    def _read(self, value: Any) -> Term | None:
        return self.terms.get(str(value))

    @property
    def hints(self) -> dict[str, str]:
        """The sentence of each member, for the macro `choices(field, hints=field.hints)`."""
        return {value: member.about for value, member in self.terms.items()}

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        if None in (self.data or ()):
            raise StopValidation(spell_choices(member.label for member in self.terms.values()))
        if self.is_required and not self.data:
            raise StopValidation(self.sentence)


class RowChoice(SelectField):
    """One row of a table by its number, from `choices` = [(id, words), …] that the view fills in; `int` or None.

    `sentence` is what stands beside the field when the row is not, or no longer, among them.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        sentence: str,
        is_required: bool = True,
        nothing: str = "—",
        choices: Sequence[tuple[int, str]] = (),
        **more: Any,
    ) -> None:
        self.sentence = sentence
        self.is_required = is_required
        self.nothing = nothing
        super().__init__(label, coerce=self._read, **more)
        self.flags.required = is_required
        self.type = "SelectField"  # the template macros go by this name
        self.offer(choices)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Fill in the rows to choose from."""
        self.choices = [("", self.nothing), *((str(number), words) for number, words in rows)]

    @staticmethod
    def _read(value: Any) -> int | None:
        if isinstance(value, int):
            return value
        try:
            return numbers.parse_whole(value, low=1, high=2**63 - 1)
        except BadInput:
            return None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        sent = [str(value) for value in self.raw_data or ()]
        if len(sent) > 1:
            raise StopValidation(TWICE)
        if not self.is_required and (not sent or not sent[0]):
            return
        if self.data is None or str(self.data) not in [str(choice[0]) for choice in self.choices]:
            raise StopValidation(self.sentence)


Cleaner = Callable[[str], Any]
