"""The rows of names that readers must not see, each with the role they see instead (L15, L16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from wtforms import Field

from factcheck.domain.inputs import BadInput, clean_line

BLANK_ROWS = 3
MOST_ROWS = 60
NAME_CHARS = 200


@dataclass
class NameRow:
    """One row as typed, with what is wrong with either half."""

    name: str = ""
    role: str = ""
    name_error: str = ""
    role_error: str = ""

    def clean(self) -> tuple[str, str] | None:
        """The pair, or None for a blank row; with an error in the row the pair is worth nothing."""
        name, self.name_error = _clean(self.name, "The name")
        role, self.role_error = _clean(self.role, "The role")
        if name and not role and not self.role_error:
            self.role_error = "Say which role readers see in place of this name."
        if role and not name and not self.name_error:
            self.name_error = "Write the name that this role stands for."
        return (name, role) if name or role else None

    @property
    def is_wrong(self) -> bool:
        return bool(self.name_error or self.role_error)


def _clean(typed: str, label: str) -> tuple[str, str]:
    try:
        return clean_line(typed, label=label, limit=NAME_CHARS, is_required=False), ""
    except BadInput as bad:
        return "", bad.sentence


class NameRows(Field):
    """Any number of rows; `field.data` is a tuple of (name, role).

    The controls are called `hidden_name` and `hidden_role`, once a row; WTForms' own lists number
    theirs, and take numbers no program can read.
    """

    def __init__(self, label: str | None = None, **more: Any):
        super().__init__(label, **more)
        self.rows: list[NameRow] = []

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:  # noqa: ARG002  WTForms' signature
        self.process_errors = []
        stored = data if isinstance(data, tuple | list) else ()
        pairs: Any = stored
        if formdata is not None:
            typed = formdata.getlist("hidden_name"), formdata.getlist("hidden_role")
            pairs = zip_longest(*typed, fillvalue="")
        self.rows = [NameRow(str(name), str(role)) for name, role in pairs]
        self.data = tuple(stored)
        self.add_rows(BLANK_ROWS - len(self.rows))

    def add_rows(self, more: int = BLANK_ROWS) -> None:
        """Put blank rows behind the others."""
        room = max(0, MOST_ROWS - len(self.rows))
        self.rows += [NameRow() for _ in range(min(max(more, 0), room))]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:  # noqa: ARG002  WTForms' signature
        self.data = tuple(pair for pair in map(NameRow.clean, self.rows) if pair)
        wrong = any(row.is_wrong for row in self.rows)
        too_many = len(self.data) > MOST_ROWS
        self.errors = [
            *(["See the marked rows below."] if wrong else []),
            *([f"At most {MOST_ROWS} names."] if too_many else []),
        ]
        return not self.errors

    def __iter__(self) -> Iterator[NameRow]:
        return iter(self.rows)
