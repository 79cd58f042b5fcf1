"""Topics in front of readers and on the desk: pages, search, feeds, structured data, and the forms that keep them."""

import json
import re

import pytest

from factcheck.domain.terms import State
from factcheck.models import Topic
from factcheck.services import public, topics
from tests import factories, filing
from tests.cast import Newsroom
from tests.pages import read
from tests.readers import Reader, open_reader, two_published
from tests.sites import Site, open_site
from tests.statements import counted
from tests.tipping import send


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    """Verdict 1 under the harbour and money, verdict 2 under money."""
    two_published(sqlite_newsroom)
    harbour, money = filing.topic(sqlite_newsroom), filing.topic(sqlite_newsroom, "Money & more")
    filing.put(sqlite_newsroom, 1, harbour, money)
    filing.put(sqlite_newsroom, 2, money)
    return open_reader(sqlite_newsroom)


@pytest.fixture
def site(sqlite_newsroom: Newsroom) -> Site:
    return open_site(sqlite_newsroom)


def listed(text: str) -> list[int]:
    found = read(text).all(class_="item__claim")
    paths = [one.all("a")[0].attributes["href"] for one in found]
    return [int(path.removeprefix("/verdicts/").partition("-")[0]) for path in paths]


# ── Readers ──────────────────────────────────────────────────────────────────────────────────────


def test_readers_browse_from_the_topics_to_the_verdicts_and_back(reader: Reader) -> None:
    assert read(reader.get("/").text).links()["Topics"] == "/topics"
    page = read(reader.get("/topics").text)
    assert page.links()["The harbour"] == "/topics/the-harbour"
    assert "2 verdicts" in page.all("ul", class_="topics")[0].text
    assert listed(reader.get("/topics/the-harbour").text) == [1]
    assert listed(reader.get("/topics/money-more").text) == [2, 1]
    verdict = reader.get("/verdicts/1", 301).location
    links = read(reader.get(verdict).text).links()
    assert links["The harbour"] == "/topics/the-harbour"
    assert links["Money & more"] == "/topics/money-more"


def test_what_no_longer_fits_on_the_page_of_a_topic_is_found_by_the_search_for_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PAGE", 1)
    page = read(reader.get("/topics/money-more").text)
    assert listed(reader.get("/topics/money-more").text) == [2]
    [following] = [one for nav in page.all("nav", class_="pager") for one in nav.all("a")]
    assert following.attributes["rel"] == "next"
    address = following.attributes["href"] or ""
    assert address.startswith("/verdicts?topic=money-more&after="), "it is in a copy"
    assert listed(reader.get(address).text) == [1]
    assert read(reader.get("/topics/the-harbour").text).all("nav", class_="pager") == []


def test_a_topic_without_anything_published_is_not_there(reader: Reader) -> None:
    filing.topic(reader.newsroom, "Ferries")
    reader.get("/topics/ferries", 404)
    reader.get("/topics/nothing", 404)
    reader.get("/feeds/topics/ferries.atom", 404)
    for sign in ("%00", "%27", "%C3%A5", "-", "A"):  # what no database is asked about
        reader.get(f"/topics/{sign}", 404)
        reader.get(f"/feeds/topics/{sign}.atom", 404)
        reader.get(f"/feeds/ratings/{sign}.atom", 404)
    assert "Ferries" not in reader.get("/topics").text
    assert "Ferries</option>" not in reader.get("/verdicts").text


def test_an_old_address_leads_to_the_new_name(reader: Reader) -> None:
    with reader.newsroom.work(reader.newsroom.ada) as work:
        topics.rename(work, 1, "Ports")
    assert reader.get("/topics/the-harbour", 301).location == "/topics/ports"
    assert reader.get("/feeds/topics/the-harbour.json", 301).location == "/feeds/topics/ports.json"
    assert listed(reader.get("/topics/ports").text) == [1]


def test_a_retired_topic_keeps_its_page_and_says_so(reader: Reader) -> None:
    with reader.newsroom.work(reader.newsroom.ada) as work:
        topics.retire(work, 1)
    assert listed(reader.get("/topics/the-harbour").text) == [1]
    assert "no longer used for new" in reader.get("/topics/the-harbour").text
    assert "no longer used for new" in reader.get("/topics").text


