"""Evidence: logged one row at a time, changed under a version check, withdrawn with a reason, never deleted."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from factcheck.db import Work
from factcheck.domain.conversations import CONVERSATION, Channel, Consent
from factcheck.domain.events import Event
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import EVIDENCE_ROWS
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import EvidenceKind, SourceClass, Stance
from factcheck.domain.workflow import Verb
from factcheck.models import Conversation, Evidence, ProtectedSource
from factcheck.services import readers, snapshots, stale
from factcheck.services.changes import begin, content_changed, had_a_hand, move
from factcheck.services.evidence_rows import all_rows, content, row, said
from factcheck.services.standing import Ticket

__all__ = ["EvidenceInput", "all_rows", "change", "log", "row", "stored", "withdraw"]


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
    spoke_with: str = ""
    spoke_role: str = ""
    held_at: str = ""
    channel: Channel | None = None
    consent: Consent | None = None
    consent_note: str = ""
    transcript: str = ""

    def problems(self) -> list[tuple[str, str]]:
        """(field, sentence) for what does not fit together; empty when it does."""
        return [*self._of_the_source(), *self._of_the_conversation()]

    @property
    def is_conversation(self) -> bool:
        """Whether anything is said of with whom, when, how and under which terms."""
        return any(getattr(self, name) for name in CONVERSATION)

    def _of_the_source(self) -> list[tuple[str, str]]:
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

    def _of_the_conversation(self) -> list[tuple[str, str]]:
        if self.kind is not EvidenceKind.INTERVIEW:
            return [("spoke_with", STRAY)] if self.is_conversation else []
        found = [(name, sentence) for name, sentence in NEEDED.items() if not getattr(self, name)]
        if self.consent is not None and not self.consent.names_speaker and not self.spoke_role:
            found.append(("spoke_role", "Say in what role; readers get it in place of the name."))
        if self.consent is Consent.OFF_RECORD and self.is_public:
            found.append(("is_internal", "What was said off the record is kept internal."))
        return found


FIELDS = tuple(f.name for f in fields(EvidenceInput))
COLUMNS = tuple(name for name in FIELDS if name not in CONVERSATION)
STRAY = "Only a conversation has what stands here: choose “conversation” above, or empty it."
NEEDED = {
    "spoke_with": "Say with whom you spoke.",
    "held_at": "Say when it was.",
    "channel": "Choose how you spoke.",
    "consent": "Choose what was agreed.",
}


def stored(row: Evidence) -> EvidenceInput:
    """What a stored row says, as it would be given again."""
    return EvidenceInput(**{name: said(row, name) for name in FIELDS})


def log(work: Work, claim_id: int, given: EvidenceInput, *, is_old: bool = False) -> Evidence:
    """Add a piece of evidence under the claim's next number.  Whoever logs on an open claim takes it up.

    Where it has an address, a copy is asked for in the same transaction and kept after it (E1).  With `is_old` it
    was logged before, elsewhere: a conversation then may lack what was not asked for at that time.
    """
    require_fits(given, is_old=is_old)
    logged = enter(work, begin(work, claim_id, Verb.LOG_EVIDENCE), given, Event.EVIDENCE_LOGGED)
    if logged.url:
        work.session.flush()  # the copy belongs to a row that has its number
        snapshots.ask(work, logged, snapshots.FIRST)
    return logged


def enter(
    work: Work,
    ticket: Ticket,
    given: EvidenceInput,
    event: Event,
    protected: Callable[[int], ProtectedSource] | None = None,
) -> Evidence:
    """Write the row under the claim's next number; `protected` makes what is sealed of it, by that number."""
    claim_id = ticket.claim.id
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
    _set_conversation(logged, given)
    if protected is not None:
        logged.protected = protected(number)
    work.session.add(logged)
    if ticket.claim.assignee_id is None:
        ticket.claim.assignee_id = work.actor.id
    deed = f"logged evidence {number}"
    finish(work, ticket, Verb.LOG_EVIDENCE, event, logged, deed)
    return logged


