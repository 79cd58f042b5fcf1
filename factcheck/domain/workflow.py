"""The rulebook: every verb on a claim, from which state to which, who may, and on what conditions.

`TABLE` is the only place where this is written.  `check` enforces it, `offers` makes the buttons from it, the
permissions page and the README print it, and the truth-table test walks all of it.  Conditions are named here and
stand in `factcheck.domain.guards`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from factcheck.domain.guards import GUARDS, approvals_missing
from factcheck.domain.refusals import NotYourPart, Refusal, WrongState
from factcheck.domain.standing import Standing
from factcheck.domain.terms import Actor, Part, State, Term, either

S, P = State, Part


class Verb(Term):
    """What a person can do to a claim; the same word in the button, the function and the history."""

    OPEN = "open", "Decide that a spotted claim is to be checked."
    TAKE = "take", "Take the claim and start checking."
    ASSIGN = "assign", "Give the claim to a checker."
    EDIT_CLAIM = "edit_claim", "Change the claim's wording, claimant, flags or marks."
    LOG_EVIDENCE = "log_evidence", "Add a piece of evidence."
    CHANGE_EVIDENCE = "change_evidence", "Change or withdraw a piece of evidence."
    ASK_REPLY = "ask_reply", "Record that somebody was asked for a reply."
    RECORD_REPLY = "record_reply", "Record what came back, or that nothing did."
    SAVE_VERDICT = "save_verdict", "Write or rewrite the verdict; whoever does is an author of it."
    SUBMIT = "submit", "Hand the verdict in for review."
    WITHDRAW = "withdraw", "Take a submitted verdict back to work on it."
    RECHECK = "recheck", "Have it checked again: the article's words changed."
    ASK_REVIEW = "ask_review", "Ask somebody to review this version."
    START_READING = "start_reading", "Say that the review has begun."
    RECUSE = "recuse", "Declare a conflict of interest and stay out of the claim for good."
    APPROVE = "approve", "Approve exactly this content."
    CLEAR = "clear", "Clear exactly this content for publication, as legal reviewer."
    SEND_BACK = "send_back", "Return the verdict with a reason."
    HOLD = "hold", "Set a legal hold: nothing publishes while it is on."
    RELEASE = "release", "Clear the legal hold."
    WAIVE = "waive", "Go without a reply or with fewer sources, by name and with a reason."
    PUBLISH = "publish", "Put the approved verdict before readers."
    DISMISS = "dismiss", "Decide not to check the claim, with a reason."
    REOPEN = "reopen", "Take a dismissed claim up again."
    CORRECT = "correct", "Begin a correction: something published was wrong."
    CLARIFY = "clarify", "Begin a clarification: what was published could mislead."
    UPDATE = "update", "Begin an update: there is new information."
    DROP_CHANGE = (
        "drop_change",
        "Give up the change that was begun; the published verdict stays as it is.",
    )
    RETRACT = (
        "retract",
        "Withdraw the published verdict at once; a second person confirms within a day.",
    )
    CONFIRM_RETRACTION = "confirm_retraction", "Confirm somebody else's retraction."

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.words.capitalize()


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    `moves` maps each state the verb may be used in to the state that follows; `parts` are who may; `guards` name
    conditions, tried in this order.  With `is_by_votes` the move happens once the votes suffice, and until then the
    claim stays where it is.  In the states of `falls_back` the verb may take away the person the work rests on: then
    the claim goes to checking where somebody else holds it, and to open where nobody does.
    """

    moves: Mapping[State, State]
    parts: frozenset[Part]
    guards: tuple[str, ...] = ()
    is_by_votes: bool = False
    is_reason_needed: bool = False
    falls_back: frozenset[State] = frozenset()


def _rule(
    moves: dict[State, State],
    *parts: Part,
    guards: tuple[str, ...] = (),
    is_by_votes: bool = False,
    is_reason_needed: bool = False,
) -> Rule:
    """A row that is closed to whoever declared a conflict of interest, as all are but declaring one (M12)."""
    return Rule(
        MappingProxyType(moves),
        frozenset(parts),
        ("no_conflict", *guards),
        is_by_votes,
        is_reason_needed,
    )


def _stay(*states: State) -> dict[State, State]:
    return {state: state for state in states}


