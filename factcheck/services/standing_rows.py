"""The rows a ticket is made of: plain values, one kind for each thing a claim has several of."""

from datetime import datetime
from typing import NamedTuple

from factcheck.domain.anchoring import Span
from factcheck.domain.terms import (
    Capacity,
    EvidenceKind,
    ReplyOutcome,
    ReviewState,
    SourceClass,
    Stance,
)


class ReviewRow(NamedTuple):
    """One reviewer's state on the current version."""

    id: int
    reviewer_id: int
    reviewer_name: str
    capacity: Capacity
    state: ReviewState
    note: str
    voted_rating_id: int | None
    at: datetime | None
    is_live: bool


class ReplyRow(NamedTuple):
    """One request for a reply, in short."""

    id: int
    whom: str
    channel: str
    outcome: ReplyOutcome
    asked_at: datetime
    due_at: datetime
    settled_at: datetime | None
    response: str
    used_text: str
    short_notice_reason: str


class AnchorRow(NamedTuple):
    """Where the claim stands in a text."""

    id: int
    exact: str
    start: int
    end: int
    article_version_id: int
    prefix: str = ""
    suffix: str = ""

    @property
    def span(self) -> Span:
        """The same with its context, as links to the words need it."""
        return Span(self.start, self.end, self.exact, self.prefix, self.suffix)


class LoggedRow(NamedTuple):
    """One piece of evidence as the pages of a claim show it, withdrawn or not."""

    number: int
    claim_id: int
    kind: EvidenceKind
    stance: Stance
    source_class: SourceClass
    title: str
    url: str
    publisher: str
    published_on: str
    accessed_on: str
    quote: str
    says: str
    locator: str
    origin_group: str
    note: str
    expert_employer: str
    expert_field: str
    expert_conflicts: str
    internal_reason: str
    is_public: bool
    logged_by_id: int
    logged_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
