"""Evidence: logged one row at a time, changed under a version check, withdrawn with a reason, never deleted."""

from dataclasses import dataclass, fields

from factcheck.db import Work
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import EVIDENCE_ROWS
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance
from factcheck.domain.workflow import Verb
from factcheck.models import Evidence
from factcheck.services import snapshots, stale
from factcheck.services.changes import begin, content_changed, had_a_hand, move
from factcheck.services.evidence_rows import all_rows, content, row
from factcheck.services.standing import Ticket

__all__ = ["EvidenceInput", "all_rows", "change", "log", "row", "withdraw"]


@dataclass(frozen=True, kw_only=True)
class EvidenceInput:
    """What a person says about a piece of evidence, cleaned already; dates as ISO texts, possibly partial."""

    kind: EvidenceKind
    stance: Stance
    source_class: SourceClass
    title: str
    url: str = ""
    publisher: str = ""
    published_on: str = ""
    accessed_on: str = ""
    quote: str = ""
    says: str = ""
    locator: str = ""
    origin_group: str = ""
    note: str = ""
    expert_employer: str = ""
    expert_field: str = ""
    expert_conflicts: str = ""
    is_public: bool = True
    internal_reason: str = ""

    def problems(self) -> list[tuple[str, str]]:
        """(field, sentence) for what does not fit together; empty when it does."""
        found = []
        if self.kind is EvidenceKind.LINK and not self.url:
            found.append(("url", "A link needs its address."))
        if not self.is_public and not self.internal_reason:
            found.append(("internal_reason", "Say why readers must not see this evidence."))
        if self.source_class is SourceClass.EXPERT and not (
            self.expert_employer and self.expert_field
        ):
            found.append(
                (
                    "expert_employer",
                    "Say where the expert works and in which field (readers see it).",
                )
            )
        return found


COLUMNS = tuple(f.name for f in fields(EvidenceInput))


def log(work: Work, claim_id: int, given: EvidenceInput) -> Evidence:
    """Add a piece of evidence under the claim's next number.  Whoever logs on an open claim takes it up.

    Where it has an address, a copy is asked for in the same transaction and kept after it (E1).
    """
    _require(given)
    ticket = begin(work, claim_id, Verb.LOG_EVIDENCE)
    number = ticket.last_evidence + 1
    if number > EVIDENCE_ROWS:
        raise BadInput(f"A claim holds at most {EVIDENCE_ROWS} pieces of evidence.")
    logged = Evidence(
        claim_id=claim_id,
        number=number,
        logged_by_id=work.actor.id,
        logged_at=work.now,
        **{name: getattr(given, name) for name in COLUMNS},
    )
    work.session.add(logged)
    if ticket.claim.assignee_id is None:
        ticket.claim.assignee_id = work.actor.id
    deed = f"logged evidence {number}"
    _finish(work, ticket, Verb.LOG_EVIDENCE, Event.EVIDENCE_LOGGED, logged, deed)
    if logged.url:
        work.session.flush()  # the copy belongs to a row that has its number
        snapshots.ask(work, logged, snapshots.FIRST)
    return logged


def change(
    work: Work, claim_id: int, number: int, seen_version: int, given: EvidenceInput
) -> Evidence:
    """Change a piece of evidence.  Raises `StaleSave` when somebody saved it since `seen_version`."""
    _require(given)
    ticket, found = _to_change(work, claim_id, number)
    if found.version != seen_version:
        raise stale.of_evidence(work.session, found, given)
    changed = [name for name in COLUMNS if getattr(found, name) != getattr(given, name)]
    if not changed:
        return found
    for name in changed:
        setattr(found, name, getattr(given, name))
    found.changed_by_id, found.changed_at = work.actor.id, work.now
    words = ", ".join(name.replace("_", " ") for name in changed)
    _finish(
        work,
        ticket,
        Verb.CHANGE_EVIDENCE,
        Event.EVIDENCE_CHANGED,
        found,
        f"changed evidence {number}",
        detail=words,
    )
    if "url" in changed and found.url:
        snapshots.ask_for_new_address(work, found)
    return found


def withdraw(work: Work, claim_id: int, number: int, seen_version: int, reason: str) -> Evidence:
    """Take a piece of evidence out of the count; the row and the reason stay."""
    ticket, found = _to_change(work, claim_id, number)
    if found.version != seen_version:
        raise stale.of_evidence(work.session, found, None)
    if not reason:
        raise BadInput("Say why this evidence is withdrawn.")
    if found.url:  # before the row changes, so that it is written once
        snapshots.leave(work, found, "The evidence was withdrawn before it was fetched.")
    found.withdrawn_at, found.withdrawn_reason = work.now, reason
    found.changed_by_id, found.changed_at = work.actor.id, work.now
    _finish(
        work,
        ticket,
        Verb.CHANGE_EVIDENCE,
        Event.EVIDENCE_WITHDRAWN,
        found,
        f"withdrew evidence {number}",
        reason=reason,
    )
    return found


def _to_change(work: Work, claim_id: int, number: int) -> tuple[Ticket, Evidence]:
    ticket = begin(work, claim_id, Verb.CHANGE_EVIDENCE)
    found = row(work.session, claim_id, number)
    if found.withdrawn_at is not None:
        raise WrongState(f"Evidence {number} was withdrawn; log it anew if it is needed after all.")
    return ticket, found


def _require(given: EvidenceInput) -> None:
    for _, sentence in given.problems():
        raise BadInput(sentence)


def _finish(
    work: Work,
    ticket: Ticket,
    verb: Verb,
    event: Event,
    row: Evidence,
    deed: str,
    *,
    reason: str = "",
    detail: str = "",
) -> None:
    had_a_hand(work, ticket, deed)
    ticket.evidence = [one for one in ticket.evidence if one.number != row.number]
    if row.withdrawn_at is None:
        ticket.evidence.append(content(row))
    subject = f"evidence:{row.number}"
    move(work, ticket, verb, event=event, subject=subject, reason=reason, detail=detail)
    content_changed(work, ticket, f"{deed} ({detail})" if detail else deed)
