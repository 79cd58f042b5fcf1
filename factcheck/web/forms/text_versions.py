"""A newer text of an article, and what people say of words that it changed or lost."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField
from wtforms.widgets import TextArea

from factcheck.domain import taken
from factcheck.domain.inputs import BadInput
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current
from factcheck.web.forms.articles import MOST_PARAGRAPHS, QuoteField
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import WholeNumber


class NewTextForm(FlaskForm):
    """A text by paste or by file, and the text it was compared with; what a file says comes back as pasted text.

    `looked` is the fingerprint of the text whose comparison was on the page: only that may be kept.
    """

    text = TextAreaField("The newer text")
    document = FileField("Or a file")
    seen = WholeNumber("Compared with text", low=0, high=HIGHEST_ID, is_required=False)
    looked = HiddenField()

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        for field in (
            self.text,
            self.document,
        ):  # one of them is needed: neither may be called optional
            field.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine: bool = super().validate(extra_validators)
        try:
            self.text.data = self._read()
        except BadInput as bad:
            put_beside(self.document if self.document.data else self.text, bad)
            return False
        return is_fine

    def _read(self) -> str:
        pasted, upload = self.text.data or "", self.document.data
        if upload and pasted.strip():
            raise BadInput("Paste the text or choose a file, not both.")
        if upload:
            document = current.desk().read_document(upload.filename or "", upload.read())
            return taken.carried(document.text).strip()
        if not pasted.strip():
            raise BadInput("Paste the article text or choose a file.")
        return str(pasted)


class PlaceForm(FlaskForm):
    """Which words of the newest text are meant: by their place, or by themselves."""

    start = WholeNumber("From", low=0, high=HIGHEST_ID, is_required=False)
    end = WholeNumber("To", low=0, high=HIGHEST_ID, is_required=False)
    quote = QuoteField("Exact words", widget=TextArea(), is_required=False)
    paragraph = WholeNumber("Paragraph", low=1, high=MOST_PARAGRAPHS, is_required=False)
    occurrence = WholeNumber("Which occurrence", low=1, high=MOST_PARAGRAPHS, is_required=False)
