"""Verdicts that were handed in and that nobody was asked to read: they wait for whoever may, not for a request."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, select

from factcheck.domain.terms import Capacity, ReviewState, State
from factcheck.models import Claim, Conflict, Contribution, Review, Verdict
from factcheck.services.queue_statements import AT_RISK, STILL_ASKED, AnySelect

LOOKED_AT = 200  # the claims in review that are looked at, the longest waiting first


def to_review() -> AnySelect:
    """Numbers and dates of claims in review that nobody is asked for or reads, which `me` may decide on (W2, M12)."""
    return _waiting(
        Claim.state == State.IN_REVIEW,
        ~_reviewed(Review.capacity == Capacity.EDITORIAL, Review.state.in_(STILL_ASKED)),
    )


def to_clear() -> AnySelect:
    """The same for claims at legal risk that no legal reviewer was asked to clear, nor cleared."""
    handled = (*STILL_ASKED, ReviewState.APPROVED)
    return _waiting(
        Claim.state == State.IN_REVIEW,
        AT_RISK,
        ~_reviewed(Review.capacity == Capacity.LEGAL, Review.state.in_(handled)),
    )


def _waiting(*which: ColumnElement[bool]) -> AnySelect:
    """Oldest first; a fence around those looked at, so that a long queue costs no more than a short one."""
    me: ColumnElement[Any] = bindparam("me")
    looked_at = (
        select(Claim.id)
        .where(Claim.state == State.IN_REVIEW)
        .order_by(Claim.state_since_at, Claim.id)
        .limit(LOOKED_AT)
        .subquery("looked_at")
    )
    i_worked = exists().where(Contribution.claim_id == Claim.id, Contribution.person_id == me)
    i_stay_out = exists().where(Conflict.claim_id == Claim.id, Conflict.person_id == me)
    found: AnySelect = select(Claim.id, Claim.state_since_at)
    return (
        found.join(looked_at, looked_at.c.id == Claim.id)
        .join(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.is_current))
        .where(*which, Verdict.author_id != me, ~i_worked, ~i_stay_out)
        .where(~_reviewed(Review.reviewer_id == me))
        .order_by(Claim.state_since_at, Claim.id)
    )


def _reviewed(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody has such a state on the version that waits."""
    return exists().where(Review.verdict_id == Verdict.id, *how).correlate(Verdict)
