"""A declared conflict of interest: whoever has one stays out of the claim, at whatever point she says so (M12)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import Actor, ChangeKind, Dismissal, Part, ReviewState, State
from factcheck.domain.workflow import TABLE, Verb
from factcheck.models import HistoryRow, Outbox
from factcheck.models.claims import WaiverKind
from factcheck.services import (
    claims,
    evidence,
    legal,
    notices,
    publication,
    replies,
    reviews,
    verdicts,
)
from factcheck.services.my_work import my_work
from tests import factories, road
from tests.cast import Newsroom, hire
from tests.queues import TODAY, claim, read

WHY = "My sister runs the harbour."
OUT = "You declared a conflict of interest on this claim; somebody else must do this."


def recuse(newsroom: Newsroom, claim_id: int, who: Actor) -> None:
    with newsroom.work(who) as work:
        reviews.recuse(work, claim_id, WHY)


def stands(newsroom: Newsroom, claim_id: int) -> tuple[State, str]:
    """The claim's state, and who holds it."""
    found = road.ticket(newsroom, claim_id)
    return found.claim.state, found.assignee_name


def told(newsroom: Newsroom, claim_id: int) -> tuple[str, str, str, str, str]:
    """The last thing the history says of the claim."""
    names = ("event", "from_state", "to_state", "reason", "detail")
    query = select(*(getattr(HistoryRow, name) for name in names))
    with newsroom.read() as session:
        last = query.where(HistoryRow.claim_id == claim_id).order_by(HistoryRow.seq.desc())
        event, old, new, reason, detail = session.execute(last).first() or [""] * 5
    return event, old, new, reason, detail


def free(newsroom: Newsroom, who: Actor) -> list[int]:
    """The claims that are offered as free to take."""
    with newsroom.read() as session:
        return [item.claim_id for item in my_work(session, who, TODAY).free]


# ── Who holds the claim ──────────────────────────────────────────────────────────────────────────


