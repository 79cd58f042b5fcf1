"""Which copies a restriction covers, for statements of every kind (L14); a ticket asks this too, so it stands apart."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from factcheck.models import OriginalRestriction, Snapshot


def covered(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """For statements: whether a restriction that stands, and of which `more` is true, covers a snapshot of theirs."""
    restricted = exists().where(OriginalRestriction.lifted_at.is_(None), covers(Snapshot), *more)
    return restricted.correlate_except(OriginalRestriction)


def covers(snapshot: Any) -> ColumnElement[bool]:
    """For statements: whether a restriction of theirs covers `snapshot`, the table or an alias of it.

    Never a row in hand: what it lacks would be compared as NULL is, and every other copy without it be its twin.
    """
    twin = aliased(Snapshot)
    is_twin = or_(twin.digest == snapshot.digest, twin.text_digest == snapshot.text_digest)
    return or_(
        OriginalRestriction.evidence_id == snapshot.evidence_id,
        # Whose twin is asked about stands two statements further out, where it is not looked for unless one says so.
        exists()
        .where(twin.evidence_id == OriginalRestriction.evidence_id, is_twin)
        .correlate_except(twin),
    )
