"""What people made of suggestions, so that a desk sees how good they are and the model can learn from it (W15)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain import coverage
from factcheck.domain.coverage import Look, PassReason, SuggestionOutcome
from factcheck.domain.spotting.retraining import Decision
from factcheck.domain.terms import Dismissal, State
from factcheck.models import Anchor, ArticleVersion, Claim, SentenceLook, SuggestionDecision

# Passed over for a reason that says nothing about whether such a sentence is worth checking.
_NOT_LEARNT_FROM = frozenset({PassReason.ELSEWHERE})
_CLAIMS_NOTHING = frozenset(
    {Dismissal.OPINION, Dismissal.PREDICTION, Dismissal.SATIRE, Dismissal.NOT_CHECKABLE}
)


@dataclass(frozen=True)
class Rated:
    """A sentence the program rated with the weights `model`: where it stands, and whether it was proposed."""

    start: int
    end: int
    is_suggested: bool
    model: str


@dataclass
class Counts:
    """How good the suggestions of one version of the weights were, in numbers of sentences."""

    model: str
    accepted: int = 0
    dismissed: int = 0
    unsuggested: int = 0
    reasons: Counter[PassReason] = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return self.accepted + self.dismissed

    @property
    def precision(self) -> float | None:
        """The share of decided suggestions that became claims, 0 to 1; None before any was decided."""
        return self.accepted / self.decided if self.decided else None

    @property
    def recall(self) -> float | None:
        """The share of sentences with a claim that had been proposed, 0 to 1; None before the first claim."""
        claims = self.accepted + self.unsuggested
        return self.accepted / claims if claims else None


def accepted(work: Work, version_id: int, rated: Iterable[Rated]) -> None:
    """A claim was opened on these sentences."""
    _write(work, version_id, [(one, SuggestionOutcome.ACCEPTED, None) for one in rated])


def dismissed(
    work: Work, version_id: int, span: tuple[int, int], reason: PassReason, rated: Rated | None
) -> None:
    """The sentence at `span` was passed over; counted only where the program had proposed it."""
    if rated is not None and rated.is_suggested and (rated.start, rated.end) == span:
        _write(work, version_id, [(rated, SuggestionOutcome.DISMISSED, reason)])


def taken_back(work: Work, version_id: int, span: tuple[int, int]) -> None:
    """Passing the sentence over was taken back: what was decided of its suggestion counts no more."""
    last = work.session.execute(
        select(
            SuggestionDecision.outcome, SuggestionDecision.was_suggested, SuggestionDecision.model
        )
        .where(
            SuggestionDecision.article_version_id == version_id,
            SuggestionDecision.start_char == span[0],
        )
        .order_by(SuggestionDecision.id.desc())
        .limit(1)
    ).first()
    if last is not None and last.outcome is SuggestionOutcome.DISMISSED:
        rated = Rated(*span, last.was_suggested, last.model)
        _write(work, version_id, [(rated, SuggestionOutcome.TAKEN_BACK, None)])


def _write(
    work: Work,
    version_id: int,
    decided: list[tuple[Rated, SuggestionOutcome, PassReason | None]],
) -> None:
    if not decided:
        return
    rows = [
        {
            "article_version_id": version_id,
            "start_char": one.start,
            "end_char": one.end,
            "outcome": outcome,
            "reason": reason,
            "was_suggested": one.is_suggested,
            "model": one.model,
            "decided_by_id": work.actor.id or 0,
            "decided_at": work.now,
        }
        for one, outcome, reason in decided
    ]
    work.session.execute(insert(SuggestionDecision), rows)


def counts(session: Session) -> list[Counts]:
    """For each version of the weights, what people made of its suggestions; the newest version last."""
    newest = (
        select(func.max(SuggestionDecision.id))
        .group_by(SuggestionDecision.article_version_id, SuggestionDecision.start_char)
        .scalar_subquery()
    )
    found: dict[str, Counts] = {}
    rows = session.execute(
        select(
            SuggestionDecision.model,
            SuggestionDecision.outcome,
            SuggestionDecision.reason,
            SuggestionDecision.was_suggested,
            func.count(),
            func.min(SuggestionDecision.id).label("first"),
        )
        .where(SuggestionDecision.id.in_(newest))
        .group_by(
            SuggestionDecision.model,
            SuggestionDecision.outcome,
            SuggestionDecision.reason,
            SuggestionDecision.was_suggested,
        )
        .order_by("first")
    )
    for model, outcome, reason, was_suggested, count, _ in rows:
        _count(found.setdefault(model, Counts(model)), outcome, reason, was_suggested, count)
    return list(found.values())


def _count(
    counts: Counts,
    outcome: SuggestionOutcome,
    reason: PassReason | None,
    was_suggested: bool,
    count: int,
) -> None:
    if outcome is SuggestionOutcome.DISMISSED:
        counts.dismissed += count
        counts.reasons[reason or PassReason.NOTHING] += count
    elif outcome is SuggestionOutcome.ACCEPTED and was_suggested:
        counts.accepted += count
    elif outcome is SuggestionOutcome.ACCEPTED:
        counts.unsuggested += count


def decisions(session: Session) -> Iterator[Decision]:
    """Every sentence somebody decided on in the newest text of each article: with a claim, or passed over.

    Sentences are read one article at a time. Left out are those passed over because the same is checked elsewhere, and
    those whose only claims were dismissed as nothing that can be checked count as passed over.
    """
    newest = select(func.max(ArticleVersion.id)).group_by(ArticleVersion.article_id)
    for version_id in session.scalars(newest.order_by(func.max(ArticleVersion.id))).all():
        yield from _decisions_in(session, version_id)


def _decisions_in(session: Session, version_id: int) -> Iterator[Decision]:
    claims = session.execute(
        select(Anchor.claim_id, Anchor.start_char, Anchor.end_char, Claim.state, Claim.dismissal)
        .join(Claim, Claim.id == Anchor.claim_id)
        .where(Anchor.article_version_id == version_id)
    ).all()
    looks = session.execute(
        select(SentenceLook.start_char, SentenceLook.end_char, SentenceLook.reason).where(
            SentenceLook.article_version_id == version_id, SentenceLook.is_passed
        )
    ).all()
    if not claims and not looks:
        return
    text = session.scalars(select(ArticleVersion.text).where(ArticleVersion.id == version_id)).one()
    worth = {
        row.claim_id
        for row in claims
        if row.state is not State.DISMISSED or row.dismissal not in _CLAIMS_NOTHING
    }
    spans = [(row.claim_id, row.start_char, row.end_char) for row in claims]
    passed = {(row.start_char, row.end_char): row.reason for row in looks}
    for one in coverage.look_over(text, spans, passed):
        if one.look is Look.CLAIM or (
            one.look is Look.NO_CLAIM and one.reason not in _NOT_LEARNT_FROM
        ):
            is_accepted = not worth.isdisjoint(one.claim_ids)
            yield Decision(text[one.start : one.end], is_accepted, str(version_id))
