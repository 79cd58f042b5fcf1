"""The gate of our own drafts: where an article stands, and what editors let run by name.

What is in the way is decided in `factcheck.domain.gate`; signing a sheet is in `clearances`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import clearance, coverage, gate
from factcheck.domain.checklist import NOBODY
from factcheck.domain.events import Event
from factcheck.domain.gate import Fact, Gate
from factcheck.domain.guards import GUARDS
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal, WrongState
from factcheck.domain.renewal import Outcome, Settling
from factcheck.domain.standing import Standing as ClaimStanding
from factcheck.domain.terms import ArticleKind, State
from factcheck.models import (
    AnchorMove,
    Article,
    ArticleVersion,
    Claim,
    GateWaiver,
    LegalHold,
    Person,
    SentenceLook,
)
from factcheck.services import history, intake, marks
from factcheck.services.changes import content_of
from factcheck.services.occurrence_rows import Place, stands_in
from factcheck.services.standing import NoSuchClaim, Ticket, load
from factcheck.services.standing_rows import AnchorRow

STALE = "Something changed since you opened the page; look at the gate again. Nothing was recorded."
MOVED = "Claim {id} changed since you opened the page; look at it again. Nothing was recorded."


class NoGate(LookupError):
    """The article was published elsewhere: nothing of it waits at a gate."""

    sentence = (
        "This article was published elsewhere, so it has no gate: only our own drafts are cleared "
        "to run. Its verdicts are published one by one."
    )


@dataclass(frozen=True)
class WaiverLine:
    """A waiver that was not taken back: by whom, when, why, and the content of the claim it names."""

    id: int
    claim_id: int
    name: str
    at: datetime
    reason: str
    content_hash: str


@dataclass(frozen=True)
class Row:
    """One line of the one table: a claim with its words in the newest text, in their order.

    `waiver` is None where none stands; `lapsed` is one that named another content of the claim.
    """

    ticket: Ticket
    fact: Fact
    places: tuple[AnchorRow | Place, ...]
    content_hash: str
    holds: int
    waiver: WaiverLine | None = None
    lapsed: WaiverLine | None = None

    @property
    def mark(self) -> dict[str, object]:
        """What a clearance compares: a change of any part voids it, even if it is changed back."""
        claim, verdict = self.ticket.claim, self.ticket.verdict
        return {
            "state": claim.state.value,
            "since": moment(claim.state_since_at),
            "content": self.content_hash,
            "verdict": verdict.number if verdict else 0,
            "holds": self.holds,
            "waiver": self.waiver.id if self.waiver else 0,
            "saves": claim.version if self.fact.decision == "waived" else 0,
        }


@dataclass(frozen=True)
class AtTheGate:
    """An article at the gate: its newest text, every claim, every sentence, and what is in the way."""

    article: Article
    version: ArticleVersion
    rows: tuple[Row, ...]
    gate: Gate
    with_claim: int
    next_unlooked: int | None  # the code point at which the first sentence nobody looked at begins
    passed: str  # SHA-256 over the sentences that were passed over, with when that was

    @property
    def seen(self) -> str:
        """A hash that stands for exactly this page, so that a late signature can be told (W14)."""
        return clearance.digest(clearance.canonical(self.compared()))

    def compared(self) -> dict[str, object]:
        """The parts a sheet is compared by."""
        return {
            "text": {"version": self.version.number, "sha256": self.version.text_sha256},
            "sentences": {"sha256": self.passed, "unlooked": self.gate.unlooked},
            "facts": [
                {
                    "claim": row.fact.claim_id,
                    "state": row.ticket.claim.state.value,
                    "mark": row.mark,
                }
                for row in self.rows
            ],
        }

    def row(self, claim_id: int) -> Row:
        """The line of one claim.  Raises `NoSuchClaim`."""
        found = next((row for row in self.rows if row.fact.claim_id == claim_id), None)
        if found is None:
            raise NoSuchClaim
        return found


def moment(at: datetime) -> str:
    """A moment as sheets write it: UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def standing(session: Session, article_id: int) -> AtTheGate:
    """Where an article stands.  Raises `NoSuchArticle`, and `NoGate` for one published elsewhere."""
    article, version = intake.article(session, article_id)
    if article.kind is not ArticleKind.OWN_DRAFT:
        raise NoGate
    rows = _rows(session, article_id, version)
    spans = [(row.claim_id, row.start, row.end) for row in marks.of_version(session, version.id)]
    looks = _looks(session, version.id)
    passed = {(start, end): coverage.PassReason.NOTHING for start, end, _ in looks}
    every = coverage.look_over(version.text, spans, passed)
    progress, onward = coverage.progress(every), coverage.next_left(every)
    used = {(s.start, s.end) for s in every if s.look is coverage.Look.NO_CLAIM}
    said = [[start, end, moment(at)] for start, end, at in looks if (start, end) in used]
    return AtTheGate(
        article,
        version,
        rows,
        Gate(tuple(row.fact for row in rows), progress.total, progress.left),
        with_claim=sum(one.look is coverage.Look.CLAIM for one in every),
        next_unlooked=onward.start if onward else None,
        passed=clearance.digest(clearance.canonical(said)),
    )


