"""The form of a verdict, and the choice of a rating that reviewers make as well."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import RadioField

from factcheck.domain import media_reviews
from factcheck.domain.limits import (
    EXPLANATION_CHARS,
    NOTE_CHARS,
    REASON_CHARS,
    VERDICT_PART_CHARS,
)
from factcheck.domain.media_reviews import Authenticity, Media, MediaKind
from factcheck.domain.terms import ChangeKind
from factcheck.domain.verdict_parts import PARTS, parts_of
from factcheck.models import Verdict
from factcheck.services.reference import RatingView
from factcheck.services.standing import HIGHEST_ID, Ticket
from factcheck.services.verdicts import VerdictInput, scale_of
from factcheck.web.forms.fields import (
    AddressField,
    DateText,
    EnumChoice,
    EnumTicks,
    RowChoice,
    TextBlock,
    TextLine,
    WholeNumber,
    today,
)

CONCLUSION_CHARS = Verdict.__table__.c.conclusion.type.length  # type: ignore[attr-defined]  # a String has one
NOT_A_RATING = "Choose one of the ratings."


class RatingChoice(RowChoice, RadioField):
    """A label of a scale from radio buttons, each with its definition in `hints`; `int` or None."""

    def __init__(self, label: str | None = None, **more: Any) -> None:
        super().__init__(label, sentence=NOT_A_RATING, is_required=False, **more)
        self.type = "RadioField"
        self.hints: dict[str, str] = {}

    def offer_ratings(self, ratings: Iterable[RatingView]) -> None:
        """Fill in the labels to choose from."""
        offered = list(ratings)
        self.offer((view.id, view.label) for view in offered)
        self.hints = {str(view.id): _meaning(view) for view in offered}


def _meaning(view: RatingView) -> str:
    need = view.minimum_origins
    asks = f" Needs {need} independent origins." if need > 1 else ""
    retired = " Retired since; a draft that has it may keep it." if view.is_retired else ""
    return f"{view.definition}{asks}{retired}"


def _part(name: str) -> TextBlock:
    return TextBlock(PARTS[name], subject="The text", limit=VERDICT_PART_CHARS, is_required=False)


NEEDED = "Still needed before this can be submitted."


class VerdictForm(FlaskForm):
    """What a person writes of a verdict.  `seen_version` is the draft's version when the form was opened."""

    seen_version = WholeNumber("Version", low=0, high=HIGHEST_ID, is_required=False)
    rating = RatingChoice("Rating", nothing="Not decided yet")
    conclusion = TextLine("Conclusion in words", limit=CONCLUSION_CHARS, is_required=False)
    reason = TextBlock(
        "The reason in one sentence", subject="The reason", limit=REASON_CHARS, is_required=False
    )
    explanation = TextBlock("Explanation", limit=EXPLANATION_CHARS, is_required=False)
    what_is_right = _part("what_is_right")
    not_known = _part("not_known")
    why_it_matters = _part("why_it_matters")
    as_of = DateText("As of", subject="The date", is_required=False)
    media_kind = EnumChoice("What was looked at", terms=MediaKind, is_required=False)
    media_categories = EnumTicks("In which way it is what it is shown as", terms=Authenticity)
    media_context = TextBlock(
        "What the original shows", subject="The text", limit=REASON_CHARS, is_required=False
    )
    media_url = AddressField("Where it is shown", is_required=False)
    media_archived_url = AddressField("Where a copy of that is kept", is_required=False)
    media_original_url = AddressField("Where the original stands", is_required=False)
    change_note = TextBlock(
        "Note to readers", subject="The note", limit=NOTE_CHARS, is_required=False
    )

    @classmethod
    def of(cls, ticket: Ticket) -> "VerdictForm":
        """The form with what is stored of the verdict of `ticket`."""
        form = cls(formdata=None, data=values_of(ticket))
        form.offer(ticket)
        return form

    def offer(self, ticket: Ticket) -> None:
        """Fill in the labels, and leave out what this verdict has no use for."""
        scale, chosen = scale_of(ticket), ticket.rating
        self.is_free_text = scale is not None and scale.is_free_text
        ratings = list(scale.choices) if scale else []
        if chosen is not None and chosen.id not in {view.id for view in ratings}:
            ratings.append(chosen)
        self.rating.offer_ratings(ratings)
        for field in (
            self.rating,
            self.conclusion,
            self.reason,
            self.explanation,
            self.as_of,
            self.change_note,
        ):
            field.flags.required = True  # for submitting; a draft may lack any of them
        verdict = ticket.verdict
        self.is_change = verdict is not None and verdict.change_kind is not ChangeKind.FIRST

    def mark_missing(self) -> None:
        """Say beside each field that is empty and that a verdict cannot be submitted without."""
        finding = self.conclusion if self.is_free_text else self.rating
        for field in (finding, self.reason, self.explanation, self.as_of):
            if not field.data:
                field.errors = [*field.errors, NEEDED]
        if self.is_change and not self.change_note.data:
            self.change_note.errors = [*self.change_note.errors, NEEDED]

    def _media(self) -> Media:
        return Media(
            kind=self.media_kind.data,
            categories=tuple(self.media_categories.data or ()),
            context=self.media_context.data or "",
            url=self.media_url.data or "",
            archived_url=self.media_archived_url.data or "",
            original_url=self.media_original_url.data or "",
        )

    def given(self, *, has_media: bool = False) -> VerdictInput:
        """What the form says, once its fields are valid; a note that the form did not ask for stays as it is.

        So does what is said of a picture or recording, unless `has_media`.
        """
        as_of = self.as_of.data
        return VerdictInput(
            rating_id=self.rating.data,
            conclusion=self.conclusion.data or "",
            reason=self.reason.data or "",
            explanation=self.explanation.data or "",
            **{name: self[name].data or "" for name in PARTS},
            as_of=as_of.isoformat() if as_of else "",
            media=self._media() if has_media else None,
            change_note=self.change_note.data or "" if self.change_note.raw_data else None,
        )


def values_of(ticket: Ticket) -> dict[str, object]:
    """What the form shows when it is opened; a first verdict is judged by what is known today."""
    verdict = ticket.verdict
    if verdict is None:
        return {"seen_version": None, "as_of": today().isoformat()}
    return {
        "seen_version": verdict.version,
        "rating": verdict.rating_id,
        "conclusion": verdict.conclusion,
        "reason": verdict.reason,
        "explanation": verdict.explanation,
        **parts_of(verdict),
        "as_of": verdict.as_of,
        "change_note": verdict.change_note,
        **_media_values(media_reviews.from_text(verdict.media)),
    }


def _media_values(media: Media) -> dict[str, object]:
    return {
        "media_kind": media.kind,
        "media_categories": list(media.categories),
        "media_context": media.context,
        "media_url": media.url,
        "media_archived_url": media.archived_url,
        "media_original_url": media.original_url,
    }
