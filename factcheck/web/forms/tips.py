"""What readers send in, and the forms by which the desk decides on it."""

from textwrap import shorten
from typing import Any

from flask_wtf import FlaskForm

from factcheck.domain.limits import CLAIM_CHARS, NOTE_CHARS, TITLE_CHARS
from factcheck.domain.terms import ClaimKind
from factcheck.domain.tips import WHERE_CHARS, WHY_CHARS, WORDS_CHARS, TipInput, TipKind
from factcheck.domain.wording import language, mark, say
from factcheck.services.standing import HIGHEST_ID
from factcheck.services.tip_opening import OpeningInput
from factcheck.services.tip_rows import Opened
from factcheck.web.forms.articles import LanguageField
from factcheck.web.forms.fields import (
    AddressField,
    ClaimText,
    EnumChoice,
    MailField,
    TextBlock,
    TextLine,
    WholeNumber,
)

WHERE_MISSING = mark("Say where you met it, or give its address.")


class ReportForm(FlaskForm):
    """An error in what we published; without a verdict it says which page is meant."""

    page: TextLine | None = TextLine(
        mark("Which page of ours"), subject=mark("The page"), limit=WHERE_CHARS
    )
    words = TextBlock(mark("What is wrong"), subject=mark("The message"), limit=WORDS_CHARS)
    address = AddressField(mark("Where we can see that"), is_required=False)
    mail = MailField(mark("Your mail address"), is_required=False)

    def given(self, publication_id: int | None) -> TipInput:
        """What the form says, once it is valid."""
        return TipInput(
            kind=TipKind.REPORT,
            words=self.words.data,
            seen_where=self.page.data if self.page is not None else "",
            address=self.address.data,
            publication_id=publication_id,
            mail=self.mail.data,
            language=language(),
        )


class SendForm(FlaskForm):
    """A claim that somebody should check."""

    words = ClaimText(mark("The claim, in the words it was made in"))
    seen_where = TextLine(
        mark("Where you met it"), subject=mark("The place"), limit=WHERE_CHARS, is_required=False
    )
    address = AddressField(mark("Its address"), is_required=False)
    why = TextBlock(
        mark("Why it matters"), subject=mark("The text"), limit=WHY_CHARS, is_required=False
    )
    mail = MailField(mark("Your mail address"), is_required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """A claim nobody can find cannot be checked: one of place and address is needed."""
        is_valid = bool(super().validate(extra_validators))
        if not (self.seen_where.data or self.address.data or self.address.errors):
            self.seen_where.errors = [*self.seen_where.errors, say(WHERE_MISSING)]
            return False
        return is_valid

    def given(self) -> TipInput:
        """What the form says, once it is valid."""
        return TipInput(
            kind=TipKind.CLAIM,
            words=self.words.data,
            seen_where=self.seen_where.data,
            address=self.address.data,
            why=self.why.data,
            mail=self.mail.data,
            language=language(),
        )


# ── The desk's ───────────────────────────────────────────────────────────────────────────────────


class MergeForm(FlaskForm):
    """Into which claim it goes."""

    claim_number = WholeNumber("Number of the claim", low=1, high=HIGHEST_ID)


class TakeUpForm(FlaskForm):
    """Which claim's verdict is to be corrected."""

    published_claim = WholeNumber("Number of the published claim", low=1, high=HIGHEST_ID)


class DeclineForm(FlaskForm):
    """Why it is not taken up."""

    reason = TextBlock("Reason, for the sender", subject="The reason", limit=NOTE_CHARS)


class OpeningForm(FlaskForm):
    """A claim of its own, and the words it is made of as they stood there."""

    title = TextLine("Title of where it stood", subject="The title", limit=TITLE_CHARS)
    outlet = TextLine("Published by", subject="The outlet", limit=200, is_required=False)
    place = AddressField("Address", is_required=False)
    language = LanguageField("Language")
    text = TextBlock("The words as they stood there", subject="The text", limit=CLAIM_CHARS)
    statement = ClaimText("The claim, in your own words")
    kind = EnumChoice("Kind of claim", terms=ClaimKind)

    def given(self) -> OpeningInput:
        """What the form says, once it is valid."""
        return OpeningInput(
            title=self.title.data,
            text=self.text.data,
            statement=self.statement.data,
            kind=self.kind.data,
            address=self.place.data,
            outlet=self.outlet.data,
            language=self.language.data,
        )


def opening_values(tip: Opened) -> dict[str, object]:
    """What the form shows of a message when it is opened; of a report nothing, for its words are no claim."""
    if tip.kind is TipKind.REPORT:
        return {"language": "en"}
    statement = " ".join(tip.words.split())
    return {
        "title": tip.seen_where or shorten(statement, 80, placeholder="…"),
        "place": tip.address,
        "language": "en",
        "text": tip.words,
        "statement": statement,
    }
