"""Kinds of fields: each runs the desk's own cleaner and shows its sentence beside the field.

What was typed stays in the field whatever the cleaner says; `field.data` holds the cleaned value
once the form was validated.  No limit and no sentence about contents is written here; they stand
in `factcheck.domain`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import StringField
from wtforms.fields.choices import (  # type: ignore[attr-defined]  # stubs lack SelectChoice
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, PasswordInput, TextArea

from factcheck.domain import addresses, dates, inputs, mail, numbers
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Term
from factcheck.domain.wording import mark, say
from factcheck.web import current

TWICE = mark("This field was sent twice; send it once.")
TOO_MUCH = 413


def today() -> date:
    """The day it is where the desk is."""
    return datetime.now(current.settings().zone).date()


class Cleaned(StringField):
    """A field whose text goes through `clean`; the root of all the kinds below.

    `subject` opens the sentences of the cleaner ("The title"); unless given it is made from the
    label.  An optional field left empty holds `empty`.
    """

    data: Any
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
            raise StopValidation(say(TWICE))
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


class AsTyped(Cleaned):
    """Anything at all, taken as typed; `str`.  What it means is judged later."""

    def clean(self, typed: str) -> str:
        if not typed:
            raise BadInput(inputs.please_write(self.subject))
        return typed


class Secret(AsTyped):
    """A password: never shown, never sent back; paste and password managers work (6.2.6, 6.2.7)."""

    widget = PasswordInput(hide_value=True)


class MailField(Cleaned):
    """A mail address; `str` in its one spelling."""

    def clean(self, typed: str) -> str:
        return mail.clean_mail(typed)


class NameField(Cleaned):
    """The name of somebody who has an account; `str`."""

    def clean(self, typed: str) -> str:
        return inputs.clean_name(typed)


class DateText(Cleaned):
    """A day in the past or today; `date`, or None where it may be left empty."""

    empty = None

    def clean(self, typed: str) -> date:
        return dates.parse_date(dates.from_dots(typed.strip()), today=today())


class TimeText(Cleaned):
    """A time of the day; `time`, or None where it may be left empty."""

    empty = None

    def clean(self, typed: str) -> time:
        return dates.parse_time(typed.strip())


class FutureDateText(Cleaned):
    """A day from today on, at most `days` ahead; `date`, or None where it may be left empty."""

    empty = None

    def __init__(self, label: str | None = None, *, days: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.days = days

    def clean(self, typed: str) -> date:
        return dates.parse_future_date(
            dates.from_dots(typed.strip()), today=today(), days=self.days
        )


class PartialDateText(Cleaned):
    """A day, a month or a year; `str` as typed, a day with dots as `YYYY-MM-DD`."""

    def clean(self, typed: str) -> str:
        return dates.parse_partial(dates.from_dots(typed.strip()), today=today())


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
# Each sets `type` by hand: the template macros go by that name.


class _Terms:
    """The members of a `Term` enum on offer, and how to read one from what was sent."""

    def __init__(self, members: Iterable[Term]) -> None:
        self.members = {member.value: member for member in members}

    def read(self, value: object) -> Term | None:
        return self.members.get(str(value))

    @property
    def choices(self) -> list[Any]:
        return [
            SelectChoice(code, member.label.capitalize()) for code, member in self.members.items()
        ]

    @property
    def sentence(self) -> str:
        return f"Choose one of: {', '.join(member.label for member in self.members.values())}."

    @property
    def hints(self) -> dict[str, str]:
        return {code: member.about for code, member in self.members.items()}


class _OneOf(SelectField):
    """One of `choices`; `field.data` is what `coerce` makes of it, None for no choice.

    `sentence` stands beside the field when what was sent is not among the choices.
    """

    data: Any

    def __init__(
        self, label: str | None, *, sentence: str, is_required: bool = True, **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.sentence = sentence
        self.is_required = is_required
        self.flags.required = is_required

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        sent = [str(value) for value in self.raw_data or ()]
        if len(sent) > 1:
            raise StopValidation(say(TWICE))
        if not self.is_required and not any(sent):
            self.data = None
        elif self.data is None or not any(choice.checked for choice in self):
            raise StopValidation(self.sentence)


class EnumSelect(_OneOf):
    """A member of `terms` from a drop-down list; the first line, `nothing`, is no choice."""

    def __init__(
        self,
        label: str | None = None,
        *,
        terms: Iterable[Term],
        nothing: str = "—",
        sentence: str = "",
        **more: Any,
    ) -> None:
        known = _Terms(terms)
        choices = [SelectChoice("", nothing), *known.choices]
        super().__init__(
            label, sentence=sentence or known.sentence, choices=choices, coerce=known.read, **more
        )
        self.hints = known.hints
        self.type = "SelectField"


class EnumChoice(_OneOf, RadioField):
    """A member of `terms` from radio buttons.

    The macro `choices(field, hints=field.hints)` puts each member's sentence under its button.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        terms: Iterable[Term],
        sentence: str = "",
        **more: Any,
    ) -> None:
        known = _Terms(terms)
        super().__init__(
            label,
            sentence=sentence or known.sentence,
            choices=known.choices,
            coerce=known.read,
            **more,
        )
        self.hints = known.hints
        self.type = "RadioField"


class EnumTicks(SelectMultipleField):
    """Any number of members of `terms` as tick boxes; `field.data` is a list of members."""

    data: Any

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str | None = None,
        *,
        terms: Iterable[Term],
        is_required: bool = False,
        sentence: str = "Choose at least one.",
        **more: Any,
    ) -> None:
        self.known = _Terms(terms)
        super().__init__(label, choices=self.known.choices, coerce=self.known.read, **more)
        self.hints = self.known.hints
        self.sentence = sentence
        self.is_required = is_required
        self.flags.required = True  # no tick at all is an answer too, so it never says "optional"
        self.type = "MultiCheckboxField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        self.data = self.data or []
        if None in self.data:
            raise StopValidation(self.known.sentence)
        if self.is_required and not self.data:
            raise StopValidation(self.sentence)


class RowChoice(_OneOf):
    """A row of a table by its number; `int` or None.

    The view calls `offer` with the rows before it validates; with `is_any` a number is taken as it comes, where the
    service looks it up anyhow.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        nothing: str = "—",
        rows: Sequence[tuple[int, str]] = (),
        is_any: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, coerce=_read_id, **more)
        self.is_any = is_any
        self.nothing = nothing
        self.type = "SelectField"
        self.offer(rows)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Fill in (number, words) of the rows to choose from."""
        offered = [SelectChoice(str(number), words) for number, words in rows]
        self.choices = [SelectChoice("", self.nothing), *offered]

    def pre_validate(self, form: Any) -> None:
        is_plain = self.data is not None and len(self.raw_data or ()) == 1
        if not (self.is_any and is_plain):
            super().pre_validate(form)


def _read_id(value: object) -> int | None:
    try:
        return numbers.parse_whole(str(value), low=1, high=2**63 - 1)
    except BadInput:
        return None
