"""Reviews by others come in: new ones are added, known ones replaced, all of it said in the history."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select, update

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.imported_reviews import ImportedReview
from factcheck.models import PriorReview
from factcheck.services import history

BATCH = 1_000  # reviews that are stored in one transaction


@dataclass(frozen=True)
class Stored:
    """What became of a batch."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def import_batch(work: Work, given: Sequence[ImportedReview], *, source: str = "") -> Stored:
    """Keep at most `BATCH` reviews; of those with one identifier the last stays.  Raises `NotYourPart`.

    `source` names the feed in the history.
    """
    require(Act.IMPORT_REVIEWS, work.actor)
    # Two imports of the same reviews take turns, so that neither meets rows it did not see.
    work.session.execute(select(work.dialect.history_lock()))
    last = {one.identifier: one for one in given}
    known = {
        row.identifier: row
        for row in work.session.execute(
            select(PriorReview.id, PriorReview.identifier, PriorReview.raw).where(
                PriorReview.identifier.in_(last)
            )
        )
    }
    new = [one for one in last.values() if one.identifier not in known]
    changed = [
        one
        for one in last.values()
        if one.identifier in known and known[one.identifier].raw != one.raw
    ]
    if new:
        work.session.execute(insert(PriorReview), [_row(work, one) for one in new])
    if changed:
        rows = [{"id": known[one.identifier].id, **_row(work, one)} for one in changed]
        work.session.execute(update(PriorReview), rows)
    stored = Stored(len(new), len(changed), len(given) - len(new) - len(changed))
    if new or changed:
        detail = f"{source}: {stored.added} added, {stored.updated} updated".removeprefix(": ")
        history.record(work, Event.PRIOR_REVIEWS_IMPORTED, detail=detail)
    return stored


def _row(work: Work, one: ImportedReview) -> dict[str, object]:
    return {**asdict(one), "imported_at": work.now}
