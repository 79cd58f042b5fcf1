"""The form of one piece of evidence, and the one that withdraws it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField

from factcheck.domain.content import EvidenceContent
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import NOTE_CHARS, QUOTE_CHARS, TITLE_CHARS
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance
from factcheck.models import Evidence
from factcheck.services.evidence import EvidenceInput
from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import (
    AddressField,
    EnumChoice,
    PartialDateText,
    RowChoice,
    TextBlock,
    TextLine,
    WholeNumber,
)


class EvidenceForm(FlaskForm):
    """What a person says about a source; `seen_version` is that of the row, 0 for a new one."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID, is_required=False)
    kind = EnumChoice("What it is", terms=EvidenceKind, default=EvidenceKind.LINK)
    stance = EnumChoice("Which way it points", terms=Stance, sentence="Choose which way it points.")
    source_class = EnumChoice(
        "How close it stands to the fact", terms=SourceClass, sentence="Choose how close it stands."
    )
    url = AddressField("Address", is_required=False)
    title = TextLine("Title", limit=TITLE_CHARS)
    publisher = TextLine("Published by", subject="The publisher", limit=200, is_required=False)
    published_on = PartialDateText("Published on", is_required=False)
    accessed_on = PartialDateText("Read on", is_required=False)
    quote = TextBlock("Exact quote", limit=QUOTE_CHARS, is_required=False)
    locator = TextLine("Page or time", limit=200, is_required=False)
    says = TextBlock("What it says", subject="The summary", limit=NOTE_CHARS, is_required=False)
    origin_group = TextLine("Origin group", limit=200, is_required=False)
    shares_with = RowChoice(
        "Shares its origin with",
        sentence="Choose evidence of this claim.",
        nothing="no other evidence",
        is_required=False,
    )
    expert_employer = TextLine(
        "Where the expert works", subject="The employer", limit=200, is_required=False
    )
    expert_field = TextLine("Field", limit=200, is_required=False)
    expert_conflicts = TextLine(
        "Interests declared", subject="The declaration", limit=500, is_required=False
    )
    note = TextBlock("Note for the desk", subject="The note", limit=NOTE_CHARS, is_required=False)
    is_internal = BooleanField("Keep internal")
    internal_reason = TextLine("Why", subject="The reason", limit=500, is_required=False)

    others: Mapping[int, EvidenceContent] = MappingProxyType({})

    def offer(self, rows: Iterable[EvidenceContent], own_number: int = 0) -> None:
        """Fill in the other evidence that stands, to share an origin with."""
        self.others = {row.number: row for row in rows if row.number != own_number}
        self.shares_with.offer(
            (number, f"{number}: {row.title}"[:90]) for number, row in self.others.items()
        )

    @property
    def groups(self) -> list[str]:
        """The origin groups this claim has already, for suggestions."""
        return sorted({row.origin_group for row in self.others.values() if row.origin_group})

    def validate(self, extra_validators: Any = None) -> bool:
        """The form, and what must fit together: a link and its address, an expert and her employer."""
        is_fine = super().validate(extra_validators)
        if not is_fine:
            return False
        for name, sentence in self.given().problems():
            put_beside(self[name], BadInput(sentence))
        other = self.others.get(self.shares_with.data or 0)
        if other is not None and self.origin_group.data not in {
            "",
            other.origin_group or self.group,
        }:
            known = f"Evidence {other.number} belongs to “{other.origin_group}”; leave this empty."
            put_beside(self.origin_group, BadInput(known))
        return not self.errors

    @property
    def group(self) -> str:
        """The origin group this row gets: as typed, or that of the evidence it shares its origin with."""
        typed: str = self.origin_group.data or ""
        other = self.others.get(self.shares_with.data or 0)
        if typed or other is None:
            return typed
        return other.origin_group or other.publisher or f"as evidence {other.number}"

    @property
    def partner(self) -> EvidenceContent | None:
        """The evidence that must get the same group, because it has none yet."""
        other = self.others.get(self.shares_with.data or 0)
        return other if other is not None and not other.origin_group else None

    def given(self) -> EvidenceInput:
        """What the form says, once its fields are valid."""
        names = {f.name for f in fields(EvidenceInput)} - {"is_public", "origin_group"}
        is_public = not self.is_internal.data
        return EvidenceInput(
            **{name: self[name].data for name in names},
            is_public=is_public,
            origin_group=self.group,
        )


def input_of(row: Evidence, **changed: Any) -> EvidenceInput:
    """A stored row as the service takes it, with some of it changed."""
    stored = {f.name: getattr(row, f.name) for f in fields(EvidenceInput)}
    return EvidenceInput(**{**stored, **changed})


def values_of(row: Evidence) -> dict[str, object]:
    """What the form shows of a stored row when it is opened."""
    stored = vars(input_of(row))
    return {**stored, "is_internal": not row.is_public, "seen_version": row.version}


class WithdrawForm(FlaskForm):
    """Why a piece of evidence is taken out of the count."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
    reason = TextLine("Reason", limit=500)
