"""The review page as plain data: what may be decided here, who could be asked, and the forms for both.

The rules are asked (`workflow.refusal`, `offers`), never repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from factcheck.domain import workflow
from factcheck.domain.terms import Actor, Capacity, State
from factcheck.domain.workflow import Offer, Verb, offers
from factcheck.services import people, verdicts
from factcheck.services.reference import reference
from factcheck.services.reviews import DECIDERS
from factcheck.services.standing import Ticket
from factcheck.web import current
from factcheck.web.forms.reviews import (
    ApproveForm,
    AskForm,
    ClearForm,
    HoldForm,
    RecuseForm,
    ReleaseForm,
    SendBackForm,
    VerbForm,
    WaiveForm,
)

FORMS: Mapping[Verb, type[VerbForm]] = MappingProxyType(
    {
        kind.verb: kind
        for kind in (
            ApproveForm,
            ClearForm,
            SendBackForm,
            RecuseForm,
            HoldForm,
            ReleaseForm,
            WaiveForm,
            AskForm,
        )
    }
)
OTHERS = (Verb.RECUSE, Verb.WAIVE, Verb.HOLD, Verb.RELEASE)


@dataclass(frozen=True)
class Move:
    """A verb with its form, ready to use where the offer holds no refusal."""

    offer: Offer
    form: VerbForm


def moves(
    ticket: Ticket, actor: Actor, session: Session, sent: VerbForm | None = None
) -> dict[Verb, Move]:
    """What this person may do here, each with its form; `sent` takes the place of its own.

    Whoever declared a conflict of interest has no form at all: the head of the page says why.
    """
    if actor.id in ticket.standing.conflicts:
        return {}
    offered = {offer.verb: offer for offer in offers(ticket.standing, actor)}
    found = {}
    for verb, kind in FORMS.items():
        if verb in offered:
            is_sent = sent is not None and sent.verb is verb
            form = sent if sent is not None and is_sent else kind(formdata=None)
            fill(form, ticket, session)
            found[verb] = Move(offered[verb], form)
    return found


def offer(form: VerbForm, session: Session) -> None:
    """Put in all that could be chosen on any claim, for reading what was sent; the services know what fits."""
    if isinstance(form, SendBackForm):
        known = reference(session, current.sign().reference_version)
        form.offer(known.ratings.values(), None)


def fill(form: VerbForm, ticket: Ticket, session: Session) -> None:
    """Put in what can be chosen on this claim: labels of its scale, colleagues."""
    if isinstance(form, SendBackForm):
        scale = verdicts.scale_of(ticket)
        proposed = ticket.verdict.rating_id if ticket.verdict else None
        form.offer(scale.choices if scale else (), proposed)
    if isinstance(form, AskForm):
        form.person.offer(colleagues(session, ticket))


def colleagues(session: Session, ticket: Ticket) -> list[tuple[int, str]]:
    """Those who could still be asked: with a part that decides, no hand in the claim, no conflict, not asked yet."""
    parts = [*DECIDERS[Capacity.EDITORIAL]]
    if ticket.standing.needs_legal_review:
        parts += DECIDERS[Capacity.LEGAL]
    standing = ticket.standing
    out = {*standing.conflicts, *standing.contributions, standing.verdict.author_id}
    out |= {review.reviewer_id for review in ticket.reviews}
    return [(who, name) for who, name in people.active(session, *parts) if who not in out]


def why_not(ticket: Ticket, actor: Actor) -> tuple[str, str]:
    """What this person may not do with what lies here for decision, and why; two empty texts when she may."""
    if actor.id in ticket.standing.conflicts:
        return "", ""
    if ticket.claim.state is not State.IN_REVIEW:
        return "", ""
    is_legal_alone = actor.plays(*DECIDERS[Capacity.LEGAL]) and not actor.plays(
        *DECIDERS[Capacity.EDITORIAL]
    )
    verb = Verb.CLEAR if is_legal_alone else Verb.APPROVE
    found = workflow.refusal(verb, ticket.standing, actor)
    return (verb.value, found.sentence) if found is not None else ("", "")
