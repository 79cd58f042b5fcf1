"""The claim page as plain data: which verb leads where, what each reader of the page may see of it.

The rules are asked (`workflow.offers`, `checklist`, `Standing.are_votes_open`), never repeated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from factcheck.domain.checklist import Line, checklist
from factcheck.domain.standing import Standing
from factcheck.domain.terms import Actor, Capacity, ReviewState, Stance, State
from factcheck.domain.workflow import Offer, Verb, offers
from factcheck.services import origins
from factcheck.services.record import Deed
from factcheck.services.standing import Ticket
from factcheck.services.standing_rows import AnchorRow, LoggedRow, ReviewRow
from factcheck.web.errors import HOLDER_FIELD

POST, WORDS, PAGE = "post", "words", "page"


@dataclass(frozen=True)
class Way:
    """How a verb is used: `post` at once, with `words` in a small form, or on a `page` of its own."""

    how: str
    endpoint: str
    anchor: str = ""


WAYS: Mapping[Verb, Way] = {
    Verb.OPEN: Way(POST, "claims.open_spotted"),
    Verb.TAKE: Way(POST, "claims.take"),
    Verb.ASSIGN: Way(PAGE, "claims.assign"),
    Verb.EDIT_CLAIM: Way(PAGE, "claims.edit"),
    Verb.LOG_EVIDENCE: Way(PAGE, "evidence.new"),
    Verb.ASK_REPLY: Way(PAGE, "replies.new"),
    Verb.SAVE_VERDICT: Way(PAGE, "verdicts.edit"),
    Verb.SUBMIT: Way(POST, "verdicts.submit"),
    Verb.WITHDRAW: Way(POST, "verdicts.withdraw"),
    Verb.START_READING: Way(POST, "reviews.start_reading"),
    Verb.APPROVE: Way(PAGE, "reviews.page"),
    Verb.CLEAR: Way(PAGE, "reviews.page"),
    Verb.SEND_BACK: Way(WORDS, "reviews.send_back"),
    Verb.ASK_REVIEW: Way(PAGE, "reviews.page", "ask"),
    Verb.RECUSE: Way(WORDS, "reviews.recuse"),
    Verb.PUBLISH: Way(PAGE, "publishing.page"),
    Verb.CORRECT: Way(PAGE, "publishing.begin_change"),
    Verb.CLARIFY: Way(PAGE, "publishing.begin_change"),
    Verb.UPDATE: Way(PAGE, "publishing.begin_change"),
    Verb.DROP_CHANGE: Way(POST, "publishing.drop_change"),
    Verb.RETRACT: Way(PAGE, "publishing.retract"),
    Verb.CONFIRM_RETRACTION: Way(POST, "publishing.confirm_retraction"),
    Verb.WAIVE: Way(WORDS, "reviews.waive"),
    Verb.HOLD: Way(WORDS, "reviews.hold"),
    Verb.RELEASE: Way(WORDS, "reviews.release"),
    Verb.DISMISS: Way(WORDS, "claims.dismiss"),
    Verb.REOPEN: Way(POST, "claims.reopen"),
}
# Rows of evidence, requests for a reply and words that a newer text changed have these at their own place.
BY_ROW = {Verb.CHANGE_EVIDENCE, Verb.RECORD_REPLY, Verb.RECHECK}
# What stands at the head of its section instead of among the moves.
IN_SECTION = {Verb.EDIT_CLAIM, Verb.LOG_EVIDENCE, Verb.ASK_REPLY, Verb.SAVE_VERDICT}
# The step that leads on, by state; it is the one button that stands out.
NEXT = {
    State.SPOTTED: (Verb.OPEN,),
    State.OPEN: (Verb.TAKE, Verb.ASSIGN),
    State.CHECKING: (Verb.SUBMIT, Verb.TAKE),
    State.IN_REVIEW: (Verb.APPROVE, Verb.CLEAR),
    State.APPROVED: (Verb.PUBLISH, Verb.CLEAR),
    State.PUBLISHED: (),
    State.DISMISSED: (Verb.REOPEN,),
}
MENDED_BY = {
    "verdict": Verb.SAVE_VERDICT,
    "evidence": Verb.LOG_EVIDENCE,
    "claim": Verb.EDIT_CLAIM,
    "replies": Verb.ASK_REPLY,
}


@dataclass(frozen=True)
class Button:
    """One verb as the page shows it."""

    offer: Offer
    way: Way
    url: str
    is_next: bool
    hidden: Mapping[str, object]  # what the form carries of what was seen beside the button


@dataclass(frozen=True)
class Ballot:
    """What this reader of the page may know of one reviewer; `voted` is a rating other than the proposed one (W5)."""

    name: str
    capacity: Capacity
    state: ReviewState
    note: str
    voted: str
    at: object
    is_live: bool
    is_void: bool
    is_secret: bool


class Proposed(NamedTuple):
    """The rating a verdict proposes, as its part of the page shows it."""

    label: str
    hue: str
    definition: str


class Item(NamedTuple):
    """A line of the checklist as the page shows it; `url` is where it is mended."""

    is_met: bool
    sentence: str
    url: str


@dataclass(frozen=True)
class TicketPage:
    """All the template asks beyond the ticket's own rows."""

    buttons: tuple[Button, ...]
    by_verb: Mapping[Verb, Button]
    may_change_evidence: bool
    may_record_reply: bool
    lines: tuple[Item, ...]
    ballots: tuple[Ballot, ...]
    circular: frozenset[int]
    suggested: int
    names: tuple[tuple[int, str], ...]
    rating: Proposed | None
    anchors: tuple[AnchorRow, ...]
    hidden_names: tuple[tuple[int, str, str], ...]
    sent_back: Deed | None
    my_conflict: str


