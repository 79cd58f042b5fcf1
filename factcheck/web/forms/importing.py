"""The forms that take an article in: by paste, by file, by address; and what was taken from where."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from factcheck.domain import taken
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import TITLE_CHARS
from factcheck.domain.taken import Gathered, Origin, Taken
from factcheck.domain.terms import ArticleKind
from factcheck.services.intake import ArticleInput
from factcheck.web import current
from factcheck.web.forms.articles import ArticleForm, LanguageField
from factcheck.web.forms.beside import put_beside
from factcheck.web.forms.fields import AddressField, EnumChoice, TextLine, today

UNKNOWN_LANGUAGE = "en"
NO_TITLE = Taken("", Origin.TYPED)
NOTED = (*taken.FACTS, "text")  # the fields beside which a place may stand


class FetchForm(FlaskForm):
    """The address of a page to be fetched."""

    address = AddressField("Address of the page", subject="The address")


class ImportForm(ArticleForm):
    """An article by paste or by file.  What a file says comes back as pasted text: no error loses it.

    `origins` says of each field where its value was taken from; it travels with the page, since nothing is stored
    before the article is.
    """

    kind = EnumChoice("What it is", terms=ArticleKind, default=ArticleKind.ELSEWHERE)
    text = TextAreaField("Text of the article")
    document = FileField("Or a file")
    title = TextLine("Title", limit=TITLE_CHARS, is_required=False)
    language = LanguageField("Language", is_required=False)

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        # One of text and file is needed, and a title unless the file has one: no field may be called optional.
        for field in (self.text, self.document, self.title):
            field.flags.required = True
        self.origins = _sent_origins() if self.is_submitted() else {}

    @classmethod
    def of(cls, gathered: Gathered, address: str) -> Self:
        """A form filled with what was taken from a page at `address`."""
        facts = {name: fact.value for name, fact in gathered.facts.items()}
        form = cls(formdata=None, data={**facts, "text": gathered.text.value, "url": address})
        form.origins = {name: fact.origin for name, fact in gathered.facts.items()}
        form.origins["text"] = gathered.text.origin
        return form

    @property
    def wants_a_look(self) -> bool:
        """Whether the person wants to see what is taken before it is stored.

        The page for it is asked for by its button; on the first page a file, or a text whose title is left to be
        found, is looked over as well.
        """
        is_first = "first" in request.form
        return "look" in request.form or (
            is_first and bool(self.document.data or not (self.title.raw_data or [""])[0].strip())
        )

    @property
    def was_looked_at(self) -> bool:
        """Whether the form comes from the page on which everything taken was shown."""
        return "seen" in request.form

    def look(self) -> bool:
        """Judge what was typed, read the text, and fill what was left empty with what is found or guessed."""
        is_fine = super().validate()
        gathered = self._read()
        if gathered is not None:
            self._fill(gathered, NOTED)
        return is_fine and gathered is not None

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge what is to be stored: a file may name its title, and nothing else is taken unseen but the language."""
        is_fine = super().validate(extra_validators)
        gathered = self._read()
        if gathered is not None:
            is_guess = gathered.facts.get("title", NO_TITLE).origin is Origin.FIRST_LINE
            self._fill(
                gathered, ("text", "language") if is_guess else ("text", "language", "title")
            )
        if not self.title.data and not self.title.errors:
            self.title.errors = ["Write the title."]
        return is_fine and gathered is not None and not self.title.errors

    def _read(self) -> Gathered | None:
        """What file or paste says; None, with the reason beside the field, where there is not exactly one of them.

        The text itself is judged when it is kept.
        """
        pasted, upload = self.text.data or "", self.document.data
        if upload and pasted.strip():
            return self._refuse(self.document, "Paste the text or choose a file, not both.")
        if not upload and not pasted.strip():
            return self._refuse(self.text, "Paste the article text or choose a file.")
        if not upload:
            gathered = taken.gather(pasted, Origin.TYPED, {}, today=today())
            return replace(gathered, text=Taken(pasted, self.origins.get("text", Origin.TYPED)))
        try:
            document = current.desk().read_document(upload.filename or "", upload.read())
        except BadInput as bad:
            put_beside(self.document, bad)
            return None
        return taken.gather(document.text, document.origin, document.found, today=today())

    def _fill(self, gathered: Gathered, names: Sequence[str]) -> None:
        """Put what was found into fields that were left empty, so that it stays when the file is gone."""
        for name, fact in {"text": gathered.text, **gathered.facts}.items():
            field = self[name]
            if name in names and not (field.data or "").strip() and not field.errors:
                field.data, field.raw_data = fact.value, [fact.value]
                self.origins[name] = fact.origin
        self.text.data = self.text.data or gathered.text.value

    @staticmethod
    def _refuse(field: Any, sentence: str) -> None:
        put_beside(field, BadInput(sentence))

    def given(self) -> ArticleInput:
        """What the form says, once it is valid."""
        names = ArticleInput.__dataclass_fields__
        values = {name: self[name].data for name in names}
        return ArticleInput(**{**values, "language": values["language"] or UNKNOWN_LANGUAGE})


def _sent_origins() -> dict[str, Origin]:
    """The places that came along with the page; what is none of them is nobody's word and left out."""
    sent = {name: request.form.get(f"from-{name}", "") for name in NOTED}
    known: Mapping[str, Origin] = {origin.value: origin for origin in Origin}
    return {name: known[value] for name, value in sent.items() if value in known}
