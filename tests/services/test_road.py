"""The whole road once, row by row, and a table of moves that are refused without leaving a trace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import (
    COMMAND_LINE,
    Actor,
    Capacity,
    ChangeKind,
    Dismissal,
    ReplyOutcome,
    State,
)
from factcheck.models import Person
from factcheck.models.claims import WaiverKind
from factcheck.services import (
    claims,
    evidence,
    history,
    legal,
    publication,
    replies,
    reviews,
    verdicts,
)
from factcheck.services.standing import NoSuchClaim
from factcheck.services.verdicts import VerdictInput
from tests import factories, road
from tests.cast import Newsroom

ROAD = """
claim:opened article:1
claim:transition take
evidence:logged evidence:1
evidence:logged evidence:2
verdict:saved verdict:1
verdict:submitted verdict:1
review:asked person:{rosa}
review:reading start_reading
review:approved verdict:1
publication:first publication:1
""".strip()


def test_from_an_article_to_a_published_verdict_every_step_is_on_record(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    with newsroom.work(newsroom.rosa) as work:
        reviews.start_reading(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert newsroom.history(claim_id) == ROAD.format(rosa=newsroom.rosa.id).splitlines()
    with newsroom.read() as session:
        assert history.verify(session) is None
    shown = road.live(newsroom, claim_id)
    assert (shown.statement, shown.rating.label) == (factories.CLAIM.statement, "Supported")
    assert (shown.checked_by, shown.approved_by) == (("Carla",), ("Rosa",))
    assert [source.number for source in shown.sources] == [1, 2]
    assert shown.content_hash == factories.content_hash(newsroom, claim_id)


@dataclass(frozen=True)
class Refused:
    """Somebody tries a move on a claim in some state; the refusal and words of its sentence."""

    who: str
    state: State
    deed: Callable[[Work, int], object]
    kind: type[Exception]
    words: str


SOME_HASH = "x" * 64
NO_RATING = VerdictInput(rating_id=99_999, reason="So.")


def _give(name: str) -> Callable[[Work, int], object]:
    """Give the claim to somebody by her name."""

    def deed(work: Work, claim_id: int) -> object:
        person = work.session.scalars(select(Person.id).where(Person.name == name)).one()
        return claims.assign(work, claim_id, person)

    return deed


REFUSED: dict[str, Refused] = {
    "a checker approves nothing": Refused(
        "cyril",
        State.IN_REVIEW,
        lambda w, c: reviews.approve(w, c, SOME_HASH),
        NotYourPart,
        "Only a reviewer or an editor",
    ),
    "an administrator does nothing to claims": Refused(
        "ada", State.OPEN, claims.take, NotYourPart, "Only a checker may take"
    ),
    "a reviewer does not publish": Refused(
        "rosa",
        State.APPROVED,
        lambda w, c: publication.publish(w, c, SOME_HASH),
        NotYourPart,
        "Only an editor",
    ),
    "an editor sets no hold": Refused(
        "edith",
        State.OPEN,
        lambda w, c: legal.hold(w, c, "Why not"),
        NotYourPart,
        "Only a legal reviewer",
    ),
    "a hold has a reason": Refused(
        "lara", State.OPEN, lambda w, c: legal.hold(w, c, ""), BadInput, "Say why"
    ),
    "no hold, nothing to release": Refused(
        "lara",
        State.OPEN,
        lambda w, c: legal.release(w, c, "So"),
        WrongState,
        "No legal hold is on",
    ),
    "a waiver has a reason": Refused(
        "edith",
        State.IN_REVIEW,
        lambda w, c: legal.waive(w, c, WaiverKind.SOURCES, ""),
        BadInput,
        "Say why",
    ),
    "no flag, nothing to clear": Refused(
        "lara",
        State.IN_REVIEW,
        lambda w, c: reviews.clear(w, c, SOME_HASH),
        WrongState,
        "no risk flag",
    ),
    "a claim is taken once": Refused(
        "carla", State.CHECKING, claims.take, WrongState, "You hold this claim already"
    ),
    "a claim is given to checkers only": Refused(
        "edith", State.OPEN, _give("Rosa"), BadInput, "who is a checker"
    ),
    "a spotted claim is not taken": Refused(
        "carla", State.SPOTTED, claims.take, WrongState, "This claim is “spotted”"
    ),
    "what is in review is not dismissed": Refused(
        "edith",
        State.IN_REVIEW,
        lambda w, c: claims.dismiss(w, c, Dismissal.OPINION, "x"),
        WrongState,
        "in review",
    ),
    "a published claim is not dismissed": Refused(
        "edith",
        State.PUBLISHED,
        lambda w, c: claims.dismiss(w, c, Dismissal.OPINION, "x"),
        WrongState,
        "published",
    ),
    "only an editor says when it is due": Refused(
        "carla", State.OPEN, lambda w, c: claims.set_due(w, c, None), NotYourPart, "Only an editor"
    ),
    "no evidence on a dismissed claim": Refused(
        "carla",
        State.DISMISSED,
        lambda w, c: evidence.log(w, c, factories.LINK),
        WrongState,
        "dismissed",
    ),
    "evidence that is not there": Refused(
        "carla",
        State.CHECKING,
        lambda w, c: evidence.withdraw(w, c, 7, 1, "x"),
        NoSuchClaim,
        "No such claim",
    ),
    "an empty verdict is not submitted": Refused(
        "carla", State.CHECKING, verdicts.submit, NotReady, "The verdict still needs"
    ),
    "a rating that is not on the scale": Refused(
        "carla",
        State.CHECKING,
        lambda w, c: verdicts.save(w, c, None, NO_RATING),
        BadInput,
        "Choose one of the ratings",
    ),
    "a stranger to the verdict does not take it back": Refused(
        "cyril", State.IN_REVIEW, verdicts.withdraw, NotYourPart, "Only those who worked on"
    ),
    "sending back has a reason": Refused(
        "rosa",
        State.IN_REVIEW,
        lambda w, c: reviews.send_back(w, c, ""),
        BadInput,
        "Say what has to change",
    ),
    "a vote for a rating of nowhere": Refused(
        "rosa",
        State.IN_REVIEW,
        lambda w, c: reviews.send_back(w, c, "No", 99_999),
        BadInput,
        "Choose one",
    ),
    "recusing has a reason": Refused(
        "rosa",
        State.IN_REVIEW,
        lambda w, c: reviews.recuse(w, c, ""),
        BadInput,
        "Say what the conflict",
    ),
    "nobody is asked who cannot review": Refused(
        "edith",
        State.IN_REVIEW,
        lambda w, c: reviews.ask(w, c, 99_999, Capacity.EDITORIAL),
        BadInput,
        "Choose a colleague",
    ),
    "nothing to read before it is submitted": Refused(
        "rosa", State.CHECKING, reviews.start_reading, WrongState, "start reading is possible while"
    ),
    "one more approval is needed": Refused(
        "edith",
        State.IN_REVIEW,
        lambda w, c: publication.publish(w, c, SOME_HASH),
        WrongState,
        "One more approval is needed.",
    ),
    "nothing to correct before it is published": Refused(
        "edith",
        State.APPROVED,
        lambda w, c: publication.begin_change(w, c, ChangeKind.CORRECTION, "x"),
        WrongState,
        "correct is possible while",
    ),
    "nothing to retract before it is published": Refused(
        "edith",
        State.APPROVED,
        lambda w, c: publication.retract(w, c, "x"),
        WrongState,
        "No published verdict stands here",
    ),
    "a retraction has a note": Refused(
        "edith",
        State.PUBLISHED,
        lambda w, c: publication.retract(w, c, ""),
        BadInput,
        "Write what readers",
    ),
    "no change to drop": Refused(
        "edith",
        State.CHECKING,
        publication.drop_change,
        WrongState,
        "Nothing of this claim was published",
    ),
    "a reply that was never asked for": Refused(
        "carla",
        State.CHECKING,
        lambda w, c: replies.record(w, c, 99, ReplyOutcome.DECLINED),
        NoSuchClaim,
        "No such claim",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_move_leaves_no_trace(newsroom: Newsroom, name: str) -> None:
    case = REFUSED[name]
    claim_id = factories.claim(newsroom, case.state)
    actor: Actor = getattr(newsroom, case.who)
    with road.refused(newsroom, case.kind, case.words), newsroom.work(actor) as work:
        case.deed(work, claim_id)
    assert road.state(newsroom, claim_id) is case.state


VERBS: tuple[Callable[[Work, int], Any], ...] = (
    claims.take,
    verdicts.submit,
    verdicts.withdraw,
    reviews.start_reading,
    publication.drop_change,
    publication.confirm_retraction,
)


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 2**63, 10**30])
def test_a_claim_that_is_not_there_is_said_not_to_be_there(newsroom: Newsroom, number: int) -> None:
    for verb in VERBS:
        with road.refused(newsroom, NoSuchClaim, "No such claim."), newsroom.work() as work:
            verb(work, number)


def test_the_command_line_plays_no_part_in_a_claim(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    for verb in VERBS:
        with road.refused(newsroom, NotYourPart), newsroom.work(COMMAND_LINE) as work:
            verb(work, claim_id)
