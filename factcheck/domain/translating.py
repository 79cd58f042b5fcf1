"""The road of a translation: written, handed in, approved by somebody else, put before readers.

One table, as for claims (`workflow`): the services enforce it, the pages make their buttons from it, and the truth
table of the tests walks all of it.  What the parts may do stands in `acts`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from factcheck.domain import acts
from factcheck.domain.acts import Act
from factcheck.domain.policy import Policy, Vote, approvals, is_legally_cleared
from factcheck.domain.refusals import NotReady, NotYourPart, Refusal, WrongState
from factcheck.domain.terms import Actor, ReviewState, Term


class TranslationState(Term):
    """How far one version of a translation is."""

    DRAFT = "draft", "Somebody writes it; readers know nothing of it."
    IN_REVIEW = "in_review", "It was handed in; somebody else reads it."
    APPROVED = "approved", "The approvals the policy asks for are given for exactly these words."
    PUBLISHED = "published", "Readers got it, and it stays readable."
    SENT_BACK = "sent_back", "A reviewer sent it back with a reason."
    TAKEN_BACK = "taken_back", "Whoever wrote it took it back before it was published."
    PASSED_ON = "passed_on", "Somebody else wrote on from it in a version of her own."


class Step(Term):
    """What a person can do to a translation; the same word in the button, the function and the history."""

    WRITE = "write", "Write the translation, or write on at it; whoever saves is an author of it."
    HAND_IN = "hand_in", "Hand the translation in for review."
    TAKE_BACK = "take_back", "Take a translation back that was handed in, to work on it."
    ASK = "ask", "Ask somebody to review the translation."
    APPROVE = "approve", "Approve exactly these words."
    CLEAR = "clear", "Clear exactly these words for publication, as legal reviewer."
    SEND_BACK = "send_back", "Return the translation with a reason."
    PUBLISH = "publish", "Put the approved translation before readers."

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.words.capitalize()


@dataclass(frozen=True)
class Road:
    """All that a rule may look at.

    `state` is that of the newest version, None where there is none.  `is_live` says whether readers have the original
    and it stands; `is_current` whether the newest version translates exactly what they have.  `hands` are those who
    wrote any version since the one readers have, with their deeds.
    """

    state: TranslationState | None = None
    is_live: bool = True
    is_current: bool = True
    is_held: bool = False
    needs_legal_review: bool = False
    missing: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
    votes: tuple[Vote, ...] = ()
    hands: frozenset[int] = frozenset()
    conflicts: frozenset[int] = frozenset()

    def vote_of(self, person_id: int | None) -> Vote | None:
        """What this person said of the newest version."""
        return next((vote for vote in self.votes if vote.person_id == person_id), None)

    @property
    def approvals_missing(self) -> int:
        """How many approvals are still needed."""
        return max(self.policy.approvals_needed - approvals(self.votes), 0)

    @property
    def is_cleared(self) -> bool:
        """Whether a legal reviewer cleared it, or none has to."""
        return not self.needs_legal_review or is_legally_cleared(self.votes)

    @property
    def is_approved(self) -> bool:
        """Whether the votes suffice (W3)."""
        return not self.approvals_missing and self.is_cleared


Check = Callable[[Road, Actor], Refusal | None]


@dataclass(frozen=True)
class Rule:
    """One row: which act it is, from which states it leads where, and what else is tried, in this order.

    With `is_by_votes` the move happens once the votes suffice.
    """

    act: Act
    moves: Mapping[TranslationState | None, TranslationState]
    checks: tuple[Check, ...] = ()
    is_by_votes: bool = False
    is_reason_needed: bool = False


# ── Conditions ───────────────────────────────────────────────────────────────────────────────────


def _no_conflict(road: Road, actor: Actor) -> Refusal | None:
    if actor.id not in road.conflicts:
        return None
    return NotYourPart(
        "You declared a conflict of interest on this claim; somebody else must do this."
    )


def _live(road: Road, _actor: Actor) -> Refusal | None:
    if road.is_live:
        return None
    return WrongState(
        "No published verdict stands here: nothing was published, or it was retracted."
    )


def _current(road: Road, _actor: Actor) -> Refusal | None:
    if road.is_current:
        return None
    return WrongState(
        "The original was changed since it was translated: bring the translation up to date first."
    )


def _whole(road: Road, _actor: Actor) -> Refusal | None:
    if not road.missing:
        return None
    named = ", ".join(one[:1].lower() + one[1:] for one in road.missing)
    return NotReady(f"The translation still lacks {named}.")


def _four_eyes(road: Road, actor: Actor) -> Refusal | None:
    if actor.id is not None and actor.id not in road.hands:
        return None
    return NotYourPart("Another person must approve: you wrote this translation.")


def _undecided(road: Road, actor: Actor) -> Refusal | None:
    vote = road.vote_of(actor.id)
    if vote is None or vote.state not in {ReviewState.APPROVED, ReviewState.SENT_BACK}:
        return None
    return WrongState("You have decided on this version already.")


def _legal_needed(road: Road, _actor: Actor) -> Refusal | None:
    if road.needs_legal_review:
        return None
    return WrongState("This claim carries no risk flag; its translation needs no legal clearance.")


def _not_held(road: Road, _actor: Actor) -> Refusal | None:
    if not road.is_held:
        return None
    return NotReady("A legal hold is on; only a legal reviewer can release it.")


def _approvals_stand(road: Road, _actor: Actor) -> Refusal | None:
    if road.is_approved:
        return None
    if road.approvals_missing:
        need = road.approvals_missing
        return WrongState(f"{need} more approval{'s are' if need > 1 else ' is'} needed.")
    return NotReady("A legal reviewer must clear this translation before anybody can publish it.")


def _another_publishes(road: Road, actor: Actor) -> Refusal | None:
    vote = road.vote_of(actor.id)
    if road.policy.may_approver_publish or vote is None or vote.state is not ReviewState.APPROVED:
        return None
    return NotYourPart("You approved this version; the policy asks another editor to publish it.")


def _authors_take_back(road: Road, actor: Actor) -> Refusal | None:
    if actor.id in road.hands:
        return None
    return NotYourPart(
        "Only those who wrote this translation may take it back; a reviewer can send it back."
    )


# ── The table ────────────────────────────────────────────────────────────────────────────────────

S = TranslationState
_OPEN = (None, S.DRAFT, S.SENT_BACK, S.TAKEN_BACK, S.PUBLISHED)

TABLE: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.WRITE: Rule(Act.TRANSLATE, MappingProxyType(dict.fromkeys(_OPEN, S.DRAFT))),
        Step.HAND_IN: Rule(
            Act.TRANSLATE, MappingProxyType({S.DRAFT: S.IN_REVIEW}), (_current, _whole)
        ),
        Step.TAKE_BACK: Rule(
            Act.TRANSLATE,
            MappingProxyType({S.IN_REVIEW: S.TAKEN_BACK, S.APPROVED: S.TAKEN_BACK}),
            (_authors_take_back,),
        ),
        Step.ASK: Rule(Act.TRANSLATE, MappingProxyType({S.IN_REVIEW: S.IN_REVIEW})),
        Step.APPROVE: Rule(
            Act.REVIEW_TRANSLATION,
            MappingProxyType({S.IN_REVIEW: S.APPROVED, S.APPROVED: S.APPROVED}),
            (_four_eyes, _undecided, _current),
            is_by_votes=True,
        ),
        Step.CLEAR: Rule(
            Act.CLEAR_TRANSLATION,
            MappingProxyType({S.IN_REVIEW: S.APPROVED, S.APPROVED: S.APPROVED}),
            (_legal_needed, _four_eyes, _undecided, _current),
            is_by_votes=True,
        ),
        Step.SEND_BACK: Rule(
            Act.REVIEW_TRANSLATION,
            MappingProxyType({S.IN_REVIEW: S.SENT_BACK, S.APPROVED: S.SENT_BACK}),
            is_reason_needed=True,
        ),
        Step.PUBLISH: Rule(
            Act.PUBLISH_TRANSLATION,
            MappingProxyType({S.APPROVED: S.PUBLISHED}),
            (_current, _not_held, _approvals_stand, _another_publishes),
        ),
    }
)


def refusal(step: Step, road: Road, actor: Actor) -> Refusal | None:
    """Why this person cannot take this step now; None when she can."""
    rule = TABLE[step]
    found = acts.refusal(rule.act, actor) or _no_conflict(road, actor)
    if found is None and step is not Step.TAKE_BACK:
        found = _live(road, actor)
    if found is not None:
        return found
    if road.state not in rule.moves:
        return _wrong_state(step, road.state)
    return next((bad for one in rule.checks if (bad := one(road, actor)) is not None), None)


def check(step: Step, road: Road, actor: Actor) -> None:
    """Raise what `refusal` finds."""
    found = refusal(step, road, actor)
    if found is not None:
        raise found


def _wrong_state(step: Step, state: TranslationState | None) -> WrongState:
    if state is None:
        return WrongState("Nobody has written this translation yet.")
    if step is Step.WRITE:
        return WrongState(
            "The translation is being reviewed: it is taken back before it is changed."
        )
    return WrongState(f"The translation is “{state.label}”; it cannot be used like this now.")
