"""What an editor waives is waived for one verdict on its way to readers, not for every later change (L7, M1)."""

import pytest

from factcheck.domain.refusals import NotReady
from factcheck.domain.terms import ChangeKind, State
from factcheck.models.claims import WaiverKind
from factcheck.services import legal, publication, verdicts
from factcheck.services.standing import load
from tests import factories
from tests.cast import Newsroom


def one_source_short(newsroom: Newsroom) -> int:
    """A claim in checking whose rating needs two origins, with evidence of one."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log(newsroom, claim_id, newsroom.carla)
    factories.write(newsroom, claim_id, newsroom.carla)
    return claim_id


def submit(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)


def waive(newsroom: Newsroom, claim_id: int) -> None:
    with newsroom.work(newsroom.edith) as work:
        legal.waive(
            work, claim_id, WaiverKind.SOURCES, "The accounts are the only relevant source."
        )


def test_a_waiver_lets_the_verdict_pass_it_was_given_for(newsroom: Newsroom) -> None:
    claim_id = one_source_short(newsroom)
    with pytest.raises(NotReady, match="needs 2 independent origins and the evidence has 1"):
        submit(newsroom, claim_id)
    waive(newsroom, claim_id)
    submit(newsroom, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    with newsroom.read() as session:
        assert load(session, claim_id).standing.are_sources_waived


def test_a_later_correction_needs_a_waiver_of_its_own(newsroom: Newsroom) -> None:
    claim_id = one_source_short(newsroom)
    waive(newsroom, claim_id)
    submit(newsroom, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    with newsroom.work(newsroom.emil) as work:
        publication.begin_change(work, claim_id, ChangeKind.CORRECTION, "A figure was wrong.")
    factories.write(newsroom, claim_id, newsroom.carla, reason="The accounts say a little less.")
    with pytest.raises(NotReady, match="needs 2 independent origins"):
        submit(newsroom, claim_id)
    waive(newsroom, claim_id)
    submit(newsroom, claim_id)
    with newsroom.read() as session:
        assert load(session, claim_id).claim.state is State.IN_REVIEW
