"""What became of sources, for the desk: the list of those that died, changed or moved, and every look at one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import State
from factcheck.models import Claim, Evidence, Person, Snapshot, SourceCheck
from factcheck.services.snapshots import NoSuchSnapshot
from factcheck.services.standing import HIGHEST_ID

ROWS = 50
LOOKS = 50  # of one source on its page


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to: one outcome, what nobody has looked at yet, the claims one person holds."""

    outcome: Outcome | None = None
    is_open: bool = True
    assignee_id: int | None = None
    after: int | None = None


class NewsRow(NamedTuple):
    """One source of which there is news, and the claim it belongs to."""

    id: int
    outcome: Outcome
    since: datetime
    status: int | None
    failure: str
    address: str
    quote_stands: bool | None
    settled_at: datetime | None
    settled_note: str
    settled_by: str | None
    number: int
    title: str
    is_public: bool
    claim_id: int
    statement: str
    state: State
    assignee: str | None


@dataclass(frozen=True)
class Listed:
    rows: Sequence[NewsRow]
    next_after: int | None


def listed(session: Session, wanted: Wanted) -> Listed:
    """News that stand, the newest first."""
    assignee, settler = aliased(Person), aliased(Person)
    query = (
        select(
            SourceCheck.id,
            SourceCheck.outcome,
            SourceCheck.since_at,
            SourceCheck.status,
            SourceCheck.failure,
            SourceCheck.address,
            SourceCheck.quote_stands,
            SourceCheck.settled_at,
            SourceCheck.settled_note,
            settler.name,
            Evidence.number,
            Evidence.title,
            Evidence.is_public,
            Claim.id,
            Claim.statement,
            Claim.state,
            assignee.name,
        )
        .join(Evidence, Evidence.id == SourceCheck.evidence_id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .outerjoin(assignee, assignee.id == Claim.assignee_id)
        .outerjoin(settler, settler.id == SourceCheck.settled_by_id)
        .where(
            SourceCheck.is_standing,
            SourceCheck.id < (wanted.after or HIGHEST_ID),
            SourceCheck.address == Evidence.url,
            Evidence.withdrawn_at.is_(None),
        )
        .order_by(SourceCheck.id.desc())
        .limit(ROWS + 1)
    )
    if wanted.outcome is not None:
        query = query.where(SourceCheck.outcome == wanted.outcome)
    if wanted.is_open:
        query = query.where(SourceCheck.settled_at.is_(None))
    if wanted.assignee_id is not None:
        query = query.where(Claim.assignee_id == wanted.assignee_id)
    rows = [NewsRow._make(row) for row in session.execute(query)]
    is_more = len(rows) > ROWS
    return Listed(rows[:ROWS], rows[ROWS - 1].id if is_more else None)


class Looked(NamedTuple):
    """One look at a source as its page tells it; `copy` is the copy that was kept of it, by its number."""

    id: int
    asked_at: datetime
    asked_by: str | None
    looked_at: datetime | None
    outcome: Outcome | None
    status: int | None
    failure: str
    reached: str
    address: str
    since: datetime | None
    quote_stands: bool | None
    baseline: int
    copy: int | None
    is_standing: bool
    settled_at: datetime | None
    settled_by: str | None
    settled_note: str


def looks(session: Session, evidence: Evidence) -> list[Looked]:
    """The looks at one source, the newest first; the one whose news stand is always among them."""
    asker, settler = aliased(Person), aliased(Person)
    baseline, copy = aliased(Snapshot), aliased(Snapshot)
    query = (
        select(
            SourceCheck.id,
            SourceCheck.asked_at,
            asker.name,
            SourceCheck.looked_at,
            SourceCheck.outcome,
            SourceCheck.status,
            SourceCheck.failure,
            SourceCheck.reached_address,
            SourceCheck.address,
            SourceCheck.since_at,
            SourceCheck.quote_stands,
            baseline.number,
            copy.number,
            SourceCheck.is_standing,
            SourceCheck.settled_at,
            settler.name,
            SourceCheck.settled_note,
        )
        .join(baseline, baseline.id == SourceCheck.baseline_id)
        .outerjoin(copy, copy.id == SourceCheck.snapshot_id)
        .outerjoin(asker, asker.id == SourceCheck.asked_by_id)
        .outerjoin(settler, settler.id == SourceCheck.settled_by_id)
        .where(SourceCheck.evidence_id == evidence.id)
    )
    newest = query.order_by(SourceCheck.id.desc()).limit(LOOKS)
    found = {row[0]: Looked._make(row) for row in session.execute(newest)}
    if not any(one.is_standing for one in found.values()):
        standing = session.execute(query.where(SourceCheck.is_standing)).first()
        if standing is not None:
            found[standing[0]] = Looked._make(standing)
    return list(found.values())


def changed_copies(found: Sequence[Looked], asked: int) -> Looked:
    """The look that kept copy `asked`, or the newest that kept one for 0.  Raises `NoSuchSnapshot`."""
    kept = (one for one in found if one.copy is not None and asked in {0, one.copy})
    look = next(kept, None)
    if look is None:
        raise NoSuchSnapshot
    return look
