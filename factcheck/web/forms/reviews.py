"""The small forms of the review page.  Several stand on one page, so each names its fields after its verb."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField

from factcheck.domain.limits import NOTE_CHARS
from factcheck.domain.terms import Capacity
from factcheck.domain.workflow import Verb
from factcheck.models.claims import WaiverKind
from factcheck.services.reference import RatingView
from factcheck.web.forms.fields import EnumSelect, RowChoice, TextBlock


class VerbForm(FlaskForm):
    """The form of one verb: `send_back-reason` is the id of its field `reason`."""

    verb: ClassVar[Verb]

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.name_fields(self.verb.value)

    def name_fields(self, prefix: str) -> None:
        """Give every field an id of its own on the page; the names that are sent stay as they are."""
        for field in self:
            field.id = f"{prefix}-{field.name}"
            field.label.field_id = field.id


class DecisionForm(VerbForm):
    """Approving or clearing exactly the content whose hash the page carried (W4)."""

    seen_hash = HiddenField()
    note = TextBlock("Note", limit=NOTE_CHARS, is_required=False)


class ApproveForm(DecisionForm):
    verb = Verb.APPROVE


class ClearForm(DecisionForm):
    verb = Verb.CLEAR


class ReasonForm(VerbForm):
    """A verb that needs nothing but its reason."""

    reason = TextBlock("Reason", limit=NOTE_CHARS)


class SendBackForm(ReasonForm):
    """What has to change, and which rating this reviewer would have given (W5)."""

    verb = Verb.SEND_BACK
    voted = RowChoice(
        "The rating you would give",
        sentence="Choose one of the ratings.",
        nothing="the one proposed, or none yet",
        is_required=False,
    )

    def offer(self, ratings: Iterable[RatingView], proposed: int | None) -> None:
        """Fill in the labels of the scale but the one proposed."""
        self.voted.offer((view.id, view.label) for view in ratings if view.id != proposed)


class RecuseForm(ReasonForm):
    verb = Verb.RECUSE


class HoldForm(ReasonForm):
    verb = Verb.HOLD


class ReleaseForm(ReasonForm):
    verb = Verb.RELEASE


class WaiveForm(ReasonForm):
    """What the claim goes without, and why."""

    verb = Verb.WAIVE
    kind = EnumSelect("Go without", terms=WaiverKind)


class AskForm(VerbForm):
    """Whom to ask, and in which capacity."""

    verb = Verb.ASK_REVIEW
    person = RowChoice(
        "Colleague", sentence="Choose a colleague of this desk who can review this.", is_any=True
    )
    capacity = EnumSelect(
        "What she is asked", terms=Capacity, default=Capacity.EDITORIAL, is_required=False
    )
