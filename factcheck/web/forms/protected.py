"""The forms of protected sources: what is sealed, who may read it, and why it may count."""

from dataclasses import replace

from flask_wtf import FlaskForm
from wtforms import HiddenField

from factcheck.domain.terms import Withheld
from factcheck.services.evidence import EvidenceInput
from factcheck.services.protected import COVER
from factcheck.services.standing import HIGHEST_ID
from factcheck.web.forms.evidence import EvidenceForm
from factcheck.web.forms.fields import EnumChoice, RowChoice, TextLine, WholeNumber


class ProtectedForm(EvidenceForm):
    """What a person says about a source that is sealed; `seen` is the digest of what she read."""

    seen = HiddenField()
    withheld = EnumChoice(
        "Why it is protected", terms=Withheld, sentence="Choose why it is protected."
    )

    def given(self) -> EvidenceInput:
        """Readers get nothing of it, so nothing has to be said about keeping it internal."""
        return replace(super().given(), is_public=False, internal_reason=COVER)


class ProtectForm(FlaskForm):
    """Why evidence that stands in the open becomes a protected source."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
    withheld = EnumChoice(
        "Why it is protected", terms=Withheld, sentence="Choose why it is protected."
    )


class ReaderForm(FlaskForm):
    """Who is to read a protected source."""

    person = RowChoice("Who", sentence="Choose a colleague of this desk.")


class ExceptionForm(FlaskForm):
    """Why a verdict may rest on a protected source."""

    reason = TextLine("Reason", limit=500)
