"""The form of the desk's own settings."""

from flask_wtf import FlaskForm

from factcheck.services.desk_settings import CONTACT_CHARS, LABELS, NAME_CHARS, DeskInput
from factcheck.web.forms.fields import TextLine


class DeskForm(FlaskForm):
    """What readers call the desk, and where they report errors."""

    name = TextLine(LABELS["name"], subject="The name", limit=NAME_CHARS)
    contact = TextLine(
        LABELS["contact"], subject="The contact", limit=CONTACT_CHARS, is_required=False
    )

    def given(self) -> DeskInput:
        """What the form says, once it is valid."""
        return DeskInput(name=self.name.data, contact=self.contact.data)
