"""What a panel votes is in no record that people read before the vote is closed, and never if it is broken off (W3)."""

from collections.abc import Callable
from itertools import product

import pytest
from sqlalchemy import select

from factcheck.domain.terms import State
from factcheck.models import HistoryRow
from factcheck.services import history, verdicts
from factcheck.services.record import Deed, of_claim
from tests import factories, road
from tests.cast import Newsroom
from tests.queues import claim

REASON = "The audit does not say that."


def before_a_panel(newsroom: Newsroom) -> int:
    road.set_policy(newsroom, panel_size=3, approvals_needed=2)
    return factories.claim(newsroom, State.IN_REVIEW)


def votes(newsroom: Newsroom, claim_id: int) -> list[Deed]:
    """What the history says of voting, oldest first."""
    with newsroom.read() as session:
        deeds = of_claim(session, claim_id, limit=100)
    return [deed for deed in reversed(deeds) if deed.event.startswith("review:")]


def said(deeds: list[Deed]) -> list[tuple[str, str, str]]:
    return [(deed.event, deed.subject, deed.reason) for deed in deeds]


def withdrawn(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.carla) as work:
        verdicts.withdraw(work, claim_id)


def withdrawn_and_handed_in_again(newsroom: Newsroom, claim_id: int) -> None:
    withdrawn(newsroom, claim_id)
    factories.submit(newsroom, claim_id, newsroom.carla)


def evidence_logged(newsroom: Newsroom, claim_id: int) -> None:
    factories.log(newsroom, claim_id, newsroom.cyril)


def verdict_rewritten(newsroom: Newsroom, claim_id: int) -> None:
    factories.write(newsroom, claim_id, newsroom.carla)


@pytest.mark.parametrize(
    "breaks_off",
    [withdrawn, withdrawn_and_handed_in_again, evidence_logged, verdict_rewritten],
)
def test_a_vote_that_is_broken_off_tells_who_voted_and_never_how(
    newsroom: Newsroom, breaks_off: Callable[[Newsroom, int], None]
) -> None:
    claim_id = before_a_panel(newsroom)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.emil)
    secret = [("review:voted", "verdict:1", "")] * 2
    assert said(votes(newsroom, claim_id)) == secret
    breaks_off(newsroom, claim_id)
    found = votes(newsroom, claim_id)
    assert said(found) == secret
    assert [deed.name for deed in found] == ["Rosa", "Emil"]
    with newsroom.read() as session:
        everything = session.scalars(select(HistoryRow.reason + HistoryRow.detail)).all()
        assert history.verify(session) is None
    assert not any(REASON in text for text in everything)


def test_the_last_vote_opens_those_before_it_with_their_reasons(newsroom: Newsroom) -> None:
    claim_id = before_a_panel(newsroom)
    road.send_back(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.emil)
    factories.approve(newsroom, claim_id, newsroom.edith)
    *_, last, closed = votes(newsroom, claim_id)
    assert said([last, closed]) == [
        ("review:approved", "verdict:1", ""),
        ("review:vote_closed", "verdict:1", ""),
    ]
    assert closed.detail == f"Rosa: sent back, “{REASON}”; Emil: approved"
    assert road.state(newsroom, claim_id) is State.APPROVED


def test_a_legal_reviewer_who_sends_it_back_closes_the_vote(newsroom: Newsroom) -> None:
    claim_id = before_a_panel(newsroom)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    road.send_back(newsroom, claim_id, newsroom.lara)
    *_, last, closed = votes(newsroom, claim_id)
    assert said([last])[0][:2] == ("review:sent_back", "verdict:1")
    assert closed.detail == "Rosa: approved"


def test_a_vote_is_closed_once(newsroom: Newsroom) -> None:
    claim_id = before_a_panel(newsroom)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.approve(newsroom, claim_id, newsroom.emil)
    road.send_back(newsroom, claim_id, newsroom.edith)
    events = [deed.event for deed in votes(newsroom, claim_id)]
    assert events == ["review:voted", "review:approved", "review:vote_closed", "review:sent_back"]


def test_without_a_panel_an_approval_that_does_not_suffice_is_told_at_once(
    newsroom: Newsroom,
) -> None:
    road.set_policy(newsroom, approvals_needed=2)
    claim_id = factories.claim(newsroom, State.IN_REVIEW)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    assert said(votes(newsroom, claim_id)) == [("review:approved", "verdict:1", "")]


BALLOTS = [cast for number in (1, 2, 3) for cast in product((True, False), repeat=number)]


def cast(newsroom: Newsroom, claim_id: int, ballots: tuple[bool, ...]) -> int:
    """The panel votes one after the other until it is decided; how many of them sent it back."""
    panel = zip((newsroom.rosa, newsroom.edith, newsroom.emil), ballots, strict=False)
    back = 0
    for voter, is_for in panel:
        if road.state(newsroom, claim_id) is not State.IN_REVIEW:
            break
        if is_for:
            factories.approve(newsroom, claim_id, voter)
        else:
            road.send_back(newsroom, claim_id, voter)
        back += not is_for
    return back


def test_however_a_panel_votes_the_history_tells_it_only_once_it_is_decided(
    newsroom: Newsroom,
) -> None:
    road.set_policy(newsroom, panel_size=3, approvals_needed=2)
    for ballots in BALLOTS:
        claim_id = claim(newsroom, State.IN_REVIEW)
        back = cast(newsroom, claim_id, ballots)
        found = votes(newsroom, claim_id)
        is_open = road.state(newsroom, claim_id) is not State.IN_REVIEW
        assert is_open is (len(ballots) > 2 or ballots in {(True, True), (False, False)})
        assert any(deed.event == "review:vote_closed" for deed in found) is is_open
        assert all(deed.event == "review:voted" for deed in found) is not is_open
        told = " ".join(deed.reason + deed.detail for deed in found)
        assert told.count(REASON) == (back if is_open else 0), ballots