WORK = (P.CHECKER, P.EDITOR)
READ = (P.REVIEWER, P.EDITOR)
# A change of content after submission makes a new version that must be reviewed anew (W4).
CONTENT = {
    S.OPEN: S.CHECKING,
    S.CHECKING: S.CHECKING,
    S.IN_REVIEW: S.IN_REVIEW,
    S.APPROVED: S.IN_REVIEW,
}
UNDERWAY = _stay(S.CHECKING, S.IN_REVIEW, S.APPROVED)
ANYWHERE = _stay(*State)
LIVE = _stay(*(state for state in State if state is not S.DISMISSED))
# Where a claim with a published verdict can be; open once who worked on a change of it has left.
AFTER_READERS = _stay(S.OPEN, S.CHECKING, S.IN_REVIEW, S.APPROVED, S.PUBLISHED)

TABLE: Mapping[Verb, Rule] = MappingProxyType(
    {
        Verb.OPEN: _rule({S.SPOTTED: S.OPEN}, *WORK),
        Verb.TAKE: _rule(
            {S.OPEN: S.CHECKING, S.CHECKING: S.CHECKING},
            P.CHECKER,
            guards=("not_mine_yet",),
        ),
        Verb.ASSIGN: _rule({S.OPEN: S.CHECKING, **UNDERWAY}, P.EDITOR),
        Verb.EDIT_CLAIM: _rule({S.SPOTTED: S.SPOTTED, **CONTENT, S.OPEN: S.OPEN}, *WORK),
        Verb.LOG_EVIDENCE: _rule(CONTENT, *WORK),
        Verb.CHANGE_EVIDENCE: _rule(CONTENT, *WORK),
        Verb.ASK_REPLY: _rule(CONTENT, *WORK),
        Verb.RECORD_REPLY: _rule({**CONTENT, S.PUBLISHED: S.PUBLISHED}, *WORK),
        Verb.SAVE_VERDICT: _rule(
            {
                S.OPEN: S.CHECKING,
                S.CHECKING: S.CHECKING,
                S.IN_REVIEW: S.CHECKING,
                S.APPROVED: S.CHECKING,
            },
            *WORK,
        ),
        Verb.SUBMIT: _rule(
            {S.CHECKING: S.IN_REVIEW},
            *WORK,
            guards=(
                "verdict_written",
                "author_without_conflict",
                "words_settled",
                "evidence_logged",
                "enough_origins",
                "primary_source",
                "change_noted",
            ),
        ),
        Verb.WITHDRAW: _rule({S.IN_REVIEW: S.CHECKING}, *WORK, guards=("own_work",)),
        Verb.RECHECK: _rule({S.IN_REVIEW: S.CHECKING, S.APPROVED: S.CHECKING}, *WORK),
        Verb.ASK_REVIEW: _rule(_stay(S.IN_REVIEW), P.CHECKER, P.REVIEWER, P.EDITOR),
        Verb.START_READING: _rule(
            _stay(S.IN_REVIEW),
            *READ,
            P.LEGAL_REVIEWER,
            guards=("four_eyes", "not_decided_yet", "not_reading_yet"),
        ),
        Verb.RECUSE: Rule(
            MappingProxyType(LIVE),
            frozenset({P.CHECKER, *READ, P.LEGAL_REVIEWER}),
            ("not_recused_yet",),
            is_reason_needed=True,
            falls_back=frozenset(UNDERWAY),
        ),
        Verb.APPROVE: _rule(
            {S.IN_REVIEW: S.APPROVED},
            *READ,
            guards=("four_eyes", "not_decided_yet"),
            is_by_votes=True,
        ),
        Verb.CLEAR: _rule(
            _stay(S.IN_REVIEW, S.APPROVED),
            P.LEGAL_REVIEWER,
            guards=("legal_review_needed", "four_eyes", "not_decided_yet"),
        ),
        Verb.SEND_BACK: _rule(
            {S.IN_REVIEW: S.CHECKING, S.APPROVED: S.CHECKING},
            *READ,
            P.LEGAL_REVIEWER,
            is_by_votes=True,
            is_reason_needed=True,
        ),
        Verb.HOLD: _rule(
            ANYWHERE, P.LEGAL_REVIEWER, guards=("not_held_yet",), is_reason_needed=True
        ),
        Verb.RELEASE: _rule(ANYWHERE, P.LEGAL_REVIEWER, guards=("held",), is_reason_needed=True),
        Verb.WAIVE: _rule(
            UNDERWAY,
            P.EDITOR,
            guards=("four_eyes",),
            is_reason_needed=True,
        ),
        Verb.PUBLISH: _rule(
            {S.APPROVED: S.PUBLISHED},
            P.EDITOR,
            guards=(
                "for_readers",
                "not_held",
                "author_without_conflict",
                "approvals_stand",
                "legally_cleared",
                "reply_settled",
                "enough_origins",
                "primary_source",
                "origin_traced",
                "names_hidden",
                "may_publish_own_approval",
            ),
        ),
        Verb.DISMISS: _rule(
            {S.SPOTTED: S.DISMISSED, S.OPEN: S.DISMISSED, S.CHECKING: S.DISMISSED},
            *WORK,
            guards=("not_before_readers",),
            is_reason_needed=True,
        ),
        Verb.REOPEN: _rule({S.DISMISSED: S.OPEN}, *WORK),
        Verb.CORRECT: _rule({S.PUBLISHED: S.CHECKING}, P.EDITOR, is_reason_needed=True),
        Verb.CLARIFY: _rule(
            {S.PUBLISHED: S.CHECKING},
            P.EDITOR,
            guards=("live",),
            is_reason_needed=True,
        ),
        Verb.UPDATE: _rule(
            {S.PUBLISHED: S.CHECKING},
            P.EDITOR,
            guards=("live",),
            is_reason_needed=True,
        ),
        Verb.DROP_CHANGE: _rule(
            {S.OPEN: S.PUBLISHED, S.CHECKING: S.PUBLISHED}, P.EDITOR, guards=("before_readers",)
        ),
        Verb.RETRACT: _rule(
            AFTER_READERS,
            P.EDITOR,
            guards=("live",),
            is_reason_needed=True,
        ),
        Verb.CONFIRM_RETRACTION: _rule(
            AFTER_READERS,
            P.EDITOR,
            guards=("retraction_open", "other_than_retractor"),
        ),
    }
)


