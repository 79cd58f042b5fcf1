"""Several people at once: one wins, the others are told, and the history stays whole (W14, security.md R2)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from factcheck.db import Busy
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Actor, Part, ReviewState, State
from factcheck.models import Evidence, HistoryRow, PublicationVersion, Review, Snapshot
from factcheck.services import (
    claims,
    evidence,
    history,
    publication,
    reviews,
    snapshots,
    tips,
    topics,
)
from factcheck.services.standing import load
from tests import factories, filing, tipping
from tests.cast import Newsroom, hire

AT_ONCE = 6


def all_at_once(people: list[Actor], deed: Callable[[Actor], object]) -> Counter[str]:
    """Everybody does it at the same moment; how often it went through and what the others got."""
    start = Barrier(len(people))

    def act(person: Actor) -> str:
        start.wait()
        try:
            deed(person)
        except (WrongState, Busy, IntegrityError) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(act, people))


def editors(newsroom: Newsroom) -> list[Actor]:
    with newsroom.work() as work:
        return [hire(work, f"Editor{number}", (Part.EDITOR,)) for number in range(AT_ONCE)]


def is_whole(newsroom: Newsroom) -> bool:
    with newsroom.read() as session:
        return history.verify(session) is None


def test_of_several_approvals_at_once_exactly_one_counts(newsroom: Newsroom) -> None:
    people = editors(newsroom)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    seen = factories.content_hash(newsroom, claim_id)

    def approve(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            reviews.approve(work, claim_id, seen)

    outcomes = all_at_once(people, approve)
    assert outcomes["done"] == 1
    assert sum(outcomes.values()) == AT_ONCE
    with newsroom.read() as session:
        ticket = load(session, claim_id)
    assert ticket.claim.state is State.APPROVED
    assert [review.state for review in ticket.reviews] == [ReviewState.APPROVED]
    assert newsroom.history(claim_id).count("review:approved verdict:1") == 1
    assert is_whole(newsroom)


def test_of_several_publications_at_once_readers_get_one(newsroom: Newsroom) -> None:
    people = editors(newsroom)
    claim_id = factories.claim(newsroom, State.APPROVED)
    seen = factories.content_hash(newsroom, claim_id)

    def publish(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            publication.publish(work, claim_id, seen)

    assert all_at_once(people, publish)["done"] == 1
    assert newsroom.count(PublicationVersion) == 1
    assert is_whole(newsroom)


def test_evidence_logged_at_once_gets_numbers_of_its_own_or_is_refused_whole(
    newsroom: Newsroom,
) -> None:
    people = editors(newsroom)
    claim_id = factories.claim(newsroom, State.CHECKING)

    def log(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            evidence.log(work, claim_id, factories.LINK)

    outcomes = all_at_once(people, log)
    assert outcomes["done"] >= 1
    assert newsroom.count(Evidence) == outcomes["done"]
    with newsroom.read() as session:
        numbers = [row.number for row in evidence.all_rows(session, claim_id)]
    assert numbers == list(range(1, outcomes["done"] + 1))
    assert is_whole(newsroom)


def test_a_claim_taken_by_several_at_once_belongs_to_somebody_who_was_told_so(
    newsroom: Newsroom,
) -> None:
    people = [newsroom.carla, newsroom.cyril, newsroom.max]
    claim_id = factories.claim(newsroom, State.OPEN)

    def take(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            claims.take(work, claim_id)

    outcomes = all_at_once(people, take)
    taken = [entry for entry in newsroom.history(claim_id) if entry == "claim:transition take"]
    assert len(taken) == outcomes["done"] >= 1
    assert is_whole(newsroom)


def test_a_change_that_fails_leaves_no_trace(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    before = {model: newsroom.count(model) for model in (HistoryRow, Review, Evidence)}
    seen = factories.content_hash(newsroom, claim_id)

    def lose_power() -> None:
        with newsroom.work(newsroom.rosa) as work:
            reviews.approve(work, claim_id, seen)
            raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        lose_power()
    assert {model: newsroom.count(model) for model in before} == before
    with newsroom.read() as session:
        assert load(session, claim_id).claim.state is State.IN_REVIEW


def test_of_two_who_have_a_source_fetched_again_at_once_one_is_told_that_it_is_under_way(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla, factories.LINK)
    with newsroom.work() as work:
        failed_id = work.session.scalars(select(Snapshot.id)).one()
        what = snapshots.awaited(work.session, failed_id)
        assert what is not None
        assert snapshots.fail(work, failed_id, what, "The site does not answer.")

    def ask(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            if person == newsroom.ada:
                snapshots.renew(work, failed_id)
            else:
                snapshots.ask_again(work, claim_id, 1)

    outcomes = all_at_once([newsroom.ada, newsroom.carla], ask)
    assert outcomes == {"done": 1, "WrongState": 1}
    with newsroom.read() as session:
        numbers = session.scalars(select(Snapshot.number).order_by(Snapshot.number)).all()
    assert numbers == [1, 2]
    assert is_whole(newsroom)


def test_of_several_who_decide_on_one_message_at_once_exactly_one_does(newsroom: Newsroom) -> None:
    people = editors(newsroom)
    number, token = tipping.send(newsroom)

    def decline(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            tips.decline(work, number, f"{person.name} read it.")

    outcomes = all_at_once(people, decline)
    assert outcomes == {"done": 1, "WrongState": AT_ONCE - 1}
    assert newsroom.history().count(f"tip:declined tip:{number}") == 1
    assert tipping.followed(newsroom, token).reason.endswith("read it.")
    assert is_whole(newsroom)


def test_a_free_claim_that_several_see_and_take_at_once_stays_with_the_first(
    newsroom: Newsroom,
) -> None:
    people = [newsroom.carla, newsroom.cyril, newsroom.max]
    claim_id = factories.claim(newsroom, State.OPEN)

    def take(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            claims.take(work, claim_id, seen_holder=0)

    assert all_at_once(people, take) == {"done": 1, "WrongState": 2}
    assert newsroom.history(claim_id).count("claim:transition take") == 1


def test_a_topic_that_several_retire_or_bring_back_at_once_is_so_once(newsroom: Newsroom) -> None:
    with newsroom.work() as work:
        people = [hire(work, f"Ada{number}", (Part.ADMINISTRATOR,)) for number in range(AT_ONCE)]
    number = filing.topic(newsroom)

    def retire(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            topics.retire(work, number)

    def bring_back(person: Actor) -> None:
        with newsroom.database.work(person) as work:
            topics.bring_back(work, number)

    for deed, event in ((retire, "topic:retired"), (bring_back, "topic:brought_back")):
        assert all_at_once(people, deed) == {"done": 1, "WrongState": AT_ONCE - 1}
        assert sum(entry.startswith(event) for entry in newsroom.history()) == 1
    assert is_whole(newsroom)
