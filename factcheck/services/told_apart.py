"""Claims that look alike and are not: who says so and why; such a pair is not proposed again (W15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.models import Claim, LikenessDecision, Person, PriorReview
from factcheck.services import history
from factcheck.services.standing import HIGHEST_ID, NoSuchClaim, for_change


class NoSuchReview(LookupError):
    """There is no imported review with this number."""

    sentence = "No such review."


@dataclass(frozen=True, order=True)
class Other:
    """What a claim is compared with: another claim here, or a review by others; the one of the two that is not 0."""

    claim_id: int = 0
    review_id: int = 0

    @property
    def key(self) -> str:
        """How forms and the history name it: `claim:12`, `review:7`."""
        return f"claim:{self.claim_id}" if self.claim_id else f"review:{self.review_id}"


def other_of(key: str) -> Other:
    """What a form names.  Raises `BadInput` for what is no such name."""
    noun, _, number = key.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 11 and number[0] != "0"
    if noun not in {"claim", "review"} or not is_number or int(number) > HIGHEST_ID:
        raise BadInput("Choose one of the claims in the list.")
    return Other(claim_id=int(number)) if noun == "claim" else Other(review_id=int(number))


@dataclass(frozen=True)
class Apart:
    """One decision: what the claim was told apart from, by whom, when and why."""

    other: Other
    statement: str
    name: str
    at: datetime
    reason: str


def tell_apart(work: Work, claim_id: int, other: Other, reason: str) -> None:
    """Record that a claim is another one than `other`, though it looks like it.

    Raises `NotYourPart`, `NoSuchClaim`, `NoSuchReview`, `WrongState` when that is said already, or `BadInput` without
    a reason.
    """
    _require(work, claim_id)
    if not reason:
        raise BadInput("Say what is different.")
    _require_other(work.session, other)
    if other.claim_id == claim_id:
        raise WrongState("A claim is always the same as itself.")
    if _row(work.session, claim_id, other) is not None:
        raise WrongState("These two are told apart already.")
    newer, older = max(claim_id, other.claim_id), min(claim_id, other.claim_id)
    work.session.add(
        LikenessDecision(
            claim_id=newer if other.claim_id else claim_id,
            other_claim_id=older if other.claim_id else None,
            review_id=other.review_id or None,
            reason=reason,
            decided_by_id=work.actor.id or 0,
            decided_at=work.now,
        )
    )
    work.session.flush()
    history.record(work, Event.LIKENESS_APART, claim_id=claim_id, subject=other.key, reason=reason)


def take_back(work: Work, claim_id: int, other: Other) -> None:
    """Let the two be proposed to each other again; that they were told apart stays in the history.

    Raises `NotYourPart`, `NoSuchClaim`, or `WrongState` when they are not told apart.
    """
    _require(work, claim_id)
    found = _row(work.session, claim_id, other)
    if found is None:
        raise WrongState("These two are not told apart.")
    work.session.delete(found)
    history.record(work, Event.LIKENESS_TAKEN_BACK, claim_id=claim_id, subject=other.key)


def of_claim(session: Session, claim_id: int) -> Sequence[Apart]:
    """All that a claim was told apart from, newest first."""
    is_newer = LikenessDecision.claim_id == claim_id
    found = session.execute(
        select(LikenessDecision, Person.name)
        .join(Person, Person.id == LikenessDecision.decided_by_id)
        .where(or_(is_newer, LikenessDecision.other_claim_id == claim_id))
        .order_by(LikenessDecision.id.desc())
    ).all()
    others = [_other(row, claim_id) for row, _ in found]
    words = _statements(session, others)
    return [
        Apart(other, words.get(other, ""), name, row.decided_at, row.reason)
        for other, (row, name) in zip(others, found, strict=True)
    ]


def _other(row: LikenessDecision, claim_id: int) -> Other:
    if row.review_id is not None:
        return Other(review_id=row.review_id)
    return Other(claim_id=row.claim_id if row.claim_id != claim_id else row.other_claim_id or 0)


def _statements(session: Session, others: Sequence[Other]) -> dict[Other, str]:
    claims = [one.claim_id for one in others if one.claim_id]
    reviews = [one.review_id for one in others if one.review_id]
    words: dict[Other, str] = {}
    if claims:
        of_claims = select(Claim.id, Claim.statement).where(Claim.id.in_(claims))
        words |= {Other(claim_id=row.id): row.statement for row in session.execute(of_claims)}
    if reviews:
        of_reviews = select(PriorReview.id, PriorReview.claim).where(PriorReview.id.in_(reviews))
        words |= {Other(review_id=row.id): row.claim for row in session.execute(of_reviews)}
    return words


def _require(work: Work, claim_id: int) -> None:
    ticket = for_change(work, claim_id)
    require(Act.TELL_APART, work.actor)
    require_no_conflict(ticket.standing, work.actor)


def _require_other(session: Session, other: Other) -> None:
    if other.claim_id and session.get(Claim, other.claim_id) is None:
        raise NoSuchClaim
    if other.review_id and session.get(PriorReview, other.review_id) is None:
        raise NoSuchReview


def _row(session: Session, claim_id: int, other: Other) -> LikenessDecision | None:
    if other.review_id:
        is_it = LikenessDecision.review_id == other.review_id
        return session.scalar(
            select(LikenessDecision).where(LikenessDecision.claim_id == claim_id, is_it)
        )
    newer, older = max(claim_id, other.claim_id), min(claim_id, other.claim_id)
    return session.scalar(
        select(LikenessDecision).where(
            LikenessDecision.claim_id == newer, LikenessDecision.other_claim_id == older
        )
    )
