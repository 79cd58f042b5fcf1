"""In which order the page of a claim offers what may be done: the next step first, leaving the claim last."""

import pytest

from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def verbs(site: Site, claim_id: int, who: str) -> list[str]:
    """The words of the buttons, refused ones in brackets."""
    found = []
    for one in site.page(f"/desk/claims/{claim_id}", who).all(class_="verb"):
        button = next(part for part in one if "button" in part.attributes.get("class", ""))
        words = button.text.partition(" — ")[0]
        found.append(f"({words})" if "verb--refused" in one.attributes["class"] else words)
    return found


def test_a_checker_finds_the_ways_out_last(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    assert verbs(site, claim_id, "carla") == ["(Take)", "(Submit)", "Dismiss", "Recuse"]


def test_an_editor_of_a_published_claim_finds_its_changes_before_she_recuses_herself(
    site: Site,
) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    found = verbs(site, claim_id, "edith")
    assert found[:4] == ["Correct", "Clarify", "Update", "Retract"]
    assert found[-1] == "Recuse"


def test_the_next_step_stands_before_all_others(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.APPROVED)
    assert verbs(site, claim_id, "edith")[0] == "Publish"


def test_a_published_claim_has_nothing_more_between_it_and_publication(site: Site) -> None:
    article_id = factories.article(site.newsroom)
    published = factories.claim(site.newsroom, State.PUBLISHED, article_id=article_id)
    waiting = factories.claim(site.newsroom, State.APPROVED, article_id=article_id)
    page = site.page(f"/desk/claims/{published}", "edith")
    assert "Between here and publication" not in page.text
    assert page.all("a", class_="to-standing")[0].attributes["href"] == "#moves-title"
    approved = site.page(f"/desk/claims/{waiting}", "edith")
    assert "Between here and publication" in approved.text
    assert approved.all("a", class_="to-standing")[0].attributes["href"] == "#checklist-title"
