"""All that was published, in numbered parts that never move: by the numbers of verdicts and of their versions.

A list whose last changed stand first is another at every change, from its first page to its last.  Here a change alters
the part it stands in and no other, so that each has an address for good and a copy of the site stays small to renew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from factcheck.domain.limits import ARCHIVE_CHANGES, ARCHIVE_RATED, ARCHIVE_ROWS
from factcheck.domain.published import PublishedNotice, PublishedVerdict
from factcheck.domain.terms import ChangeKind
from factcheck.models import Publication, PublicationVersion
from factcheck.services import public
from factcheck.services.standing import HIGHEST_ID


@dataclass(frozen=True)
class Beside:
    """The parts beside one that hold anything, None at the ends."""

    newer: int | None
    older: int | None


@dataclass(frozen=True)
class Parts:
    """A list in parts: the column that is counted, how many numbers make a part, and what stands in the list."""

    column: Any
    size: int
    conditions: tuple[Any, ...] = ()

    def newest(self, session: Session) -> int:
        """The number of the last part that holds anything; 0 where nothing does."""
        return self._number(session.scalar(self._asked(func.max(self.column)))) or 0

    def beside(self, session: Session, number: int) -> Beside:
        low, high = self.bounds(number)
        newer = self._asked(func.min(self.column)).where(self.column > high)
        older = self._asked(func.max(self.column)).where(self.column <= low)
        return Beside(self._number(session.scalar(newer)), self._number(session.scalar(older)))

    def every(self, session: Session) -> Iterator[int]:
        """All parts that hold anything, the newest first."""
        number: int | None = self.newest(session) or None
        while number:
            yield number
            number = self.beside(session, number).older

    def bounds(self, number: int) -> tuple[int, int]:
        """The numbers in a part: above the first, up to the second; none where no number is so high."""
        low, high = (number - 1) * self.size, number * self.size
        return (low, high) if 0 < high <= HIGHEST_ID else (0, 0)

    def _asked(self, found: Any) -> Select[Any]:
        return select(found).where(*self.conditions)

    def _number(self, found: int | None) -> int | None:
        return (found - 1) // self.size + 1 if found else None


def of_verdicts(rating: str = "") -> Parts:
    """The parts of all verdicts, or of those that carry one rating; what an order withholds makes no part."""
    if rating:
        of_rating = Publication.rating_code == rating
        return Parts(Publication.id, ARCHIVE_RATED, (public.IS_OPEN, of_rating))
    return Parts(Publication.id, ARCHIVE_ROWS, (public.IS_OPEN,))


def of_changes() -> Parts:
    """The parts of all corrections, clarifications, updates and retractions but those of withheld verdicts."""
    # Named one by one, so that they are found by their index: there are few beside the first versions.
    kinds = [kind for kind in ChangeKind if kind is not ChangeKind.FIRST]
    # Asked of each of those few by its number, never of all verdicts.
    is_withheld = exists().where(
        Publication.id == PublicationVersion.publication_id, Publication.withheld_at.is_not(None)
    )
    of_kind = PublicationVersion.kind.in_(kinds)
    return Parts(PublicationVersion.id, ARCHIVE_CHANGES, (of_kind, ~is_withheld))


def verdicts(session: Session, number: int, rating: str = "") -> list[PublishedVerdict]:
    """The verdicts of one part, the one published last first; empty where there is no such part."""
    parts = of_verdicts(rating)
    low, high = parts.bounds(number)
    query = public.bodies().where(parts.column > low, parts.column <= high, *parts.conditions)
    rows = session.execute(query.order_by(Publication.id.desc())).all()
    return public.all_shown(session, [(row[0], row.body, row.topics) for row in rows])


def changes(session: Session, number: int) -> list[tuple[PublishedNotice, PublishedVerdict]]:
    """The changes of one part, newest first, each with the verdict as it left it."""
    low, high = of_changes().bounds(number)
    found = public.corrections(session, before=high + 1, limit=ARCHIVE_CHANGES)
    return [(notice, then) for notice, then, at in found if at > low]
