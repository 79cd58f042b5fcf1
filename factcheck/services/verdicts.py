"""Verdicts: drafted, submitted as an immutable version with its content hash, taken back, compared."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import content as contents
from factcheck.domain.content import Content, Difference
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.media_reviews import Media
from factcheck.domain.terms import ArticleKind, Audience, ChangeKind
from factcheck.domain.workflow import Verb
from factcheck.models import Verdict
from factcheck.services import notices, stale
from factcheck.services.changes import ask_again, begin, had_a_hand, hand_in, move, next_version
from factcheck.services.reference import ScaleView
from factcheck.services.standing import NoSuchClaim, Ticket


@dataclass(frozen=True, kw_only=True)
class VerdictInput:
    """What a person writes of a verdict, cleaned already; anything may still be empty in a draft.

    `conclusion` is the finding in words, kept where the desk's scale is free text (D9).  What is right in the
    claim, what is not known and why it matters may stay empty for good (P7).  `change_note` is what readers are told
    about a change of something published, `media` what is said of a picture or recording (D30); None leaves either as
    it is.
    """

    rating_id: int | None = None
    conclusion: str = ""
    reason: str = ""
    explanation: str = ""
    what_is_right: str = ""
    not_known: str = ""
    why_it_matters: str = ""
    as_of: str = ""
    change_note: str | None = None
    media: Media | None = None


COLUMNS = tuple(f.name for f in fields(VerdictInput) if f.name not in {"change_note", "media"})


def scale_of(ticket: Ticket) -> ScaleView | None:
    """The scale a verdict on this claim is rated by: the desk's for our own drafts, the readers' otherwise."""
    is_own = ticket.article.kind is ArticleKind.OWN_DRAFT
    return ticket.reference.in_use.get(Audience.DESK if is_own else Audience.READERS)


def save(work: Work, claim_id: int, seen_version: int | None, given: VerdictInput) -> Verdict:
    """Write the draft; whoever saves is its author, and a submitted verdict goes back to being worked on.

    `seen_version` is the draft's version when the form was opened, None if there was none.  Raises `StaleSave`,
    `BadInput` for a rating that is not on the scale, `BadMedia`, or a refusal.
    """
    ticket = begin(work, claim_id, Verb.SAVE_VERDICT)
    _require_rating(ticket, given)
    if given.media is not None:
        given.media.require_sound()
    verdict = ticket.verdict
    if (verdict.version if verdict else None) != seen_version:
        raise stale.of_verdict(work.session, ticket, given)
    if verdict is None or verdict.submitted_at is not None:
        verdict = next_version(work, ticket, author_id=_author(work))
    else:
        verdict.version += 1
    verdict.author_id, verdict.saved_at = _author(work), work.now
    for name in COLUMNS:
        setattr(verdict, name, getattr(given, name))
    scale = scale_of(ticket)
    if scale is None or not scale.is_free_text:
        verdict.conclusion = ""
    if given.change_note is not None and verdict.change_kind is not ChangeKind.FIRST:
        verdict.change_note = given.change_note
    if given.media is not None:
        verdict.media = given.media.to_text()
    had_a_hand(work, ticket, "wrote the verdict")
    move(
        work,
        ticket,
        Verb.SAVE_VERDICT,
        event=Event.VERDICT_SAVED,
        subject=f"verdict:{verdict.number}",
    )
    return verdict


def _author(work: Work) -> int:
    if work.actor.id is None:  # the rulebook has refused already: the command line plays no part
        raise BadInput("A verdict needs an author.")
    return work.actor.id


def _require_rating(ticket: Ticket, given: VerdictInput) -> None:
    scale = scale_of(ticket)
    if given.rating_id is None:
        return
    allowed = {rating.id for rating in scale.choices} if scale else set()
    if ticket.verdict is not None and ticket.verdict.rating_id is not None:
        allowed.add(
            ticket.verdict.rating_id
        )  # a draft keeps its label even if the scale has moved on since
    if given.rating_id not in allowed:
        raise BadInput("Choose one of the ratings.")
    if scale and scale.is_free_text and not given.conclusion:
        raise BadInput("Write the conclusion in a few words.")


def submit(work: Work, claim_id: int) -> Verdict:
    """Hand the draft in: from now on its words are fixed and its content has a hash (W4)."""
    ticket = begin(work, claim_id, Verb.SUBMIT)
    verdict = ticket.verdict
    if verdict is None:
        raise BadInput("Write the verdict first.")
    if verdict.submitted_at is not None:  # sent back or withdrawn, and handed in again unchanged
        verdict = next_version(work, ticket, author_id=verdict.author_id)
    else:
        verdict.version += 1  # a form that somebody opened on the draft is out of date now
    hand_in(work, ticket, verdict)
    if not ticket.standing.deeds_of(work.actor.id):
        had_a_hand(work, ticket, "submitted the verdict")
    move(
        work,
        ticket,
        Verb.SUBMIT,
        event=Event.VERDICT_SUBMITTED,
        subject=f"verdict:{verdict.number}",
        detail=verdict.content_hash or "",
    )
    ask_again(work, ticket, verdict)
    if ticket.standing.needs_legal_review:
        notices.tell(work, notices.LEGAL_REVIEWERS, "submitted", claim_id)
    return verdict


def withdraw(work: Work, claim_id: int) -> None:
    """Take a submitted verdict back to work on it; its version stays in the record."""
    ticket = begin(work, claim_id, Verb.WITHDRAW)
    move(work, ticket, Verb.WITHDRAW)


def versions(session: Session, claim_id: int) -> Sequence[Verdict]:
    """All versions of the verdict, newest first."""
    return session.scalars(
        select(Verdict).where(Verdict.claim_id == claim_id).order_by(Verdict.number.desc())
    ).all()


def submitted_content(session: Session, claim_id: int, number: int) -> Content:
    """The content of a submitted version.  Raises `NoSuchClaim` when there is no such version."""
    stored = session.scalar(
        select(Verdict.content).where(Verdict.claim_id == claim_id, Verdict.number == number)
    )
    if stored is None:
        raise NoSuchClaim
    return contents.from_json(stored)


def compare(session: Session, claim_id: int, old_number: int, new_number: int) -> list[Difference]:
    """What changed between two submitted versions."""
    return contents.differences(
        submitted_content(session, claim_id, old_number),
        submitted_content(session, claim_id, new_number),
    )
