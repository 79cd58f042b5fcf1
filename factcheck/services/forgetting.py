"""Words that a sealed source leaves behind in the database: that they are to be cleared, and how far that is (M7).

A change takes them out of every row; what the database keeps of rows as they were before is the business of the job.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.jobs import JobState
from factcheck.models import Outbox
from factcheck.services import history

JOB = "forget"


class Clearing(NamedTuple):
    """How far it is; `done_at` is when it ended, `outcome` what was said last."""

    state: JobState
    done_at: datetime | None
    outcome: str


def ask(work: Work, claim_id: int, number: int) -> None:
    """Have the words cleared that this change takes out of evidence: its row stands if the change does."""
    history.tell(work, JOB, claim_id=claim_id, evidence=number)


def of_evidence(session: Session, claim_id: int, number: int) -> Clearing | None:
    """How far the clearing is; None for evidence that nothing had to be cleared of."""
    wanted = select(Outbox.state, Outbox.done_at, Outbox.outcome).where(
        Outbox.kind == JOB,
        Outbox.payload["claim_id"].as_integer() == claim_id,
        Outbox.payload["evidence"].as_integer() == number,
    )
    row = session.execute(wanted.order_by(Outbox.id.desc()).limit(1)).first()
    return Clearing(*row) if row else None