def change(
    work: Work, claim_id: int, number: int, seen_version: int, given: EvidenceInput
) -> Evidence:
    """Change a piece of evidence.  Raises `StaleSave` when somebody saved it since `seen_version`."""
    ticket, found = to_change(work, claim_id, number)
    if found.protected is not None:
        raise WrongState(f"Evidence {number} is a protected source: change it on its own page.")
    if found.version != seen_version:
        raise stale.of_evidence(work.session, found, given)
    require_fits(given, is_old=_is_bare(found) and not given.is_conversation)
    changed = [name for name in FIELDS if said(found, name) != getattr(given, name)]
    if not changed:
        return found
    put(found, given)
    found.changed_by_id, found.changed_at = work.actor.id, work.now
    words = ", ".join(name.replace("_", " ") for name in changed)
    finish(
        work,
        ticket,
        Verb.CHANGE_EVIDENCE,
        Event.EVIDENCE_CHANGED,
        found,
        f"changed evidence {number}",
        detail=words,
    )
    if "is_public" in changed:
        readers.tell_of_claim(work, claim_id)  # what became of a shown source stands beside the verdict
    if "url" in changed and found.url:
        snapshots.ask_for_new_address(work, found)
    return found


def withdraw(work: Work, claim_id: int, number: int, seen_version: int, reason: str) -> Evidence:
    """Take a piece of evidence out of the count; the row and the reason stay."""
    ticket, found = to_change(work, claim_id, number)
    if found.version != seen_version:
        raise stale.of_evidence(work.session, found, None)
    if not reason:
        raise BadInput("Say why this evidence is withdrawn.")
    if found.url:  # before the row changes, so that it is written once
        snapshots.leave(work, found, "The evidence was withdrawn before it was fetched.")
    found.withdrawn_at, found.withdrawn_reason = work.now, reason
    found.changed_by_id, found.changed_at = work.actor.id, work.now
    finish(
        work,
        ticket,
        Verb.CHANGE_EVIDENCE,
        Event.EVIDENCE_WITHDRAWN,
        found,
        f"withdrew evidence {number}",
        reason=reason,
    )
    readers.tell_of_claim(work, claim_id)
    return found


def to_change(work: Work, claim_id: int, number: int) -> tuple[Ticket, Evidence]:
    """The claim and the row, for whoever may change them.  Raises a refusal or `NoSuchClaim`."""
    ticket = begin(work, claim_id, Verb.CHANGE_EVIDENCE)
    found = row(work.session, claim_id, number)
    if found.withdrawn_at is not None:
        raise WrongState(f"Evidence {number} was withdrawn; log it anew if it is needed after all.")
    return ticket, found


def put(row: Evidence, given: EvidenceInput) -> None:
    """Write what is said into the row; what is the same stays untouched."""
    for name in COLUMNS:
        setattr(row, name, getattr(given, name))
    _set_conversation(row, given)


def _set_conversation(row: Evidence, given: EvidenceInput) -> None:
    if not given.is_conversation:
        row.conversation = None
        return
    if row.conversation is None:
        row.conversation = Conversation()
    for name in CONVERSATION:
        setattr(row.conversation, name, getattr(given, name))


def _is_bare(row: Evidence) -> bool:
    """Whether it is a conversation of the time before anybody was asked with whom it was."""
    return row.kind is EvidenceKind.INTERVIEW and row.conversation is None


def require_fits(given: EvidenceInput, *, is_old: bool = False) -> None:
    """Raise `BadInput` for what does not fit together."""
    for name, sentence in given.problems():
        if not (is_old and name in NEEDED):
            raise BadInput(sentence)


def finish(
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
    """What every change of evidence ends with: a hand in it, the move, the record, a new version of the verdict."""
    had_a_hand(work, ticket, deed)
    ticket.evidence = [one for one in ticket.evidence if one.number != row.number]
    if row.withdrawn_at is None:
        ticket.evidence.append(content(row))
    subject = f"evidence:{row.number}"
    move(work, ticket, verb, event=event, subject=subject, reason=reason, detail=detail)
    content_changed(work, ticket, f"{deed} ({detail})" if detail else deed)