@pytest.mark.parametrize(
    ("query", "numbers", "status"),
    [
        ("?topic=the-harbour", [1], 200),
        ("?topic=money-more", [2, 1], 200),
        ("?topic=money-more&q=ferries", [2], 200),
        ("?topic=money-more&rating=contradicted", [], 200),
        ("?topic=nothing", [], 400),
        ("?topic=", [2, 1], 200),
    ],
)
def test_search_has_the_topic_beside_the_other_filters(
    reader: Reader, query: str, numbers: list[int], status: int
) -> None:
    answer = reader.get(f"/verdicts{query}", status)
    assert listed(answer.text) == numbers
    assert "Money &amp; more</option>" in answer.text
    assert ("Choose one of the topics." in answer.text) is (status == 400)


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_each_topic_has_its_feed_and_entries_name_their_topics(reader: Reader, form: str) -> None:
    path = f"/feeds/topics/the-harbour.{form}"
    answer = reader.get(path)
    assert answer.text.count("/verdicts/1-") >= 1
    assert "/verdicts/2" not in answer.text
    assert "Money &amp; more" in answer.text or "Money & more" in answer.text
    assert path in reader.get("/follow").text
    assert path in reader.get("/topics/the-harbour").text
    if form == "json":
        assert answer.json["items"][0]["tags"] == ["Supported", "Money & more", "The harbour"]
        assert answer.json["home_page_url"].endswith("/topics/the-harbour")


def test_filing_moves_no_date_of_a_feed(reader: Reader) -> None:
    before = reader.get("/feeds/verdicts.json").json["items"]
    filing.put(reader.newsroom, 1, 2)
    after = reader.get("/feeds/verdicts.json").json["items"]
    assert [one["date_modified"] for one in after] == [one["date_modified"] for one in before]
    assert after[1]["tags"] == ["Supported", "Money & more"]


def test_machines_read_the_topics_as_keywords_and_find_them_in_the_sitemap(reader: Reader) -> None:
    page = reader.get(reader.get("/verdicts/1", 301).location).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["keywords"] == ["Money & more", "The harbour"]
    [first] = [
        item["item"][0]
        for item in reader.get("/data/claimreviews-1.json").json["dataFeedElement"]
        if "/verdicts/1-" in item["url"]
    ]
    assert first["keywords"] == ["Money & more", "The harbour"]
    sitemap = reader.get("/sitemaps/pages.xml").text
    assert "/topics</loc>" in sitemap
    assert "/topics/money-more</loc>" in sitemap


def test_the_texts_of_a_verdict_name_its_topics(reader: Reader) -> None:
    address = reader.get("/verdicts/1", 301).location
    assert "Topics: Money & more, The harbour" in reader.get(f"{address}.txt").text
    assert "Topics: Money \\& more, The harbour" in reader.get(f"{address}.md").text


def test_lists_and_pages_take_no_statement_more_for_topics(reader: Reader) -> None:
    for path, most in (("/", 3), (reader.get("/verdicts/1", 301).location, 2), ("/topics", 2)):
        reader.get(path)
        with counted(reader.newsroom.database) as statements:
            reader.app.test_client().get(path, headers={"Cookie": "factcheck=nobody"})
        assert len(statements) <= most + 1, statements


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_adds_renames_retires_and_brings_back(site: Site) -> None:
    assert site.page("/desk", "ada").links()["Topics"] == "/desk/topics"
    assert "No topic yet." in site.page("/desk/topics", "ada").text
    assert site.done("/desk/topics", "ada", name="Health") == "/desk/topics"
    page = site.page("/desk/topics", "ada")
    assert page.links()["Health"] == "/desk/topics/1"
    site.done("/desk/topics/1", "ada", name="Public health")
    site.done("/desk/topics/1/retire", "ada")
    assert "no, retired" in site.page("/desk/topics", "ada").text
    site.done("/desk/topics/1/bring-back", "ada")
    assert "Public health" in site.page("/desk/topics", "ada").links()
    told = [deed for deed in site.newsroom.history() if deed.startswith("topic:")]
    assert [deed.split()[0].removeprefix("topic:") for deed in told] == [
        "added", "renamed", "retired", "brought_back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Write the name."),
        ("<!>", "has no letters or digits"),
        ("Health", "has this name or its address"),
        ("x" * 61, "longer than 60 characters"),
    ],
)
def test_what_is_wrong_with_a_name_stands_beside_it_and_nothing_is_written(
    site: Site, name: str, said: str
) -> None:
    filing.topic(site.newsroom, "Health")
    page = site.send("/desk/topics", 422, "ada", name=name)
    assert said in page.text
    assert page.value("name") == name
    assert site.newsroom.count(Topic) == 1


