"""The gate of our own drafts: may the article run, and if not, what stands in its way, line by line (W9, L1, L2).

Pure: what is known of each claim and of the sentences comes in, obstacles come out.  A claim is settled when it is
approved with a finding that lets its words stand, dismissed with a reason, or waived by name with a reason.  What the
signed sheet of a cleared article says is in `clearance`.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from factcheck.domain import acts
from factcheck.domain.acts import Act
from factcheck.domain.refusals import NotReady, NotYourPart, Refusal, WrongState
from factcheck.domain.terms import Actor, State, Term


class Obstacle(Term):
    """What keeps one claim from running; the sentence says how it is mended."""

    HELD = (
        "held",
        "A legal hold is on: only a legal reviewer can release it. Nobody waives it here.",
        "on legal hold",
    )
    NOT_CLEARED = (
        "not_cleared",
        "A risk flag is set: a legal reviewer must clear this version. Nobody waives it here.",
        "not cleared by a legal reviewer",
    )
    NOT_DECIDED = (
        "not_decided",
        "It is neither approved nor dismissed: carry it on, or let it run by a waiver.",
        "not decided yet",
    )
    APPROVALS_GONE = (
        "approvals_gone",
        "Approvals it was given count no more: approve it anew, or let it run by a waiver.",
        "approvals no longer count",
    )
    FINDING = (
        "finding",
        "The finding does not let these words stand: change the text and check it anew, or waive it.",
        "the words must not run as they are",
    )
    AT_RISK = (
        "at_risk",
        "It was dismissed though a risk flag is set: check it after all, or let it run by a waiver.",
        "dismissed with a risk flag",
    )
    NOT_CONFIRMED = (
        "not_confirmed",
        "It is a claim of another article, linked here: somebody else must confirm that it is the same, or waive it.",
        "nobody confirmed the link",
    )
    REWORDED = (
        "reworded",
        "A newer text changed its words: say whether it is still the same claim, or let it run by a waiver.",
        "its words changed",
    )
    LOST = (
        "lost",
        "Its words do not stand in the newest text: look again, or say by a waiver where they went.",
        "no longer in the text",
    )


# No editor's word lifts what the law has to decide (L2; promise 7: no policy switches legal review off).
NEVER_WAIVED = frozenset({Obstacle.HELD, Obstacle.NOT_CLEARED})


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What the gate knows of one claim.

    `is_gone` says that somebody decided that the article says it no more; `is_reworded` that a newer text changed its
    words and nobody has said yet what that means.
    `lets_run` says whether the finding lets the words stand as they are; without a finding it is not looked at.
    `is_confirmed` is false for a claim of another article while only one person says that it stands in this one.
    `hands` are the people who worked on the claim with what they did, `conflicts` those who declared an interest.
    """

    claim_id: int
    state: State
    is_in_text: bool = True
    is_gone: bool = False
    is_reworded: bool = False
    is_confirmed: bool = True
    is_held: bool = False
    is_at_risk: bool = False
    is_legally_cleared: bool = False
    has_approvals: bool = True
    lets_run: bool = True
    is_waived: bool = False
    hands: tuple[tuple[int, str], ...] = ()
    conflicts: frozenset[int] = frozenset()

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Everything in the way of this claim, waived or not."""
        return tuple(_obstacles(self))

    @property
    def blocks(self) -> tuple[Obstacle, ...]:
        """What no waiver covers."""
        return tuple(one for one in self.obstacles if one in NEVER_WAIVED or not self.is_waived)

    @property
    def is_settled(self) -> bool:
        return not self.blocks

    @property
    def decision(self) -> str:
        """On what the claim runs: `approved`, `dismissed`, `waived`, or `gone`; empty while something is open."""
        if self.blocks:
            return ""
        if self.is_gone:
            return "gone"
        if self.obstacles:
            return "waived"
        return "dismissed" if self.state is State.DISMISSED else "approved"

    def deeds_of(self, person_id: int | None) -> tuple[str, ...]:
        """What this person did to the claim; empty for a fresh pair of eyes."""
        return tuple(deed for who, deed in self.hands if who == person_id)


def _obstacles(fact: Fact) -> Iterator[Obstacle]:
    if fact.is_held:
        yield Obstacle.HELD
    if fact.is_gone:
        return
    if fact.is_reworded:
        yield Obstacle.REWORDED
    if fact.state is State.DISMISSED:
        if fact.is_at_risk:
            yield Obstacle.AT_RISK
    else:
        if fact.is_at_risk and not fact.is_legally_cleared:
            yield Obstacle.NOT_CLEARED
        yield from _undecided(fact)
    if not fact.is_confirmed:
        yield Obstacle.NOT_CONFIRMED
    if not fact.is_in_text:
        yield Obstacle.LOST


def _undecided(fact: Fact) -> Iterator[Obstacle]:
    if fact.state not in {State.APPROVED, State.PUBLISHED}:
        yield Obstacle.NOT_DECIDED
        return
    if not fact.has_approvals:
        yield Obstacle.APPROVALS_GONE
    if not fact.lets_run:
        yield Obstacle.FINDING


def lets_run(hue: str, value: int | None, best: int | None) -> bool:
    """Whether a finding lets the words stand: the best one on its axis, or without an axis the hue `true`.

    Of the desk's own scale that is “Confirmed” alone; “Cannot be settled” runs only with words that say so, which a
    person has to see.
    """
    return value == best if value is not None else hue == "true"


@dataclass(frozen=True)
class Reason:
    """One line of “may not run yet”: what, and the claim it is mended at (None: the sentences of the text)."""

    sentence: str
    claim_id: int | None = None
    obstacle: Obstacle | None = None


@dataclass(frozen=True)
class Gate:
    """One article at the gate: its claims, and how many of its sentences nobody looked at."""

    facts: tuple[Fact, ...]
    sentences: int
    unlooked: int

    @property
    def reasons(self) -> list[Reason]:
        """What is in the way; empty when the article may run."""
        found = []
        if self.unlooked:
            what = "sentence was" if self.unlooked == 1 else "sentences were"
            found.append(Reason(f"{self.unlooked} {what} not looked at yet."))
        return found + [
            Reason(f"Claim {fact.claim_id}: {one.label}.", fact.claim_id, one)
            for fact in self.facts
            for one in fact.blocks
        ]

    @property
    def conflicts(self) -> frozenset[int]:
        """Everybody who declared an interest in one of the claims."""
        return frozenset(who for fact in self.facts for who in fact.conflicts)

    @property
    def may_run(self) -> bool:
        return not self.unlooked and all(fact.is_settled for fact in self.facts)

    @property
    def settled(self) -> int:
        return sum(fact.is_settled for fact in self.facts)

    @property
    def waived(self) -> int:
        return sum(fact.decision == "waived" for fact in self.facts)


class NotClear(NotReady):
    """The article may not run yet; `reasons` is the whole list."""

    def __init__(self, reasons: Sequence[Reason]):
        self.reasons = tuple(reasons)
        things = "one thing is" if len(reasons) == 1 else f"{len(reasons)} things are"
        listed = " ".join(one.sentence for one in reasons[:10])
        super().__init__(f"The article may not run yet: {things} in the way. {listed}")


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────


def refuse_waiver(fact: Fact, actor: Actor) -> Refusal | None:
    """Why `actor` may not let this claim run by her word, or None when she may.

    Part before person before state, as in the rulebook: an editor, who neither worked on the claim nor declared an
    interest in it (W2, M12); never a legal hold, never in place of legal clearance (L1, L2).
    """
    not_hers = acts.refusal(Act.WAIVE_AT_GATE, actor)
    if not_hers is not None:
        return not_hers
    if actor.id in fact.conflicts:
        return NotYourPart(
            "You declared a conflict of interest on this claim; somebody else must do this."
        )
    deeds = fact.deeds_of(actor.id)
    if deeds:
        return NotYourPart(f"Another editor must waive: you {', '.join(deeds)}.")
    return _nothing_to_waive(fact)


def _nothing_to_waive(fact: Fact) -> Refusal | None:
    if fact.is_waived:
        return WrongState("This claim is waived already.")
    fixed = next((one for one in fact.obstacles if one in NEVER_WAIVED), None)
    if fixed is not None:
        return NotReady(fixed.about)
    if not fact.obstacles:
        return WrongState("This claim is settled: there is nothing to waive.")
    return None


def refuse_taking_back(fact: Fact, actor: Actor) -> Refusal | None:
    """Why `actor` may not take the waiver of this claim back; any editor may, whoever granted it."""
    not_hers = acts.refusal(Act.TAKE_WAIVER_BACK, actor)
    if not_hers is not None:
        return not_hers
    return None if fact.is_waived else WrongState("No waiver stands for this claim.")


def refuse_part(conflicts: Collection[int], actor: Actor) -> Refusal | None:
    """Why this person clears no such article, whatever its standing (M12); None when she may."""
    not_hers = acts.refusal(Act.CLEAR_TEXT, actor)
    if not_hers is not None:
        return not_hers
    if actor.id in conflicts:
        return NotYourPart(
            "You declared a conflict of interest on a claim of this article; another editor must clear it."
        )
    return None


def refuse_clearance(gate: Gate, actor: Actor) -> Refusal | None:
    """Why `actor` may not clear the article to run now, or None when she may."""
    found = refuse_part(gate.conflicts, actor)
    if found is not None:
        return found
    return None if gate.may_run else NotClear(gate.reasons)
