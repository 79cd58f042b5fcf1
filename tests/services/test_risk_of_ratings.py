"""A rating that judges a private person puts the claim at risk, and every page says so as the rulebook does (R7)."""

import pytest

from factcheck.domain.terms import ChangeKind, State
from factcheck.services import publication, scales, verdicts
from factcheck.services.queue_filters import Sort
from tests import factories, road
from tests.cast import Newsroom
from tests.queues import claim, ids, read

HARSH, MILD = "pants_on_fire", "false"


@pytest.fixture
def harsh(newsroom: Newsroom) -> Newsroom:
    """A desk whose scale has a label that judges the speaker."""
    with newsroom.work(newsroom.ada) as work:
        found = next(s for s in scales.scales(work.session) if s.code == "politifact")
        scales.put_in_use(work, found.id)
    return newsroom


def private(newsroom: Newsroom, claim_id: int, *, is_private: bool = True) -> None:
    road.edit_claim(
        newsroom,
        claim_id,
        newsroom.carla,
        is_claimant_public=not is_private,
        claimant_role="a clerk of the harbour",
    )


def at_risk(newsroom: Newsroom) -> list[int]:
    """What the saved view lists; it agrees with the rulebook on every claim there is."""
    listed = ids(read(newsroom, is_at_risk=True))
    for row in read(newsroom).rows:
        is_needed = road.ticket(newsroom, row.id).standing.needs_legal_review
        assert (row.id in listed) is is_needed is bool(row.risks), row
    return listed


def test_the_view_follows_rating_and_claimant(harsh: Newsroom) -> None:
    claim_id, other = claim(harsh, State.CHECKING), claim(harsh, State.CHECKING)
    factories.write(harsh, claim_id, harsh.carla, HARSH)
    factories.write(harsh, other, harsh.carla, HARSH)
    assert at_risk(harsh) == []
    private(harsh, claim_id)
    assert at_risk(harsh) == [claim_id]
    assert read(harsh, is_at_risk=True).rows[0].risks == ("the rating judges a private person",)
    factories.write(harsh, claim_id, harsh.carla, MILD)
    assert at_risk(harsh) == []
    factories.write(harsh, claim_id, harsh.carla, HARSH)
    assert at_risk(harsh) == [claim_id]
    private(harsh, claim_id, is_private=False)
    assert at_risk(harsh) == []


def test_it_is_counted_and_listed_in_every_order(harsh: Newsroom) -> None:
    claim_id = claim(harsh, State.CHECKING)
    private(harsh, claim_id)
    factories.write(harsh, claim_id, harsh.carla, HARSH)
    for sort in Sort:
        page = read(harsh, is_at_risk=True, sort=sort)
        assert (ids(page), page.counts[State.CHECKING]) == ([claim_id], 1)
    assert ids(read(harsh, is_at_risk=True, words=("harbour",))) == [claim_id]


def test_a_change_that_is_dropped_takes_its_rating_along(harsh: Newsroom) -> None:
    claim_id = claim(harsh, State.CHECKING)
    private(harsh, claim_id)
    factories.log_two(harsh, claim_id, harsh.carla)
    factories.submit(harsh, claim_id, harsh.carla)
    factories.approve(harsh, claim_id, harsh.rosa)
    factories.publish(harsh, claim_id, harsh.edith)
    road.begin_change(harsh, claim_id, ChangeKind.CORRECTION, harsh.edith)
    factories.write(harsh, claim_id, harsh.carla, HARSH)
    assert at_risk(harsh) == [claim_id]
    with harsh.work(harsh.edith) as work:
        publication.drop_change(work, claim_id)
    found = road.ticket(harsh, claim_id)
    assert found.claim.judges_private_person is False
    assert found.standing.needs_legal_review is False
    assert ids(read(harsh, is_at_risk=True, state=State.PUBLISHED)) == []


def test_the_legal_reviewer_is_told_why_she_may_not_clear_it(harsh: Newsroom) -> None:
    claim_id = claim(harsh, State.CHECKING)
    private(harsh, claim_id)
    factories.log_two(harsh, claim_id, harsh.carla)
    factories.submit(harsh, claim_id, harsh.carla)
    assert read(harsh, harsh.lara).rows[0].why_not == ""
    factories.write(harsh, claim_id, harsh.carla, HARSH)
    with harsh.work(harsh.carla) as work:
        verdicts.submit(work, claim_id)
    assert read(harsh, harsh.lara).rows[0].why_not == ""
    factories.clear(harsh, claim_id)
    assert read(harsh, harsh.lara).rows[0].why_not == "You approved already."
