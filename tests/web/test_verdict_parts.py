"""What is right in a claim, what is not known, why it matters: written, approved and shown with the verdict (P7)."""

from typing import Any

import pytest

from factcheck.domain.limits import VERDICT_PART_CHARS
from factcheck.domain.terms import ChangeKind, State
from factcheck.domain.verdict_parts import PARTS
from factcheck.services import publication, verdicts
from factcheck.services.verdicts import VerdictInput
from tests import factories, road
from tests.cast import Newsroom
from tests.pages import Element
from tests.sites import Site, open_site
from tests.visitors import stranger

WRITTEN = {
    "what_is_right": "The loss is **real** [1].",
    "why_it_matters": "The town votes on it.\n\n<script>alert(1)</script>",
}


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    return open_site(newsroom)


def published(newsroom: Newsroom, **parts: str) -> int:
    """A published claim whose verdict has these parts."""
    claim_id = factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, claim_id, newsroom.carla)
    save(newsroom, claim_id, **parts)
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    factories.approve(newsroom, claim_id, newsroom.rosa)
    factories.publish(newsroom, claim_id, newsroom.edith)
    return claim_id


def save(newsroom: Newsroom, claim_id: int, **parts: str) -> None:
    ticket = road.ticket(newsroom, claim_id)
    given = VerdictInput(
        rating_id=factories.rating_id(ticket),
        reason="The accounts say so.",
        explanation="The accounts [1] and the audit [2] agree.",
        as_of="2026-11-19",
        **parts,
    )
    with newsroom.work(newsroom.carla) as work:
        verdicts.save(work, claim_id, ticket.verdict.version if ticket.verdict else None, given)


def headings(page: Element) -> list[str]:
    return [one.text for one in page.all("h2", class_="leaf__label")]


def form(page: Element, **typed: Any) -> dict[str, Any]:
    names = ("seen_version", "rating", "reason", "explanation", "as_of", *PARTS)
    return {name: page.value(name) for name in names} | typed


def test_they_are_written_with_the_verdict_and_what_was_typed_stays(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    path = f"/desk/claims/{claim_id}/verdict"
    site.done(path, "carla", **form(site.page(path), **WRITTEN), then="preview")
    page = site.page(path)
    assert {name: page.value(name) for name in WRITTEN} == WRITTEN
    assert page.value("not_known") == ""
    preview = page.id("preview")
    assert [one.text for one in preview.all("h3")] == ["What is right in it", "Why it matters"]
    assert preview.all("strong")[0].text == "real"
    claim = site.page(f"/desk/claims/{claim_id}")
    assert [one.text for one in claim.all("summary")][:2] == [
        "What is right in it",
        "Why it matters",
    ]


def test_readers_get_what_is_written_and_nothing_of_what_is_not(site: Site) -> None:
    published(site.newsroom, **WRITTEN)
    reader = stranger(site.app)
    path = reader.get("/verdicts/1").location
    answer = reader.get(path)
    page = site.page(path)
    assert headings(page)[:5] == [
        "Our finding", "Why", "What is right in it", "Why it matters", "Sources",
    ]  # fmt: skip
    assert "What is not known" not in answer.text
    assert "<strong>real</strong>" in answer.text
    assert "<script>alert" not in answer.text
    assert 'href="#source-1"' in answer.text
    assert "What is right in it" in reader.get(f"{path}/versions/1").text
    assert "## What is right in it" in reader.get(f"{path}.md").text
    assert "What is right in it\n---" in reader.get(f"{path}.txt").text


def test_a_verdict_without_them_shows_none(site: Site) -> None:
    published(site.newsroom)
    text = stranger(site.app).get("/verdicts/1", follow_redirects=True).text
    assert not [heading for heading in PARTS.values() if heading in text]


def test_approvals_name_them_and_a_change_of_one_is_told(site: Site) -> None:
    newsroom = site.newsroom
    claim_id = published(newsroom, **WRITTEN)
    before = factories.content_hash(newsroom, claim_id)
    road.begin_change(newsroom, claim_id, ChangeKind.UPDATE, newsroom.edith)
    page = site.page(f"/desk/claims/{claim_id}/verdict")
    assert page.value("what_is_right") == WRITTEN["what_is_right"], (
        "a new version begins as the old"
    )
    save(newsroom, claim_id, **{**WRITTEN, "not_known": "Who signed."})
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, claim_id)
    assert factories.content_hash(newsroom, claim_id) != before
    with newsroom.read() as session:
        found = verdicts.compare(session, claim_id, 1, road.ticket(newsroom, claim_id).last_verdict)
    assert ("what is not known", "", "Who signed.") in [(d.where, d.old, d.new) for d in found]
    review = site.page(f"/desk/claims/{claim_id}/review", "rosa")
    assert "What is not known" in review.id("preview").text
    assert road.live(newsroom, claim_id).not_known == "", "readers keep what was approved"


def test_too_long_a_part_is_refused_beside_its_field_and_nothing_is_saved(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    path = f"/desk/claims/{claim_id}/verdict"
    typed = "x" * (VERDICT_PART_CHARS + 1)
    page = site.send(path, 422, "carla", **form(site.page(path), not_known=typed))
    assert "at most 5,000" in page.id("not_known-error").text
    assert page.value("not_known") == typed
    assert site.ticket(claim_id).verdict is None


def test_names_that_are_hidden_are_hidden_in_them_and_risks_are_seen(site: Site) -> None:
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    factories.log_two(site.newsroom, claim_id, site.newsroom.carla)
    road.edit_claim(
        site.newsroom,
        claim_id,
        site.newsroom.carla,
        names_private_person=True,
        hidden_names=(("Jo Low", "a clerk"),),
    )
    save(site.newsroom, claim_id, not_known="What Jo Low knew; he stole the money.")
    shown = publication.preview_of(site.ticket(claim_id))
    assert shown.not_known == "What a clerk knew; he stole the money."
    assert "alleges_crime" in publication.unflagged(site.ticket(claim_id), shown)
