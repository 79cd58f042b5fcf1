"""What looks at the sources of a claim found, as the statement about its standing gathers it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, Select, String, and_, case, cast, func, null, or_, select
from sqlalchemy.orm import aliased

from factcheck.domain.source_checks import Outcome
from factcheck.models import Evidence, Snapshot, SourceCheck
from factcheck.services.standing_rows import LookRow


def facts(row: Callable[..., Select[Any]], claim_id: Any) -> Select[Any]:
    """Of each piece of evidence the look whose news stand, and the newest one; `id` is the number of the evidence.

    Looks at an address that the evidence has no more are left out.
    """
    newer, baseline, copy = aliased(SourceCheck), aliased(Snapshot), aliased(Snapshot)
    newest = (
        select(func.max(newer.id))
        .where(newer.evidence_id == Evidence.id)
        .correlate(Evidence)
        .scalar_subquery()
    )
    return (
        row(
            "look",
            id=Evidence.number,
            number=SourceCheck.status,
            flag=case((SourceCheck.is_standing, 1), else_=0),
            a=cast(SourceCheck.outcome, String),
            b=SourceCheck.failure,
            c=SourceCheck.reached_address,
            d=SourceCheck.settled_note,
            at=SourceCheck.looked_at,
            due_at=SourceCheck.since_at,
            settled_at=SourceCheck.settled_at,
            said_id=SourceCheck.id,
            said_start=baseline.number,
            said_end=copy.number,
            is_newest=case(
                (SourceCheck.quote_stands.is_(None), null()),
                (SourceCheck.quote_stands.is_(True), 1),
                else_=0,
            ),
        )
        .join(Evidence, Evidence.id == SourceCheck.evidence_id)
        .join(baseline, baseline.id == SourceCheck.baseline_id)
        .outerjoin(copy, copy.id == SourceCheck.snapshot_id)
        .where(
            Evidence.claim_id == claim_id,
            and_(
                SourceCheck.address == Evidence.url,
                or_(SourceCheck.is_standing, SourceCheck.id == newest),
            ),
        )
    )


def look_row(row: Row[Any]) -> LookRow:
    return LookRow(
        id=row.said_id,
        outcome=Outcome(row.a) if row.a else None,
        is_standing=bool(row.flag),
        status=row.number,
        failure=row.b,
        reached=row.c,
        quote_stands=None if row.is_newest is None else bool(row.is_newest),
        at=row.at,
        since=row.due_at,
        baseline=row.said_start,
        copy=row.said_end,
        settled_at=row.settled_at,
        settled_note=row.d,
    )
