"""The form of one piece of evidence, and the one that withdraws it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField

from factcheck.domain.content import EvidenceContent
from factcheck.domain.conversations import Channel, Consent, day_and_time, held_at
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import NOTE_CHARS, QUOTE_CHARS, TITLE_CHARS, TRANSCRIPT_CHARS
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance
from factcheck.models import Evidence
from factcheck.services import evidence
from factcheck.services.evidence import EvidenceInput
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import (
    AddressField,
    DateText,
    EnumChoice,
    EnumSelect,
    PartialDateText,
    RowChoice,
    TextBlock,
    TextLine,
    TimeText,
    WholeNumber,
)

TYPED = ("spoke_with", "spoke_role", "consent_note", "transcript")
BESIDE = {
    "held_at": "held_on"
}  # where the form asks for something in two fields, what is wrong stands beside one


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
    spoke_with = TextLine("With whom", subject="The name", limit=200, is_required=False)
    spoke_role = TextLine("In what role", subject="The role", limit=200, is_required=False)
    held_on = DateText("On which day", is_required=False)
    held_time = TimeText("At what time", is_required=False)
    channel = EnumSelect("How", terms=Channel, is_required=False)
    consent = EnumChoice("What was agreed", terms=Consent, is_required=False)
    consent_note = TextLine(
        "More about what was agreed", subject="The note", limit=500, is_required=False
    )
    transcript = TextBlock("Transcript or notes", limit=TRANSCRIPT_CHARS, is_required=False)
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
        try:
            given = self.given()
        except BadInput as bad:
            put_beside(self.held_time, bad)
            return False
        for name, sentence in given.problems():
            put_beside(self[BESIDE.get(name, name)], BadInput(sentence))
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
        names = {f.name for f in fields(EvidenceInput)} - {"is_public", "origin_group", "held_at"}
        values = {name: self[name].data for name in names}
        at = self.held_at
        is_talk = self.kind.data is EvidenceKind.INTERVIEW
        if not is_talk and not at and not any(self[name].data for name in TYPED):
            values |= {"channel": None, "consent": None}  # a button once pressed stays pressed
        is_public = not self.is_internal.data
        return EvidenceInput(**values, is_public=is_public, origin_group=self.group, held_at=at)

    @property
    def held_at(self) -> str:
        """When one spoke; raises `BadInput` for a time without a day, or one that the clocks jumped over."""
        day, at = self.held_on.data, self.held_time.data
        if day is None:
            if at is not None:
                raise BadInput("A time needs its day.")
            return ""
        return held_at(day, at, current.settings().zone)


def values_of(row: Evidence) -> dict[str, object]:
    """What the form shows of a stored row when it is opened."""
    given = values_of_input(evidence.stored(row))
    return {**given, "is_internal": not row.is_public, "seen_version": row.version}


def values_of_input(given: EvidenceInput) -> dict[str, object]:
    """What the form shows of what was said before."""
    day, at = day_and_time(given.held_at)
    return {**vars(given), "held_on": day, "held_time": at}


class WithdrawForm(FlaskForm):
    """Why a piece of evidence is taken out of the count."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
    reason = TextLine("Reason", limit=500)
