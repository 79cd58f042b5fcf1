"""Four eyes (W2): whoever had a hand in the content never counts among its approvers, whatever parts she plays."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart, WrongState
from factcheck.domain.terms import Actor, Capacity, ChangeKind, ReplyOutcome, ReviewState, State
from factcheck.models import Review, Verdict
from factcheck.services import evidence, replies, reviews, verdicts
from tests import factories, road
from tests.cast import Newsroom

Hand = Callable[[Newsroom, int, Actor], object]


def _withdraw_evidence(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    with newsroom.work(by) as work:
        row = evidence.row(work.session, claim_id, 2)
        evidence.withdraw(work, claim_id, 2, row.version, "The audit was of another year.")


def _record_reply(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    number = factories.reply(newsroom, claim_id, newsroom.carla)
    with newsroom.work(by) as work:
        replies.record(work, claim_id, number, ReplyOutcome.DECLINED)


def _submit(newsroom: Newsroom, claim_id: int, by: Actor) -> None:
    with newsroom.work(newsroom.carla) as work:
        verdicts.withdraw(work, claim_id)
    with newsroom.work(by) as work:
        verdicts.submit(work, claim_id)


# Each kind of hand: what Max does to a claim in review, and what he is told when he then wants to approve it.
HANDS: dict[str, tuple[Hand, str]] = {
    "logged evidence": (factories.log, "you logged evidence 3"),
    "changed evidence": (
        lambda n, claim_id, by: road.change_evidence(n, claim_id, 1, by, quote="Minus 4 million"),
        "you changed evidence 1",
    ),
    "withdrew evidence": (_withdraw_evidence, "you withdrew evidence 2"),
    "worded the claim": (
        lambda n, claim_id, by: road.edit_claim(n, claim_id, by, statement="It lost money."),
        "you changed the claim",
    ),
    "asked for a reply": (factories.reply, "you asked for a reply"),
    "recorded a reply": (_record_reply, "you recorded a reply"),
    "submitted": (_submit, "you submitted the verdict"),
}


@pytest.mark.parametrize("name", HANDS)
def test_whoever_had_a_hand_in_it_never_approves(newsroom: Newsroom, name: str) -> None:
    hand, told = HANDS[name]
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    if name == "withdrew evidence":
        factories.log(
            newsroom, claim_id, newsroom.carla, replace(factories.LINK, publisher="Court")
        )
    hand(newsroom, claim_id, newsroom.max)
    seen = factories.content_hash(newsroom, claim_id)
    road.refuse(
        newsroom,
        newsroom.max,
        NotYourPart,
        told,
        lambda work: reviews.approve(work, claim_id, seen),
    )
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert road.state(newsroom, claim_id) is State.APPROVED


def test_an_author_never_approves_her_own_verdict_not_even_with_every_part(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW, by=newsroom.max)
    seen = factories.content_hash(newsroom, claim_id)
    road.refuse(
        newsroom,
        newsroom.max,
        NotYourPart,
        "Another person must approve",
        lambda work: reviews.approve(work, claim_id, seen),
    )


def test_rewriting_the_verdict_makes_an_editor_its_author(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.submit(newsroom, claim_id, newsroom.edith)
    assert road.ticket(newsroom, claim_id).author_name == "Edith"
    road.refuse(
        newsroom,
        newsroom.edith,
        NotYourPart,
        "wrote the verdict",
        lambda work: reviews.approve(work, claim_id, ""),
    )


def test_whoever_wrote_the_note_of_a_change_does_not_approve_it(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    seen = factories.content_hash(newsroom, claim_id)
    road.refuse(
        newsroom,
        newsroom.edith,
        NotYourPart,
        "you began the correction",
        lambda work: reviews.approve(work, claim_id, seen),
    )
    factories.approve(newsroom, claim_id, newsroom.emil)
    assert road.state(newsroom, claim_id) is State.APPROVED


def test_a_hand_of_long_ago_still_counts(newsroom: Newsroom) -> None:
    """Evidence logged before the first submission, three versions back."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.log(newsroom, claim_id, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    factories.submit(newsroom, claim_id, newsroom.carla)
    road.edit_claim(newsroom, claim_id, newsroom.carla, said_where="the town hall")
    road.refuse(
        newsroom,
        newsroom.edith,
        NotYourPart,
        "you logged evidence 3",
        lambda work: reviews.approve(work, claim_id, factories.content_hash(newsroom, claim_id)),
    )


