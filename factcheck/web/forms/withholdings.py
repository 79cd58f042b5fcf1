"""The forms by which a page is withheld from readers, and given back."""

from flask_wtf import FlaskForm

from factcheck.domain.limits import NOTE_CHARS
from factcheck.services.withholdings import OrderInput
from factcheck.web.forms.fields import TextBlock, TextLine


class OrderForm(FlaskForm):
    """Whose order it is, and what readers are told."""

    authority = TextLine("Whose order it is", subject="The authority", limit=200)
    reference = TextLine(
        "What the order is called", subject="The reference", limit=200, is_required=False
    )
    told = TextBlock("What readers are told", subject="The text", limit=NOTE_CHARS)

    def given(self) -> OrderInput:
        """What the form says, once its fields are valid."""
        return OrderInput(
            authority=self.authority.data or "",
            reference=self.reference.data or "",
            told=self.told.data or "",
        )


class EndForm(FlaskForm):
    """Why the order counts no more."""

    reason = TextLine("Why", subject="The reason", limit=500)