def ticket_page(ticket: Ticket, actor: Actor, deeds: Sequence[Deed]) -> TicketPage:
    """The page of `ticket` as `actor` gets it; `deeds` are the newest rows of its history.

    Whoever declared a conflict of interest reads that once, instead of beside every verb.
    """
    standing = ticket.standing
    my_conflict = standing.conflicts.get(actor.id, "") if actor.id is not None else ""
    offered = {offer.verb: offer for offer in offers(standing, actor) if not my_conflict}
    buttons = {
        verb: _button(verb, offered[verb], ticket)
        for verb in WAYS
        if verb in offered and not _says_nothing(verb, standing)
    }
    return TicketPage(
        buttons=tuple(
            sorted((b for verb, b in buttons.items() if verb not in IN_SECTION), key=_place)
        ),
        by_verb=buttons,
        may_change_evidence=_is_open(offered.get(Verb.CHANGE_EVIDENCE)),
        may_record_reply=_is_open(offered.get(Verb.RECORD_REPLY)),
        lines=tuple(
            Item(line.is_met, line.sentence, _where(line, buttons, ticket))
            for line in checklist(standing)
        ),
        ballots=ballots(ticket, actor, standing),
        circular=frozenset(standing.circular),
        suggested=_suggested(ticket),
        names=tuple({person_id: name for person_id, name, _ in ticket.contributions}.items()),
        rating=_proposed(ticket),
        anchors=tuple(sorted(ticket.anchors, key=lambda anchor: anchor.start)),
        hidden_names=tuple(ticket.hidden_names),
        sent_back=sent_back(ticket, deeds),
        my_conflict=my_conflict,
    )


def ballots(ticket: Ticket, actor: Actor, standing: Standing) -> tuple[Ballot, ...]:
    """The reviewers of this version; a panel's votes stay secret until all are in, but for one's own (W3)."""
    is_open = standing.are_votes_open
    decided = {ReviewState.APPROVED, ReviewState.SENT_BACK}
    return tuple(
        Ballot(
            row.reviewer_name,
            row.capacity,
            row.state,
            row.note,
            _voted(ticket, row),
            row.at,
            row.is_live,
            is_void=standing.are_votes_void and row.state is ReviewState.APPROVED,
            is_secret=not is_open and row.state in decided and row.reviewer_id != actor.id,
        )
        for row in ticket.reviews
    )


def _suggested(ticket: Ticket) -> int:
    """How many suggestions about origins wait for somebody."""
    return (
        len(origins.suggested(ticket)) if len(ticket.evidence) > 1 or ticket.compared.newest else 0
    )


def _proposed(ticket: Ticket) -> Proposed | None:
    rating = ticket.rating
    return Proposed(rating.label, rating.hue, rating.definition) if rating is not None else None


def _voted(ticket: Ticket, row: ReviewRow) -> str:
    """The label this reviewer would have given, where it is not the one proposed."""
    rating = ticket.reference.ratings.get(row.voted_rating_id or 0)
    return rating.label if rating is not None and rating != ticket.rating else ""


def sent_back(ticket: Ticket, deeds: Iterable[Deed]) -> Deed | None:
    """The deed that returned the verdict, while the checker works on it again."""
    if ticket.claim.state is not State.CHECKING:
        return None
    arrived = (d for d in deeds if d.to_state == State.CHECKING and d.from_state != d.to_state)
    last = next(arrived, None)
    return last if last is not None and last.event == "review:sent_back" else None


def by_stance(rows: Iterable[LoggedRow]) -> tuple[tuple[Stance, tuple[LoggedRow, ...]], ...]:
    """The evidence that stands, side by side."""
    standing = [row for row in rows if row.withdrawn_at is None]
    return tuple(
        (stance, tuple(row for row in standing if row.stance is stance)) for stance in Stance
    )


def _button(verb: Verb, offer: Offer, ticket: Ticket) -> Button:
    way, state = WAYS[verb], ticket.claim.state
    url = url_for(way.endpoint, id=ticket.claim.id, _anchor=way.anchor or None)
    usable = next((one for one in NEXT[state] if one is verb), None)
    seen = {HOLDER_FIELD: ticket.claim.assignee_id or 0} if verb is Verb.TAKE else {}
    return Button(offer, way, url, usable is not None and not offer.refusal, seen)


def _says_nothing(verb: Verb, standing: Standing) -> bool:
    """Whether a refused verb would only take room: half a pair of locks, or a change of nothing."""
    if verb in {Verb.HOLD, Verb.RELEASE}:
        return standing.is_held is (verb is Verb.HOLD)
    if verb is Verb.CONFIRM_RETRACTION:
        return not standing.publication.is_retracted
    return verb in {Verb.RETRACT, Verb.DROP_CHANGE} and not standing.publication.number


def _is_open(offer: Offer | None) -> bool:
    return offer is not None and not offer.refusal


def _place(button: Button) -> int:
    """What comes next stands first, then what else can be done, then what cannot; the ways out come last."""
    ways_out = (Verb.DISMISS, Verb.RECUSE)
    if button.offer.verb in ways_out:
        return 3 + ways_out.index(button.offer.verb)
    if button.offer.refusal:
        return 2
    return 0 if button.is_next else 1


def _where(line: Line, buttons: Mapping[Verb, Button], ticket: Ticket) -> str:
    """Where a line is mended: the page of the verb that does it, else that part of the claim page."""
    verb = MENDED_BY.get(line.where)
    if verb is not None and verb in buttons and not buttons[verb].offer.refusal:
        return buttons[verb].url
    if line.where == "review" and ticket.claim.state in {State.IN_REVIEW, State.APPROVED}:
        return url_for("reviews.page", id=ticket.claim.id)
    return f"#{line.where}"
