"""Before readers: what holds a verdict back, and what they never get (L1-L7, L15)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from factcheck.db import Work
from factcheck.domain import published
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import RiskClass
from factcheck.domain.refusals import NotReady, NotYourPart, WrongState
from factcheck.domain.terms import ArticleKind, ChangeKind, ReplyOutcome, State
from factcheck.models import HistoryRow
from factcheck.models.claims import WaiverKind
from factcheck.services import legal, publication, replies, verdicts
from tests import factories, road
from tests.cast import Newsroom

RISKY = replace(factories.CLAIM, alleges_crime=True)


def _publish(newsroom: Newsroom, claim_id: int) -> Callable[[Work], object]:
    seen = factories.content_hash(newsroom, claim_id)
    return lambda work: publication.publish(work, claim_id, seen)


# ── Risks that the words show ────────────────────────────────────────────────────────────────────

NAMED = replace(factories.CLAIM, statement="Pia Lund said the harbour lost 4 million crowns.")


def test_a_risk_in_the_words_is_flagged_or_looked_at_before_readers_get_it(
    newsroom: Newsroom,
) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED, given=NAMED)
    told = "The words show a risk that nobody flagged: names a person. Flag it on the claim"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))
    seen = factories.content_hash(newsroom, claim_id)
    road.refuse(
        newsroom,
        newsroom.edith,
        NotReady,
        told,
        lambda work: publication.publish(work, claim_id, seen, ["alleges_crime"]),
    )
    with newsroom.work(newsroom.edith) as work:
        publication.publish(work, claim_id, seen, ["names_private_person"])
    with newsroom.read() as session:
        row = session.scalars(
            select(HistoryRow).where(HistoryRow.event == "publication:first")
        ).one()
    assert row.reason == "Needs no flag: names a person."


def test_words_without_a_risk_ask_nothing(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert road.live(newsroom, claim_id).version == 1


# ── What holds it back ───────────────────────────────────────────────────────────────────────────


def test_a_hold_lets_nobody_publish_until_it_is_released_with_a_reason(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED)
    factories.hold(newsroom, claim_id)
    for editor in (newsroom.edith, newsroom.max):
        told = "A legal hold is on"
        road.refuse(newsroom, editor, NotReady, told, _publish(newsroom, claim_id))
    with road.refused(newsroom, BadInput, "Say why"), newsroom.work(newsroom.lara) as work:
        legal.release(work, claim_id, "")
    with newsroom.work(newsroom.lara) as work:
        legal.release(work, claim_id, "They withdrew their letter.")
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert newsroom.history(claim_id)[-3:-1] == ["hold:set hold", "hold:released release"]


def test_a_hold_holds_a_correction_as_well(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.PUBLISHED)
    factories.hold(newsroom, claim_id)
    road.begin_change(newsroom, claim_id, ChangeKind.CORRECTION, newsroom.edith)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.refuse(
        newsroom, newsroom.emil, NotReady, "A legal hold is on", _publish(newsroom, claim_id)
    )
    assert road.live(newsroom, claim_id).version == 1


def _cleared_for(newsroom: Newsroom, flag: str) -> int:
    """A claim with one flag, approved by as many as its policy asks for, reply settled, nothing cleared."""
    given = replace(factories.CLAIM, **{flag: True})
    if flag != "alleges_crime":
        given = replace(given, hidden_names=(("Jo Low", "a clerk"),))
    claim_id = factories.claim(newsroom, State.CHECKING, given=given)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    factories.reply(newsroom, claim_id, newsroom.carla, ReplyOutcome.DECLINED)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    if road.state(newsroom, claim_id) is State.IN_REVIEW:
        factories.approve(newsroom, claim_id, newsroom.emil)
    return claim_id


@pytest.mark.parametrize("flag", ["names_private_person", "alleges_crime", "involves_minor"])
def test_each_risk_flag_alone_asks_for_a_legal_clearance_of_exactly_this_version(
    newsroom: Newsroom, flag: str
) -> None:
    claim_id = _cleared_for(newsroom, flag)
    told = "a legal reviewer must clear this version"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert road.state(newsroom, claim_id) is State.PUBLISHED


def test_a_clearance_falls_with_the_content_it_was_given_for(newsroom: Newsroom) -> None:
    claim_id = _cleared_for(newsroom, "alleges_crime")
    factories.clear(newsroom, claim_id)
    factories.log(newsroom, claim_id, newsroom.cyril, replace(factories.LINK, publisher="Court"))
    factories.approve(newsroom, claim_id, newsroom.rosa)
    told = "a legal reviewer must clear this version"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))


def test_no_policy_switches_the_legal_clearance_off(newsroom: Newsroom) -> None:
    road.set_policy(
        newsroom, RiskClass.ALLEGATION, is_reply_needed=False, may_approver_publish=True
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=RISKY)
    told = "a legal reviewer must clear this version"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))
    factories.clear(newsroom, claim_id)
    told = "Ask for a reply"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))


def test_an_allegation_needs_a_reply_asked_for_or_a_waiver_by_name(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED, given=RISKY)
    factories.clear(newsroom, claim_id)
    publish = _publish(newsroom, claim_id)
    road.refuse(newsroom, newsroom.edith, NotReady, "Ask for a reply and record it", publish)
    with newsroom.work(newsroom.edith) as work:
        legal.waive(work, claim_id, WaiverKind.REPLY, "He died in the spring.")
    factories.publish(newsroom, claim_id, newsroom.edith)
    kind, reason, name, _ = road.ticket(newsroom, claim_id).waivers[0]
    assert (kind, reason, name) == (WaiverKind.REPLY, "He died in the spring.", "Edith")


def test_a_request_that_still_runs_is_no_reply_and_one_that_ran_out_is(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING, given=RISKY)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    with newsroom.work(newsroom.carla) as work:
        asked = replies.ReplyInput(
            whom="the harbour master",
            channel="e-mail",
            content_sent="The allegation and our question.",
            asked_at=work.now,
            due_at=work.now + timedelta(hours=48),
        )
        number = replies.ask(work, claim_id, asked).id
    no_reply = ReplyOutcome.NO_REPLY
    road.refuse(
        newsroom,
        newsroom.carla,
        WrongState,
        "has not run out yet",
        lambda work: replies.record(work, claim_id, number, no_reply),
    )
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    told = "the time to answer has not run out"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))
    newsroom.now += timedelta(hours=49)
    with newsroom.work(newsroom.carla) as work:
        replies.record(work, claim_id, number, no_reply)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert road.live(newsroom, claim_id).replies[0].outcome == "no_reply"


def test_less_time_than_the_policy_gives_takes_a_reason_and_an_editor(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.CHECKING, given=RISKY)
    given = replies.ReplyInput(
        whom="the harbour master",
        channel="telephone",
        content_sent="Our question.",
        asked_at=newsroom.now,
        due_at=newsroom.now + timedelta(hours=2),
    )
    with road.refused(newsroom, BadInput, "48 hours"), newsroom.work(newsroom.carla) as work:
        replies.ask(work, claim_id, given)
    hurried = replace(given, short_notice_reason="The council votes tonight.")
    road.refuse(
        newsroom,
        newsroom.carla,
        NotYourPart,
        "Only an editor",
        lambda work: replies.ask(work, claim_id, hurried),
    )
    with newsroom.work(newsroom.edith) as work:
        assert replies.ask(work, claim_id, hurried).short_notice_reason


def test_where_the_policy_says_so_an_approver_does_not_publish(newsroom: Newsroom) -> None:
    road.set_policy(newsroom, may_approver_publish=False)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.edith)
    told = "You approved this version"
    road.refuse(newsroom, newsroom.edith, NotYourPart, told, _publish(newsroom, claim_id))
    factories.publish(newsroom, claim_id, newsroom.emil)


def test_a_finding_about_our_own_draft_is_never_put_before_readers(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom, State.APPROVED, kind=ArticleKind.OWN_DRAFT)
    told = "has no public page"
    road.refuse(newsroom, newsroom.edith, WrongState, told, _publish(newsroom, claim_id))


# ── Names ────────────────────────────────────────────────────────────────────────────────────────


def test_readers_get_a_role_wherever_a_protected_name_was_written(newsroom: Newsroom) -> None:
    given = replace(
        factories.CLAIM,
        statement="Jo Low kept the harbour's books alone.",
        claimant="Ann Reed",
        claimant_role="a neighbour",
        is_claimant_public=False,
        names_private_person=True,
        hidden_names=(("Jo Low", "a clerk"), ("Low", "a clerk")),
    )
    claim_id = factories.claim(newsroom, State.CHECKING, given=given)
    row = replace(factories.LINK, quote="Signed: Jo Low", says="Low signed it, says Ann Reed.")
    factories.log(newsroom, claim_id, newsroom.carla, row)
    factories.log(newsroom, claim_id, newsroom.carla, factories.SECOND)
    explanation = "Jo Low signed the accounts [1]; Ann Reed says so too."
    factories.write(
        newsroom, claim_id, newsroom.carla, reason="Low signed.", explanation=explanation
    )
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    with newsroom.read() as session:
        preview = publication.preview(session, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    shown = road.live(newsroom, claim_id)
    for text in (published.to_json(shown), published.to_json(preview), shown.slug):
        assert "low" not in text.casefold()
        assert "reed" not in text.casefold()
    assert shown.statement == "a clerk kept the harbour's books alone."
    assert (shown.claimant, shown.is_claimant_role) == ("a neighbour", True)


def test_a_name_in_an_address_is_found_before_readers_find_it(newsroom: Newsroom) -> None:
    given = replace(
        factories.CLAIM, names_private_person=True, hidden_names=(("Jo Low", "a clerk"),)
    )
    claim_id = factories.claim(newsroom, State.CHECKING, given=given)
    row = replace(factories.LINK, url="https://harbour.example/people/jo-low")
    factories.log(newsroom, claim_id, newsroom.carla, row)
    factories.log(newsroom, claim_id, newsroom.carla, factories.SECOND)
    factories.submit(newsroom, claim_id, newsroom.carla)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.clear(newsroom, claim_id)
    told = "A name that readers must not see stands in: sources[0].url"
    road.refuse(newsroom, newsroom.edith, NotReady, told, _publish(newsroom, claim_id))
