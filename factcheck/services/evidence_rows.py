"""Reading the evidence of a claim, and a row of it as a verdict's content holds it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from factcheck.domain.content import SECRET, EvidenceContent
from factcheck.domain.conversations import CONVERSATION
from factcheck.models import Evidence
from factcheck.services.standing import NoSuchClaim

NOT_SAID = {"channel": None, "consent": None}  # choices, where the others are texts
_ALL = select(Evidence).where(Evidence.claim_id == bindparam("claim_id")).order_by(Evidence.number)


def all_rows(session: Session, claim_id: int) -> Sequence[Evidence]:
    """All evidence ever logged on a claim, withdrawn rows among it, in the order of its numbers."""
    return session.scalars(_ALL, {"claim_id": claim_id}).all()


def row(session: Session, claim_id: int, number: int) -> Evidence:
    """One piece of evidence, withdrawn or not.  Raises `NoSuchClaim`."""
    found = session.scalar(
        select(Evidence).where(Evidence.claim_id == claim_id, Evidence.number == number)
    )
    if found is None:
        raise NoSuchClaim
    return found


def content(row: Evidence) -> EvidenceContent:
    """What the content of a verdict says of the row (W4)."""
    names = EvidenceContent.__dataclass_fields__
    return EvidenceContent(**{name: _plain(said(row, name)) for name in names})


def said(row: Evidence, name: str) -> Any:
    """What a field of the form says of a stored row; what belongs to a conversation stands beside it."""
    if name in SECRET:
        return getattr(row.protected, name) if row.protected is not None else ""
    if name not in CONVERSATION:
        return getattr(row, name)
    talk = row.conversation
    return getattr(talk, name) if talk is not None else NOT_SAID.get(name, "")


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.value if hasattr(value, "value") else value
