"""The history in sentences: what a row says somebody did."""

from factcheck.domain.events import Event
from factcheck.domain.terms import Dismissal, ReplyOutcome
from factcheck.domain.workflow import Verb
from factcheck.models.claims import WaiverKind
from factcheck.services.record import Deed

# Moves of a claim carry the verb as their subject; here is each in the past tense.
DONE = {
    Verb.OPEN: "decided that the claim is to be checked",
    Verb.TAKE: "took the claim",
    Verb.ASSIGN: "gave the claim to a checker",
    Verb.WITHDRAW: "took the verdict back to work on it",
    Verb.RECHECK: "sent the claim back to be checked: the article’s words changed",
    Verb.DISMISS: "dismissed the claim",
    Verb.REOPEN: "took the dismissed claim up again",
    Verb.RECUSE: "stepped out of the review",
    Verb.CORRECT: "began a correction",
    Verb.CLARIFY: "began a clarification",
    Verb.UPDATE: "began an update",
    Verb.DROP_CHANGE: "gave up the change that was begun",
}
_EVENTS = {event.value: event for event in Event}
_DETAILS: dict[str, str] = {
    term.value: term.label for kind in (Dismissal, ReplyOutcome, WaiverKind) for term in kind
}
# Events whose detail is words for people; elsewhere it is a hash or repeats the page.
_SAYS_MORE = {
    Event.ANCHOR_CHANGED,
    Event.ANCHOR_KEPT,
    Event.ANCHOR_ORPHANED,
    Event.ANCHOR_SETTLED,
    Event.CLAIM_CHANGED,
    Event.CLAIM_DUE,
    Event.CLAIM_TRANSITION,
    Event.CONFLICT_DECLARED,
    Event.EVIDENCE_CHANGED,
    Event.REPLY_ASKED,
    Event.REPLY_RECORDED,
    Event.REVIEW_VOTE_CLOSED,
    Event.WAIVER_GRANTED,
}
# Events whose subject is another claim, a review by others, or an article beside the claim's own.
_NAMES_OTHER = {
    Event.LIKENESS_APART,
    Event.LIKENESS_TAKEN_BACK,
    Event.OCCURRENCE_CONFIRMED,
    Event.OCCURRENCE_LINKED,
    Event.OCCURRENCE_UNLINKED,
    Event.VERDICT_REUSED,
}


def told(deed: Deed) -> str:
    """What was done, without who and when: `logged evidence 3`, `dismissed the claim (opinion)`."""
    event = _EVENTS.get(deed.event)
    words = _deed(event, deed) if event else deed.event.replace(":", " ")
    noun, _, number = deed.subject.partition(":")
    if noun == "evidence":
        words = f"{words} {number}"
    elif noun == "verdict" and number:
        words = f"{words}, version {number}"
    elif event in _NAMES_OTHER:
        words = f"{words}: {noun} {number}"
    detail = _DETAILS.get(deed.detail, deed.detail) if event in _SAYS_MORE else ""
    return f"{words} ({detail})" if detail else words


def _deed(event: Event, deed: Deed) -> str:
    if event is not Event.CLAIM_TRANSITION:
        return event.about
    if deed.subject.startswith("person:"):
        return DONE[Verb.ASSIGN]
    return next((words for verb, words in DONE.items() if verb.value == deed.subject), event.about)


def moved(deed: Deed) -> str:
    """`open → checking`, or '' where the claim stayed where it was."""
    if not deed.to_state or deed.from_state == deed.to_state:
        return ""
    states = (deed.from_state or "new", deed.to_state)
    return " → ".join(state.replace("_", " ") for state in states)
