"""Verdicts that nobody was asked to read, where people meet them: in My work, and on the page of the claim."""

import pytest

from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def headings(site: Site, who: str) -> list[str]:
    return [one.text for one in site.page("/desk", who).all("h2")]


def test_what_nobody_was_asked_to_review_leads_reviewers_to_its_review_page(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    told = "To be reviewed, and nobody was asked"
    assert told in headings(site, "rosa")
    section = site.page("/desk", "rosa").id("to-review")
    assert section.links() == {factories.CLAIM.statement: f"/desk/claims/{claim_id}/review"}
    assert told not in headings(site, "carla")
    factories.ask(site.newsroom, claim_id, site.newsroom.rosa)
    assert headings(site, "rosa") == ["Reviews asked of you"]
    section = site.page("/desk", "rosa").id("reviews")
    assert section.links() == {factories.CLAIM.statement: f"/desk/claims/{claim_id}/review"}


def test_the_page_of_the_claim_says_where_it_waits_and_how_to_ask(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    waits = site.page(f"/desk/claims/{claim_id}", "carla").id("review")
    assert "Nobody has been asked yet: it waits in My work of everybody" in waits.text
    assert waits.links()["Ask somebody"] == f"/desk/claims/{claim_id}/review#ask"
    draft = factories.claim(site.newsroom, State.CHECKING, article_id=1)
    waits = site.page(f"/desk/claims/{draft}", "carla").id("review")
    assert "Reviewers come in once a verdict is submitted." in waits.text
