"""Approval policy: what a claim needs before it counts as approved, per risk class, and how votes add up (W3).

The numbers are data that an administrator edits; that a claim at legal risk needs a legal reviewer is a rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from factcheck.domain.terms import Capacity, ReviewState, Term


class RiskClass(Term):
    """Which policy a claim falls under; a claim may fall under several and gets the strictest of each number."""

    ORDINARY = "ordinary", "No risk flag is set."
    ALLEGATION = "allegation", "Somebody is said to have done something criminal."
    PRIVATE_PERSON = "private_person", "A private person is named or can be recognised."
    MINOR = "minor", "A child is involved."


@dataclass(frozen=True)
class RiskFlags:
    """The risk flags of a claim (L1)."""

    names_private_person: bool = False
    alleges_crime: bool = False
    involves_minor: bool = False

    @property
    def classes(self) -> tuple[RiskClass, ...]:
        """Every risk class the flags put the claim in; `ordinary` when there is none."""
        flagged = (
            (self.alleges_crime, RiskClass.ALLEGATION),
            (self.names_private_person, RiskClass.PRIVATE_PERSON),
            (self.involves_minor, RiskClass.MINOR),
        )
        return tuple(kind for is_set, kind in flagged if is_set) or (RiskClass.ORDINARY,)

    @property
    def hides_names(self) -> bool:
        """Whether readers see roles instead of names (L15, L16)."""
        return self.names_private_person or self.involves_minor

    @property
    def needs_legal_review(self) -> bool:
        """Any flag sends the claim to a legal reviewer; no policy can switch that off (promise 7)."""
        return self.names_private_person or self.alleges_crime or self.involves_minor


@dataclass(frozen=True)
class Policy:
    """What one risk class asks for.

    `panel_size` 0 means no panel: the first send-back decides.  With a panel of N, `approvals_needed` M votes
    carry, and the verdict goes back once M can no longer be reached.
    """

    approvals_needed: int = 1
    panel_size: int = 0
    minimum_origins: int = 1
    is_primary_needed: bool = False
    is_reply_needed: bool = False
    may_approver_publish: bool = True
    reply_hours: int = 24

    def problems(self) -> list[str]:
        """Sentences for what cannot work in this policy; empty when it is fit for use."""
        found = []
        if not 1 <= self.approvals_needed <= 9:
            found.append("The number of approvals must be from 1 to 9.")
        if self.panel_size and not self.approvals_needed <= self.panel_size <= 9:
            found.append(
                "A panel must have at least as many people as votes needed, and at most 9."
            )
        if not 1 <= self.minimum_origins <= 20:
            found.append("The number of independent sources must be from 1 to 20.")
        if not 1 <= self.reply_hours <= 24 * 60:
            found.append("The time to reply must be from 1 hour to 60 days.")
        return found


def strictest(policies: Iterable[Policy]) -> Policy:
    """One policy that satisfies each of `policies`: the largest numbers, every need, the fewest permissions."""
    several = tuple(policies)
    return Policy(
        approvals_needed=max(p.approvals_needed for p in several),
        panel_size=max(p.panel_size for p in several),
        minimum_origins=max(p.minimum_origins for p in several),
        is_primary_needed=any(p.is_primary_needed for p in several),
        is_reply_needed=any(p.is_reply_needed for p in several),
        may_approver_publish=all(p.may_approver_publish for p in several),
        reply_hours=max(p.reply_hours for p in several),
    )


def with_minimum(policy: Policy, minimum_origins: int) -> Policy:
    """The policy with the minimum evidence that the chosen rating asks for, if that is more."""
    return replace(policy, minimum_origins=max(policy.minimum_origins, minimum_origins))


class Vote(NamedTuple):
    """One reviewer's state on the current version, as the tally needs it.

    `is_live` is false for somebody who was disabled or lost the part since: such an approval no longer counts.
    """

    person_id: int
    state: ReviewState
    capacity: Capacity = Capacity.EDITORIAL
    is_live: bool = True


class Outcome(StrEnum):
    """What the votes on one version amount to."""

    UNDECIDED = "undecided"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


def approvals(votes: Iterable[Vote]) -> int:
    """How many editorial approvals count today."""
    return sum(
        1
        for v in votes
        if v.state is ReviewState.APPROVED and v.capacity is Capacity.EDITORIAL and v.is_live
    )


def is_legally_cleared(votes: Iterable[Vote]) -> bool:
    """Whether a legal reviewer cleared this version."""
    return any(
        v.state is ReviewState.APPROVED and v.capacity is Capacity.LEGAL and v.is_live
        for v in votes
    )


def tally(policy: Policy, votes: Sequence[Vote]) -> Outcome:
    """Add up the votes on one version (PolitiFact's three editors and two votes are panel 3, approvals 2)."""
    if approvals(votes) >= policy.approvals_needed:
        return Outcome.APPROVED
    back = [v for v in votes if v.state is ReviewState.SENT_BACK]
    if any(v.capacity is Capacity.LEGAL for v in back):
        return Outcome.SENT_BACK
    if len(back) > max(policy.panel_size - policy.approvals_needed, 0):
        return Outcome.SENT_BACK
    return Outcome.UNDECIDED


def are_votes_open(policy: Policy, votes: Sequence[Vote]) -> bool:
    """Whether people may see how others voted: a panel votes in secret until all have voted (W3)."""
    if not policy.panel_size:
        return True
    decided = [
        v
        for v in votes
        if v.state in {ReviewState.APPROVED, ReviewState.SENT_BACK}
        and v.capacity is Capacity.EDITORIAL
    ]
    return len(decided) >= policy.panel_size or tally(policy, votes) is not Outcome.UNDECIDED
