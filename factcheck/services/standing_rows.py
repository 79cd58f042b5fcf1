"""The rows a ticket is made of: plain values, one kind for each thing a claim has several of."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from factcheck.domain.anchoring import Span
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.kept_text import quote_of
from factcheck.domain.renewal import Outcome as Fared
from factcheck.domain.snapshots import Method, SnapshotState, is_altering_archive
from factcheck.domain.source_checks import Outcome
from factcheck.domain.terms import (
    Capacity,
    EvidenceKind,
    ReplyOutcome,
    ReviewState,
    SourceClass,
    Stance,
    Withheld,
)
from factcheck.services.one_text import Raw


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


def in_order(facts: Iterable[Raw]) -> list[Raw]:
    """The facts of each kind oldest first: a database gives rows as they lie, and PostgreSQL moves a changed one.

    Sorted here, since a UNION that the database sorts is gathered there first.
    """
    return [row for _, kind in groupby(facts, itemgetter(0)) for row in sorted(kind, key=_place)]


def _place(row: Raw) -> tuple[int, int, int, str]:
    """By what numbers a kind of fact: `id`, `number`, `person_id` or `a` (`standing_statements.COLUMNS`)."""
    _, row_id, person_id, number, _, a, *_ = row
    return row_id or 0, number or 0, person_id or 0, a or ""


def review_row(row: Any) -> ReviewRow:
    """One of the facts of a ticket."""
    terms = Capacity(row.b), ReviewState(row.c)
    who = row.id, row.person_id, row.a
    return ReviewRow(*who, *terms, row.d, row.number, row.at, bool(row.flag))


def reply_row(row: Any) -> ReplyRow:
    """The same for a request for a reply."""
    when = row.at, row.due_at, row.settled_at
    return ReplyRow(row.id, row.a, row.d, ReplyOutcome(row.b), *when, row.c, row.e, row.f)


class MoveRow(NamedTuple):
    """What became of words of the claim in text `number` of an article, and waits for somebody.

    `decision` is empty, or says that a person wants the claim checked again.
    """

    id: int
    article_id: int
    number: int
    outcome: Fared
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
    """One try to keep a copy of evidence: what came of it, from where, and when."""

    number: int
    state: SnapshotState
    method: Method
    digest: str
    failure: str
    reached: str
    asked_at: datetime
    kept_at: datetime | None


def copy_row(row: Any) -> CopyRow:
    """The same from a row of the statement that gathers a ticket."""
    said = SnapshotState(row.a), Method(row.b), row.c, row.d, row.e
    return CopyRow(row.number, *said, row.at, row.settled_at)


class LookRow(NamedTuple):
    """What a look at the address of evidence found; while it is waited for, nothing yet.

    `baseline` is the copy it was compared with, `copy` the one that was kept of a page that had changed.
    """

    id: int
    outcome: Outcome | None
    is_standing: bool
    status: int | None
    failure: str
    reached: str
    quote_stands: bool | None
    at: datetime | None
    since: datetime | None
    baseline: int
    copy: int | None
    settled_at: datetime | None
    settled_note: str


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
    spoke_with: str
    spoke_role: str
    held_at: str
    channel: str
    consent: str
    consent_note: str
    transcript: str
    withheld: str
    sealed_digest: str
    is_public: bool
    logged_by_id: int
    logged_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    excepted: str
    excepted_by: str
    copies: tuple[CopyRow, ...] = ()
    quoted: QuotedRow | None = None
    repeats: int = 0  # per cent of the article that its copy repeats, where that is nearly all
    looks: tuple[LookRow, ...] = ()

    @property
    def news(self) -> LookRow | None:
        """What stands of its source: that it changed, moved or is gone."""
        return next((look for look in self.looks if look.is_standing), None)

    @property
    def last_look(self) -> LookRow | None:
        """The newest look, unless it is the one whose news stand."""
        last = self.looks[-1] if self.looks else None
        return last if last is not self.news else None

    @property
    def why_withheld(self) -> str:
        """Why nothing of it is shown, as readers are told; empty unless it is a protected source."""
        return Withheld(self.withheld).about if self.withheld else ""

    @property
    def how(self) -> str:
        """How one spoke, in words; empty where it was no conversation."""
        return Channel(self.channel).label if self.channel else ""

    @property
    def agreed(self) -> str:
        """What was agreed about using the words."""
        return Consent(self.consent).label if self.consent else ""

    @property
    def marked(self) -> QuotedRow | None:
        """Where the quote stands in a kept copy; a quote that was typed over stands nowhere."""
        is_there = self.quoted is not None and quote_of(self.quoted.exact) == self.quote
        return self.quoted if is_there else None

    @property
    def is_at_altering_archive(self) -> bool:
        """Whether its address is that of an archive whose copies stand for nothing, or leads there (E11)."""
        reached = self.kept.reached if self.kept else ""
        return is_altering_archive(self.url) or is_altering_archive(reached)

    @property
    def kept(self) -> CopyRow | None:
        """The newest copy that is kept."""
        return next((copy for copy in reversed(self.copies) if copy.kept_at is not None), None)

    @property
    def last_try(self) -> CopyRow | None:
        """The newest try, unless it is the copy that is kept."""
        last = self.copies[-1] if self.copies else None
        return last if last is not self.kept else None
