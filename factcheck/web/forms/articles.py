"""What is said about an article, and the words by which a place in it is named.  Taking one in: `importing`."""

import re

from flask_wtf import FlaskForm
from wtforms.widgets import TextArea

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TITLE_CHARS
from factcheck.services.article_facts import LABELS, ArticleFacts
from factcheck.web.forms.fields import (
    AddressField,
    Cleaned,
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


class WordsForm(FlaskForm):
    """A place in the article by its words, for those who choose without a script."""

    class Meta:
        csrf = False  # it asks for a page and changes nothing

    paragraph = WholeNumber("Paragraph", low=1, high=MOST_PARAGRAPHS, is_required=False)
    quote = QuoteField("Exact words", widget=TextArea())
    occurrence = WholeNumber("Which occurrence", low=1, high=MOST_PARAGRAPHS, is_required=False)
