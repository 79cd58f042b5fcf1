"""Changing a claim under a version check, and the verbs that are its own."""

from dataclasses import replace

import pytest

from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.sites import Site, open_site

EDITED = {
    "statement": "The harbour lost 4 million crowns last year.",
    "claimant": "the mayor",
    "kind": "statistic",
    "is_claimant_public": "y",
    "said_on": "2026-11",
    "said_where": "council meeting",
    "appearance_url": "https://news.example/harbour",
}


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────


def test_a_change_of_the_claim_is_saved_and_told(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    sent = {**EDITED, "seen_version": "1", "statement": "The harbour lost 4.0 million."}
    assert site.done(f"/desk/claims/{claim_id}/edit", **sent) == f"/desk/claims/{claim_id}"
    page = site.page(f"/desk/claims/{claim_id}")
    assert page.all("h1")[0].text == "The harbour lost 4.0 million."
    assert "Carla changed the claim" in page.id("history").text


def test_the_form_opens_with_what_is_stored(site: Site) -> None:
    hidden = replace(
        factories.CLAIM, hidden_names=(("A. Berg", "a neighbour"),), involves_minor=True
    )
    claim_id = factories.claim(site.newsroom, given=hidden)
    page = site.page(f"/desk/claims/{claim_id}/edit")
    assert page.value("statement") == hidden.statement
    assert page.value("kind") == "statistic"
    assert "checked" in page.named("involves_minor")[0].attributes
    assert "checked" not in page.named("alleges_crime")[0].attributes
    assert [c.attributes["value"] for c in page.named("hidden_role")] == ["a neighbour", "", ""]


def test_a_save_that_comes_too_late_shows_both_texts_and_loses_neither(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    path = f"/desk/claims/{claim_id}/edit"
    site.done(path, "edith", **{**EDITED, "seen_version": "1", "statement": "Edith's words."})
    page = site.send(path, 409, **{**EDITED, "seen_version": "1", "statement": "Carla's words."})
    assert "Edith's words." in page.all("section", class_="versus__side")[0].text
    assert "Carla's words." in page.all("section", class_="versus__side")[1].text
    assert site.ticket(claim_id).claim.statement == "Edith's words."
    assert page.value("statement") == "Carla's words."
    site.done(
        path,
        **{**EDITED, "seen_version": page.value("seen_version"), "statement": "Carla's words."},
    )
    assert site.ticket(claim_id).claim.statement == "Carla's words."


def test_marks_are_added_and_taken_away(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    anchor = site.ticket(claim_id).anchors[0]
    sent = {
        **EDITED,
        "seen_version": "1",
        "remove": str(anchor.id),
        "add_quote": "12,000 people",
        "add_paragraph": "",
    }
    site.done(f"/desk/claims/{claim_id}/edit", **sent)
    assert [a.exact for a in site.ticket(claim_id).anchors] == ["12,000 people"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"add_quote": "nowhere at all"}, "The quote is not in the article."),
        ({"add_quote": "harbour", "add_paragraph": "77"}, "Choose one of the paragraphs 1 to 4."),
        (
            {"remove": "1"},
            "A claim stands somewhere in its article: keep or mark at least one place.",
        ),
    ],
)
def test_marks_that_cannot_be_are_refused_and_the_text_stays(
    site: Site, changed: dict[str, str], sentence: str
) -> None:
    claim_id = factories.claim(site.newsroom)
    before = site.counts()
    sent = {**EDITED, "seen_version": "1", "statement": "New words.", **changed}
    page = site.send(f"/desk/claims/{claim_id}/edit", 422, **sent)
    assert page.error("add_quote") == sentence
    assert page.value("statement") == "New words."
    assert site.counts() == before


@pytest.mark.parametrize("ticked", ["99", "x", "-1", "1" * 40, "²"])
def test_a_mark_of_nobodys_cannot_be_taken_away(site: Site, ticked: str) -> None:
    claim_id = factories.claim(site.newsroom)
    page = site.send(
        f"/desk/claims/{claim_id}/edit", 422, **{**EDITED, "seen_version": "1", "remove": ticked}
    )
    assert "These words are not marked any more; read the claim again." in page.text


