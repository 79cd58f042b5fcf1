"""What stands on a clearance sheet: the text, every fact with its finding and sources, who decided, and when.

Names that readers must not see stand on it by role, sources that are kept internal by their kind alone: a sheet may
leave the desk.  Signing and reading sheets is in `clearances`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.clearance import FORMAT
from factcheck.domain.content import EvidenceContent
from factcheck.domain.events import Event
from factcheck.domain.masking import ProtectedNames
from factcheck.domain.terms import Part, ReviewState, State
from factcheck.models import Desk, HistoryRow, Person
from factcheck.services.changes import content_of
from factcheck.services.gate import AtTheGate, Row, moment
from factcheck.services.published_body import protected, unnamed_speaker

SOURCE_TEXTS = (
    "kind", "stance", "source_class", "title", "publisher", "url", "published_on", "accessed_on",
    "locator", "says",
)  # fmt: skip
INTERNAL_TEXTS = ("kind", "stance", "source_class")


def sheet_of(work: Work, now: AtTheGate, number: int) -> dict[str, object]:
    """Everything a sheet says, as plain data, protected names by role."""
    names = _names(now)
    dismissed = dismissals(work.session, now.rows)
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


def _names(now: AtTheGate) -> ProtectedNames:
    """Everybody whom one of the claims protects; where only a role is known, there is no name to hide."""
    pairs = [pair for row in now.rows for pair in protected(content_of(row.ticket))]
    spoke = (unnamed_speaker(one) for row in now.rows for one in row.ticket.evidence)
    pairs += [pair for pair in spoke if pair is not None]
    return ProtectedNames([(name, role) for name, role in pairs if name != role])


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


def dismissals(session: Session, rows: Sequence[Row]) -> dict[int, tuple[str, datetime]]:
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
