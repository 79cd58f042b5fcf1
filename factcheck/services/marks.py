"""Where the claims of an article stand in its text, for the reading page: one statement for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from factcheck.domain.terms import State
from factcheck.models import Anchor, Claim, LegalHold


@dataclass(frozen=True)
class MarkRow:
    """One span (code points, end exclusive) with what the page says of its claim."""

    anchor_id: int
    claim_id: int
    start: int
    end: int
    state: State
    is_held: bool
    statement: str


_MARKS = (
    select(
        Anchor.id,
        Anchor.claim_id,
        Anchor.start_char,
        Anchor.end_char,
        Claim.state,
        LegalHold.id.is_not(None),
        Claim.statement,
    )
    .join(Claim, Claim.id == Anchor.claim_id)
    .outerjoin(LegalHold, and_(LegalHold.claim_id == Claim.id, LegalHold.released_at.is_(None)))
    .order_by(Anchor.start_char, Anchor.id)
)


def of_version(session: Session, version_id: int) -> Sequence[MarkRow]:
    """Every span in one text of an article, in the order of the text."""
    found = session.execute(_MARKS.where(Anchor.article_version_id == version_id))
    return [MarkRow(*row) for row in found]
