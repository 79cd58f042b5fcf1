"""What the queue can be narrowed by, how it can be sorted, and where a page of it goes on.

All of it can stand in an address; what cannot be read is refused with a sentence.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole
from factcheck.domain.terms import State, Term

UNDER_WAY = (State.OPEN, State.CHECKING, State.IN_REVIEW, State.APPROVED)
ID_MAX = 2**63 - 1
_MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_LOST = "That place in the list is not there. Begin at its start."


class Sort(Term):
    """The orders of the queue; each is an index read one way or the other."""

    SINCE = "since", "Longest waiting first."
    NEWEST = "newest", "Latest change of state first."
    DUE = "due", "Due first; claims without a date come last."


@dataclass(frozen=True)
class Place:
    """Where a page ended: the last row's number and the value it was sorted by, if it had one."""

    id: int
    at: datetime | None = None
    due_on: date | None = None

    def text(self, sort: Sort, *, is_search: bool) -> str:
        """The place as it stands in an address."""
        if is_search:
            return str(self.id)
        if sort is Sort.DUE:
            return f"{self.due_on or ''}~{self.id}"
        assert self.at is not None  # every claim has been in its state since some moment  # noqa: S101
        return f"{self.at.astimezone(UTC).strftime(_MOMENT_FORMAT)}~{self.id}"


def read_place(text: str, sort: Sort, *, is_search: bool) -> Place:
    """The place `Place.text` wrote.  Raises `BadInput` for anything else."""
    try:
        place = _place(text, sort, is_search=is_search)
    except ValueError:
        raise BadInput(_LOST) from None
    if place.text(sort, is_search=is_search) != text:
        raise BadInput(_LOST)
    return place


def _place(text: str, sort: Sort, *, is_search: bool) -> Place:
    key, _, number = text.rpartition("~")
    claim_id = parse_whole(number, low=1, high=ID_MAX)
    if is_search:
        return Place(claim_id)
    if sort is Sort.DUE:
        return Place(claim_id, due_on=date.fromisoformat(key) if key else None)
    return Place(claim_id, at=datetime.strptime(key, _MOMENT_FORMAT).replace(tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which claims: in one state or, without one, those under way; all states in a search.

    `words` come from `domain.inputs.search_words`; a search is always newest first.
    """

    state: State | None = None
    is_mine: bool = False
    is_asked: bool = False
    is_at_risk: bool = False
    words: tuple[str, ...] = ()
    article_id: int | None = None
    sort: Sort = Sort.SINCE
    after: Place | None = None

    @property
    def is_search(self) -> bool:
        return bool(self.words)

    @property
    def states(self) -> tuple[State, ...]:
        if self.state is not None:
            return (self.state,)
        return tuple(State) if self.is_search else UNDER_WAY

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state and the words leaves claims out."""
        return self.is_mine or self.is_asked or self.is_at_risk or self.article_id is not None
