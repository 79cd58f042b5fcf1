"""Declaring a conflict of interest from the pages, and what whoever did so reads there afterwards (M12)."""

import pytest

from factcheck.domain.terms import ReviewState, State
from tests import factories, road
from tests.cast import Newsroom
from tests.sites import Site, open_site

WHY = "My sister runs the harbour."
OUT = (
    f"You stay out of this claim. You declared a conflict of interest, so others carry it on: {WHY}"
)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def path(claim_id: int, more: str = "") -> str:
    return f"/desk/claims/{claim_id}{more}"


def recuse(site: Site, claim_id: int, by: str) -> str:
    return site.done(path(claim_id, "/review/recuse"), by, reason=WHY)


def test_a_checker_declares_it_on_the_claim_she_holds_before_anything_is_reviewed(
    site: Site,
) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    form = site.page(path(claim_id)).id("recuse")
    assert form.all("summary")[0].text == "Recuse — goes to “open”"
    assert form.all("form")[0].attributes["action"] == path(claim_id, "/review/recuse")
    assert recuse(site, claim_id, "carla") == path(claim_id)
    found = site.ticket(claim_id)
    assert (found.claim.state, found.claim.assignee_id) == (State.OPEN, None)
    page = site.page(path(claim_id))
    assert "Your conflict of interest is on record. Others carry the claim on." in page.text
    newest = page.id("history").all("span", class_="history__what")[0].text
    told = "Carla declared a conflict of interest (no longer holds the claim) checking → open"
    assert newest == f"{told} {WHY}"


def test_whoever_declared_it_reads_so_and_finds_no_button(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    recuse(site, claim_id, "max")
    for more in ("", "/review"):
        page = site.page(path(claim_id, more), "max")
        assert OUT in page.text
        assert page.all("details", class_="verb") == []
        sent = [form.attributes["action"] for form in page.all("main")[0].all("form")]
        assert sent == []
    page = site.page(path(claim_id), "max")
    assert "Nothing: you stay out of this claim." in page.text
    assert "Set a due date" not in page.links()
    others = site.page(path(claim_id), "edith")
    assert "You stay out" not in others.text
    assert f"Max stays out (conflict of interest): {WHY}" in others.text


def test_she_reads_in_the_queue_that_it_is_not_for_her_and_is_offered_it_no_more(
    site: Site,
) -> None:
    claim_id = factories.claim(site.newsroom, State.OPEN)
    assert site.page("/desk").links().get(factories.CLAIM.statement) == path(claim_id)
    recuse(site, claim_id, "carla")
    said = [one.text for one in site.page("/desk/queue").all(class_="why-not")]
    assert said == [
        "Not by you: You declared a conflict of interest on this claim; somebody else must do this."
    ]
    assert site.page("/desk/queue", "cyril").all(class_="why-not") == []
    assert factories.CLAIM.statement not in site.page("/desk").links()
    assert site.page("/desk", "cyril").links()[factories.CLAIM.statement] == path(claim_id)


@pytest.mark.parametrize("state", [State.SPOTTED, State.OPEN, State.CHECKING, State.PUBLISHED])
def test_without_a_reason_nothing_is_declared_and_it_is_said_beside_the_field(
    site: Site, state: State
) -> None:
    claim_id = factories.claim(site.newsroom, state)
    before = site.counts()
    page = site.send(path(claim_id, "/review/recuse"), 422, "carla", reason=" ")
    assert page.error("recuse-reason") == "Write the reason."
    assert site.counts() == before
    assert site.ticket(claim_id).conflicts == []


def test_declaring_twice_on_a_dismissed_claim_or_as_administrator_is_refused(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    recuse(site, claim_id, "cyril")
    dismissed = factories.claim(site.newsroom, State.DISMISSED, article_id=1)
    before = site.counts()
    twice = site.send(path(claim_id, "/review/recuse"), 409, "cyril", reason=WHY)
    assert "You recused yourself from this claim already." in twice.text
    late = site.send(path(dismissed, "/review/recuse"), 409, "cyril", reason=WHY)
    assert "This claim is “dismissed”" in late.text
    site.send(path(claim_id, "/review/recuse"), 403, "ada", reason=WHY)
    assert site.counts() == before


def test_pages_of_forms_are_closed_to_her_with_the_sentence(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    recuse(site, claim_id, "max")
    told = "You declared a conflict of interest on this claim; somebody else must do this."
    for more in ("/edit", "/evidence/new", "/verdict", "/replies/new", "/assign", "/dismiss"):
        assert told in site.page(path(claim_id, more), "max", 403).text, more
    refused = site.send(path(claim_id, "/due"), 403, "max", due_on="2026-12-01")
    assert told in refused.text


def test_she_is_no_colleague_to_ask(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.IN_REVIEW)
    recuse(site, claim_id, "max")
    page = site.page(path(claim_id, "/review"), "edith")
    names = [option.text for option in page.id("ask_review-person").all("option")]
    assert "Max" not in names
    assert road.reviewers(site.newsroom, claim_id) == {"Max": ReviewState.RECUSED}
    sent = {"person": str(site.newsroom.max.id)}
    page = site.send(path(claim_id, "/review/ask"), 422, "edith", **sent)
    told = "Max declared a conflict of interest on this claim."
    assert page.error("ask_review-person") == told
