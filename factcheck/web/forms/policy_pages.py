"""The form of a page about the desk."""

from flask_wtf import FlaskForm

from factcheck.domain.limits import POLICY_NOTE_CHARS, POLICY_PAGE_CHARS, TITLE_CHARS
from factcheck.domain.policy_pages import PageText
from factcheck.services.policy_pages import LABELS
from factcheck.web.forms.fields import TextBlock, TextLine


class PolicyPageForm(FlaskForm):
    """What the page is to say, and what readers are told of the change."""

    title = TextLine(LABELS["title"], limit=TITLE_CHARS)
    text = TextBlock(LABELS["text"], limit=POLICY_PAGE_CHARS)
    note = TextLine("What changed", subject="The note", limit=POLICY_NOTE_CHARS)

    def given(self) -> PageText:
        """What the form says, once title and text are valid."""
        return PageText(title=self.title.data, text=self.text.data)

    def is_fit_to_preview(self) -> bool:
        """Whether page and title can be shown; a note is asked for when it is saved."""
        self.validate()
        self.note.errors = ()
        return not (self.title.errors or self.text.errors)
