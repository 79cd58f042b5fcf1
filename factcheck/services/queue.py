"""The queue: claims narrowed by filters, one page at a time, with what a decision about each needs.

Three statements a page, whatever the filters: the rows, what hangs on them, the counts by state.
Pages go on from the last row seen, so that the hundredth of a hundred thousand claims costs what
the first does (performance.md section 3).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from factcheck.dialects import Dialect
from factcheck.domain import workflow
from factcheck.domain.guards import no_conflict
from factcheck.domain.policy import (
    Policy,
    RiskFlags,
    Vote,
    approvals,
    are_votes_open,
    strictest,
)
from factcheck.domain.standing import Standing, VerdictFacts
from factcheck.domain.terms import Actor, Capacity, Part, ReviewState, State
from factcheck.domain.workflow import Verb
from factcheck.services import queue_statements
from factcheck.services.policy_texts import policy_from_text
from factcheck.services.queue_filters import Filter, Place
from factcheck.services.queue_statements import COUNTED, LOOKED_AT, ROWS
from factcheck.services.reference import reference

# The flags in their order, then what the rating brings about.
RISKS = (
    "names a private person",
    "alleges a crime",
    "involves a minor",
    "the rating judges a private person",
)
REMEMBERED = 4_000  # answers of the rulebook


class Reviewer(NamedTuple):
    """Somebody asked to review; `state` None hides a vote that is still secret (W3)."""

    name: str
    state: ReviewState | None
    is_legal: bool


class QueueRow(NamedTuple):
    """One claim as the queue shows it.

    `why_not` is empty unless I declared a conflict of interest, or read verdicts and may not this one.
    """

    id: int
    statement: str
    claimant: str
    state: State
    since: datetime
    due_on: date | None
    risks: tuple[str, ...]
    is_held: bool
    is_text_changed: bool
    assignee: str
    rating: str
    hue: str
    supports: int
    refutes: int
    context: int
    reviewers: tuple[Reviewer, ...]
    approvals: int
    approvals_needed: int
    why_not: str

    def is_late(self, today: date) -> bool:
        """Whether its day is past and it is still to be finished."""
        is_finished = self.state in {State.PUBLISHED, State.DISMISSED}
        return self.due_on is not None and self.due_on < today and not is_finished


@dataclass(frozen=True)
class Page:
    """One page; `next_after` is where the next goes on, empty on the last.

    `counts` go up to 1,001, which means "more than a thousand".  With `is_cut` a search has more
    hits than were counted, and a narrowed one looked at the newest thousand only.
    """

    rows: tuple[QueueRow, ...]
    next_after: str
    counts: Mapping[State, int]
    is_cut: bool = False


@dataclass(frozen=True)
class _Hanging:
    """What hangs on one claim: evidence by stance, reviews, my deeds, my conflict."""

    stances: dict[str, int]
    votes: list[Vote]
    names: list[str]
    deeds: list[str]
    conflicts: list[str]


class _Asked(NamedTuple):
    """What of one claim decides whether I may decide on it."""

    state: State
    flags: RiskFlags
    author_id: int | None
    judges_private_person: bool


Ruled = tuple[RiskFlags, Policy]
PolicyOf = Callable[[bool, bool, bool], Ruled]


def page(session: Session, dialect: Dialect, actor: Actor, wanted: Filter) -> Page:
    """One page of the claims in `wanted`, as `actor` sees them."""
    params = queue_statements.values(dialect, wanted, actor.id)
    rows = session.connection()  # of plain rows: nothing here is changed or kept as an object
    found = rows.execute(queue_statements.rows(dialect, wanted), params).all()
    shown = found[:ROWS]
    hanging = _hanging(rows, [row.id for row in shown], actor.id)
    counted = rows.execute(queue_statements.counts(dialect, wanted), params).all()
    counts = dict.fromkeys(State, 0)
    counts |= {State(name): number for name, number, _ in counted if name != LOOKED_AT}
    looked_at, oldest = next(
        ((number, last) for name, number, last in counted if name == LOOKED_AT), (0, 0)
    )
    is_cut = looked_at == COUNTED
    policy_of = _policies(session, shown[0].reference_version if shown else 0)
    return Page(
        tuple(_row(row, hanging[row.id], actor, policy_of) for row in shown),
        _next(found, wanted, oldest if is_cut and wanted.is_narrowed else 0),
        counts,
        is_cut,
    )


def _policies(session: Session, version: int) -> PolicyOf:
    """The risk flags and the policy for the ways they stand: few on a page, against the rows that ask for one."""

    @cache
    def policy_of(names_private_person: bool, alleges_crime: bool, involves_minor: bool) -> Ruled:
        flags = RiskFlags(names_private_person, alleges_crime, involves_minor)
        policies = reference(session, version).policies
        return flags, strictest(policies[risk] for risk in flags.classes)

    return policy_of


def _next(found: Sequence[Row[Any]], wanted: Filter, oldest_looked_at: int) -> str:
    if len(found) > ROWS:
        last = found[ROWS - 1]
        place = Place(last.id, last.state_since_at, last.due_on)
    elif oldest_looked_at:
        place = Place(oldest_looked_at)
    else:
        return ""
    return place.text(wanted.sort, is_search=wanted.is_search)


_ROW_ID = itemgetter(2)


def _hanging(rows: Connection, ids: list[int], me: int | None) -> dict[int, _Hanging]:
    found: dict[int, _Hanging] = defaultdict(lambda: _Hanging({}, [], [], [], []))
    if not ids:
        return found
    hanging = rows.execute(queue_statements.DETAILS, {"ids": ids, "me": me}).all()
    for kind, claim_id, _, code, capacity, name, number, is_live in sorted(hanging, key=_ROW_ID):
        claim = found[claim_id]
        if kind == "evidence":
            claim.stances[code] = number
        elif kind == "review":
            claim.votes.append(Vote(number, ReviewState(code), Capacity(capacity), bool(is_live)))
            claim.names.append(name)
        elif kind == "deed":
            claim.deeds.append(name)
        else:
            claim.conflicts.append(name)
    return found


def _row(row: Sequence[Any], hanging: _Hanging, actor: Actor, policy_of: PolicyOf) -> QueueRow:
    # By place, since a page has forty of them: the columns are those of `queue_statements.rows`.
    number, statement, claimant, role, state, since, due_on, *risks, judges = row[:11]
    assignee, author_id, rating, hue, is_held, is_text_changed, published_policy = row[12:19]
    flags, policy = policy_of(*risks)
    if published_policy:  # a change never has an easier road, nor a less secret one (C5, W3)
        policy = strictest((policy, policy_from_text(published_policy)))
    is_open, stances = are_votes_open(policy, hanging.votes), hanging.stances
    if is_open and state in {State.OPEN, State.CHECKING}:
        hanging = _without_approvals(hanging)
    votes = hanging.votes
    return QueueRow(
        id=number,
        statement=statement,
        claimant=claimant or role,
        state=state,
        since=since,
        due_on=due_on,
        risks=tuple(compress(RISKS, (*risks, judges))),
        is_held=bool(is_held),
        is_text_changed=bool(is_text_changed),
        assignee=assignee or "",
        rating=rating or "",
        hue=hue or "none",
        supports=stances.get("supports", 0),
        refutes=stances.get("refutes", 0),
        context=stances.get("context", 0),
        reviewers=_reviewers(hanging, actor, is_open=is_open) if votes else (),
        approvals=approvals(votes) if is_open else 0,
        approvals_needed=policy.approvals_needed,
        why_not=_why_not(_Asked(state, flags, author_id, judges), hanging, actor),
    )


def _without_approvals(hanging: _Hanging) -> _Hanging:
    """Who approved a version that went back to be worked on is left out: it counts no more (W4)."""
    kept = [vote.state is not ReviewState.APPROVED for vote in hanging.votes]
    return replace(
        hanging,
        votes=list(compress(hanging.votes, kept)),
        names=list(compress(hanging.names, kept)),
    )


def _reviewers(hanging: _Hanging, actor: Actor, *, is_open: bool) -> tuple[Reviewer, ...]:
    """Who was asked and where each stands; on a panel votes stay secret until all are in (W3)."""
    secret = {ReviewState.APPROVED, ReviewState.SENT_BACK}
    return tuple(
        Reviewer(
            name,
            None
            if vote.state in secret and not is_open and vote.person_id != actor.id
            else vote.state,
            vote.capacity is Capacity.LEGAL,
        )
        for name, vote in zip(hanging.names, hanging.votes, strict=True)
    )


def _why_not(claim: _Asked, hanging: _Hanging, actor: Actor) -> str:
    """Why I stay out of this claim, or may not decide on this verdict, in the rulebook's own words."""
    if actor.id is None:
        return ""
    if hanging.conflicts:
        out = no_conflict(Standing(state=claim.state, conflicts={actor.id: ""}), actor)
        return out.sentence if out is not None else ""
    if claim.state is not State.IN_REVIEW:
        return ""
    if actor.plays(Part.REVIEWER, Part.EDITOR):
        verb = Verb.APPROVE
    elif actor.plays(Part.LEGAL_REVIEWER) and (
        claim.flags.needs_legal_review or claim.judges_private_person
    ):
        verb = Verb.CLEAR
    else:
        return ""
    return _refused(verb, claim, tuple(hanging.votes), tuple(hanging.deeds), actor)


@lru_cache(maxsize=REMEMBERED)
def _refused(
    verb: Verb, claim: _Asked, votes: tuple[Vote, ...], deeds: tuple[str, ...], actor: Actor
) -> str:
    """What the rulebook says to `verb`; the same question comes again for row after row, and at every look."""
    assert actor.id is not None  # noqa: S101  whoever reads the queue is signed in
    standing = Standing(
        state=claim.state,
        flags=claim.flags,
        verdict=VerdictFacts(
            author_id=claim.author_id, is_characterisation=claim.judges_private_person
        ),
        is_claimant_private=claim.judges_private_person,
        votes=votes,
        contributions={actor.id: deeds},
    )
    found = workflow.refusal(verb, standing, actor)
    return found.sentence if found is not None else ""
