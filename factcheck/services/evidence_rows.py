"""Reading the evidence of a claim."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.models import Evidence


def standing_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """The evidence that stands (not withdrawn), in the order of its numbers."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.claim_id == claim_id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.number)
    ).all()


def all_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """All evidence ever logged on a claim, withdrawn rows among it, in the order of its numbers."""
    return session.scalars(
        select(Evidence).where(Evidence.claim_id == claim_id).order_by(Evidence.number)
    ).all()
