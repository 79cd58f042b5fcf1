"""Reading the evidence of a claim."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from factcheck.models import Evidence

_ALL = select(Evidence).where(Evidence.claim_id == bindparam("claim_id")).order_by(Evidence.number)
_STANDING = _ALL.where(Evidence.withdrawn_at.is_(None))


def standing_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """The evidence that stands (not withdrawn), in the order of its numbers."""
    return session.scalars(_STANDING, {"claim_id": claim_id}).all()


def all_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """All evidence ever logged on a claim, withdrawn rows among it, in the order of its numbers."""
    return session.scalars(_ALL, {"claim_id": claim_id}).all()
