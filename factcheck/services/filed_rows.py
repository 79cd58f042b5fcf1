"""What stands beside a claim without being part of it: its topics, and how many readers asked for it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func

from factcheck.domain.tips import TipState
from factcheck.models import ClaimTopic, Tip, Topic


class TopicRow(NamedTuple):
    """A topic the claim is filed under."""

    id: int
    name: str
    slug: str
    is_retired: bool


def facts(row: Callable[..., Select[Any]], claim_id: Any) -> tuple[Select[Any], Select[Any]]:
    """The branches of the statement that gathers a ticket."""
    is_retired = case((Topic.retired_at.is_(None), 0), else_=1)
    topics = row("topic", id=Topic.id, flag=is_retired, a=Topic.name, b=Topic.slug)
    merged = (Tip.claim_id == claim_id, Tip.state == TipState.MERGED)
    return (
        topics.join(ClaimTopic, ClaimTopic.topic_id == Topic.id).where(
            ClaimTopic.claim_id == claim_id
        ),
        row("asked_for", number=func.count(Tip.id)).where(*merged),
    )


def topic_row(row: Any) -> TopicRow:
    """One of the facts of a ticket."""
    return TopicRow(row.id, row.a, row.b, bool(row.flag))
