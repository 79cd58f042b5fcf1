"""Signed clearance sheets: gathered, signed, read again, and found void when anything on them changed.

Only an article with nothing in its way is signed (`domain/gate.py`).  Names that readers must not see stand on a sheet
by role, sources that are kept internal by their kind alone: a sheet may leave the desk.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import clearance, gate
from factcheck.domain.clearance import FORMAT, Signer, canonical, digest
from factcheck.domain.content import EvidenceContent
from factcheck.domain.events import Event
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Part, ReviewState, State
from factcheck.models import Clearance, Desk, HistoryRow, Person
from factcheck.services import history
from factcheck.services.changes import content_of
from factcheck.services.gate import STALE, AtTheGate, Row, moment, standing
from factcheck.services.published_body import protected

SOURCE_TEXTS = (
    "kind", "stance", "source_class", "title", "publisher", "url", "published_on", "accessed_on",
    "locator", "says",
)  # fmt: skip
INTERNAL_TEXTS = ("kind", "stance", "source_class")


# What can happen to a claim or a sentence that a sheet is compared by.
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
    text = canonical(_sheet(work, now, number))
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
    row.voided_at, row.void_reason = before.void_since, "; ".join(before.void_because)
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
    """The sheet with what changed since, and when the first of it did."""
    because = tuple(clearance.changes(line.data, now.compared()))
    if not because:
        return line
    return replace(line, void_because=because, void_since=_since(session, line, now))


def _since(session: Session, line: ClearanceLine, now: AtTheGate) -> datetime | None:
    """When the first change after the signature was made, as the history tells."""
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
            HistoryRow.event.in_(VOIDING),
            or_(
                HistoryRow.claim_id.in_([row.fact.claim_id for row in now.rows]),
                HistoryRow.subject == subject,
            ),
        )
        .order_by(HistoryRow.seq)
        .limit(1)
    )
    return found


# ── The sheet ────────────────────────────────────────────────────────────────────────────────────


def _sheet(work: Work, now: AtTheGate, number: int) -> dict[str, object]:
    """Everything a sheet says, protected names by role."""
    names = ProtectedNames([pair for row in now.rows for pair in protected(content_of(row.ticket))])
    dismissed = _dismissals(work.session, now.rows)
    desk = work.session.get(Desk, 1)
    article = now.article
    return {
        "format": FORMAT,
        "number": number,
        "desk": desk.name if desk else "",
        "article": {
            "id": article.id,
            "title": names.masked(article.title),
            "byline": names.masked(article.byline),
            "language": article.language,
        },
        "text": {
            "version": now.version.number,
            "sha256": now.version.text_sha256,
            "characters": len(now.version.text),
            "taken_in_at": moment(now.version.created_at),
        },
        "sentences": {
            "total": now.gate.sentences,
            "with_claim": now.with_claim,
            "without_claim": now.gate.sentences - now.with_claim - now.gate.unlooked,
            "unlooked": now.gate.unlooked,
            "sha256": now.passed,
        },
        "facts": [
            _fact(place, row, names, dismissed.get(row.fact.claim_id))
            for place, row in enumerate(now.rows, 1)
        ],
        "cleared_by": {"name": work.actor.name, "part": Part.EDITOR.label},
        "cleared_at": moment(work.now),
    }


def _fact(
    place: int, row: Row, names: ProtectedNames, dismissed: tuple[str, datetime] | None
) -> dict[str, object]:
    claim = row.ticket.claim
    evidence = sorted(row.ticket.evidence, key=lambda one: one.number)
    return {
        "number": place,
        "claim": claim.id,
        "words": [names.masked(one.exact) for one in row.places],
        "places": [[one.start, one.end] for one in row.places],
        "statement": names.masked(claim.statement),
        "claimant": names.masked(claim.claimant or claim.claimant_role),
        "state": claim.state.value,
        "decision": row.fact.decision,
        "finding": _finding(row, names),
        "dismissal": _dismissal(row, names, dismissed),
        "waiver": _waiver(row, names),
        "sources": [_source(one, names) for one in evidence],
        "checked_by": _checked_by(row),
        "approved_by": _approved_by(row),
        "mark": row.mark,
    }


def _finding(row: Row, names: ProtectedNames) -> dict[str, object] | None:
    """The verdict that was submitted; a draft is nobody's finding yet."""
    verdict, rating = row.ticket.verdict, row.ticket.rating
    if verdict is None or verdict.submitted_at is None or rating is None:
        return None
    return {
        "label": names.masked(verdict.conclusion or rating.label),
        "code": rating.code,
        "means": rating.definition,
        "reason": names.masked(verdict.reason),
        "as_of": verdict.as_of,
        "version": verdict.number,
        "content_sha256": verdict.content_hash,
    }


def _dismissal(
    row: Row, names: ProtectedNames, dismissed: tuple[str, datetime] | None
) -> dict[str, object] | None:
    claim = row.ticket.claim
    if claim.state is not State.DISMISSED or claim.dismissal is None:
        return None
    name, at = dismissed or ("", claim.state_since_at)
    return {
        "why": claim.dismissal.label,
        "reason": names.masked(claim.state_reason),
        "by": name,
        "at": moment(at),
    }


def _waiver(row: Row, names: ProtectedNames) -> dict[str, object] | None:
    """The waiver, where the claim runs on it."""
    if row.waiver is None or not row.fact.obstacles:
        return None
    return {
        "by": row.waiver.name,
        "at": moment(row.waiver.at),
        "reason": names.masked(row.waiver.reason),
        "in_spite_of": [one.label for one in row.fact.obstacles],
    }


def _source(row: EvidenceContent, names: ProtectedNames) -> dict[str, object]:
    """A source as readers of the sheet get it; of one that is kept internal, its kind (promise 9, M7)."""
    texts = SOURCE_TEXTS if row.is_public else INTERNAL_TEXTS
    made: dict[str, object] = {"number": row.number, "is_kept_internal": not row.is_public}
    for name in texts:
        value = str(getattr(row, name))
        if name == "url":
            value = "" if names.stands_in_address(value) else value
        elif name not in INTERNAL_TEXTS:
            value = names.masked(value)
        if value:
            made[name] = value
    return made


def _checked_by(row: Row) -> list[str]:
    """Who wrote the verdict or logged its evidence, the verdict's author first."""
    names = [row.ticket.author_name, *(name for _, name, _ in sorted(row.ticket.contributions))]
    return list(dict.fromkeys(name for name in names if name))


def _approved_by(row: Row) -> list[dict[str, str]]:
    return [
        {
            "name": one.reviewer_name,
            "as": one.capacity.label,
            "at": moment(one.at or row.ticket.claim.state_since_at),
        }
        for one in sorted(row.ticket.reviews, key=lambda one: one.id)
        if one.state is ReviewState.APPROVED and one.is_live
    ]


def _dismissals(session: Session, rows: Sequence[Row]) -> dict[int, tuple[str, datetime]]:
    """Who dismissed each of the dismissed claims last, and when."""
    ids = [row.fact.claim_id for row in rows if row.fact.state is State.DISMISSED]
    found = session.execute(
        select(HistoryRow.claim_id, Person.name, HistoryRow.at)
        .join(Person, Person.id == HistoryRow.actor_id)
        .where(
            HistoryRow.claim_id.in_(ids),
            HistoryRow.event == Event.CLAIM_TRANSITION,
            HistoryRow.to_state == State.DISMISSED.value,
            HistoryRow.from_state != State.DISMISSED.value,
        )
        .order_by(HistoryRow.seq)
    )
    return {row.claim_id or 0: (row.name, row.at) for row in found}
