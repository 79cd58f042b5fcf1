"""Evidence that was logged in the open and is made a protected source afterwards, as long as that can be done truly.

Where its words stand already in what never changes (a version that was handed in, a signed sheet, a kept copy), it is
refused: a page that says "sealed" while the record still names the source would be worse than none.
"""

import json

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.content import from_json
from factcheck.domain.events import Event
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Withheld
from factcheck.domain.workflow import Verb
from factcheck.models import Clearance, Evidence, HistoryRow, Snapshot, Verdict
from factcheck.services import evidence, forgetting
from factcheck.services.protected import Seal, cover, place, sealed_source

INSTEAD = (
    "Its words cannot be taken out of there any more. Log it anew as a protected source, withdraw this one, and tell "
    "whoever looks after the source."
)


def protect(
    work: Work, claim_id: int, number: int, seen_version: int, why: Withheld, seal: Seal
) -> None:
    """Seal what evidence says and empty its columns; what the database keeps of them is cleared by a job.

    Raises `WrongState` where it stands in what never changes, or when somebody changed it meanwhile.
    """
    require(Act.PROTECT, work.actor)
    ticket, row = evidence.to_change(work, claim_id, number)
    if row.version != seen_version:
        raise WrongState("Somebody changed this evidence meanwhile; read it again.")
    found = why_not(work.session, row)
    if found:
        raise WrongState(found)
    work.dialect.forget(work.session.connection())
    given = evidence.stored(row)
    row.protected = sealed_source(work, given, why, seal, place(claim_id, number))
    evidence.put(row, cover(given))
    row.changed_by_id, row.changed_at = work.actor.id, work.now
    forgetting.ask(work, claim_id, number)
    deed = f"changed evidence {number}"
    evidence.finish(work, ticket, Verb.CHANGE_EVIDENCE, Event.SOURCE_SEALED, row, deed)


def why_not(session: Session, row: Evidence) -> str:
    """Why it cannot truly be made a protected source any more; empty when it can."""
    if row.protected is not None:
        return f"Evidence {row.number} is a protected source already."
    if session.scalar(select(exists().where(Snapshot.evidence_id == row.id))):
        return f"A copy of evidence {row.number} was asked for or kept, with where it came from. {INSTEAD}"
    return (
        _handed_in(session, row)
        or _taken_over(session, row)
        or _signed(session, row)
        or _named_beside(session, row)
    )


def _handed_in(session: Session, row: Evidence) -> str:
    handed_in = select(Verdict.number, Verdict.content).where(
        Verdict.claim_id == row.claim_id, Verdict.content.is_not(None)
    )
    for number, content in session.execute(handed_in.order_by(Verdict.number)):
        if any(one.number == row.number for one in from_json(content or "{}").evidence):
            return f"Version {number} of the verdict was handed in with it. {INSTEAD}"
    return ""


def _taken_over(session: Session, row: Evidence) -> str:
    """What was taken over bears the moment of the taking; what was logged here before it is the claim's own."""
    source = session.scalar(
        select(HistoryRow.subject).where(
            HistoryRow.claim_id == row.claim_id,
            HistoryRow.event == Event.VERDICT_REUSED,
            HistoryRow.subject.like("claim:%"),
            HistoryRow.at == row.logged_at,
        )
    )
    if source is None:
        return ""
    number = source.removeprefix("claim:")
    return f"It was taken over from claim {number}, whose verdict was handed in with it. {INSTEAD}"


def _signed(session: Session, row: Evidence) -> str:
    """A claim can stand in several articles, and each has sheets of its own."""
    sheets = select(Clearance.article_id, Clearance.number, Clearance.sheet).where(
        Clearance.signed_at >= row.logged_at
    )
    for article_id, number, sheet in session.execute(sheets.order_by(Clearance.id)):
        if any(fact["claim"] == row.claim_id for fact in json.loads(sheet)["facts"]):
            return (
                f"Clearance sheet {number} of article {article_id} was signed with this claim since it was logged. "
                f"{INSTEAD}"
            )
    return ""


def _named_beside(session: Session, row: Evidence) -> str:
    """Whoever said that two share an origin may have named it by the publisher of this one."""
    own = {_folded(row.origin_group), _folded(row.publisher)} - {""}
    others = select(Evidence.number, Evidence.origin_group, Evidence.withdrawn_at).where(
        Evidence.claim_id == row.claim_id, Evidence.id != row.id
    )
    for number, group, withdrawn_at in session.execute(others.order_by(Evidence.number)):
        if _folded(group) in own:
            todo = "change that first." if withdrawn_at is None else f"it was withdrawn. {INSTEAD}"
            return f"Evidence {number} shares its origin and names it; {todo}"
    return ""


def _folded(name: str) -> str:
    """As origins are told apart (`domain/independence.py`)."""
    return " ".join(name.casefold().split())
