"""Annotations at their addresses: the media type, the pages, the slugs, and nothing of a draft for strangers."""

import json
from typing import Any

import pytest

from factcheck.domain.annotations import MEDIA_TYPE, PAGE_ITEMS
from factcheck.domain.terms import ArticleKind, State
from factcheck.services import claims
from factcheck.services.annotations import Places
from tests import factories
from tests.annotated import faults
from tests.cast import Newsroom
from tests.sites import Site, open_site
from tests.visitors import Visitor, stranger

SLUG = "the-harbour-made-a-loss-of-4-million-crowns-last-year"
VERDICT = f"/verdicts/1-{SLUG}/annotation.json"
ARTICLE = "/articles/1-the-harbour-runs-at-a-loss/annotations.json"


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def sent(visitor: Visitor, path: str) -> dict[str, Any]:
    """The document at an address, which is what the model asks for."""
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == MEDIA_TYPE
    found: dict[str, Any] = json.loads(answer.data)
    assert faults(found) == []
    return found


def test_everybody_gets_what_was_published_at_its_own_address(site: Site) -> None:
    factories.claim(site.newsroom, State.PUBLISHED)
    anybody = stranger(site.app)
    base = site.newsroom.database.settings.base_url
    one, every = sent(anybody, VERDICT), sent(anybody, ARTICLE)
    assert (one["id"], every["id"]) == (f"{base}{VERDICT}", f"{base}{ARTICLE}")
    assert every["first"]["items"] == [{k: v for k, v in one.items() if k != "@context"}]
    assert "no-store" not in anybody.get(VERDICT).headers.get("Cache-Control", "")
    for link in (VERDICT, ARTICLE):
        page = link.rpartition("/")[0]
        assert 'type="application/ld+json" title=' in anybody.get(page).text
        assert link in anybody.get(page).text


def test_another_slug_leads_to_the_right_one(site: Site) -> None:
    factories.claim(site.newsroom, State.PUBLISHED)
    anybody = stranger(site.app)
    answer = anybody.get("/verdicts/1-old/annotation.json")
    assert (answer.status_code, answer.location) == (301, VERDICT)
    answer = anybody.get("/articles/1-old/annotations.json?page=0")
    assert answer.status_code == 301
    assert answer.location.endswith(f"{ARTICLE}?page=0")


def test_a_draft_has_no_annotation_for_strangers(site: Site) -> None:
    factories.claim(site.newsroom, State.APPROVED, kind=ArticleKind.OWN_DRAFT)
    anybody = stranger(site.app)
    for path in (VERDICT, ARTICLE, "/desk/articles/1/annotations.json", "/desk/claims/1/annotation.json"):  # fmt: skip
        assert anybody.get(path).status_code == 404
    desk = site.visitor("rosa")
    assert sent(desk, "/desk/claims/1/annotation.json")["type"] == "Annotation"
    assert sent(desk, "/desk/articles/1/annotations.json")["total"] == 1


def test_a_long_set_comes_in_pages(site: Site) -> None:
    factories.claim(site.newsroom)
    with site.newsroom.work(site.newsroom.carla) as work:
        span = factories.span_at(factories.TEXT, 0, 11)
        for _ in range(PAGE_ITEMS):
            claims.open_claim(work, 1, factories.CLAIM, [span], is_spotted=True)
    desk = site.visitor()
    path = "/desk/articles/1/annotations.json"
    every = sent(desk, path)
    assert (every["total"], len(every["first"]["items"])) == (PAGE_ITEMS + 1, PAGE_ITEMS)
    last = sent(desk, every["last"].removeprefix(site.newsroom.database.settings.base_url))
    assert (last["startIndex"], len(last["items"])) == (PAGE_ITEMS, 1)
    assert desk.get(f"{path}?page=2").status_code == 404
    for wrong in ("-1", "x", "1.5", "99999999999999"):
        assert desk.get(f"{path}?page={wrong}").status_code == 400


def test_the_addresses_in_annotations_are_those_of_the_site(site: Site) -> None:
    with site.app.test_request_context():
        here = Places("")
        build = site.app.url_for
        assert here.article(3) == build("articles.page", id=3)
        assert here.claim(3) == build("claims.page", id=3)
        assert here.published(3, "a-b") == build("public.article", id=3, slug="a-b")
        assert f"{here.claim(3)}/annotation.json" == build("annotations.of_claim", id=3)
        assert f"{here.article(3)}/annotations.json" == build("annotations.of_desk", id=3)
