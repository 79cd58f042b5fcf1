"""The form that takes an article in, and the words by which a place in it is named."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.widgets import TextArea

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TITLE_CHARS
from factcheck.domain.terms import ArticleKind
from factcheck.services.article_facts import LABELS, ArticleFacts
from factcheck.services.intake import ArticleInput
from factcheck.web import current
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import (
    AddressField,
    Cleaned,
    EnumChoice,
    PartialDateText,
    TextLine,
    WholeNumber,
)

LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "kk": "Kazakh",
    "ky": "Kyrgyz",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "uz": "Uzbek",
    "zh": "Chinese",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
MOST_PARAGRAPHS = 1_000_000


class LanguageField(Cleaned):
    """A language as a short code (BCP 47): `en`, `ru`, `sr-Latn`, `pt-BR`; `str`."""

    def clean(self, typed: str) -> str:
        code = typed.strip()
        if not _LANGUAGE.fullmatch(code):
            raise BadInput("Write the language as a short code, such as en, ru or pt-BR.")
        return code


class QuoteField(Cleaned):
    """Words to be found in an article, exactly as typed: the search itself cleans and judges them."""

    def clean(self, typed: str) -> str:
        return typed


class ArticleForm(FlaskForm):
    """What is said about an article that is there; its text is no part of it."""

    title = TextLine("Title", limit=TITLE_CHARS)
    url = AddressField("Address", is_required=False)
    outlet = TextLine("Published by", subject="The outlet", limit=200, is_required=False)
    byline = TextLine("Byline", limit=200, is_required=False)
    published_on = PartialDateText("Published on", is_required=False)
    language = LanguageField("Language", default="en")

    def facts(self) -> ArticleFacts:
        """What the form says, once it is valid."""
        return ArticleFacts(**{name: self[name].data for name in LABELS})


class ImportForm(ArticleForm):
    """An article by paste or by file.  What a file says comes back as pasted text: no error loses it."""

    kind = EnumChoice("What it is", terms=ArticleKind, default=ArticleKind.ELSEWHERE)
    text = TextAreaField("Text of the article")
    document = FileField("Or a file")
    title = TextLine("Title", limit=TITLE_CHARS, is_required=False)

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        # One of text and file is needed, and a title unless the file has one: no field may be called optional.
        for field in (self.text, self.document, self.title):
            field.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine = super().validate(extra_validators)
        read = self._read_text()
        if not self.title.data and not self.title.errors:
            self.title.errors = ["Write the title."]
            return False
        return is_fine and read

    def _read_text(self) -> bool:
        """Take the text from the file, if there is one; the text itself is judged when it is kept."""
        pasted = self.text.data or ""
        upload = self.document.data
        if upload:
            if pasted.strip():
                both = BadInput("Paste the text or choose a file, not both.")
                return self._refuse(self.document, both)
            try:
                document = current.desk().read_document(upload.filename or "", upload.read())
            except BadInput as bad:
                return self._refuse(self.document, bad)
            self._fill(document.text, document.title)
            return True
        if not pasted.strip():
            return self._refuse(self.text, BadInput("Paste the article text or choose a file."))
        return True

    def _fill(self, text: str, title: str) -> None:
        """Show what the file says in the form's own fields, so that it stays when the file is gone."""
        self.text.data = text
        if not self.title.data and title.strip() and not self.title.errors:
            self.title.data = " ".join(title.split())[:TITLE_CHARS]
            self.title.raw_data = [self.title.data]

    @staticmethod
    def _refuse(field: Any, bad: BadInput) -> bool:
        put_beside(field, bad)
        return False

    def given(self) -> ArticleInput:
        """What the form says, once it is valid."""
        names = ArticleInput.__dataclass_fields__
        return ArticleInput(**{name: self[name].data for name in names})


class WordsForm(FlaskForm):
    """A place in the article by its words, for those who choose without a script."""

    class Meta:
        csrf = False  # it asks for a page and changes nothing

    paragraph = WholeNumber("Paragraph", low=1, high=MOST_PARAGRAPHS, is_required=False)
    quote = QuoteField("Exact words", widget=TextArea())
    occurrence = WholeNumber("Which occurrence", low=1, high=MOST_PARAGRAPHS, is_required=False)
