"""Originals that only few may open, once something derived of them is there for the others (L14).

A restriction stands on a piece of evidence and covers every copy of it, kept now or later, and every copy anywhere on
the desk that holds the same bytes or the same readable text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.derived import Circle
from factcheck.domain.events import Event
from factcheck.domain.guards import require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import Actor
from factcheck.models import DerivedItem, Evidence, OriginalRestriction, Person, Snapshot
from factcheck.services import history, readers
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.restricted_rows import covered, covers
from factcheck.services.snapshots import Copy
from factcheck.services.standing import for_change


@dataclass(frozen=True)
class Restricted:
    """A restriction that stands: its row, who made it, and which evidence of which claim it stands on."""

    row: OriginalRestriction
    by: str
    claim_id: int
    number: int

    def lets(self, actor: Actor) -> bool:
        """Whether this person may open the originals."""
        return actor.plays(*self.row.circle.parts) or self.row.restricted_by_id == actor.id


def standing(session: Session, copy: Copy) -> Sequence[Restricted]:
    """Every restriction that covers a copy; usually none."""
    here = aliased(Snapshot)
    is_covered = exists().where(here.id == copy.snapshot.id, covers(here))
    return _found(session, is_covered.correlate_except(here))


def of_evidence(session: Session, evidence_id: int) -> Restricted | None:
    """The restriction that stands on a piece of evidence itself."""
    return next(iter(_found(session, OriginalRestriction.evidence_id == evidence_id)), None)


def _found(session: Session, which: ColumnElement[bool]) -> list[Restricted]:
    rows = session.execute(
        select(OriginalRestriction, Person.name, Evidence.claim_id, Evidence.number)
        .join(Person, Person.id == OriginalRestriction.restricted_by_id)
        .join(Evidence, Evidence.id == OriginalRestriction.evidence_id)
        .where(OriginalRestriction.lifted_at.is_(None), which)
    )
    return [Restricted(*row) for row in rows]


def closed_to(session: Session, actor: Actor, evidence_id: int) -> set[int]:
    """The numbers of those copies of a piece of evidence whose originals this person may not open."""
    hers = [circle for circle in Circle if actor.plays(*circle.parts)]
    is_closed = covered(
        OriginalRestriction.circle.not_in(hers), OriginalRestriction.restricted_by_id != actor.id
    )
    found = select(Snapshot.number).where(Snapshot.evidence_id == evidence_id, is_closed)
    return set(session.scalars(found))


def require_open(session: Session, actor: Actor, copy: Copy) -> None:
    """Raise `NotYourPart` where the original of a copy is closed to this person.

    Everything that gives out an original, its archive or its readable text asks this first.
    """
    for one in standing(session, copy):
        if not one.lets(actor):
            raise NotYourPart(
                f"Access to this original is restricted to {one.row.circle.label}; "
                "what was derived of it is open to the desk."
            )


def restrict(work: Work, claim_id: int, number: int, circle: Circle, reason: str) -> None:
    """Let only a circle, and whoever says so now, open the originals of a piece of evidence.

    Raises `NoSuchClaim`, `NotYourPart`, `BadInput` without a reason, and `WrongState` before anything derived is there
    or where it is restricted already.
    """
    found = _to_change(work, claim_id, number)
    if not reason:
        raise BadInput("Say why access is restricted.")
    of_it = select(DerivedItem.id).join(Snapshot, Snapshot.id == DerivedItem.snapshot_id)
    if work.session.scalar(of_it.where(Snapshot.evidence_id == found.id).limit(1)) is None:
        raise WrongState(
            "Make a redacted or cropped version first; the desk keeps that to work with."
        )
    if of_evidence(work.session, found.id) is not None:
        raise WrongState("Access to the originals of this evidence is restricted already.")
    work.session.add(
        OriginalRestriction(
            evidence_id=found.id,
            circle=circle,
            reason=reason,
            restricted_by_id=work.actor.id or 0,
            restricted_at=work.now,
        )
    )
    readers.tell_caches(work)  # copies of the same bytes may stand on any page
    _tell(work, Event.ORIGINAL_RESTRICTED, claim_id, number, reason, f"open to {circle.label}")


def lift(work: Work, claim_id: int, number: int, reason: str) -> None:
    """Open the originals to the whole desk again.

    Raises as `restrict`, and `NotYourPart` for whoever may not open them herself.
    """
    found = _to_change(work, claim_id, number)
    stands = of_evidence(work.session, found.id)
    if stands is None:
        raise WrongState("Access to the originals of this evidence is not restricted.")
    if not stands.lets(work.actor):
        raise NotYourPart("Only whoever may open these originals may open them to others.")
    if not reason:
        raise BadInput("Say why access is opened again.")
    stands.row.lifted_at, stands.row.lifted_by_id = work.now, work.actor.id
    stands.row.lifted_reason = reason
    readers.tell_caches(work)
    _tell(work, Event.ORIGINAL_OPENED, claim_id, number, reason)


def _to_change(work: Work, claim_id: int, number: int) -> Evidence:
    require(Act.RESTRICT, work.actor)
    require_no_conflict(for_change(work, claim_id).standing, work.actor)
    return evidence_row(work.session, claim_id, number)


def _tell(
    work: Work, event: Event, claim_id: int, number: int, reason: str, detail: str = ""
) -> None:
    subject = f"evidence:{number}"
    history.record(work, event, claim_id=claim_id, subject=subject, reason=reason, detail=detail)