def _looks(session: Session, version_id: int) -> Sequence[tuple[int, int, datetime]]:
    found = session.execute(
        select(SentenceLook.start_char, SentenceLook.end_char, SentenceLook.looked_at)
        .where(SentenceLook.article_version_id == version_id, SentenceLook.is_passed)
        .order_by(SentenceLook.start_char)
    )
    return [(row.start_char, row.end_char, row.looked_at) for row in found]


def _rows(session: Session, article_id: int, version: ArticleVersion) -> tuple[Row, ...]:
    ids = session.scalars(select(Claim.id).where(stands_in(article_id))).all()
    waivers, holds = _waivers(session, version.id), _holds(session, article_id)
    gone = _gone(session, article_id)
    rows = [
        _row(load(session, one), version, waivers.get(one), holds.get(one, 0), one in gone)
        for one in ids
    ]
    end = len(version.text)
    return tuple(
        sorted(rows, key=lambda r: (r.places[0].start if r.places else end, r.fact.claim_id))
    )


def _waivers(session: Session, version_id: int) -> Mapping[int, WaiverLine]:
    """By claim, the waivers for this text that were not taken back."""
    found = session.execute(
        select(
            GateWaiver.id,
            GateWaiver.claim_id,
            Person.name,
            GateWaiver.granted_at,
            GateWaiver.reason,
            GateWaiver.content_hash,
        )
        .join(Person, Person.id == GateWaiver.granted_by_id)
        .where(GateWaiver.article_version_id == version_id, GateWaiver.taken_back_at.is_(None))
    )
    return {row.claim_id: WaiverLine(*row) for row in found}


def _holds(session: Session, article_id: int) -> Mapping[int, int]:
    """By claim, how many legal holds there were, released ones among them."""
    found = session.execute(
        select(LegalHold.claim_id, func.count())
        .join(Claim, Claim.id == LegalHold.claim_id)
        .where(stands_in(article_id))
        .group_by(LegalHold.claim_id)
    )
    return {row[0]: row[1] for row in found}


def _gone(session: Session, article_id: int) -> frozenset[int]:
    """Claims of which somebody said that the article says them no more."""
    found = session.scalars(
        select(AnchorMove.claim_id)
        .join(ArticleVersion, ArticleVersion.id == AnchorMove.article_version_id)
        .where(ArticleVersion.article_id == article_id, AnchorMove.decision == Settling.GONE)
    )
    return frozenset(found)


def _row(
    ticket: Ticket,
    version: ArticleVersion,
    waiver: WaiverLine | None,
    holds: int,
    is_gone: bool,
) -> Row:
    guest = ticket.elsewhere.get(version.article_id)
    there: Sequence[AnchorRow | Place] = (
        guest.places
        if guest is not None
        else [one for one in ticket.anchors if one.article_version_id == version.id]
    )
    places = sorted(there, key=lambda one: (one.start, one.end))
    open_moves = {
        move.outcome
        for move in ticket.moves
        if move.article_id == version.article_id and move.decided_at is None
    }
    now = content_of(ticket).hash
    stands = waiver is not None and waiver.content_hash == now
    fact = replace(
        _fact(
            ticket,
            is_in_text=bool(places) and Outcome.ORPHANED not in open_moves,
            is_waived=stands,
        ),
        is_confirmed=guest is None or guest.is_confirmed,
        is_gone=is_gone and not places and not open_moves,
        is_reworded=Outcome.CHANGED in open_moves,
    )
    return Row(
        ticket,
        fact,
        tuple(places),
        now,
        holds,
        waiver=waiver if stands else None,
        lapsed=None if stands else waiver,
    )


