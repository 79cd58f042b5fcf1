"""What is to be made of a kept copy, and who may still open its original."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.widgets import TextArea

from factcheck.domain.derived import Circle, DerivedKind
from factcheck.domain.limits import DERIVED_AREAS, DERIVED_PASSAGES
from factcheck.web.forms.articles import MOST_PARAGRAPHS, QuoteField
from factcheck.web.forms.fields import EnumChoice, TextBlock, TextLine, WholeNumber

SPANS_CHARS = DERIVED_PASSAGES * 20


class PictureForm(FlaskForm):
    """What is done to a picture; `areas` are read by the domain."""

    kind = EnumChoice(
        "What to do",
        terms=(DerivedKind.REDACTION, DerivedKind.CROP),
        default=DerivedKind.REDACTION,
    )
    areas = TextBlock("Areas", subject="The list of areas", limit=DERIVED_AREAS * 32)
    note = TextLine("Note for the desk", subject="The note", limit=500, is_required=False)


class LookForm(PictureForm):
    """The same before anything is made: it asks for a picture and changes nothing."""

    class Meta:
        csrf = False


class TextForm(FlaskForm):
    """The passages to take out of a text, as an address carries them."""

    spans = TextLine("Passages", limit=SPANS_CHARS)
    note = TextLine("Note for the desk", subject="The note", limit=500, is_required=False)


class TakeOutForm(FlaskForm):
    """Words to take out beside the passages chosen so far; sent in a form, so that no address holds them."""

    spans = TextLine("Passages", limit=SPANS_CHARS, is_required=False)
    quote = QuoteField("Words to take out", widget=TextArea())
    is_everywhere = BooleanField("Wherever they stand")
    paragraph = WholeNumber("Paragraph", low=1, high=MOST_PARAGRAPHS, is_required=False)
    occurrence = WholeNumber("Which occurrence", low=1, high=MOST_PARAGRAPHS, is_required=False)


class RestrictForm(FlaskForm):
    """Who may still open the originals of a piece of evidence, and why no others."""

    circle = EnumChoice("Who may still open them", terms=Circle, default=Circle.SENIOR)
    reason = TextLine("Why", subject="The reason", limit=500)


class LiftForm(FlaskForm):
    """Why the originals are opened to the desk again."""

    reason = TextLine("Why", subject="The reason", limit=500)
