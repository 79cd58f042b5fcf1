"""The forms of a claim: opening one from chosen words, changing it, and the verbs that need words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lack it
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from factcheck.domain.limits import NOTE_CHARS
from factcheck.domain.terms import ClaimKind, Dismissal
from factcheck.services.claims import COLUMNS, ClaimInput
from factcheck.services.standing import HIGHEST_ID, Ticket
from factcheck.web.forms.articles import MOST_PARAGRAPHS, QuoteField
from factcheck.web.forms.fields import (
    AddressField,
    ClaimText,
    EnumChoice,
    EnumSelect,
    FutureDateText,
    PartialDateText,
    RowChoice,
    TextBlock,
    TextLine,
    WholeNumber,
)
from factcheck.web.forms.names import NameRows
from factcheck.web.forms.topics import TopicTicks

MOST_CODE_POINTS = 10_000_000
DAYS_AHEAD = 5 * 365

# What each risk flag brings about; the rules themselves are in the policy and the guards (L1, L15).
CONSEQUENCES = {
    "names_private_person": "Readers see a role instead of the name, and a legal reviewer must clear "
    "the verdict before anybody can publish it.",
    "alleges_crime": "Whoever is accused is asked for a reply, or an editor waives that by name; and a "
    "legal reviewer must clear the verdict.",
    "involves_minor": "Readers see a role instead of any name, and a legal reviewer must clear the "
    "verdict before anybody can publish it.",
}


class ClaimForm(FlaskForm):
    """What a person says about a claim."""

    statement = ClaimText("The claim, in your own words")
    claimant = TextLine("Who said it", subject="The claimant", limit=200, is_required=False)
    claimant_role = TextLine("Their role", subject="The role", limit=200, is_required=False)
    is_claimant_public = BooleanField("Speaks in a public role", default=True)
    said_on = PartialDateText("When it was said", is_required=False)
    said_where = TextLine(
        "Where it was said or printed", subject="The place", limit=300, is_required=False
    )
    appearance_url = AddressField("Address of where it appeared", is_required=False)
    kind = EnumChoice("Kind of claim", terms=ClaimKind)
    names_private_person = BooleanField("Names a private person")
    alleges_crime = BooleanField("Alleges a crime")
    involves_minor = BooleanField("Involves a minor")
    hidden_names = NameRows("Names readers must not see")
    selection_reason = TextLine(
        "Why this claim is worth checking", subject="The reason", limit=500, is_required=False
    )
    topics = TopicTicks("Topics")

    def given(self) -> ClaimInput:
        """What the form says, once it is valid."""
        values = {name: self[name].data for name in ClaimInput.__dataclass_fields__}
        return ClaimInput(**{**values, "topics": tuple(self.topics.data or ())})


class OpenClaimForm(ClaimForm):
    """A new claim, with the place of its words in code points of the article."""

    start = WholeNumber("Beginning of the words", low=0, high=MOST_CODE_POINTS)
    end = WholeNumber("End of the words", low=0, high=MOST_CODE_POINTS)


class MarkTicks(SelectMultipleField):
    """Some of the claim's marks as tick boxes; `list[int]`."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **more: Any):
        super().__init__(label, coerce=_read_id, choices=[], **more)
        self.type = "MultiCheckboxField"  # the template macros go by this name
        self.known: frozenset[int] = frozenset()

    def offer(self, marks: Mapping[int, str]) -> None:
        """Fill in the words of each mark."""
        self.known = frozenset(marks)
        self.choices = [SelectChoice(str(key), f"“{words}”") for key, words in marks.items()]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  WTForms' signature
        if not set(self.data or ()) <= self.known:
            raise StopValidation("These words are not marked any more; read the claim again.")


def _read_id(value: object) -> int:
    """The number of a mark; 0, which is nobody's, for what is no number."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


class EditClaimForm(ClaimForm):
    """A claim that is there: `seen_version` is its version when the form was opened."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID)
    remove = MarkTicks("Take marks away")
    add_quote = QuoteField("Mark further words", is_required=False, widget=TextArea())
    add_paragraph = WholeNumber("Paragraph", low=1, high=MOST_PARAGRAPHS, is_required=False)
    add_occurrence = WholeNumber("Which occurrence", low=1, high=MOST_PARAGRAPHS, is_required=False)

    def offer(self, ticket: Ticket) -> None:
        """Fill in the marks that can be taken away."""
        self.remove.offer({anchor.id: anchor.exact for anchor in ticket.anchors})


def values_of(ticket: Ticket) -> dict[str, object]:
    """What the form shows of a claim when it is opened."""
    shown = {name: getattr(ticket.claim, name) for name in COLUMNS}
    names = tuple((name, role) for _, name, role in ticket.hidden_names)
    topics = tuple(row.id for row in ticket.topics)
    return {**shown, "hidden_names": names, "topics": topics, "seen_version": ticket.claim.version}


# ── Verbs that need words ────────────────────────────────────────────────────────────────────────


class DismissForm(FlaskForm):
    """Why a claim is not checked."""

    why = EnumSelect("Because it is", terms=Dismissal, sentence="Choose why it is not checked.")
    reason = TextBlock("Reason", limit=NOTE_CHARS)


class AssignForm(FlaskForm):
    """To whom a claim is given."""

    person = RowChoice("Checker", sentence="Choose a colleague of this desk who is a checker.")

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        self.person.offer(people)


class DueForm(FlaskForm):
    """By when a claim should be settled; empty takes the date away."""

    due_on = FutureDateText("Due on", days=DAYS_AHEAD, is_required=False)
