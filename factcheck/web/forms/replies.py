"""The forms of the right of reply: whom we asked, and what came of it (L4-L7)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms.widgets import DateTimeLocalInput

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import NOTE_CHARS
from factcheck.domain.terms import ReplyOutcome
from factcheck.services.replies import ReplyInput
from factcheck.web import current
from factcheck.web.forms.fields import Cleaned, EnumChoice, TextBlock, TextLine

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?")
FARTHEST = timedelta(days=366)


class MomentText(Cleaned):
    """A moment on the desk's clock, as `2026-11-22 14:02`; an aware `datetime` in UTC."""

    widget = DateTimeLocalInput()
    empty = None

    def clean(self, typed: str) -> datetime:
        return parse_moment(typed.strip(), current.settings().zone, datetime.now(UTC))

    def spell(self, value: Any) -> str:
        return value.astimezone(current.settings().zone).strftime("%Y-%m-%dT%H:%M") if value else ""


def parse_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that the clock of `zone` calls `text`, within a year of `now`; else `BadInput`.

    An hour that comes twice when clocks go back is taken as the first; one that is skipped is refused.
    """
    match = _MOMENT.fullmatch(text)
    try:
        local = datetime.fromisoformat(f"{match[1]}T{match[2]}") if match else None
    except ValueError:
        local = None
    if local is None:
        raise BadInput("Write the moment as YYYY-MM-DD HH:MM.")
    if not now.year - 2 < local.year < now.year + 3:
        raise BadInput("Write a moment at most a year from now.")
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise BadInput(f"This time does not exist in {zone.key}.")
    if abs(moment - now) > FARTHEST:
        raise BadInput("Write a moment at most a year from now.")
    return moment


class AskForm(FlaskForm):
    """One attempt to get a reply."""

    whom = TextLine("Whom we asked", subject="The name", limit=200)
    channel = TextLine("How", subject="The channel", limit=100)
    content_sent = TextBlock("What we sent", subject="The letter", limit=NOTE_CHARS)
    asked_at = MomentText("Asked at", subject="The time of asking")
    due_at = MomentText("Reply due by", subject="The time to reply by")
    short_notice_reason = TextLine(
        "Why less time is fair", subject="The reason", limit=500, is_required=False
    )

    def given(self) -> ReplyInput:
        """What the form says, once it is valid."""
        return ReplyInput(**{name: self[name].data for name in ReplyInput.__dataclass_fields__})


class OutcomeForm(FlaskForm):
    """What came of asking."""

    outcome = EnumChoice(
        "What came of it",
        terms=(ReplyOutcome.REPLIED, ReplyOutcome.DECLINED, ReplyOutcome.NO_REPLY),
        sentence="Choose what came of it.",
    )
    response = TextBlock(
        "Their answer, whole", subject="The answer", limit=NOTE_CHARS, is_required=False
    )
    used_text = TextBlock(
        "What readers get of it", subject="The text", limit=NOTE_CHARS, is_required=False
    )