def test_a_published_claim_is_not_edited_and_nothing_typed_is_lost(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    assert "Begin a correction" in site.page(f"/desk/claims/{claim_id}/edit", status=409).text
    before = site.counts()
    page = site.send(
        f"/desk/claims/{claim_id}/edit",
        409,
        **{**EDITED, "seen_version": "9", "statement": "New words."},
    )
    assert "Begin a correction" in page.text
    assert page.value("statement") == "New words."
    assert site.counts() == before


# ── Verbs ────────────────────────────────────────────────────────────────────────────────────────


def test_a_spotted_claim_is_opened_taken_and_its_news_is_told(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.SPOTTED)
    site.done(f"/desk/claims/{claim_id}/open")
    assert site.state(claim_id) is State.OPEN
    assert site.done(f"/desk/claims/{claim_id}/take") == f"/desk/claims/{claim_id}"
    assert site.state(claim_id) is State.CHECKING
    assert "The claim is yours." in site.page(f"/desk/claims/{claim_id}").text


def test_of_two_who_take_a_free_claim_at_once_the_first_keeps_it(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.OPEN)
    page = f"/desk/claims/{claim_id}"
    seen = {name: site.page(page, name).value("seen_holder") for name in ("carla", "cyril")}
    assert set(seen.values()) == {"0"}
    site.done(f"{page}/take", "carla", seen_holder=seen["carla"])
    before = site.counts()
    refused = site.send(f"{page}/take", 409, "cyril", seen_holder=seen["cyril"])
    assert (
        "Carla took this claim meanwhile. Look at it again before you take it over." in refused.text
    )
    assert "Seen holder" not in refused.text
    assert site.counts() == before
    assert "Held by Carla" in site.page(page, "cyril").text
    site.done(f"{page}/take", "cyril", seen_holder=site.page(page, "cyril").value("seen_holder"))
    assert "Held by Cyril" in site.page(page, "carla").text


def test_a_claim_is_dismissed_with_kind_and_reason_and_taken_up_again(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    site.done(f"/desk/claims/{claim_id}/dismiss", why="prediction", reason="It is about next year.")
    page = site.page(f"/desk/claims/{claim_id}")
    assert "Dismissed (prediction): It is about next year." in page.text
    site.done(f"/desk/claims/{claim_id}/reopen")
    assert site.state(claim_id) is State.OPEN


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"why": "opinion", "reason": ""}, "reason", "Write the reason."),
        ({"why": "opinion", "reason": "..."}, "reason", "The reason has no letters or digits."),
        ({"why": "", "reason": "Because."}, "why", "Choose why it is not checked."),
        ({"why": "boredom", "reason": "Because."}, "why", "Choose why it is not checked."),
    ],
)
def test_a_claim_is_not_dismissed_without_a_reason(
    site: Site, sent: dict[str, str], field: str, sentence: str
) -> None:
    claim_id = factories.claim(site.newsroom)
    page = site.send(f"/desk/claims/{claim_id}/dismiss", 422, **sent)
    assert page.error(field) == sentence
    assert page.value("reason") == sent["reason"]
    assert site.state(claim_id) is State.OPEN


def test_an_editor_gives_the_claim_to_a_checker(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    choices = [o.text for o in site.page(f"/desk/claims/{claim_id}/assign", "edith").all("option")]
    assert choices == ["—", "Carla", "Cyril", "Max"]
    site.done(f"/desk/claims/{claim_id}/assign", "edith", person=str(site.newsroom.cyril.id))
    assert site.ticket(claim_id).assignee_name == "Cyril"


@pytest.mark.parametrize("person", ["", "0", "999", "x", "1e1"])
def test_a_claim_is_given_only_to_a_checker_of_the_desk(site: Site, person: str) -> None:
    claim_id = factories.claim(site.newsroom)
    page = site.send(f"/desk/claims/{claim_id}/assign", 422, "edith", person=person)
    assert page.error("person") == "Choose a colleague of this desk who is a checker."
    page = site.send(
        f"/desk/claims/{claim_id}/assign", 422, "edith", person=str(site.newsroom.rosa.id)
    )
    assert page.error("person") == "Choose a colleague of this desk who is a checker."
    assert site.ticket(claim_id).claim.assignee_id is None


def test_an_editor_says_when_a_claim_is_due_and_takes_it_back(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    with site.app.app_context():
        day = "2099-01-01"
    page = site.send(f"/desk/claims/{claim_id}/due", 422, "edith", due_on=day)
    assert page.error("due_on").startswith("Write the date as YYYY-MM-DD, between")
    assert page.value("due_on") == day
    site.done(f"/desk/claims/{claim_id}/due", "edith", due_on="")
    assert site.ticket(claim_id).claim.due_on is None


@pytest.mark.parametrize(
    ("verb", "by", "status"),
    [
        ("open", "carla", 409),
        ("open", "rosa", 403),
        ("take", "edith", 403),
        ("take", "lara", 403),
        ("assign", "carla", 403),
        ("due", "carla", 403),
        ("dismiss", "rosa", 403),
        ("reopen", "carla", 409),
        ("reopen", "ada", 403),
    ],
)
def test_a_refused_verb_changes_nothing(site: Site, verb: str, by: str, status: int) -> None:
    claim_id = factories.claim(site.newsroom)
    site.visitor(by)
    before = site.counts()
    site.send(f"/desk/claims/{claim_id}/{verb}", status, by, why="opinion", reason="Because.")
    assert site.counts() == before
    assert site.state(claim_id) is State.OPEN


@pytest.mark.parametrize("verb", ["open", "take", "reopen", "dismiss", "assign", "due", "edit"])
def test_no_verb_works_on_a_claim_that_is_not_there(site: Site, verb: str) -> None:
    sent = {**EDITED, "seen_version": "1", "why": "opinion", "reason": "Because.", "person": "1"}
    assert site.visitor("max").post(f"/desk/claims/99/{verb}", sent).status_code == 404
