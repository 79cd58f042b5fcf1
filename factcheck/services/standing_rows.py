"""The rows a ticket is made of: plain values, one kind for each thing a claim has several of."""

from datetime import datetime
from typing import NamedTuple

from factcheck.domain.anchoring import Span
from factcheck.domain.kept_text import quote_of
from factcheck.domain.renewal import Outcome
from factcheck.domain.snapshots import Method, SnapshotState, is_altering_archive
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


class MoveRow(NamedTuple):
    """What became of words of the claim in text `number` of an article, and waits for somebody.

    `decision` is empty, or says that a person wants the claim checked again.
    """

    id: int
    article_id: int
    number: int
    outcome: Outcome
    old_words: str
    new_words: str
    decision: str
    decided_at: datetime | None


class AnchorRow(NamedTuple):
    """Where the claim stands in a text; `is_newest` says whether that is the article's newest."""

    id: int
    exact: str
    start: int
    end: int
    article_version_id: int
    prefix: str = ""
    suffix: str = ""
    checked: str | None = None
    checked_at: tuple[int, int, int] | None = None
    text_number: int = 1
    is_newest: bool = True

    @property
    def words(self) -> str:
        """The words as they were checked: in a newer text, quotation marks and blanks may read otherwise."""
        return self.exact if self.checked is None else self.checked

    @property
    def order(self) -> tuple[int, int, int]:
        """Where they stood when they were checked, so that their order outlasts a new text."""
        return self.checked_at or (self.start, self.end, self.id)

    @property
    def span(self) -> Span:
        """The same with its context, as links to the words need it."""
        return Span(self.start, self.end, self.exact, self.prefix, self.suffix)


class CopyRow(NamedTuple):
    """One try to keep a copy of evidence: what came of it, and when."""

    number: int
    state: SnapshotState
    method: Method
    digest: str
    failure: str
    asked_at: datetime
    kept_at: datetime | None


class QuotedRow(NamedTuple):
    """Where the quote of evidence was marked: in which copy, and from which character of its text."""

    copy: int
    start: int
    exact: str


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
    copies: tuple[CopyRow, ...] = ()
    quoted: QuotedRow | None = None

    @property
    def marked(self) -> QuotedRow | None:
        """Where the quote stands in a kept copy; a quote that was typed over stands nowhere."""
        is_there = self.quoted is not None and quote_of(self.quoted.exact) == self.quote
        return self.quoted if is_there else None

    @property
    def is_at_altering_archive(self) -> bool:
        """Whether its address is that of an archive whose copies stand for nothing (E11)."""
        return is_altering_archive(self.url)

    @property
    def kept(self) -> CopyRow | None:
        """The newest copy that is kept."""
        return next((copy for copy in reversed(self.copies) if copy.kept_at is not None), None)

    @property
    def last_try(self) -> CopyRow | None:
        """The newest try, unless it is the copy that is kept."""
        last = self.copies[-1] if self.copies else None
        return last if last is not self.kept else None
