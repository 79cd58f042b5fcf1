"""Protected sources: logged sealed, read by few, each reading on record; they count only by a named exception (M7).

What a source says is handed to `seal` before it is a value of any statement, so that neither database nor log ever
holds it.  Nothing here knows the key: `seal` and `unseal` come from whoever calls.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.conversations import Channel, Consent
from factcheck.domain.digests import digest_of
from factcheck.domain.events import Event
from factcheck.domain.guards import four_eyes, no_conflict, require_no_conflict
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import Actor, EvidenceKind, SourceClass, Stance, Withheld
from factcheck.domain.workflow import Verb
from factcheck.models import Evidence, Person, ProtectedSource, SealedFile, SourceGrant
from factcheck.services import evidence, history, people
from factcheck.services.changes import begin
from factcheck.services.evidence import EvidenceInput
from factcheck.services.evidence_rows import row as evidence_row
from factcheck.services.standing import NoSuchClaim, Ticket, for_change, load

Seal = Callable[[bytes, str], bytes]
COVER = "Protected source"
NOT_FOR_YOU = "Only whoever logged this source, and people named by an editor or a legal reviewer, may read it."
_FILES = select(func.count()).select_from(SealedFile)
_TERMS: Mapping[str, Callable[[str], Any]] = {
    "kind": EvidenceKind,
    "stance": Stance,
    "source_class": SourceClass,
    "channel": Channel,
    "consent": Consent,
}


def place(claim_id: int, number: int) -> str:
    """What the seal of a source is bound to: it opens nowhere else."""
    return f"claim {claim_id}, evidence {number}"


@dataclass(frozen=True)
class Reader:
    """Somebody who was named to read a source."""

    person_id: int
    name: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True)
class Known:
    """A protected source as everybody on the desk may know of it."""

    evidence: Evidence
    source: ProtectedSource
    logged_by: str
    excepted_by: str
    readers: Sequence[Reader]
    files: int
    may_read: bool


def to_text(given: EvidenceInput) -> bytes:
    """All that is said of a source, as it is sealed."""
    return json.dumps(vars(given), ensure_ascii=False, sort_keys=True).encode()


def from_text(text: bytes) -> EvidenceInput:
    """What `to_text` wrote, by this or a later version of the program."""
    data = json.loads(text)
    known = {f.name for f in fields(EvidenceInput)}
    return EvidenceInput(
        **{
            name: _TERMS[name](value) if name in _TERMS and value else value
            for name, value in data.items()
            if name in known
        }
    )


# ── Logging and changing ─────────────────────────────────────────────────────────────────────────


def log(work: Work, claim_id: int, given: EvidenceInput, why: Withheld, seal: Seal) -> Evidence:
    """Log a protected source: nothing of it is ever written in the open, and nothing of it is fetched."""
    require(Act.PROTECT, work.actor)
    evidence.require_fits(_fitting(given))
    ticket = begin(work, claim_id, Verb.LOG_EVIDENCE)
    return evidence.enter(
        work,
        ticket,
        cover(given),
        Event.SOURCE_PROTECTED,
        lambda number: sealed_source(work, given, why, seal, place(claim_id, number)),
    )


def cover(given: EvidenceInput) -> EvidenceInput:
    """What stands in the open in place of a source: which way it points, how close it stands, what kind it is."""
    return EvidenceInput(
        kind=given.kind, stance=given.stance, source_class=given.source_class, title=COVER
    )


def _fitting(given: EvidenceInput) -> EvidenceInput:
    """As it is judged: readers get nothing of it, whatever was agreed."""
    return replace(given, is_public=False, internal_reason=given.internal_reason or COVER)


def sealed_source(
    work: Work, given: EvidenceInput, why: Withheld, seal: Seal, bound_to: str
) -> ProtectedSource:
    """All that is said of a source, closed for the place it is bound to."""
    sealed = seal(to_text(given), bound_to)
    return ProtectedSource(
        withheld=why,
        sealed=sealed,
        sealed_digest=digest_of(sealed),
        sealed_by_id=work.actor.id,
        sealed_at=work.now,
        exception_reason="",
    )


def newest_seal(session: Session) -> bytes | None:
    """What was sealed last on this desk, which names the key that everything further is to be sealed with."""
    newest = select(ProtectedSource.sealed).order_by(
        ProtectedSource.sealed_at.desc(), ProtectedSource.evidence_id.desc()
    )
    return session.scalar(newest.limit(1))


def change(
    work: Work,
    claim_id: int,
    number: int,
    seen: str,
    given: EvidenceInput,
    why: Withheld,
    seal: Seal,
) -> None:
    """Seal anew what is said of a source; `seen` is the digest of what was read.  An exception for it ends.

    Raises `NotYourPart` for whoever may not read it, `WrongState` when somebody changed it meanwhile.
    """
    require(Act.PROTECT, work.actor)
    evidence.require_fits(_fitting(given))
    ticket, row = evidence.to_change(work, claim_id, number)
    source = require_reader(work.session, work.actor, row)
    if source.sealed_digest != seen:
        raise WrongState(
            "Somebody changed this source while you were writing. Read it anew in another window; what you wrote is "
            "still here."
        )
    fresh = sealed_source(work, given, why, seal, place(claim_id, number))
    for name in ("withheld", "sealed", "sealed_digest", "sealed_by_id", "sealed_at"):
        setattr(source, name, getattr(fresh, name))
    source.exception_reason, source.exception_by_id, source.exception_at = "", None, None
    row.kind, row.stance, row.source_class = given.kind, given.stance, given.source_class
    row.changed_by_id, row.changed_at = work.actor.id, work.now
    ticket.excepted.discard(number)
    deed = f"changed evidence {number}"
    evidence.finish(work, ticket, Verb.CHANGE_EVIDENCE, Event.EVIDENCE_CHANGED, row, deed)


# ── Who may read it ──────────────────────────────────────────────────────────────────────────────


def may_read(session: Session, actor: Actor, row: Evidence) -> bool:
    """Need to know: whoever logged it, and whoever was named and is so still (L17)."""
    if actor.id is None:
        return False
    if row.logged_by_id == actor.id:
        return True
    named = select(SourceGrant.id).where(
        SourceGrant.evidence_id == row.id,
        SourceGrant.person_id == actor.id,
        SourceGrant.ended_at.is_(None),
    )
    return session.scalar(named) is not None


def require_reader(session: Session, actor: Actor, row: Evidence) -> ProtectedSource:
    """What is sealed, for whoever may read it.  Raises `NotYourPart`, and `NoSuchClaim` where nothing is."""
    if row.protected is None:
        raise NoSuchClaim
    require_no_conflict(load(session, row.claim_id).standing, actor)
    if not may_read(session, actor, row):
        raise NotYourPart(NOT_FOR_YOU)
    return row.protected


def known(session: Session, actor: Actor, claim_id: int, number: int) -> Known:
    """What everybody on the desk may know of a protected source.  Raises `NoSuchClaim` where there is none."""
    row = evidence_row(session, claim_id, number)
    if row.protected is None:
        raise NoSuchClaim
    granter = aliased(Person)
    readers = session.execute(
        select(Person.id, Person.name, granter.name, SourceGrant.granted_at)
        .join(Person, Person.id == SourceGrant.person_id)
        .join(granter, granter.id == SourceGrant.granted_by_id)
        .where(SourceGrant.evidence_id == row.id, SourceGrant.ended_at.is_(None))
        .order_by(Person.name)
    )
    by_id = row.protected.exception_by_id
    names = dict(people.active(session)) | {
        one.id: one.name
        for one in session.execute(
            select(Person.id, Person.name).where(Person.id.in_({row.logged_by_id, by_id or 0}))
        )
    }
    is_out = no_conflict(load(session, claim_id).standing, actor) is not None
    return Known(
        evidence=row,
        source=row.protected,
        logged_by=names[row.logged_by_id],
        excepted_by=names.get(by_id or 0, ""),
        readers=[Reader(*one) for one in readers],
        files=session.scalar(_FILES.where(SealedFile.evidence_id == row.id)) or 0,
        may_read=may_read(session, actor, row) and not is_out,
    )


def read(work: Work, claim_id: int, number: int, unseal: Seal) -> tuple[Evidence, EvidenceInput]:
    """What the source says, in clear; that it was read is written into the history."""
    row = evidence_row(work.session, claim_id, number)
    source = require_reader(work.session, work.actor, row)
    given = from_text(unseal(source.sealed, place(claim_id, number)))
    tell(work, Event.SOURCE_READ, claim_id, number)
    return row, given


def name_reader(work: Work, claim_id: int, number: int, person_id: int) -> None:
    """Let somebody read the source.  Raises `NotYourPart`, `BadInput` for who cannot be named, `NoSuchClaim`."""
    ticket, row = _for_readers(work, claim_id, number)
    if person_id == work.actor.id:
        raise NotYourPart("Nobody names herself: another editor or legal reviewer must.")
    if person_id not in dict(people.active(work.session)):
        raise BadInput("Choose a colleague of this desk.")
    if person_id in ticket.standing.conflicts:
        raise BadInput("She declared a conflict of interest on this claim and stays out of it.")
    if may_read(work.session, Actor(id=person_id, name=""), row):
        raise WrongState("She may read it already.")
    work.session.add(
        SourceGrant(
            evidence_id=row.id,
            person_id=person_id,
            granted_by_id=work.actor.id,
            granted_at=work.now,
        )
    )
    tell(work, Event.SOURCE_READER_NAMED, claim_id, number, f"person {person_id}")


def end_reader(work: Work, claim_id: int, number: int, person_id: int) -> None:
    """End that somebody may read the source; what she read is on record."""
    _, row = _for_readers(work, claim_id, number)
    grant = work.session.scalar(
        select(SourceGrant).where(
            SourceGrant.evidence_id == row.id,
            SourceGrant.person_id == person_id,
            SourceGrant.ended_at.is_(None),
        )
    )
    if grant is None:
        raise WrongState("She is not among those who were named.")
    grant.ended_by_id, grant.ended_at = work.actor.id, work.now
    tell(work, Event.SOURCE_READER_ENDED, claim_id, number, f"person {person_id}")


def _for_readers(work: Work, claim_id: int, number: int) -> tuple[Ticket, Evidence]:
    require(Act.NAME_READER, work.actor)
    ticket = for_change(work, claim_id)
    require_no_conflict(ticket.standing, work.actor)
    row = evidence_row(work.session, claim_id, number)
    if row.protected is None:
        raise NoSuchClaim
    return ticket, row


# ── The exception ────────────────────────────────────────────────────────────────────────────────


def refuse_exception(session: Session, actor: Actor, ticket: Ticket, row: Evidence) -> str:
    """Why this person may not let the source count; empty when she may.  Raises nothing."""
    try:
        _require_exception(session, actor, ticket, row)
    except (NotYourPart, WrongState, NoSuchClaim) as why:
        return why.sentence
    return ""


def _require_exception(session: Session, actor: Actor, ticket: Ticket, row: Evidence) -> None:
    require(Act.EXCEPT_SOURCE, actor)
    for found in (no_conflict(ticket.standing, actor), four_eyes(ticket.standing, actor)):
        if found is not None:
            raise found
    if not may_read(session, actor, row):
        raise NotYourPart("Whoever answers for a source has read it: another editor must name you.")
    if row.withdrawn_at is not None:
        raise WrongState(f"Evidence {row.number} was withdrawn.")


def let_count(work: Work, claim_id: int, number: int, reason: str) -> None:
    """A source-safety exception: the source counts for the verdict, under the approver's name (M7)."""
    ticket = begin(work, claim_id, Verb.WAIVE)
    row = evidence_row(work.session, claim_id, number)
    if row.protected is None:
        raise NoSuchClaim
    _require_exception(work.session, work.actor, ticket, row)
    if not reason:
        raise BadInput("Say why the verdict may rest on this source.")
    source = row.protected
    source.exception_reason, source.exception_at = reason, work.now
    source.exception_by_id = work.actor.id
    ticket.excepted.add(number)
    history.record(
        work,
        Event.SOURCE_EXCEPTED,
        claim_id=claim_id,
        subject=f"evidence:{number}",
        reason=reason,
    )


def tell(work: Work, event: Event, claim_id: int, number: int, detail: str = "") -> None:
    """Write into the history what was done with a source; `detail` says nothing of it."""
    history.record(work, event, claim_id=claim_id, subject=f"evidence:{number}", detail=detail)
