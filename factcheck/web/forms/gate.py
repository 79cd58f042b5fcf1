"""The small forms at the gate: letting a claim run by name, and clearing the article."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from factcheck.domain.limits import NOTE_CHARS
from factcheck.web.forms.fields import TextBlock


class WaiverForm(FlaskForm):
    """Why a claim may run as it is; `seen_hash` is the content the editor has before her (W4).

    Several stand on one page, so each names its field after its claim: `reason-7`.
    """

    seen_hash = HiddenField()
    reason = TextBlock("Why may it run as it is?", limit=NOTE_CHARS)

    def __init__(self, claim_id: int, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.reason.id = self.reason.label.field_id = f"reason-{claim_id}"


class ClearanceForm(FlaskForm):
    """Signing: nothing is typed, `seen` stands for the page that was read (W14)."""

    seen = HiddenField()