def test_a_topic_that_is_not_there_is_not_found(site: Site) -> None:
    site.page("/desk/topics/99", "ada", 404)
    site.send("/desk/topics/99/retire", 404, "ada")


def test_topics_are_chosen_when_a_claim_is_edited_and_from_its_page(site: Site) -> None:
    number, other = filing.topic(site.newsroom), filing.topic(site.newsroom, "Money")
    claim_id = factories.claim(site.newsroom, State.CHECKING)
    page = site.page(f"/desk/claims/{claim_id}")
    assert "none yet" in page.text
    address = page.links()["Choose topics"]
    form = site.page(address)
    site.done(address, "carla", seen_version=form.value("seen_version"), topics=[str(number)])
    assert "The harbour" in site.page(f"/desk/claims/{claim_id}").text
    edit = site.page(f"/desk/claims/{claim_id}/edit")
    assert [
        one.attributes["value"]
        for one in edit.id("topics").all("input")
        if "checked" in one.attributes
    ] == [str(number)]
    given = {
        name: edit.value(name)
        for name in (
            "seen_version",
            "statement",
            "claimant",
            "said_on",
            "said_where",
            "appearance_url",
        )
    }
    sent = {**given, "kind": "statistic", "is_claimant_public": "y", "topics": [str(other)]}
    site.done(f"/desk/claims/{claim_id}/edit", "carla", **sent)
    assert filing.under(site.newsroom, claim_id) == ["Money"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [([], "Choose at least one topic."), (["99"], "not retired"), (["x"], "not retired")],
)
def test_a_choice_that_cannot_be_is_refused_and_nothing_is_written(
    site: Site, chosen: list[str], said: str
) -> None:
    filing.topic(site.newsroom)
    claim_id = factories.claim(site.newsroom)
    before = site.counts()
    seen = site.page(f"/desk/claims/{claim_id}/topics").value("seen_version")
    page = site.send(
        f"/desk/claims/{claim_id}/topics", 422, "carla", seen_version=seen, topics=chosen
    )
    assert said in page.text
    assert site.counts() == before
    late = site.send(f"/desk/claims/{claim_id}/topics", 409, "carla", seen_version=0, topics=["1"])
    assert "changed this claim" in late.text


def test_a_published_claim_says_that_readers_see_its_topics_at_once(site: Site) -> None:
    filing.topic(site.newsroom)
    claim_id = factories.claim(site.newsroom, State.PUBLISHED)
    assert "that is no correction" in site.page(f"/desk/claims/{claim_id}/topics", "edith").text


# ── How many asked for it ────────────────────────────────────────────────────────────────────────


def test_the_claim_says_how_many_readers_asked_for_it_within_its_budget(site: Site) -> None:
    claim_id = factories.claim(site.newsroom)
    path = f"/desk/claims/{claim_id}"
    assert "asked for this" not in site.page(path).text
    for count, said in ((1, "1 reader asked for this"), (2, "2 readers asked for this")):
        number, _ = send(site.newsroom)
        site.done(f"/desk/intake/{number}/merge", "carla", claim_number=str(claim_id))
        page = site.page(path)
        assert said in page.text, "the page that was remembered counts no more"
        assert page.links()[said] == "/desk/intake?state=merged"
        assert count <= 2
    with counted(site.newsroom.database) as statements:
        site.page(path)
    assert len(statements) <= 6, statements
