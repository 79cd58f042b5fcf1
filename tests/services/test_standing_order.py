"""What a claim has several of is read in the order it came, however the database has its rows lie by now."""

from dataclasses import replace

from factcheck.domain.terms import Stance
from factcheck.services import claims, evidence
from tests import factories, road
from tests.cast import Newsroom

TITLES = ("The accounts", "The audit", "The minutes")


def test_evidence_that_was_edited_keeps_its_place(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    for title in TITLES:
        factories.log(newsroom, claim_id, newsroom.carla, replace(factories.LINK, title=title))
    changed = replace(factories.LINK, title=TITLES[0], stance=Stance.CONTEXT)
    with newsroom.work(newsroom.carla) as work:
        evidence.change(work, claim_id, 1, 1, changed)

    ticket = road.ticket(newsroom, claim_id)

    assert [(row.number, row.title) for row in ticket.evidence] == [*enumerate(TITLES, 1)]
    assert ticket.evidence[0].stance == Stance.CONTEXT


def test_names_to_hide_stand_in_the_order_they_were_given(newsroom: Newsroom) -> None:
    claim_id = factories.claim(newsroom)
    names = (("Zoya Example", "a clerk"), ("Anna Example", "a driver"))
    before = road.ticket(newsroom, claim_id).claim
    given = claims.ClaimInput(
        **{name: getattr(before, name) for name in claims.COLUMNS}, hidden_names=names
    )
    with newsroom.work(newsroom.carla) as work:
        claims.edit(work, claim_id, before.version, given)

    kept = [(name, role) for _, name, role in road.ticket(newsroom, claim_id).hidden_names]
    assert kept == [*names]
