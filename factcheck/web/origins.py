"""The origins of a claim's evidence: how many there are, which rows share one, and what is suggested of them."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import workflow
from factcheck.domain.content import EvidenceContent
from factcheck.domain.independence import origin_of
from factcheck.domain.inputs import BadInput
from factcheck.domain.origin_suggestions import Apart, OriginKind
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb
from factcheck.services import origins, standing
from factcheck.services.standing import Ticket
from factcheck.web import current
from factcheck.web.forms.origins import OriginForm
from factcheck.web.security import DESK, door

blueprint = Blueprint("origins", __name__)

ORIGINS = "/desk/claims/<int:id>/origins"


@blueprint.get(ORIGINS)
@door(DESK)
def page(id: int) -> str:
    """What counts as how many origins, and what is suggested."""
    ticket = standing.load(current.reading(), id)
    facts = ticket.standing
    return render_template(
        "claims/origins.html",
        ticket=ticket,
        origins=_by_origin(ticket, facts.circular),
        needed=facts.policy.minimum_origins,
        circular=facts.circular,
        repeating=ticket.compared.repeating(),
        titles={row.number: row.title for row in ticket.evidence},
        suggested=origins.suggested(ticket),
        said=ticket.compared.apart,
        article_kind=OriginKind.ARTICLE,
        may_decide=_may_decide(ticket),
    )


@blueprint.post(f"{ORIGINS}/join")
@door(Part.CHECKER, Part.EDITOR)
def join(id: int) -> ResponseReturnValue:
    """Make the evidence of a suggestion one origin."""
    return _decide(id, lambda work, one: f"One origin: “{origins.join(work, id, one)}”.")


@blueprint.post(f"{ORIGINS}/apart")
@door(Part.CHECKER, Part.EDITOR)
def apart(id: int) -> ResponseReturnValue:
    """Hold the evidence of a suggestion for independent all the same."""

    def tell(work: Work, one: Apart) -> str:
        origins.tell_apart(work, id, one)
        return "Independent all the same; it is not suggested again."

    return _decide(id, tell)


def _decide(id: int, deed: Callable[[Work, Apart], str]) -> ResponseReturnValue:
    form = OriginForm()
    if not form.validate():
        raise BadInput("Choose one of the suggestions.")
    with current.work() as work:
        said = deed(work, form.wanted)
    flash(said, "status")
    return redirect(url_for("origins.page", id=id), 303)


def _by_origin(ticket: Ticket, circular: tuple[int, ...]) -> list[list[EvidenceContent]]:
    """The evidence that counts, rows of one origin together."""
    found: dict[tuple[str, str], list[EvidenceContent]] = {}
    for row in sorted(ticket.evidence, key=lambda row: row.number):
        is_counted = not row.withheld or row.number in ticket.excepted
        if is_counted and row.number not in circular:
            found.setdefault(origin_of(row), []).append(row)
    return list(found.values())


def _may_decide(ticket: Ticket) -> bool:
    try:
        workflow.check(Verb.CHANGE_EVIDENCE, ticket.standing, current.actor())
    except Refusal:
        return False
    return True