def test_whoever_checks_a_claim_gives_it_back_and_it_is_free_to_all_but_her(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    recuse(newsroom, claim_id, newsroom.carla)
    assert stands(newsroom, claim_id) == (State.OPEN, "")
    said = ("conflict:declared", "checking", "open", WHY, "no longer holds the claim")
    assert told(newsroom, claim_id) == said
    assert free(newsroom, newsroom.cyril) == [claim_id]
    assert free(newsroom, newsroom.carla) == []
    factories.take(newsroom, claim_id, newsroom.cyril)
    factories.log_two(newsroom, claim_id, newsroom.cyril)
    factories.submit(newsroom, claim_id, newsroom.cyril)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert stands(newsroom, claim_id) == (State.PUBLISHED, "Cyril")


@pytest.mark.parametrize("state", TABLE[Verb.RECUSE].moves)
@pytest.mark.parametrize("name", ["cyril", "emil", "lara"])
def test_anybody_who_might_be_asked_declares_in_any_live_state_and_moves_nothing(
    newsroom: Newsroom, state: State, name: str
) -> None:
    claim_id = factories.claim(newsroom, state)
    who = newsroom.people[name.capitalize()]
    before = road.ticket(newsroom, claim_id)
    recuse(newsroom, claim_id, who)
    found = road.ticket(newsroom, claim_id)
    assert stands(newsroom, claim_id) == (state, before.assignee_name)
    assert found.conflicts == [(who.id, who.name, WHY)]
    assert told(newsroom, claim_id) == ("conflict:declared", state.value, state.value, WHY, "")


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_what_she_wrote_comes_back_from_review_and_somebody_else_takes_it_over(
    newsroom: Newsroom, state: State
) -> None:
    claim_id = factories.claim(newsroom, state)
    recuse(newsroom, claim_id, newsroom.carla)
    assert stands(newsroom, claim_id) == (State.OPEN, "")
    assert "Carla" not in road.reviewers(newsroom, claim_id)
    factories.take(newsroom, claim_id, newsroom.cyril)
    road.refuse(
        newsroom,
        newsroom.cyril,
        NotReady,
        "Carla wrote this verdict and declared a conflict of interest",
        lambda work: verdicts.submit(work, claim_id),
    )
    factories.submit(newsroom, claim_id, newsroom.cyril)
    found = road.ticket(newsroom, claim_id)
    assert (found.claim.state, found.author_name) == (State.IN_REVIEW, "Cyril")


def test_what_she_wrote_goes_to_whoever_holds_the_claim(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.edith) as work:
        claims.assign(work, claim_id, newsroom.cyril.id or 0)
    recuse(newsroom, claim_id, newsroom.carla)
    assert stands(newsroom, claim_id) == (State.CHECKING, "Cyril")


def test_a_holder_who_wrote_nothing_leaves_the_review_to_go_on(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.edith) as work:
        claims.assign(work, claim_id, newsroom.cyril.id or 0)
    recuse(newsroom, claim_id, newsroom.cyril)
    assert stands(newsroom, claim_id) == (State.IN_REVIEW, "")
    assert road.reviewers(newsroom, claim_id) == {}, "a checker is no reviewer who left"
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert stands(newsroom, claim_id) == (State.APPROVED, "")


# ── Staying out ──────────────────────────────────────────────────────────────────────────────────

TRIED: dict[str, tuple[State, Callable[[Work, int], Any]]] = {
    "open": (State.SPOTTED, claims.open_spotted),
    "take": (State.OPEN, claims.take),
    "assign": (State.OPEN, lambda w, c: claims.assign(w, c, 1)),
    "due": (State.OPEN, lambda w, c: claims.set_due(w, c, None)),
    "dismiss": (State.OPEN, lambda w, c: claims.dismiss(w, c, Dismissal.OPINION, "x")),
    "log evidence": (State.CHECKING, lambda w, c: evidence.log(w, c, factories.LINK)),
    "withdraw evidence": (State.IN_REVIEW, lambda w, c: evidence.withdraw(w, c, 1, 1, "x")),
    "record a reply": (State.IN_REVIEW, lambda w, c: replies.record(w, c, 1, None)),  # type: ignore[arg-type]  # refused before
    "propose": (State.CHECKING, lambda w, c: verdicts.save(w, c, None, verdicts.VerdictInput())),
    "submit": (State.CHECKING, verdicts.submit),
    "take back": (State.IN_REVIEW, verdicts.withdraw),
    "ask": (State.IN_REVIEW, lambda w, c: reviews.ask(w, c, 1)),
    "read": (State.IN_REVIEW, reviews.start_reading),
    "approve": (State.IN_REVIEW, lambda w, c: reviews.approve(w, c, "")),
    "clear": (State.IN_REVIEW, lambda w, c: reviews.clear(w, c, "")),
    "send back": (State.IN_REVIEW, lambda w, c: reviews.send_back(w, c, "x")),
    "hold": (State.CHECKING, lambda w, c: legal.hold(w, c, "x")),
    "waive": (State.CHECKING, lambda w, c: legal.waive(w, c, WaiverKind.SOURCES, "x")),
    "publish": (State.APPROVED, lambda w, c: publication.publish(w, c, "")),
    "correct": (
        State.PUBLISHED,
        lambda w, c: publication.begin_change(w, c, ChangeKind.CORRECTION, "x"),
    ),
    "retract": (State.PUBLISHED, lambda w, c: publication.retract(w, c, "x")),
}


@pytest.mark.parametrize("name", TRIED)
def test_with_every_part_at_once_she_still_does_nothing_to_the_claim(
    newsroom: Newsroom, name: str
) -> None:
    state, deed = TRIED[name]
    claim_id = factories.claim(newsroom, state)
    recuse(newsroom, claim_id, newsroom.max)
    road.refuse(newsroom, newsroom.max, NotYourPart, OUT, lambda work: deed(work, claim_id))
    assert road.state(newsroom, claim_id) is state


def test_what_was_declared_before_review_holds_in_every_later_version(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    recuse(newsroom, claim_id, newsroom.max)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.emil)
    factories.submit(newsroom, claim_id, newsroom.carla)
    seen = factories.content_hash(newsroom, claim_id)
    for deed in (
        lambda work: reviews.approve(work, claim_id, seen),
        lambda work: evidence.log(work, claim_id, factories.SECOND),
    ):
        road.refuse(newsroom, newsroom.max, NotYourPart, OUT, deed)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.refuse(
        newsroom,
        newsroom.max,
        NotYourPart,
        OUT,
        lambda work: publication.publish(work, claim_id, seen),
    )


def test_nobody_asks_her_or_gives_her_the_claim(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    recuse(newsroom, claim_id, newsroom.max)
    number = newsroom.max.id or 0
    for deed in (reviews.ask, claims.assign):
        with (
            road.refused(newsroom, BadInput, "Max declared a conflict of interest on this claim."),
            newsroom.work(newsroom.edith) as work,
        ):
            deed(work, claim_id, number)


def test_the_queue_says_it_in_words_to_her_alone_in_every_state(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    recuse(newsroom, claim_id, newsroom.carla)
    recuse(newsroom, claim_id, newsroom.rosa)
    said = {name: read(newsroom, newsroom.people[name]).rows[0].why_not for name in newsroom.people}
    assert {name for name, why in said.items() if why} == {"Carla", "Rosa"}
    assert {said["Carla"], said["Rosa"]} == {OUT}


def test_a_legal_reviewer_who_stays_out_gets_no_letter_about_it(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        nina = hire(work, "Nina", (Part.LEGAL_REVIEWER,))
    claim_id = factories.claim(newsroom, State.CHECKING)
    road.edit_claim(newsroom, claim_id, newsroom.carla, alleges_crime=True)
    recuse(newsroom, claim_id, newsroom.lara)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    with newsroom.read() as session:
        letters = session.scalars(select(Outbox.payload))
        to = [letter["to"] for letter in letters if letter.get("about") == "submitted"]
        told = notices.members(session, notices.LEGAL_REVIEWERS, claim_id)
    assert to == [notices.LEGAL_REVIEWERS]
    assert set(told) == {nina.id, newsroom.max.id}


# ── What is kept, what is refused ────────────────────────────────────────────────────────────────


def test_an_approval_that_served_a_publication_stays_on_record(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    recuse(newsroom, claim_id, newsroom.rosa)
    assert road.reviewers(newsroom, claim_id) == {"Rosa": ReviewState.APPROVED}
    assert stands(newsroom, claim_id) == (State.PUBLISHED, "Carla")
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    assert road.reviewers(newsroom, claim_id) == {}, "she is not asked again"


def test_what_she_was_asked_waits_for_her_no_more_in_whatever_state(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.ask(newsroom, claim_id, newsroom.rosa)
    with newsroom.work(newsroom.carla) as work:
        verdicts.withdraw(work, claim_id)
    recuse(newsroom, claim_id, newsroom.rosa)
    assert road.reviewers(newsroom, claim_id) == {"Rosa": ReviewState.RECUSED}
    assert read(newsroom, newsroom.rosa, is_asked=True).rows == ()


def test_a_change_whose_checker_left_is_dropped_or_retracted_all_the_same(
    newsroom: Newsroom,
) -> None:
    for deed in (
        publication.drop_change,
        lambda work, claim_id: publication.retract(work, claim_id, "The accounts were forged."),
    ):
        claim_id = claim(newsroom, State.PUBLISHED)
        road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
        recuse(newsroom, claim_id, newsroom.carla)
        assert stands(newsroom, claim_id) == (State.OPEN, "")
        with newsroom.work(newsroom.emil) as work:
            deed(work, claim_id)
    assert road.live(newsroom, claim_id).is_retracted


@pytest.mark.parametrize("name", ["carla", "rosa"])
def test_a_conflict_is_declared_once_and_with_its_reason(newsroom: Newsroom, name: str) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    who = newsroom.people[name.capitalize()]
    with road.refused(newsroom, BadInput, "Say what the conflict"), newsroom.work(who) as work:
        reviews.recuse(work, claim_id, "")
    recuse(newsroom, claim_id, who)
    road.refuse(
        newsroom,
        who,
        WrongState,
        "You recused yourself from this claim already.",
        lambda work: reviews.recuse(work, claim_id, WHY),
    )


def test_an_administrator_declares_nothing_and_nobody_on_a_dismissed_claim(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.DISMISSED)

    def declare(work: Work) -> None:
        reviews.recuse(work, claim_id, WHY)

    road.refuse(newsroom, newsroom.ada, NotYourPart, "Only a checker, a reviewer", declare)
    road.refuse(newsroom, newsroom.carla, WrongState, "This claim is “dismissed”", declare)