def test_a_contributor_cannot_even_be_asked(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.log(newsroom, claim_id, newsroom.edith)
    with (
        road.refused(newsroom, BadInput, "Edith logged evidence 3 and cannot review it."),
        newsroom.work(newsroom.rosa) as work,
    ):
        reviews.ask(work, claim_id, newsroom.edith.id or 0)


def test_whoever_worked_on_a_claim_grants_it_no_waiver_and_no_legal_clearance(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(
        newsroom, State.IN_REVIEW, given=replace(factories.CLAIM, alleges_crime=True)
    )
    factories.log(newsroom, claim_id, newsroom.max)
    seen = factories.content_hash(newsroom, claim_id)
    for deed in (
        lambda work: reviews.clear(work, claim_id, seen),
        lambda work: reviews.start_reading(work, claim_id),
    ):
        road.refuse(newsroom, newsroom.max, NotYourPart, "you logged evidence 3", deed)


def test_whoever_reads_a_version_does_not_begin_twice(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.rosa) as work:
        reviews.start_reading(work, claim_id)
    road.refuse(
        newsroom,
        newsroom.rosa,
        WrongState,
        "already that you are reading",
        lambda work: reviews.start_reading(work, claim_id),
    )


def test_an_author_takes_back_instead_of_sending_back(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW, by=newsroom.max)
    road.refuse(
        newsroom,
        newsroom.max,
        WrongState,
        "take it back instead",
        lambda work: reviews.send_back(work, claim_id, "I was wrong."),
    )


# ── The same rule, asked of the database alone ───────────────────────────────────────────────────


def _bare_approval(newsroom: Newsroom, claim_id: int, reviewer: Actor) -> dict[str, object]:
    verdict = road.ticket(newsroom, claim_id).verdict
    assert verdict is not None
    return {
        "verdict_id": verdict.id,
        "author_id": verdict.author_id,
        "reviewer_id": reviewer.id,
        "capacity": Capacity.EDITORIAL,
        "state": ReviewState.APPROVED,
        "content_hash": verdict.content_hash,
        "note": "",
        "decided_at": newsroom.now,
    }


@pytest.mark.parametrize("name", HANDS)
def test_the_database_refuses_an_approval_by_any_hand(newsroom: Newsroom, name: str) -> None:
    hand, _ = HANDS[name]
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    if name == "withdrew evidence":
        factories.log(
            newsroom, claim_id, newsroom.carla, replace(factories.LINK, publisher="Court")
        )
    hand(newsroom, claim_id, newsroom.max)
    row = _bare_approval(newsroom, claim_id, newsroom.max)
    with (
        pytest.raises(DBAPIError, match="another person must approve"),
        newsroom.work() as work,
    ):
        work.session.execute(insert(Review).values(row))


def test_the_database_refuses_author_older_version_and_foreign_hash(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    other_id = factories.claim(newsroom, State.IN_REVIEW, article_id=1)
    older = _bare_approval(newsroom, claim_id, newsroom.rosa)
    factories.log(newsroom, claim_id, newsroom.cyril)
    foreign = factories.content_hash(newsroom, other_id)
    rows = {
        "four_eyes|another person": _bare_approval(newsroom, claim_id, newsroom.carla),
        "only the current version": older,
        "(?i)foreign key": {
            **_bare_approval(newsroom, claim_id, newsroom.rosa),
            "content_hash": foreign,
        },
    }
    for words, row in rows.items():
        with pytest.raises(DBAPIError, match=words), newsroom.work() as work:
            work.session.execute(insert(Review).values(row))


def test_a_submitted_verdict_cannot_be_given_another_author_afterwards(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    with pytest.raises(DBAPIError), newsroom.work() as work:
        work.session.execute(
            update(Verdict).where(Verdict.claim_id == claim_id).values(author_id=newsroom.cyril.id)
        )
    with newsroom.read() as session:
        assert session.scalars(select(Verdict.author_id)).all() == [newsroom.carla.id]


def test_a_claim_reworded_before_there_is_a_verdict_is_a_hand_in_it_too(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    road.edit_claim(newsroom, claim_id, newsroom.max, statement="It lost money.")
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    seen = factories.content_hash(newsroom, claim_id)
    told = "you changed the claim"
    road.refuse(
        newsroom,
        newsroom.max,
        NotYourPart,
        told,
        lambda work: reviews.approve(work, claim_id, seen),
    )
