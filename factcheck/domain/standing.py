"""Where one claim stands: every fact the rulebook needs, gathered once, as plain frozen data.

Services fill it from the tables; guards only read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from factcheck.domain.policy import (
    Policy,
    RiskFlags,
    Vote,
    approvals,
    are_votes_open,
    is_legally_cleared,
)
from factcheck.domain.terms import ArticleKind, ChangeKind, ReplyOutcome, State


@dataclass(frozen=True, kw_only=True)
class VerdictFacts:
    """The current verdict version; all empty when nobody has written one."""

    number: int = 0
    author_id: int | None = None
    author_name: str = ""
    is_submitted: bool = False
    rating_id: int | None = None
    rating_label: str = ""
    is_characterisation: bool = False
    has_reason: bool = False
    has_explanation: bool = False
    has_as_of: bool = False
    content_hash: str = ""
    change_kind: ChangeKind = ChangeKind.FIRST
    has_change_note: bool = True
    is_rating_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicationFacts:
    """What readers have of this claim; `number` 0 means nothing was ever published."""

    id: int | None = None
    number: int = 0
    is_retracted: bool = False
    retracted_by_id: int | None = None
    retracted_at: datetime | None = None
    is_retraction_confirmed: bool = False


# Frozen, so that standings that say nothing of these can share them.
_POLICY, _FLAGS = Policy(), RiskFlags()
_VERDICT, _PUBLICATION = VerdictFacts(), PublicationFacts()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All a guard may look at."""

    state: State
    claim_id: int = 0
    claim_version: int = 1
    article_kind: ArticleKind = ArticleKind.ELSEWHERE
    assignee_id: int | None = None
    policy: Policy = _POLICY
    flags: RiskFlags = _FLAGS
    verdict: VerdictFacts = _VERDICT
    publication: PublicationFacts = _PUBLICATION
    unsettled_words: int = 0  # places that a newer text of its own article changed or lost (A8)
    evidence_count: int = 0
    uncounted_sources: int = 0  # protected ones that no approver answers for (M7)
    origins: int = 0
    has_primary: bool = False
    circular: tuple[
        int, ...
    ] = ()  # the numbers of evidence that is the article itself, or repeats it
    is_claimant_private: bool = False
    has_appearance: bool = False
    are_names_hidden: bool = True
    is_held: bool = False
    hold_reason: str = ""
    votes: tuple[Vote, ...] = ()
    contributions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    conflicts: Mapping[int, str] = field(default_factory=dict)
    reply_outcomes: tuple[ReplyOutcome, ...] = ()
    is_reply_waived: bool = False
    are_sources_waived: bool = False

    @property
    def are_votes_void(self) -> bool:
        """Whether the claim went back to be worked on: what was said of the version before counts no more (W4)."""
        return self.state in {State.OPEN, State.CHECKING}

    @property
    def approvals(self) -> int:
        """Approvals that count today."""
        return 0 if self.are_votes_void else approvals(self.votes)

    @property
    def are_votes_open(self) -> bool:
        """Whether people may see how others voted, by count or by name (W3)."""
        return are_votes_open(self.policy, self.votes)

    @property
    def is_legally_cleared(self) -> bool:
        return not self.are_votes_void and is_legally_cleared(self.votes)

    @property
    def needs_legal_review(self) -> bool:
        """By flag, or because a harsh label meets a private person (R7)."""
        return self.flags.needs_legal_review or self.judges_private_person

    @property
    def is_reply_settled(self) -> bool:
        """Whether everybody asked has answered, declined or let the time run out, or the need was waived."""
        if self.is_reply_waived:
            return True
        return bool(self.reply_outcomes) and ReplyOutcome.WAITING not in self.reply_outcomes

    @property
    def is_live(self) -> bool:
        """Whether readers have a verdict that stands."""
        return self.publication.number > 0 and not self.publication.is_retracted

    @property
    def judges_private_person(self) -> bool:
        """A harsh label meets a private person (R7)."""
        return self.verdict.is_characterisation and self.is_claimant_private

    def rests_on(self, person_id: int | None) -> bool:
        """Whether the work is this person's: the claim she checks, or the verdict others read and approve."""
        is_checked = self.state is State.CHECKING
        who = self.assignee_id if is_checked else self.verdict.author_id
        return person_id is not None and who == person_id

    def votes_of(self, person_id: int | None) -> Vote | None:
        """What this person has said about the current version."""
        return next((vote for vote in self.votes if vote.person_id == person_id), None)

    def deeds_of(self, person_id: int | None) -> tuple[str, ...]:
        """What this person has done to the content ("logged evidence 3"); empty for a fresh pair of eyes."""
        return self.contributions.get(person_id, ()) if person_id is not None else ()
