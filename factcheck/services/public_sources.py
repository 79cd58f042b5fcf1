"""What readers are told of the addresses of a published verdict's sources: those that are gone, those that changed, and
where an outside archive keeps a copy.

It is told beside the verdict, whose content, hash and structured data stay what was approved (E17, M6).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from factcheck.db import UTCDateTime
from factcheck.domain.outside_copies import OutsideState
from factcheck.domain.snapshots import Method
from factcheck.domain.source_checks import UNDECIDED, Outcome
from factcheck.models import Evidence, OutsideCopy, Publication, Snapshot, SourceCheck
from factcheck.services import restricted_rows

SOURCE, ARCHIVED = -2, -3  # mark these rows among those that make a verdict's page


class SourceNews(NamedTuple):
    """What became of the address of a source since `since`; the desk's copy of it was kept at `kept_at`."""

    number: int
    outcome: Outcome
    since: datetime
    status: int | None
    copy_id: int
    kept_at: datetime
    is_closed: int

    @property
    def is_gone(self) -> bool:
        return self.outcome is Outcome.GONE

    @property
    def has_copy(self) -> bool:
        """Whether readers get the copy in its place: of a page that is gone, unless only few may open it (L14)."""
        return self.is_gone and not self.is_closed


class ArchivedCopy(NamedTuple):
    """Where an outside archive keeps a copy of a source's page, and when it was made (M6, E10)."""

    archive: str
    address: str
    at: datetime


_NEWS: Mapping[str, Any] = {
    "source": Integer,
    "outcome": String,
    "since": UTCDateTime,
    "status": Integer,
    "copy_id": Integer,
    "kept_at": UTCDateTime,
    "is_closed": Integer,
    "archive": String,
    "memento": String,
    "body": Text,
    "approved": Text,
}


def branch(number: Any, words: Any, **news: Any) -> Select[Any]:
    told = [
        (news[name] if name in news else cast(null(), type_)).label(name)
        for name, type_ in _NEWS.items()
    ]
    return select(number.label("number"), words.label("words"), *told)


def _stands() -> ColumnElement[bool]:
    """Whether a look says what became of its address.

    Of an address that a draft gave up nothing may stand any more, since one look stands of a piece of evidence: then
    the newest that decided anything says it, for as long as readers read that address.
    """
    other = aliased(SourceCheck)
    of_the_same = and_(
        other.evidence_id == SourceCheck.evidence_id, other.address == SourceCheck.address
    )
    newest = (
        select(other.id)
        .where(of_the_same, other.outcome.not_in(UNDECIDED))
        .order_by(other.id.desc())
        .limit(1)
        .correlate(SourceCheck)
        .scalar_subquery()
    )
    is_another = exists().where(of_the_same, other.is_standing).correlate(SourceCheck)
    return or_(SourceCheck.is_standing, and_(SourceCheck.id == newest, ~is_another))


def of_publication(publication_id: Any) -> Select[Any]:
    """What became of the addresses of the claim's sources; of one that readers do not get nothing is told.

    Of every address it ever had, since a draft may have another one already: which of them readers read stands in the
    body of the verdict, and whoever asks compares.
    """
    return (
        branch(
            literal(SOURCE),
            SourceCheck.address,
            source=Evidence.number,
            outcome=cast(SourceCheck.outcome, String),
            since=SourceCheck.since_at,
            status=SourceCheck.status,
            copy_id=Snapshot.id,
            kept_at=Snapshot.kept_at,
            is_closed=case((restricted_rows.covered(), 1), else_=0),
        )
        .join(Evidence, Evidence.id == SourceCheck.evidence_id)
        .join(Publication, Publication.claim_id == Evidence.claim_id)
        .join(Snapshot, Snapshot.id == SourceCheck.baseline_id)
        .where(
            Publication.id == publication_id,
            Publication.retracted_at.is_(None),
            Evidence.is_public,
            Evidence.withdrawn_at.is_(None),
            _stands(),
            SourceCheck.outcome.in_((Outcome.GONE, Outcome.CHANGED)),
            Snapshot.method == Method.FETCHED,
        )
    )


def archived_of_publication(publication_id: Any) -> Select[Any]:
    """Where archives keep what the claim's public sources rest on; of what only few may open nothing is told (L14).

    Of every address they ever had, as above.
    """
    return (
        branch(
            literal(ARCHIVED),
            Snapshot.asked_address,
            source=Evidence.number,
            since=OutsideCopy.memento_at,
            archive=OutsideCopy.archive,
            memento=OutsideCopy.memento_address,
        )
        .join(Snapshot, Snapshot.id == OutsideCopy.snapshot_id)
        .join(Evidence, Evidence.id == Snapshot.evidence_id)
        .join(Publication, Publication.claim_id == Evidence.claim_id)
        .where(
            Publication.id == publication_id,
            Evidence.is_public,
            Evidence.withdrawn_at.is_(None),
            OutsideCopy.state == OutsideState.KEPT,
            ~restricted_rows.covered(),
        )
    )
