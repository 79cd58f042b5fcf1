"""What readers send in: errors they report and claims they ask to have checked, and what may become of these (C9).

`TABLE` is the only place where the moves are written: it is enforced, it makes the forms of the desk's page, and the
truth-table test walks all of it.  Who may make them stands in `factcheck.domain.acts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factcheck.domain.limits import NOTE_CHARS, TIP_PLACE_CHARS
from factcheck.domain.refusals import NotReady, WrongState
from factcheck.domain.terms import Term
from factcheck.domain.wording import ENGLISH, mark


class TipKind(Term):
    """What a reader wants of us."""

    REPORT = "report", "Something we published is wrong.", "error report"
    CLAIM = "claim", "Something somebody said should be checked.", "claim to check"


class TipState(Term):
    """What became of it; the sentences are the desk's, readers get those of `TOLD`."""

    RECEIVED = "received", "Nobody has decided on it yet."
    MERGED = "merged", "It goes into a claim.", "in a claim"
    CORRECTION = (
        "correction",
        "It is taken up as a request to correct a published verdict.",
        "correction asked for",
    )
    DECLINED = "declined", "It is not taken up; its sender reads why."
    SPAM = "spam", "It was no message to the desk; its sender’s address is forgotten."


class TipVerb(Term):
    """What the desk can do with it; the same word in the button, the function and the history."""

    MERGE = "merge", "Put it into a claim that is here, or into a new one."
    TAKE_UP = (
        "take_up",
        "Take it up as a request to correct a published verdict.",
        "take up as a correction",
    )
    DECLINE = "decline", "Decline it, with a reason that its sender reads."
    MARK_SPAM = "mark_spam", "Say that it is spam.", "mark as spam"
    PUT_BACK = "put_back", "Put it back among what was received, to be decided anew."

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.words.capitalize()


@dataclass(frozen=True)
class TipRule:
    """One row of the table: each state the verb may be used in, with the one that follows."""

    moves: Mapping[TipState, TipState]
    is_reason_needed: bool = False


def _rule(target: TipState, *sources: TipState, is_reason_needed: bool = False) -> TipRule:
    return TipRule(MappingProxyType(dict.fromkeys(sources, target)), is_reason_needed)


_S = TipState
TABLE: Mapping[TipVerb, TipRule] = MappingProxyType(
    {
        TipVerb.MERGE: _rule(_S.MERGED, _S.RECEIVED),
        TipVerb.TAKE_UP: _rule(_S.CORRECTION, _S.RECEIVED),
        TipVerb.DECLINE: _rule(_S.DECLINED, _S.RECEIVED, _S.CORRECTION, is_reason_needed=True),
        TipVerb.MARK_SPAM: _rule(_S.SPAM, _S.RECEIVED),
        TipVerb.PUT_BACK: _rule(_S.RECEIVED, _S.MERGED, _S.CORRECTION, _S.DECLINED, _S.SPAM),
    }
)


def offered(state: TipState) -> list[TipVerb]:
    """The verbs that may be used on something in this state."""
    return [verb for verb, rule in TABLE.items() if state in rule.moves]


def check(verb: TipVerb, state: TipState, reason: str = "") -> TipState:
    """The state that follows.

    Raises `WrongState` where the verb cannot be used, `NotReady` where it needs a reason and there is none.
    """
    rule = TABLE[verb]
    if state not in rule.moves:
        allowed = " or ".join(f"“{one.label}”" for one in rule.moves)
        raise WrongState(
            f"This is “{state.label}” by now; to {verb.words} is possible while it is {allowed}."
        )
    if rule.is_reason_needed and not reason:
        raise NotReady("Write the reason: whoever sent it reads it.")
    return rule.moves[state]


# What the sender reads about it, by what it is and how far it is.  No number of a claim and no word of one stands
# here: what the desk works on is nobody's to know before it is published.
TOLD: Mapping[tuple[TipKind, TipState], str] = MappingProxyType(
    {
        (TipKind.REPORT, _S.RECEIVED): mark("We have it. A person will read it and decide."),
        (TipKind.REPORT, _S.MERGED): mark("We took it up: it goes into a claim that we look into."),
        (TipKind.REPORT, _S.CORRECTION): (
            mark("We took it up: somebody looks into whether the verdict has to be corrected.")
        ),
        (TipKind.REPORT, _S.DECLINED): mark("We read it and will not act on it. This is why:"),
        (TipKind.REPORT, _S.SPAM): mark(
            "We took it for no message to this desk and will not answer it."
        ),
        (TipKind.CLAIM, _S.RECEIVED): mark("We have it. A person will read it and decide."),
        (TipKind.CLAIM, _S.MERGED): mark("We took it up: it goes into a claim that we look into."),
        (TipKind.CLAIM, _S.CORRECTION): (
            mark("We took it up as a note on a verdict of ours, which somebody looks into.")
        ),
        (TipKind.CLAIM, _S.DECLINED): mark("We read it and will not check it. This is why:"),
        (TipKind.CLAIM, _S.SPAM): mark(
            "We took it for no message to this desk and will not answer it."
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class TipInput:
    """What a reader sends, cleaned already.

    `words` are what is wrong, or the claim; `seen_where` is the page that is meant, or where the claim was met;
    `address` is where the error can be seen, or where the claim stands; `why` says why it matters.  Of a report about
    one verdict `publication_id` names it.  `mail` is where to write back, empty for nowhere, and `language` the one the
    form was read in.
    """

    kind: TipKind
    words: str
    seen_where: str = ""
    address: str = ""
    why: str = ""
    publication_id: int | None = None
    mail: str = ""
    language: str = ENGLISH


# The longest each text may be, in characters; the columns and the forms read these.
WORDS_CHARS, WHERE_CHARS, WHY_CHARS = NOTE_CHARS, TIP_PLACE_CHARS, NOTE_CHARS
