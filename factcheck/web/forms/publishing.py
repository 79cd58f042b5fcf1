"""The forms of publishing: the confirmation, a change afterwards, a retraction."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_wtf import FlaskForm
from wtforms import HiddenField

from factcheck.domain.limits import NOTE_CHARS
from factcheck.domain.terms import ChangeKind
from factcheck.web.forms.fields import EnumChoice, TextBlock

# What each kind means for the person who reads the page; C1, C3 and C4 are the rules behind.
WHAT_READERS_SEE: Mapping[str, str] = MappingProxyType(
    {
        ChangeKind.CORRECTION.value: (
            "Something we published was wrong. Readers see “Correction” with your note; if the rating changes, it "
            "stands on top with the old and the new one."
        ),
        ChangeKind.CLARIFICATION.value: (
            "What we published was right but could mislead. Readers see “Clarification” with your note; the rating "
            "stays as it is."
        ),
        ChangeKind.UPDATE.value: (
            "There is new information, and nothing was wrong. Readers see “Update” with your note."
        ),
    }
)
KINDS = tuple(ChangeKind(value) for value in WHAT_READERS_SEE)


class PublishForm(FlaskForm):
    """Carries the hash of the content that was on the page (W4)."""

    seen_hash = HiddenField()


class ChangeForm(FlaskForm):
    """Which of the three kinds it is, in those words and no softer ones (C2), and what readers are told."""

    kind = EnumChoice(
        "What kind of change it is",
        terms=KINDS,
        sentence="Choose a correction, a clarification or an update.",
    )
    note = TextBlock("Note to readers", subject="The note", limit=NOTE_CHARS)

    def offer(self, kinds: Iterable[ChangeKind]) -> None:
        """Leave only the kinds that can be begun now."""
        self.kind.choices = [(kind.value, kind.label.capitalize()) for kind in kinds]
        self.kind.hints = dict(WHAT_READERS_SEE)


class RetractForm(FlaskForm):
    """What readers are told in place of the verdict."""

    reason = TextBlock("Note to readers", subject="The note", limit=NOTE_CHARS)
