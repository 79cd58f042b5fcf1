"""Several claims at once: look first at what the rulebook would say of each, then do it one by one.

There is no verb of its own here.  Each claim passes through the same transition as alone, in a
change of its own, so that one refusal keeps nobody from the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from factcheck.domain import workflow
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Actor
from factcheck.domain.workflow import Verb
from factcheck.services.standing import NoSuchClaim, load

VERBS = (Verb.TAKE, Verb.ASSIGN)


@dataclass(frozen=True)
class Chosen:
    """One claim that was ticked; `refusal` says why it will be skipped, empty where it will not.

    `holder_id` and `holder` are who holds it now, 0 and empty for nobody.
    """

    claim_id: int
    statement: str
    refusal: str
    holder_id: int
    holder: str


def look(session: Session, actor: Actor, verb: Verb, ids: Iterable[int]) -> list[Chosen]:
    """What would become of each claim now; claims that do not exist are left out."""
    found = []
    for claim_id in ids:
        try:
            ticket = load(session, claim_id)
        except NoSuchClaim:
            continue
        why = workflow.refusal(verb, ticket.standing, actor)
        refusal, claim = why.sentence if why else "", ticket.claim
        holder = claim.assignee_id or 0
        found.append(Chosen(claim_id, claim.statement, refusal, holder, ticket.assignee_name))
    return found


def do(ids: Iterable[int], deed: Callable[[int], None]) -> tuple[list[int], dict[int, str]]:
    """Run `deed` for each claim: those it was done to, and why the others were skipped.

    `deed` opens a change of its own; what it refuses is remembered, what fails otherwise is raised.
    """
    done: list[int] = []
    skipped: dict[int, str] = {}
    for claim_id in ids:
        try:
            deed(claim_id)
        except (Refusal, BadInput, NoSuchClaim) as why:
            skipped[claim_id] = why.sentence
        else:
            done.append(claim_id)
    return done, skipped