def refusal(verb: Verb, standing: Standing, actor: Actor) -> Refusal | None:
    """Why `actor` may not use `verb` on a claim that stands so, or None when she may.

    Part before state before guards: nobody learns about a claim's standing through a verb that is not hers.
    """
    rule = TABLE[verb]
    if not actor.plays(*rule.parts):
        return NotYourPart(f"Only {either(rule.parts)} may {verb.label.lower()}.")
    if standing.state not in rule.moves:
        return WrongState(_wrong_state(verb, standing))
    for name in rule.guards:
        found = GUARDS[name].try_(standing, actor)
        if found is not None:
            return found
    return None


def check(verb: Verb, standing: Standing, actor: Actor) -> State:
    """The state that follows when `actor` uses `verb` now.

    Raises `NotYourPart` (403), `WrongState` (409) or `NotReady` (422), each with a sentence fit to show.
    """
    found = refusal(verb, standing, actor)
    if found is not None:
        raise found
    return target(verb, standing, actor)


def target(verb: Verb, standing: Standing, actor: Actor) -> State:
    """The state that follows when `actor` uses `verb`, which must be possible in this one."""
    rule = TABLE[verb]
    if standing.state not in rule.falls_back or not standing.rests_on(actor.id):
        return rule.moves[standing.state]
    return S.OPEN if standing.assignee_id in {None, actor.id} else S.CHECKING


@dataclass(frozen=True)
class Offer:
    """A verb as a button: usable when `refusal` is empty, else greyed with that sentence beside it."""

    verb: Verb
    label: str
    consequence: str
    refusal: str = ""
    is_reason_needed: bool = field(default=False)


def offers(standing: Standing, actor: Actor) -> Iterator[Offer]:
    """The verbs to show `actor` for a claim in this state, refused ones with their reason.

    Verbs of other parts or of other states are left out: they would say nothing about this claim.
    """
    for verb, rule in TABLE.items():
        if standing.state in rule.moves and actor.plays(*rule.parts):
            found = refusal(verb, standing, actor)
            sentence = found.sentence if found is not None else ""
            yield Offer(
                verb,
                verb.label,
                consequence(verb, standing, actor),
                sentence,
                rule.is_reason_needed,
            )


def consequence(verb: Verb, standing: Standing, actor: Actor) -> str:
    """What pressing the button would bring about, in a few words."""
    if verb is Verb.APPROVE:
        if not standing.are_votes_open:
            return f"one of {standing.policy.panel_size} secret votes"
        return f"{standing.approvals + 1} of {standing.policy.approvals_needed}"
    if verb is Verb.PUBLISH:
        return "readers see it at once"
    new = target(verb, standing, actor)
    return "" if new is standing.state else f"goes to “{new.label}”"


def _wrong_state(verb: Verb, standing: Standing) -> str:
    if verb is Verb.PUBLISH and standing.state is S.IN_REVIEW:
        return approvals_missing(standing)
    if standing.state is S.PUBLISHED and standing.state not in TABLE[verb].moves:
        return (
            "This verdict is published. Begin a correction, a clarification or an update first: "
            "nothing before readers changes silently."
        )
    allowed = " or ".join(f"“{state.label}”" for state in TABLE[verb].moves)
    return f"This claim is “{standing.state.label}”; {verb.label.lower()} is possible while it is {allowed}."
