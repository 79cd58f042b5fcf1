"""The conditions the rulebook names: each looks at a claim's standing and lets a verb pass or says why not.

Guards about a person's relation to the claim refuse with 403, about something missing with 422, about something
already done with 409.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factcheck.domain.independence import circular_told
from factcheck.domain.refusals import NotReady, NotYourPart, Refusal, WrongState
from factcheck.domain.standing import Standing
from factcheck.domain.terms import Actor, ArticleKind, ChangeKind, ReviewState

Check = Callable[[Standing, Actor], Refusal | None]


@dataclass(frozen=True)
class Guard:
    """A named condition; `about` is its sentence on the permissions page."""

    name: str
    about: str
    try_: Check


GUARDS_BY_NAME: dict[str, Guard] = {}


def _guard(about: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        GUARDS_BY_NAME[check.__name__] = Guard(check.__name__, about, check)
        return check

    return register


@_guard("Nobody approves what she wrote, evidenced or changed herself, whatever her parts (W2).")
def four_eyes(standing: Standing, actor: Actor) -> Refusal | None:
    deeds = standing.deeds_of(actor.id)
    if actor.id is not None and not deeds and standing.verdict.author_id != actor.id:
        return None
    listed = _joined(deeds or ("wrote the verdict",))
    return NotYourPart(f"Another person must approve: you {listed}.")


@_guard("Whoever declared a conflict of interest stays out of the claim (M12).")
def no_conflict(standing: Standing, actor: Actor) -> Refusal | None:
    if actor.id is None or actor.id not in standing.conflicts:
        return None
    return NotYourPart(
        "You declared a conflict of interest on this claim; somebody else must do this."
    )


def require_no_conflict(standing: Standing, actor: Actor) -> None:
    """Raise `NotYourPart` for whoever stays out of the claim: for acts that are no move, so that no rule names it."""
    found = no_conflict(standing, actor)
    if found is not None:
        raise found


@_guard("Whoever wrote the verdict has declared no conflict of interest since (M12).")
def author_without_conflict(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.verdict.author_id not in standing.conflicts:
        return None
    return NotReady(
        f"{standing.verdict.author_name} wrote this verdict and declared a conflict of interest: "
        "somebody else must write it anew, or save it in her own name."
    )


@_guard("The claim is not already yours.")
def not_mine_yet(standing: Standing, actor: Actor) -> Refusal | None:
    return WrongState("You hold this claim already.") if standing.assignee_id == actor.id else None


@_guard("One decision per person and version.")
def not_decided_yet(standing: Standing, actor: Actor) -> Refusal | None:
    vote = standing.votes_of(actor.id)
    if vote is None or vote.state in {ReviewState.ASKED, ReviewState.READING}:
        return None
    done = {
        ReviewState.APPROVED: "You approved already.",
        ReviewState.SENT_BACK: "You sent this version back already.",
        ReviewState.RECUSED: "You recused yourself from this claim.",
    }
    return WrongState(done[vote.state])


@_guard("Nobody begins twice to read the same version.")
def not_reading_yet(standing: Standing, actor: Actor) -> Refusal | None:
    vote = standing.votes_of(actor.id)
    if vote is None or vote.state is not ReviewState.READING:
        return None
    return WrongState("The others see already that you are reading.")


@_guard("Nobody recuses herself twice.")
def not_recused_yet(standing: Standing, actor: Actor) -> Refusal | None:
    if actor.id is not None and actor.id in standing.conflicts:
        return WrongState("You recused yourself from this claim already.")
    return None


@_guard("Only those who worked on a verdict take it back from review.")
def own_work(standing: Standing, actor: Actor) -> Refusal | None:
    if standing.verdict.author_id == actor.id or standing.deeds_of(actor.id):
        return None
    return NotYourPart(
        "Only those who worked on this verdict may take it back; a reviewer can send it back."
    )


@_guard("The verdict has a rating, a reason, an explanation and an “as of” date.")
def verdict_written(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    verdict = standing.verdict
    parts = {
        "a rating": verdict.rating_id is not None,
        "a one-sentence reason": verdict.has_reason,
        "an explanation": verdict.has_explanation,
        "an “as of” date": verdict.has_as_of,
    }
    missing = [name for name, is_there in parts.items() if not is_there]
    return NotReady(f"The verdict still needs {_joined(missing)}.") if missing else None


@_guard("Where a newer text of an article changed or lost the claim’s words, somebody looked (A8).")
def words_settled(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.unsettled_words:
        return None
    return NotReady(
        "A newer text of the article changed or lost the claim’s words: say first what became of them."
    )


EXCEPTION = "One counts only once an editor who read it records a source-safety exception for it."


def _protected(standing: Standing) -> str:
    """What is said beside a count that leaves protected sources out (M7)."""
    count = standing.uncounted_sources
    if not count:
        return ""
    left_out = "A protected source is" if count == 1 else f"{count} protected sources are"
    return f" {left_out} not counted. {EXCEPTION}"


@_guard("A verdict rests on at least one piece of evidence (M1).")
def evidence_logged(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.evidence_count:
        return None
    if standing.uncounted_sources:
        return NotReady(f"A verdict cannot rest on protected sources alone. {EXCEPTION}")
    return NotReady("Add at least one piece of evidence before a verdict.")


@_guard(
    "The rating has as many independent origins as the scale and the policy ask for, or a named waiver (M1)."
)
def enough_origins(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    need, have = standing.policy.minimum_origins, standing.origins
    if have >= need or standing.are_sources_waived:
        return None
    told = circular_told(standing.circular)
    for_what = "This rating" if standing.verdict.rating_id is not None else "A verdict here"
    origins = "one independent origin" if need == 1 else f"{need} independent origins"
    return NotReady(
        f"{for_what} needs {origins} and the evidence has {have or 'none'}: add a source of another origin, "
        f"or ask an editor to waive it with a reason.{' ' if told else ''}{told}{_protected(standing)}"
    )


@_guard("Where the policy asks for a primary source, one is there or waived by name (M2).")
def primary_source(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.policy.is_primary_needed or standing.has_primary or standing.are_sources_waived:
        return None
    told = "The policy asks for a primary source here, and none of the evidence is one."
    return NotReady(f"{told}{_protected(standing)}")


@_guard(
    "A change to a published verdict carries its kind and a note for readers, and the kind fits (C1, C3, C8)."
)
def change_noted(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    verdict = standing.verdict
    if verdict.change_kind is ChangeKind.FIRST:
        return None
    if not verdict.has_change_note:
        return NotReady("Write the note that tells readers what changed and why.")
    if verdict.change_kind is ChangeKind.CLARIFICATION and verdict.is_rating_changed:
        return NotReady(
            "A clarification leaves the rating as it is. To change the rating, publish a correction."
        )
    return None


@_guard("A legal reviewer clears claims that carry a risk flag; others need no clearance.")
def legal_review_needed(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.needs_legal_review:
        return None
    return WrongState("This claim carries no risk flag; it needs no legal clearance.")


@_guard(
    "A claim with a risk flag, or a rating that judges a private person, is cleared by a legal reviewer, "
    "for exactly this content (L1, L2, R7)."
)
def legally_cleared(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.needs_legal_review or standing.is_legally_cleared:
        return None
    why = (
        "A risk flag is set"
        if standing.flags.needs_legal_review
        else "The rating judges a private person"
    )
    return NotReady(
        f"{why}: a legal reviewer must clear this version before anybody can publish it."
    )


@_guard("While a legal hold is on, nothing publishes (L2).")
def not_held(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.is_held:
        return None
    return NotReady("A legal hold is on; only a legal reviewer can release it.")


@_guard("One hold at a time.")
def not_held_yet(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    return WrongState("A legal hold is on already.") if standing.is_held else None


@_guard("There is a hold to release.")
def held(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    return None if standing.is_held else WrongState("No legal hold is on.")


@_guard("Our own drafts have no public page.")
def for_readers(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.article_kind is ArticleKind.ELSEWHERE:
        return None
    return WrongState(
        "This claim stands in our own draft; its finding stays on the desk and has no public page."
    )


@_guard(
    "The approvals the policy asks for still stand: same content, people still on the desk (W4)."
)
def approvals_stand(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.approvals >= standing.policy.approvals_needed:
        return None
    return WrongState(approvals_missing(standing))


def approvals_missing(standing: Standing) -> str:
    """How many approvals are still needed; while a panel votes in secret, how many it takes in all (W3)."""
    need = standing.policy.approvals_needed
    if not standing.are_votes_open:
        return (
            f"{_count(need, 'approval is', 'approvals are')} needed; "
            "the panel votes in secret until all have."
        )
    missing = need - standing.approvals
    return f"{_count(missing, 'more approval is', 'more approvals are')} needed."


@_guard(
    "An allegation is published with a reply, an unanswered request for one, or a named waiver (L4, L7)."
)
def reply_settled(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if (
        not (standing.policy.is_reply_needed or standing.flags.alleges_crime)
        or standing.is_reply_settled
    ):
        return None
    if standing.reply_outcomes:
        return NotReady("A reply was asked for and the time to answer has not run out.")
    return NotReady(
        "Ask for a reply and record it, or have an editor waive it by name with a reason."
    )


@_guard("Readers can trace who said it and where (D21).")
def origin_traced(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.has_appearance:
        return None
    return NotReady(
        "Say where the claim was made: an address, or a speech, broadcast or print with its date."
    )


@_guard(
    "Where a private person or a minor is concerned, readers get a role instead of a name (L15)."
)
def names_hidden(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.flags.hides_names or standing.are_names_hidden:
        return None
    return NotReady(
        "Say which role readers see in place of each name; a private person or a minor is concerned."
    )


@_guard("Where the policy says so, whoever approved does not also publish.")
def may_publish_own_approval(standing: Standing, actor: Actor) -> Refusal | None:
    vote = standing.votes_of(actor.id)
    if (
        standing.policy.may_approver_publish
        or vote is None
        or vote.state is not ReviewState.APPROVED
    ):
        return None
    return NotYourPart("You approved this version; the policy asks another editor to publish it.")


@_guard("Something stands before readers.")
def before_readers(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    return (
        None
        if standing.publication.number
        else WrongState("Nothing of this claim was published yet.")
    )


@_guard("Nothing stands before readers.")
def not_before_readers(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if not standing.publication.number:
        return None
    return WrongState(
        "A verdict on this claim was published; drop the change or retract the verdict instead."
    )


@_guard("The published verdict stands (it was not retracted).")
def live(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    if standing.is_live:
        return None
    return WrongState(
        "No published verdict stands here: nothing was published, or it was retracted."
    )


@_guard("A retraction waits for its second person.")
def retraction_open(standing: Standing, actor: Actor) -> Refusal | None:  # noqa: ARG001  guards share one signature
    publication = standing.publication
    if publication.is_retracted and not publication.is_retraction_confirmed:
        return None
    return WrongState("No retraction waits for confirmation.")


@_guard("The second person is somebody else.")
def other_than_retractor(standing: Standing, actor: Actor) -> Refusal | None:
    if standing.publication.retracted_by_id != actor.id:
        return None
    return NotYourPart("You retracted it; another editor must confirm.")


GUARDS: Mapping[str, Guard] = MappingProxyType(GUARDS_BY_NAME)


def _joined(texts: list[str] | tuple[str, ...]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _count(number: int, one: str, many: str) -> str:
    return f"{'One' if number == 1 else number} {one if number == 1 else many}"
