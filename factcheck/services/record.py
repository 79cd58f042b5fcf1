"""What happened to one claim, newest first, as its pages tell it.  Writing and verifying: `history`."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from factcheck.models import HistoryRow, Person

HIGHEST_SEQ = 2**31 - 1


class Deed(NamedTuple):
    """One row of the history: who did what, when and why.  `name` is empty for the command line."""

    seq: int
    at: datetime
    name: str
    event: str
    subject: str
    from_state: str
    to_state: str
    reason: str
    detail: str
    hash: str


_DEEDS = (
    select(
        HistoryRow.seq,
        HistoryRow.at,
        func.coalesce(Person.name, ""),
        HistoryRow.event,
        HistoryRow.subject,
        HistoryRow.from_state,
        HistoryRow.to_state,
        HistoryRow.reason,
        HistoryRow.detail,
        HistoryRow.hash,
    )
    .outerjoin(Person, Person.id == HistoryRow.actor_id)
    .where(HistoryRow.claim_id == bindparam("claim_id"), HistoryRow.seq < bindparam("before"))
    .order_by(HistoryRow.seq.desc())
    .limit(bindparam("limit", type_=Integer))
)


def of_claim(
    session: Session, claim_id: int, *, before: int = HIGHEST_SEQ, limit: int = 20
) -> Sequence[Deed]:
    """What happened to the claim before row `before`, newest first."""
    values = {"claim_id": claim_id, "before": before, "limit": limit}
    return [Deed._make(row) for row in session.connection().execute(_DEEDS, values).all()]