def _fact(ticket: Ticket, *, is_in_text: bool, is_waived: bool) -> Fact:
    known = ticket.standing
    rating = ticket.rating
    author = known.verdict.author_id
    hands = [(who, deed) for who, _, deed in ticket.contributions]
    if author is not None and not any(who == author for who, _ in hands):
        hands.append((author, "wrote the verdict"))
    return Fact(
        claim_id=ticket.claim.id,
        state=ticket.claim.state,
        is_in_text=is_in_text,
        is_held=known.is_held,
        is_at_risk=known.needs_legal_review,
        is_legally_cleared=known.is_legally_cleared,
        has_approvals=_has_approvals(known),
        lets_run=rating is not None
        and not known.publication.is_retracted
        and gate.lets_run(rating.hue, rating.value, rating.best),
        is_waived=is_waived,
        hands=tuple(hands),
        conflicts=frozenset(who for who, _, _ in ticket.conflicts),
    )


def _has_approvals(known: ClaimStanding) -> bool:
    """Whether the approvals of an approved claim still count, by the rulebook's own guards."""
    return known.state is not State.APPROVED or all(
        GUARDS[name].try_(known, NOBODY) is None
        for name in ("approvals_stand", "author_without_conflict")
    )


# ── Waiving ──────────────────────────────────────────────────────────────────────────────────────


def waive(work: Work, article_id: int, claim_id: int, reason: str, seen_hash: str) -> GateWaiver:
    """Let one claim run as it is, by name and with a reason, for this text and this content of the claim.

    `seen_hash` is the content the editor had before her.  Raises `NoSuchArticle`, `NoGate`, `NoSuchClaim`,
    `BadInput` without a reason, or a refusal.
    """
    row = _locked(work, article_id, claim_id)
    _refuse(gate.refuse_waiver(row.fact, work.actor))
    if seen_hash != row.content_hash:
        raise WrongState(MOVED.format(id=claim_id))
    if not reason:
        raise BadInput("Say why the claim may run as it is.")
    version_id = intake.article(work.session, article_id)[1].id
    if row.lapsed is not None:
        _end(work, row.lapsed)
        work.session.flush()
    made = GateWaiver(
        claim_id=claim_id,
        article_version_id=version_id,
        content_hash=row.content_hash,
        reason=reason,
        granted_by_id=work.actor.id or 0,
        granted_at=work.now,
    )
    work.session.add(made)
    _say(work, Event.GATE_WAIVED, row.fact, reason)
    return made


def take_back(work: Work, article_id: int, claim_id: int) -> None:
    """Take the waiver of a claim back; row and reason stay in the record.  Raises as `waive` does."""
    row = _locked(work, article_id, claim_id)
    _refuse(gate.refuse_taking_back(row.fact, work.actor))
    if row.waiver is not None:
        _end(work, row.waiver)
        _say(work, Event.GATE_WAIVER_TAKEN_BACK, row.fact, row.waiver.reason)


def _locked(work: Work, article_id: int, claim_id: int) -> Row:
    """The claim's line while nobody else can change anything."""
    if not work.entries:
        work.chain_end = history.end_of_chain(work)
    return standing(work.session, article_id).row(claim_id)


def _refuse(why: Refusal | None) -> None:
    if why is not None:
        raise why


def _end(work: Work, waiver: WaiverLine) -> None:
    row = work.session.get_one(GateWaiver, waiver.id)
    row.taken_back_at, row.taken_back_by_id = work.now, work.actor.id


def _say(work: Work, event: Event, fact: Fact, reason: str) -> None:
    listed = ", ".join(one.value for one in fact.obstacles)
    history.record(
        work, event, claim_id=fact.claim_id, subject="gate", reason=reason, detail=listed
    )
