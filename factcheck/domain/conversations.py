"""Interviews, calls and letters: how one spoke, what was agreed about using it, and when it was (E18).

Who may be named to readers follows from the consent alone, so that nobody has to remember it when a page is written.
"""

from datetime import UTC, date, datetime, time, tzinfo

from factcheck.domain.dates import spell_date, spell_moment
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Term

# The texts of a conversation beside those every piece of evidence has; `quote` holds the exact words.
CONVERSATION = (
    "spoke_with",
    "spoke_role",
    "held_at",
    "channel",
    "consent",
    "consent_note",
    "transcript",
)


class Channel(Term):
    """How the words came."""

    IN_PERSON = "in_person", "Face to face.", "in person"
    TELEPHONE = "telephone", "By voice alone.", "by telephone"
    VIDEO = "video", "By voice and picture.", "by video call"
    MAIL = "mail", "In writing, with a header to keep.", "by e-mail"
    MESSAGE = "message", "By a messenger or the direct messages of a site.", "by message"
    POST = "post", "On paper.", "by letter"


class Consent(Term):
    """What was agreed about using the words."""

    ON_RECORD = "on_record", "The words may be quoted with name and role.", "on the record"
    RECORDED = (
        "recorded",
        "The same, and we were allowed to record them.",
        "on the record, recorded with consent",
    )
    NOTES_ONLY = (
        "notes_only",
        "The same, but no recording: our notes are all there is.",
        "on the record, notes only",
    )
    NOT_ATTRIBUTED = (
        "not_attributed",
        "The words may be used; readers get the role, never the name.",
        "not for attribution",
    )
    OFF_RECORD = (
        "off_record",
        "For the desk alone: it must be kept internal, and readers get nothing of it.",
        "off the record",
    )

    @property
    def names_speaker(self) -> bool:
        """Whether readers may learn who spoke."""
        return self in {Consent.ON_RECORD, Consent.RECORDED, Consent.NOTES_ONLY}

    @property
    def reaches_readers(self) -> bool:
        """Whether readers may learn of it at all."""
        return self is not Consent.OFF_RECORD


def may_name(consent: str) -> bool:
    """The same as `Consent.names_speaker` for a stored text; of a conversation without one nothing was agreed."""
    return bool(consent) and Consent(consent).names_speaker


def held_at(day: date, at: time | None, zone: tzinfo) -> str:
    """When it was, as it is stored: the day, or the minute with its distance from UTC.

    Raises `BadInput` for a time that the clocks of the zone jumped over; of one that came twice it is the first.
    """
    if at is None:
        return day.isoformat()
    moment = datetime.combine(day, at, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise BadInput(f"This time does not exist in {zone}.")
    return moment.isoformat(timespec="minutes")


def day_and_time(stored: str) -> tuple[str, str]:
    """Day and time as they were typed; the time is empty where only the day is known."""
    day, _, rest = stored.partition("T")
    return day, rest[:5]


def spell_held(stored: str) -> str:
    """`14:30, 20 November 2026 (UTC+1)`, or the day alone."""
    if "T" not in stored:
        return spell_date(stored)
    moment = datetime.fromisoformat(stored)
    return spell_moment(moment, moment.tzinfo or UTC)
