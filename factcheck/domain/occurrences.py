"""One claim in several articles: where it may be marked, who may say so, and who confirms it for readers (W12).

Linking moves no state and touches nothing that was approved: the claim stays in its own article, with its own verdict.
But readers of the other article get that verdict, so a second person confirms it first (promise 1).
"""

from dataclasses import dataclass

from factcheck.domain import acts
from factcheck.domain.acts import Act
from factcheck.domain.guards import no_conflict
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.standing import Standing
from factcheck.domain.terms import Actor, ArticleKind, Dismissal, Part, State


@dataclass(frozen=True)
class There:
    """The other article, and whether the claim is linked with it, by whom, and whether that is confirmed.

    `marked_by` are those who chose words there since, beside whoever linked it first.
    """

    article_id: int
    kind: ArticleKind
    is_own: bool = False  # the claim's own article
    linked_by_id: int | None = None
    is_confirmed: bool = False
    marked_by: frozenset[int] = frozenset()


def link_refusal(
    standing: Standing, actor: Actor, there: There, dismissal: Dismissal | None = None
) -> Refusal | None:
    """Why the claim may not be marked in the other article by `actor`, or None when it may."""
    number = standing.claim_id
    not_hers = acts.refusal(Act.LINK, actor)
    if not_hers is not None:
        return not_hers
    if there.is_own:
        return WrongState(
            f"Claim {number} belongs to this article already. Edit it to mark further words."
        )
    if standing.state is State.DISMISSED and dismissal is Dismissal.DUPLICATE:
        return WrongState(
            f"That would make a circle: claim {number} was itself dismissed as a duplicate."
        )
    if standing.state is State.DISMISSED:
        return WrongState(f"Claim {number} was dismissed. Take it up again first.")
    if standing.article_kind is ArticleKind.OWN_DRAFT and there.kind is ArticleKind.ELSEWHERE:
        return WrongState(
            f"Claim {number} belongs to our own draft: its finding stays on the desk and never reaches "
            "the readers of this article. Open a claim here."
        )
    return no_conflict(standing, actor)


def confirm_refusal(standing: Standing, actor: Actor, there: There) -> Refusal | None:
    """Why `actor` may not confirm the link, or None when she may: never whoever made it."""
    not_hers = acts.refusal(Act.CONFIRM_LINK, actor)
    if not_hers is not None:
        return not_hers
    if there.is_confirmed:
        return WrongState("It is confirmed already.")
    if there.linked_by_id == actor.id:
        return NotYourPart("Another person must confirm it: you linked the claim.")
    if actor.id in there.marked_by:
        return NotYourPart("Another person must confirm it: you chose words of it there.")
    if standing.is_held:
        return WrongState("A legal hold is on: nothing more of this claim reaches readers.")
    if standing.publication.is_retracted:
        return WrongState("The verdict was retracted: no further article gets it.")
    return no_conflict(standing, actor)


def unlink_refusal(standing: Standing, actor: Actor, there: There) -> Refusal | None:
    """Why `actor` may not take the link away, or None when she may: what readers see changes with a notice alone."""
    not_hers = acts.refusal(Act.UNLINK, actor)
    if not_hers is not None:
        return not_hers
    is_before_readers = bool(standing.publication.number) and there.kind is ArticleKind.ELSEWHERE
    if there.is_confirmed and is_before_readers:
        if not actor.plays(Part.EDITOR):
            return NotYourPart("Readers see it there: only an editor may take it away.")
        if standing.state is State.PUBLISHED and not standing.publication.is_retracted:
            return WrongState(
                "Readers see it there. Begin a correction of the verdict first: nothing before readers "
                "changes silently."
            )
    return no_conflict(standing, actor)
