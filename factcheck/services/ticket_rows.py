"""The rows of a ticket, as `standing` reads them: reviews, replies, and where the claim stands in its texts."""

from dataclasses import dataclass
from datetime import datetime

from factcheck.domain.anchoring import Span
from factcheck.domain.renewal import Outcome
from factcheck.domain.terms import Capacity, ReplyOutcome, ReviewState


@dataclass(frozen=True)
class ReviewRow:
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


@dataclass(frozen=True)
class ReplyRow:
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


@dataclass(frozen=True)
class MoveRow:
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


@dataclass(frozen=True)
class AnchorRow:
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
