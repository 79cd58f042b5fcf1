"""What happened to one claim, newest first, as its pages tell it.  Writing and verifying: `history`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from factcheck.models import HistoryRow, Person
from factcheck.services.one_text import OneText, Raw

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


_DEEDS = OneText(
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
    .limit(bindparam("limit", type_=Integer)),
    "claim_id",
    "before",
    "limit",
)


def of_claim(
    session: Session, claim_id: int, *, before: int = HIGHEST_SEQ, limit: int = 20
) -> Sequence[Deed]:
    """What happened to the claim before row `before`, newest first."""
    return deeds_of(session, said_of_claim(session, claim_id, before=before, limit=limit))


def said_of_claim(
    session: Session, claim_id: int, *, before: int = HIGHEST_SEQ, limit: int = 20
) -> list[Raw]:
    """The same as the driver gives it; `deeds_of` makes deeds of it."""
    return _DEEDS.raw(session.connection(), claim_id=claim_id, before=before, limit=limit)


def deeds_of(session: Session, said: Iterable[Raw]) -> Sequence[Deed]:
    return [Deed._make(row) for row in _DEEDS.read(session.connection(), said)]
