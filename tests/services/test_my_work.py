"""My work: what waits for each person, and only as long as it waits."""

from dataclasses import replace
from datetime import date, timedelta

from factcheck.domain.terms import Actor, ArticleKind, Capacity, ReplyOutcome, State
from factcheck.models import Claim
from factcheck.services import publication, replies, reviews
from factcheck.services.my_work import MyWork, my_work
from tests import factories, withholding
from tests.cast import Newsroom
from tests.queues import TODAY, claim


def waiting(newsroom: Newsroom, who: Actor, today: date = TODAY) -> MyWork:
    with newsroom.read() as session:
        return my_work(session, who, today)


def named(work: MyWork) -> dict[str, list[int]]:
    return {name: [item.claim_id for item in items] for name, items in vars(work).items() if items}


def test_what_i_hold_is_sorted_by_its_date(newsroom: Newsroom) -> None:
    dates = {"overdue": -1, "due_soon": 0, "due_soon too": 3, "held": 4, "held too": None}
    made = {}
    for name, days in dates.items():
        made[name] = claim(newsroom, State.CHECKING)
        with newsroom.work() as work:
            due_on = None if days is None else TODAY + timedelta(days=days)
            work.session.get_one(Claim, made[name]).due_on = due_on
    assert named(waiting(newsroom, newsroom.carla)) == {
        "overdue": [made["overdue"]],
        "due_soon": [made["due_soon"], made["due_soon too"]],
        "held": [made["held"], made["held too"]],
    }
    assert named(waiting(newsroom, newsroom.cyril)) == {}


def test_sent_back_comes_with_who_when_and_why_until_it_moves_on(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.rosa) as work:
        reviews.send_back(work, claim_id, "The audit covers another year.")
    item = waiting(newsroom, newsroom.carla).sent_back[0]
    assert (item.claim_id, item.who, item.at, item.note) == (
        claim_id,
        "Rosa",
        newsroom.now,
        "The audit covers another year.",
    )
    assert waiting(newsroom, newsroom.carla).held == []
    factories.submit(newsroom, claim_id, newsroom.carla)
    assert named(waiting(newsroom, newsroom.carla)) == {"held": [claim_id]}


def test_reviews_asked_of_me_wait_until_i_decide(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW, given=replace(factories.CLAIM, alleges_crime=True))
    factories.ask(newsroom, claim_id, newsroom.rosa)
    factories.ask(newsroom, claim_id, newsroom.lara, Capacity.LEGAL)
    item = waiting(newsroom, newsroom.rosa).reviews[0]
    assert (item.claim_id, item.who) == (claim_id, "Edith")
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert named(waiting(newsroom, newsroom.rosa)) == {}
    assert named(waiting(newsroom, newsroom.lara)) == {"reviews": [claim_id]}
    factories.clear(newsroom, claim_id)
    assert named(waiting(newsroom, newsroom.lara)) == {}


def test_open_claims_are_free_to_checkers_the_longest_waiting_first(newsroom: Newsroom) -> None:
    made = [claim(newsroom, State.OPEN) for _ in range(13)]
    assert named(waiting(newsroom, newsroom.cyril)) == {"free": made[:11]}
    assert named(waiting(newsroom, newsroom.rosa)) == {}
    factories.take(newsroom, made[0], newsroom.carla)
    assert waiting(newsroom, newsroom.cyril).free[0].claim_id == made[1]


def test_a_retraction_waits_for_another_editor(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.PUBLISHED)
    with newsroom.work(newsroom.edith) as work:
        publication.retract(work, claim_id, "The accounts were forged.")
    assert named(waiting(newsroom, newsroom.emil)) == {"retractions": [claim_id]}
    assert waiting(newsroom, newsroom.emil).retractions[0].who == "Edith"
    assert named(waiting(newsroom, newsroom.edith)) == {}
    with newsroom.work(newsroom.emil) as work:
        publication.confirm_retraction(work, claim_id)
    assert named(waiting(newsroom, newsroom.emil)) == {}


def test_an_order_waits_for_a_second_person_who_may_confirm_it(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.PUBLISHED)
    withholding.enter(newsroom, claim_id)
    item = waiting(newsroom, newsroom.ada).orders[0]
    assert (item.claim_id, item.who, item.at, item.note) == (
        claim_id, "Lara", newsroom.now, withholding.ORDER.authority,
    )  # fmt: skip
    assert named(waiting(newsroom, newsroom.max)) == {"orders": [claim_id]}
    for who in (newsroom.lara, newsroom.edith, newsroom.rosa, newsroom.carla):
        assert waiting(newsroom, who).orders == [], "she entered it, or may not confirm it"
    withholding.confirm(newsroom, claim_id)
    assert waiting(newsroom, newsroom.max).orders == []


def test_an_order_that_was_dropped_waits_for_nobody(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.PUBLISHED)
    withholding.enter(newsroom, claim_id)
    withholding.lift(newsroom, claim_id, "It names another page.")
    assert named(waiting(newsroom, newsroom.ada)) == {}


def test_an_order_does_not_wait_for_whoever_stays_out_of_the_claim(newsroom: Newsroom) -> None:
    claim_id, other = claim(newsroom, State.PUBLISHED), claim(newsroom, State.PUBLISHED)
    for number in (claim_id, other):
        withholding.enter(newsroom, number)
    with newsroom.work(newsroom.max) as work:
        reviews.recuse(work, claim_id, "My brother sued.")
    assert [item.claim_id for item in waiting(newsroom, newsroom.max).orders] == [other]
    assert [item.claim_id for item in waiting(newsroom, newsroom.ada).orders] == [claim_id, other]


