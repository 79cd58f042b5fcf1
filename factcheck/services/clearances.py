"""Signed clearance sheets: gathered, signed, read again, and found void when anything on them changed.

Only an article with nothing in its way is signed (`domain/gate.py`); what a sheet says is in `clearance_sheet`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import clearance, gate
from factcheck.domain.clearance import Signer, canonical, digest
from factcheck.domain.events import Event
from factcheck.domain.refusals import WrongState
from factcheck.models import Clearance, HistoryRow, Person
from factcheck.services import history
from factcheck.services.clearance_sheet import sheet_of
from factcheck.services.gate import STALE, AtTheGate, standing

# What can happen to a claim or a sentence that a sheet is compared by, beside whatever moves a claim.
VOIDING = (
    Event.CLAIM_CHANGED,
    Event.CLAIM_OPENED,
    Event.CLAIM_TRANSITION,
    Event.CONFLICT_DECLARED,
    Event.EVIDENCE_CHANGED,
    Event.EVIDENCE_LOGGED,
    Event.EVIDENCE_WITHDRAWN,
    Event.GATE_WAIVED,
    Event.GATE_WAIVER_TAKEN_BACK,
    Event.HOLD_SET,
    Event.OCCURRENCE_CONFIRMED,
    Event.OCCURRENCE_LINKED,
    Event.OCCURRENCE_UNLINKED,
    Event.REPLY_ASKED,
    Event.REPLY_RECORDED,
    Event.SENTENCE_PASSED,
    Event.SENTENCE_TAKEN_BACK,
    Event.VERDICT_SAVED,
)


class NoSuchClearance(LookupError):
    """There is no sheet of this number."""

    sentence = "No such clearance sheet."


@dataclass(frozen=True)
class ClearanceLine:
    """One signed sheet, with what is the matter with it: `void_because` is empty while it holds."""

    number: int
    sheet: str
    public_key: str
    signature: str
    signed_by: str
    signed_at: datetime
    void_because: tuple[str, ...] = ()
    void_since: datetime | None = None

    @property
    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.sheet)
        return found

    @property
    def sha256(self) -> str:
        return digest(self.sheet)

    @property
    def key_id(self) -> str:
        return clearance.key_id(self.public_key)

    @property
    def is_valid(self) -> bool:
        return not self.void_because

    @property
    def file(self) -> str:
        """The file people are handed."""
        return clearance.signed_file(self.sheet, self.public_key, self.signature)


# ── Signing ──────────────────────────────────────────────────────────────────────────────────────


def clear(work: Work, article_id: int, seen: str, signer: Signer) -> ClearanceLine:
    """Clear an article to run: gather its sheet, sign it, keep it.

    `seen` is `AtTheGate.seen` of the page the editor read.  Raises `NoSuchArticle`, `NoGate`, `NotYourPart`,
    `NotClear`, which lists everything in the way, and `WrongState` for a page that is no longer true, and while a
    sheet holds already.
    """
    if not work.entries:
        work.chain_end = history.end_of_chain(work)
    now = standing(work.session, article_id)
    for found in (
        gate.refuse_part(now.gate.conflicts, work.actor),
        WrongState(STALE) if seen != now.seen else None,
        gate.refuse_clearance(now.gate, work.actor),
    ):
        if found is not None:
            raise found
    before = newest(work.session, now)
    if before is not None and before.is_valid:
        raise WrongState(f"Sheet {before.number} holds already: nothing changed since.")
    note_void(work, now, before)
    number = before.number + 1 if before else 1
    text = canonical(sheet_of(work, now, number))
    row = Clearance(
        article_id=article_id,
        number=number,
        article_version_id=now.version.id,
        sheet=text,
        sha256=digest(text),
        public_key=signer.public_key,
        signature=signer.sign(clearance.message(text)),
        signed_by_id=work.actor.id or 0,
        signed_at=work.now,
    )
    work.session.add(row)
    history.record(
        work,
        Event.CLEARANCE_SIGNED,
        subject=f"article:{article_id}",
        detail=f"sheet {number}, text {now.version.number}, SHA-256 {row.sha256}",
    )
    return _line(row, work.actor.name)


def note_void(work: Work, now: AtTheGate, before: ClearanceLine | None) -> None:
    """Record that the newest sheet is void, if it is and nobody recorded it yet."""
    if before is None or before.is_valid:
        return
    row = work.session.scalars(
        select(Clearance).where(
            Clearance.article_id == now.article.id, Clearance.number == before.number
        )
    ).one()
    if row.voided_at is not None:
        return
    row.voided_at = before.void_since or work.now
    row.void_reason = "; ".join(before.void_because)
    history.record(
        work,
        Event.CLEARANCE_VOIDED,
        subject=f"article:{now.article.id}",
        reason=row.void_reason,
        detail=f"sheet {before.number}",
    )


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def newest(session: Session, now: AtTheGate) -> ClearanceLine | None:
    """The newest sheet of an article, compared with how the article stands now; None without one."""
    found = session.execute(_lines().where(Clearance.article_id == now.article.id).limit(1)).first()
    if found is None:
        return None
    line = _line(found[0], found.name)
    return line if line.void_because else _compared(session, line, now)


def sheets(session: Session, now: AtTheGate) -> list[ClearanceLine]:
    """Every sheet of an article, newest first.  Only the newest can hold."""
    rows = session.execute(_lines().where(Clearance.article_id == now.article.id)).all()
    lines = [_line(row[0], row.name) for row in rows]
    return [_told(session, line, now, is_newest=place == 0) for place, line in enumerate(lines)]


def sheet(session: Session, article_id: int, number: int) -> tuple[AtTheGate, ClearanceLine]:
    """One sheet with how the article stands now.  Raises `NoSuchClearance`, `NoSuchArticle`."""
    now = standing(session, article_id)
    found = next((line for line in sheets(session, now) if line.number == number), None)
    if found is None:
        raise NoSuchClearance
    return now, found


def _lines() -> Any:
    return (
        select(Clearance, Person.name)
        .join(Person, Person.id == Clearance.signed_by_id)
        .order_by(Clearance.number.desc())
    )


def _line(row: Clearance, name: str) -> ClearanceLine:
    because = (row.void_reason,) if row.void_reason else ()
    return ClearanceLine(
        row.number,
        row.sheet,
        row.public_key,
        row.signature,
        name,
        row.signed_at,
        because,
        row.voided_at,
    )


def _told(
    session: Session, line: ClearanceLine, now: AtTheGate, *, is_newest: bool
) -> ClearanceLine:
    if line.void_because:
        return line
    if is_newest:
        return _compared(session, line, now)
    return replace(line, void_because=("A later sheet was signed",))


def _compared(session: Session, line: ClearanceLine, now: AtTheGate) -> ClearanceLine:
    """The sheet with what changed since, and when the first of it did; none holds while anything is in the way.

    Approvals end with whoever gave them, though nothing that a sheet is compared by changed then.
    """
    because = tuple(clearance.changes(line.data, now.compared())) or tuple(
        reason.sentence.removesuffix(".") for reason in now.gate.reasons
    )
    if not because:
        return line
    return replace(line, void_because=because, void_since=_since(session, line, now))


def _since(session: Session, line: ClearanceLine, now: AtTheGate) -> datetime | None:
    """When the first change after the signature was made, as the history tells; None where no row of it does."""
    if now.version.number != line.data["text"]["version"]:
        return now.version.created_at
    subject = f"article:{now.article.id}"
    signed = select(func.max(HistoryRow.seq)).where(
        HistoryRow.event == Event.CLEARANCE_SIGNED, HistoryRow.subject == subject
    )
    found: datetime | None = session.scalar(
        select(HistoryRow.at)
        .where(
            HistoryRow.seq > signed.scalar_subquery(),
            or_(HistoryRow.event.in_(VOIDING), HistoryRow.from_state != HistoryRow.to_state),
            or_(
                HistoryRow.claim_id.in_([row.fact.claim_id for row in now.rows]),
                HistoryRow.subject == subject,
            ),
        )
        .order_by(HistoryRow.seq)
        .limit(1)
    )
    return found
