"""The approval policy of each risk class, as data an administrator edits (W3).

That a claim at risk needs a legal reviewer is a rule of the domain and stands in no policy.
"""

from dataclasses import replace
from zlib import crc32

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from factcheck.db import Work
from factcheck.domain.acts import Act, require
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Policy, RiskClass
from factcheck.domain.refusals import WrongState
from factcheck.models import Person, PolicyRow
from factcheck.services import history
from factcheck.services.reference import POLICY_FIELDS, outdate
from factcheck.services.stale import StaleSave

# What a desk begins with, and what the form offers to go back to.
_RISKY = Policy(minimum_origins=2, may_approver_publish=False)
DEFAULTS: dict[RiskClass, Policy] = {
    RiskClass.ORDINARY: Policy(),
    RiskClass.ALLEGATION: replace(_RISKY, is_reply_needed=True, reply_hours=48),
    RiskClass.PRIVATE_PERSON: _RISKY,
    RiskClass.MINOR: replace(_RISKY, approvals_needed=2),
}


def policies(session: Session) -> dict[RiskClass, Policy]:
    """The policies as they stand, in the order of the risk classes; defaults where none is."""
    columns = [PolicyRow.__table__.columns[name] for name in POLICY_FIELDS]
    stored = {
        risk: Policy(*values)
        for risk, *values in session.execute(select(PolicyRow.risk_class, *columns))
    }
    return {risk: stored.get(risk, DEFAULTS[risk]) for risk in RiskClass}


def add_defaults(work: Work, known: set[RiskClass]) -> list[RiskClass]:
    """Write the default policy of every class that is not `known`; those written are returned."""
    missing = [risk for risk in RiskClass if risk not in known]
    rows = [
        {
            "risk_class": risk,
            **vars(DEFAULTS[risk]),
            "changed_at": work.now,
            "changed_by_id": work.actor.id,
        }
        for risk in missing
    ]
    if rows:
        work.session.execute(insert(PolicyRow), rows)
    return missing


def version_of(policy: Policy) -> int:
    """A number that stands for exactly this policy, so that a late save can be told (W14)."""
    return crc32(repr(policy).encode())


def save(work: Work, risk: RiskClass, policy: Policy, seen_version: int) -> None:
    """Change the policy of one risk class; `seen_version` names the one it was begun with.

    Raises `NotYourPart`, `BadInput` when it cannot work, `WrongState` when nothing differs, `StaleSave` when
    somebody changed it meanwhile.  Claims under way are judged by the new one from now on.
    """
    require(Act.KEEP_POLICY, work.actor)
    before = _locked(work, risk)
    if version_of(before) != seen_version:
        raise _stale(work, risk, before, policy)
    problems = policy.problems()
    if problems:
        raise BadInput(" ".join(problems), 422)
    if policy == before:
        raise WrongState("Nothing is changed: the policy was like this before.")
    values = {**vars(policy), "changed_at": work.now, "changed_by_id": work.actor.id}
    work.session.execute(update(PolicyRow).where(PolicyRow.risk_class == risk).values(**values))
    outdate(work)
    history.record(
        work,
        Event.POLICY_CHANGED,
        subject=f"policy:{risk.value}",
        detail=difference(before, policy),
    )


def difference(before: Policy, after: Policy) -> str:
    """What changed, as the history keeps it: `approvals_needed 1 -> 2; …`."""
    return "; ".join(
        f"{name} {_plain(getattr(before, name))} -> {_plain(getattr(after, name))}"
        for name in POLICY_FIELDS
        if getattr(before, name) != getattr(after, name)
    )


def in_words(policy: Policy) -> dict[str, str]:
    """What the policy brings about, a sentence each; page and conflict page show these."""
    return {
        "Approvals": _approvals(policy),
        "Sources": _sources(policy),
        "Reply": _reply(policy),
        "Publishing": (
            "An editor who approved may also publish."
            if policy.may_approver_publish
            else "Whoever approved does not publish: another editor must."
        ),
    }


def _approvals(policy: Policy) -> str:
    need = policy.approvals_needed
    many = "One approval carries" if need == 1 else f"{need} approvals carry"
    if not policy.panel_size:
        return f"{many} the verdict; the first person who sends it back decides."
    against = policy.panel_size - need
    back = "one vote against sends" if against == 0 else f"{against + 1} votes against send"
    return (
        f"{many} the verdict in a panel of {policy.panel_size}; {back} it back. "
        "Votes stay secret until it is decided or all have voted."
    )


def _sources(policy: Policy) -> str:
    count = policy.minimum_origins
    origins = "One independent origin" if count == 1 else f"{count} independent origins"
    primary = ", one of them primary," if policy.is_primary_needed else ""
    more = "or more where the rating asks for more"
    return f"{origins}{primary} at least, {more}, or a waiver by an editor's name."


def _reply(policy: Policy) -> str:
    hours = "1 hour" if policy.reply_hours == 1 else f"{policy.reply_hours} hours"
    need = (
        "Nothing publishes before somebody was asked for a reply, or an editor waived it by name"
        if policy.is_reply_needed
        else "Asking for a reply is left to the checker"
    )
    return f"{need}; the usual time to answer is {hours}."


def _locked(work: Work, risk: RiskClass) -> Policy:
    """The policy while nobody else can change it; the default where none was stored yet."""
    columns = [PolicyRow.__table__.columns[name] for name in POLICY_FIELDS]
    wanted = select(*columns).where(PolicyRow.risk_class == risk).with_for_update()
    row = work.session.execute(wanted).first()
    if row is None:
        add_defaults(work, {other for other in RiskClass if other is not risk})
        return DEFAULTS[risk]
    return Policy(*row)


def _stale(work: Work, risk: RiskClass, before: Policy, yours: Policy) -> StaleSave:
    row = work.session.execute(
        select(PolicyRow.changed_at, Person.name)
        .outerjoin(Person, Person.id == PolicyRow.changed_by_id)
        .where(PolicyRow.risk_class == risk)
    ).one()
    return StaleSave(
        noun="policy",
        theirs=in_words(before),
        yours=in_words(yours),
        by_name=row.name or "",
        at=row.changed_at,
        version=version_of(before),
    )


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