def test_a_reply_that_came_after_publication_waits_for_an_update(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    reply_id = factories.reply(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert waiting(newsroom, newsroom.edith).late_replies == []
    with newsroom.work(newsroom.carla) as work:
        answer = "The figure is right."
        replies.record(work, claim_id, reply_id, ReplyOutcome.REPLIED, answer, answer)
    late = waiting(newsroom, newsroom.edith).late_replies
    assert [(item.claim_id, item.note, item.at) for item in late] == [
        (claim_id, "the mayor's office", newsroom.now)
    ]
    assert waiting(newsroom, newsroom.rosa).late_replies == []


def test_a_reply_that_was_there_before_publication_is_no_late_one(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    factories.reply(newsroom, claim_id, newsroom.carla, ReplyOutcome.REPLIED)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert waiting(newsroom, newsroom.edith).late_replies == []


def test_an_approved_claim_of_our_own_draft_is_done(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.IN_REVIEW, kind=ArticleKind.OWN_DRAFT)
    assert named(waiting(newsroom, newsroom.carla)) == {"held": [claim_id]}
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert named(waiting(newsroom, newsroom.carla)) == {}
    assert named(waiting(newsroom, newsroom.edith)) == {}


# ── Handed in, and nobody was asked ──────────────────────────────────────────────────────────────


def test_a_verdict_nobody_was_asked_to_read_waits_for_all_who_may(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    for who in (newsroom.rosa, newsroom.edith, newsroom.emil):
        assert waiting(newsroom, who).to_review[0].claim_id == claim_id
    for who in (newsroom.carla, newsroom.cyril, newsroom.lara, newsroom.ada):
        assert named(waiting(newsroom, who)) in ({}, {"held": [claim_id]})


def test_once_somebody_is_asked_or_reads_it_waits_for_her_alone(newsroom: Newsroom) -> None:
    asked, read = claim(newsroom, State.IN_REVIEW), claim(newsroom, State.IN_REVIEW)
    assert named(waiting(newsroom, newsroom.emil)) == {"to_review": [asked, read]}
    factories.ask(newsroom, asked, newsroom.rosa)
    with newsroom.work(newsroom.rosa) as work:
        reviews.start_reading(work, read)
    assert named(waiting(newsroom, newsroom.emil)) == {}
    assert named(waiting(newsroom, newsroom.rosa)) == {"reviews": [asked, read]}
    with newsroom.work(newsroom.rosa) as work:
        reviews.recuse(work, read, "My brother sued.")
    assert named(waiting(newsroom, newsroom.emil)) == {"to_review": [read]}
    assert waiting(newsroom, newsroom.rosa).to_review == []


def test_whoever_had_a_hand_in_it_is_not_told_to_review_it(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.edith)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.submit(newsroom, claim_id, newsroom.carla)
    assert waiting(newsroom, newsroom.edith).to_review == []
    assert [one.claim_id for one in waiting(newsroom, newsroom.emil).to_review] == [claim_id]


def test_what_was_sent_back_and_handed_in_again_waits_for_whoever_read_it_and_not_for_all(
    newsroom: Newsroom,
) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW)
    with newsroom.work(newsroom.rosa) as work:
        reviews.send_back(work, claim_id, "The audit covers another year.")
    assert named(waiting(newsroom, newsroom.rosa)) == {}
    factories.submit(newsroom, claim_id, newsroom.carla)
    assert named(waiting(newsroom, newsroom.rosa)) == {"reviews": [claim_id]}
    assert named(waiting(newsroom, newsroom.emil)) == {}


def test_a_claim_at_risk_waits_for_a_legal_reviewer_until_it_is_cleared(newsroom: Newsroom) -> None:
    claim(newsroom, State.IN_REVIEW)
    claim_id = claim(newsroom, State.IN_REVIEW, given=replace(factories.CLAIM, alleges_crime=True))
    assert named(waiting(newsroom, newsroom.lara)) == {"to_clear": [claim_id]}
    factories.ask(newsroom, claim_id, newsroom.lara, Capacity.LEGAL)
    assert named(waiting(newsroom, newsroom.lara)) == {"reviews": [claim_id]}
    factories.clear(newsroom, claim_id)
    assert named(waiting(newsroom, newsroom.lara)) == {}
    assert [one.claim_id for one in waiting(newsroom, newsroom.rosa).to_review][-1] == claim_id


def test_who_may_review_and_clear_is_told_of_a_claim_once(newsroom: Newsroom) -> None:
    claim_id = claim(newsroom, State.IN_REVIEW, given=replace(factories.CLAIM, alleges_crime=True))
    both = replace(newsroom.lara, parts=newsroom.lara.parts | newsroom.rosa.parts)
    assert named(waiting(newsroom, both)) == {"to_clear": [claim_id]}


def test_of_a_long_queue_no_more_is_shown_than_of_any_section(newsroom: Newsroom) -> None:
    made = [claim(newsroom, State.IN_REVIEW) for _ in range(12)]
    assert named(waiting(newsroom, newsroom.rosa)) == {"to_review": made[:11]}
