"""Writing what a picture is: only where the setting says so, refused where it contradicts itself, and on the page."""

from dataclasses import replace

import pytest

from factcheck.domain import media_reviews
from factcheck.domain.content import MEDIA
from factcheck.domain.terms import State
from factcheck.models import Verdict
from factcheck.services import changes, standing, verdicts
from factcheck.services.standing import Ticket
from tests import factories
from tests.cast import Newsroom
from tests.readers import open_reader
from tests.sites import Site, open_site

ADDRESS = "/desk/claims/1/verdict"
PICTURE = {
    "media_kind": "picture",
    "media_categories": ["transformed", "decontextualized"],
    "media_context": "The harbour in 2019, without smoke.",
    "media_url": "https://posts.example/smoke.jpg",
    "media_archived_url": "https://copies.example/smoke.jpg",
    "media_original_url": "https://archive.example/harbour.jpg",
}


def site_of(newsroom: Newsroom, *, is_on: bool = True) -> Site:
    settings = replace(newsroom.database.settings, has_media_reviews=is_on)
    newsroom.database.settings = settings
    return open_site(newsroom)


@pytest.fixture
def site(newsroom: Newsroom) -> Site:
    factories.claim(newsroom, State.CHECKING)
    factories.log_two(newsroom, 1, newsroom.carla)
    return site_of(newsroom)


def ticket(site: Site) -> Ticket:
    with site.newsroom.read() as session:
        return standing.load(session, 1)


def typed(site: Site, **changed: object) -> dict[str, object]:
    page = site.page(ADDRESS)
    shown = {name: page.value(name) for name in ("seen_version",)}
    rating = factories.rating_id(ticket(site), "contradicted")
    return {
        **shown,
        "rating": str(rating),
        "reason": "The smoke was painted in.",
        "explanation": "The archive has it without [1].",
        "as_of": "2026-11-19",
        **PICTURE,
        **changed,
    }


def test_it_is_written_with_the_verdict_and_shown_in_the_form(site: Site) -> None:
    site.done(ADDRESS, "carla", **typed(site))
    content = changes.content_of(ticket(site))
    assert content.media_categories == ("decontextualized", "transformed"), (
        "in the order of the list"
    )
    assert content.media_url == PICTURE["media_url"]
    page = site.page(ADDRESS)
    assert page.value("media_context") == PICTURE["media_context"]
    assert "MediaReview" in page.text
    assert (
        "Picture or recording: picture; taken out of its context, transformed"
        in site.page("/desk/claims/1").text
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"media_categories": ["original", "staged"]}, "An original is not staged as well"),
        ({"media_kind": ""}, "Say whether it is a picture"),
        ({"media_url": ""}, "Give the address at which it is shown"),
        ({"media_url": "javascript:alert(1)"}, ""),
        ({"media_categories": ["painted"]}, ""),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    site: Site, changed: dict[str, object], told: str
) -> None:
    before = site.counts()
    page = site.send(ADDRESS, 422, "carla", **typed(site, **changed))
    assert told in page.text
    assert site.counts() == before
    assert site.newsroom.count(Verdict) == 0
    assert page.value("reason") == "The smoke was painted in.", "nothing typed is lost"


def test_where_the_setting_is_off_it_is_neither_asked_nor_taken(site: Site) -> None:
    off = site_of(site.newsroom, is_on=False)
    page = off.page(ADDRESS)
    assert "media_kind" not in {one.attributes.get("name") for one in page.all("input")}
    off.done(ADDRESS, "carla", **typed(off))
    assert changes.content_of(ticket(off)).media_kind == ""


def test_a_form_without_it_leaves_what_was_written_as_it_is(site: Site) -> None:
    site.done(ADDRESS, "carla", **typed(site))
    off = site_of(site.newsroom, is_on=False)
    plain = {name: value for name, value in typed(off).items() if name not in MEDIA}
    off.done(ADDRESS, "carla", **{**plain, "reason": "Another reason."})
    content = changes.content_of(ticket(off))
    assert (content.reason, content.media_kind) == ("Another reason.", "picture")


def test_a_late_save_shows_both_texts_of_it(site: Site) -> None:
    late = typed(site)
    site.done(ADDRESS, "carla", **typed(site))
    page = site.send(ADDRESS, 409, "edith", **{**late, "media_context": "Another harbour."})
    assert "Picture or recording" in page.text
    assert "Another harbour." in page.text
    assert "The harbour in 2019" in page.text


def publish(site: Site) -> None:
    newsroom = site.newsroom
    site.done(ADDRESS, "carla", **typed(site))
    with newsroom.work(newsroom.carla) as work:
        verdicts.submit(work, 1)
    factories.approve(newsroom, 1, newsroom.rosa)
    factories.publish(newsroom, 1, newsroom.edith)


def test_readers_and_machines_get_it_in_one_claim_review(site: Site) -> None:
    publish(site)
    reader = open_reader(site.newsroom)
    page = reader.get("/verdicts/1", follow_redirects=True).text
    assert "Taken out of its context." in page
    assert "What the original shows: The harbour in 2019, without smoke." in page
    assert page.count('"ClaimReview"') == 1
    assert page.count('"MediaReview"') == 1
    assert "TransformedContent" in page
    feed = reader.get("/data/claimreviews.json").json
    (item,) = feed["dataFeedElement"]
    assert item["item"][0]["associatedMediaReview"]["@type"] == "MediaReview"
    assert "The picture" in reader.get(f"/verdicts/1-{reader.verdict().slug}.txt").text


def test_a_new_version_takes_it_along_and_a_submitted_one_keeps_it(site: Site) -> None:
    publish(site)
    newsroom = site.newsroom
    with pytest.raises(Exception, match="keeps its words"), newsroom.work() as work:  # noqa: PT012  each database says it
        row = work.session.get_one(Verdict, 1)
        row.media = media_reviews.Media().to_text()
        work.session.flush()
    from_before = ticket(site).verdict
    assert from_before is not None
    assert media_reviews.from_text(from_before.media).context == PICTURE["media_context"]
