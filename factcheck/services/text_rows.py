"""Where a claim stands in the texts of its article, and what newer texts did to its words, as its ticket holds it.

Where it stands in further articles is in `occurrence_rows`; settling what changed is in `text_settling`.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, func, or_
from sqlalchemy.orm import aliased

from factcheck.domain.renewal import Outcome, Settling
from factcheck.models import Anchor, AnchorMove, ArticleVersion, Claim
from factcheck.services.standing_rows import AnchorRow, MoveRow

Row = Callable[..., Select[Any]]


def facts(row: Row, claim_id: Any) -> list[Select[Any]]:
    """Branches of the UNION that gathers a ticket: the places, and the changes that wait for somebody."""
    return [_anchors(row, claim_id), _moves(row, claim_id)]


def _anchors(row: Row, claim_id: Any) -> Select[Any]:
    """Where the claim stands in its own article, now or last, with its words as they were checked."""
    kept, checked = aliased(AnchorMove), aliased(Anchor)
    return (
        row(
            "anchor",
            id=Anchor.id,
            person_id=Anchor.article_version_id,
            number=Anchor.start_char,
            flag=Anchor.end_char,
            a=Anchor.exact,
            b=Anchor.prefix,
            c=Anchor.suffix,
            d=func.coalesce(checked.exact, Anchor.exact),
            said_start=func.coalesce(checked.start_char, Anchor.start_char),
            said_end=func.coalesce(checked.end_char, Anchor.end_char),
            said_id=func.coalesce(checked.id, Anchor.id),
            text_number=ArticleVersion.number,
            is_newest=case((_has_newer_text(), 0), else_=1),
        )
        .join(ArticleVersion, ArticleVersion.id == Anchor.article_version_id)
        .outerjoin(kept, and_(kept.new_anchor_id == Anchor.id, kept.outcome == Outcome.KEPT))
        .outerjoin(checked, checked.id == kept.checked_anchor_id)
        .join(Claim, Claim.id == Anchor.claim_id)
        .where(
            Anchor.claim_id == claim_id,
            ArticleVersion.article_id == Claim.article_id,
            ~is_replaced(),
        )
    )


def _has_newer_text() -> Any:
    newer = aliased(ArticleVersion)
    return exists().where(
        newer.article_id == ArticleVersion.article_id, newer.number > ArticleVersion.number
    )


def is_replaced() -> Any:
    """Whether an anchor gave way to one in a newer text."""
    gave_way = aliased(AnchorMove)
    is_found = and_(
        gave_way.outcome != Outcome.ORPHANED,
        or_(gave_way.decision.is_(None), gave_way.decision != Settling.GONE),
    )
    return exists().where(
        gave_way.old_anchor_id == Anchor.id, or_(is_found, gave_way.decision == Settling.PLACED)
    )


def _moves(row: Row, claim_id: Any) -> Select[Any]:
    """What became of the claim's words in a new text, as far as it waits for somebody."""
    checked, found = aliased(Anchor), aliased(Anchor)
    return (
        row(
            "move",
            id=AnchorMove.id,
            person_id=ArticleVersion.article_id,
            number=ArticleVersion.number,
            a=cast(AnchorMove.outcome, String),
            b=checked.exact,
            c=found.exact,
            d=cast(AnchorMove.decision, String),
            at=AnchorMove.decided_at,
        )
        .join(ArticleVersion, ArticleVersion.id == AnchorMove.article_version_id)
        .join(checked, checked.id == AnchorMove.checked_anchor_id)
        .outerjoin(found, found.id == AnchorMove.new_anchor_id)
        .where(
            AnchorMove.claim_id == claim_id,
            AnchorMove.outcome != Outcome.KEPT,
            or_(AnchorMove.decided_at.is_(None), AnchorMove.decision == Settling.RECHECK),
        )
    )


def anchor_row(row: Any) -> AnchorRow:
    """One place out of the UNION."""
    checked_at = (row.said_start, row.said_end, row.said_id)
    return AnchorRow(
        row.id,
        row.a,
        row.number,
        row.flag,
        row.person_id,
        row.b,
        row.c,
        row.d,
        checked_at,
        row.text_number,
        bool(row.is_newest),
    )


def move_row(row: Any) -> MoveRow:
    """One change out of the UNION."""
    outcome = Outcome(row.a)
    return MoveRow(
        row.id, row.person_id, row.number, outcome, row.b, row.c or "", row.d or "", row.at
    )
