"""Reading the evidence of a claim."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from factcheck.models import Evidence

_ALL = select(Evidence).where(Evidence.claim_id == bindparam("claim_id")).order_by(Evidence.number)
_AS_ROWS = _ALL.with_only_columns(*Evidence.__table__.c)
_STANDING = _ALL.where(Evidence.withdrawn_at.is_(None))


def standing_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """The evidence that stands (not withdrawn), in the order of its numbers."""
    return session.scalars(_STANDING, {"claim_id": claim_id}).all()


def all_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """All evidence ever logged on a claim, withdrawn rows among it, in the order of its numbers."""
    return session.scalars(_ALL, {"claim_id": claim_id}).all()


def read_rows(session: Session, claim_id: int) -> Sequence[Row[Any]]:
    """The same as plain rows with the columns of `Evidence`, for pages that change nothing."""
    return session.connection().execute(_AS_ROWS, {"claim_id": claim_id}).all()
