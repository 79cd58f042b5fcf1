"""What programs read: data of all ClaimReviews, claims:search, sitemaps, robots.txt and its like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from factcheck.domain.terms import ChangeKind, State
from factcheck.services import desk_settings
from factcheck.web import machines
from tests import factories, road
from tests.cast import Newsroom
from tests.pages import read
from tests.readers import FERRIES, Reader, correct, open_reader, retract, two_published

BASE = "http://127.0.0.1:8000"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    two_published(newsroom)
    return open_reader(newsroom, data_licence=LICENCE)


@pytest.fixture
def sqlite_reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def found(reader: Reader, query: str) -> list[str]:
    """The texts of the claims that `claims:search` gives, as their numbers."""
    claims = reader.get(f"/v1alpha1/claims:search?{query}").json["claims"]
    addresses = [claim["claimReview"][0]["url"] for claim in claims]
    return [url.removeprefix(f"{BASE}/verdicts/").partition("-")[0] for url in addresses]


# ── Data ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_data_hold_every_claim_review_as_its_page_carries_it(reader: Reader) -> None:
    data = reader.get("/data/claimreviews.json").json
    assert (data["@type"], data["license"]) == ("DataFeed", LICENCE)
    items = data["dataFeedElement"]
    assert [one["url"] for one in items] == [
        f"{BASE}/verdicts/{number}-{reader.verdict(number).slug}" for number in (1, 2)
    ]
    for item in items:
        review = dict(item["item"][0])
        assert review.pop("sdLicense") == LICENCE
        page = read(reader.get(item["url"].removeprefix(BASE)).text)
        (script,) = page.all("script", type="application/ld+json")
        assert machines.json.loads(script.raw()) == review


def test_a_retraction_leaves_the_data_and_the_search_at_once(reader: Reader) -> None:
    retract(reader.newsroom, 1)
    items = reader.get("/data/claimreviews.json").json["dataFeedElement"]
    assert [one["item"][0]["claimReviewed"] for one in items] == [FERRIES.statement]
    assert found(reader, "query=harbour") == []


def test_the_data_come_in_parts_that_name_each_other(
    sqlite_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "DATA_ROWS", 1)
    newest = sqlite_reader.get("/data/claimreviews.json").json
    assert newest["url"] == f"{BASE}/data/claimreviews-2.json"
    assert [one["url"] for one in newest["hasPart"]] == [f"{BASE}/data/claimreviews-1.json"]
    first = sqlite_reader.get("/data/claimreviews-1.json").json
    assert len(first["dataFeedElement"]) == 1
    assert "license" not in first
    assert "sdLicense" not in first["dataFeedElement"][0]["item"][0]
    sqlite_reader.get("/data/claimreviews-3.json", 404)


def test_a_desk_without_verdicts_has_data_that_say_so(sqlite_newsroom: Newsroom) -> None:
    reader = open_reader(sqlite_newsroom)
    assert reader.get("/data/claimreviews.json").json["dataFeedElement"] == []
    assert reader.get("/sitemaps/news.xml").status_code == 200
    reader.get("/sitemaps/verdicts-1.xml", 404)


@pytest.mark.parametrize("path", ["/", "/about/method", "/data/organization.jsonld"])
def test_the_desk_says_who_it_is_and_by_what_it_can_be_held(
    sqlite_reader: Reader, path: str
) -> None:
    answer = sqlite_reader.get(path)
    if path.startswith("/data"):
        told = answer.json
    else:
        (script,) = read(answer.text).all("script", type="application/ld+json")
        told = machines.json.loads(script.raw())
    assert told["@type"] == "NewsMediaOrganization"
    assert told["correctionsPolicy"] == f"{BASE}/corrections"
    assert told["verificationFactCheckingPolicy"] == f"{BASE}/about/method"
    assert told["actionableFeedbackPolicy"] == f"{BASE}/about/contact#report-an-error"


# ── claims:search ────────────────────────────────────────────────────────────────────────────────


def test_a_claim_is_told_in_the_shape_of_the_api(reader: Reader) -> None:
    answer = reader.get("/v1alpha1/claims:search?query=harbour%20loss")
    verdict = reader.verdict(1)
    assert answer.json == {
        "claims": [
            {
                "text": verdict.statement,
                "claimant": "the mayor",
                "claimDate": "2026-11-16T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": verdict_desk(reader), "site": "127.0.0.1"},
                        "url": f"{BASE}/verdicts/1-{verdict.slug}",
                        "title": "The accounts say so.",
                        "reviewDate": verdict.updated_at.isoformat(timespec="seconds").replace(
                            "+00:00", "Z"
                        ),
                        "textualRating": "Supported",
                        "languageCode": verdict.language,
                    }
                ],
            }
        ]
    }


def verdict_desk(reader: Reader) -> str:
    with reader.newsroom.read() as session:
        return desk_settings.settings(session).name


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("query=harbour", ["1"]),
        ("query=HARB%20mayor", ["1"]),
        ("query=ferries", ["2"]),
        ("query=the%20north", ["2", "1"]),  # the outlet
        ("query=accounts", ["2", "1"]),  # the short answer
        ("query=nora%20lind", ["2"]),
        ("query=harbour%20nora", []),
        ("query=%22OR%20harbour*", []),
        ("query=the%20north&languageCode=en-GB", ["2", "1"]),
        ("query=the%20north&languageCode=ru", []),
        ("reviewPublisherSiteFilter=127.0.0.1", ["2", "1"]),
        ("reviewPublisherSiteFilter=elsewhere.example", []),
        ("query=ferries&reviewPublisherSiteFilter=http://127.0.0.1/", ["2"]),
        ("query=the%20north&pageSize=1", ["2"]),
        ("query=the%20north&pageSize=0", ["2", "1"]),
        ("query=the%20north&offset=1", ["1"]),
        ("query=the%20north&offset=2", []),
        ("query=the%20north&maxAgeDays=36500", ["2", "1"]),
    ],
)
def test_verdicts_are_found_by_what_was_published(
    reader: Reader, query: str, numbers: list[str]
) -> None:
    assert found(reader, query) == numbers


def test_one_page_leads_to_the_next_by_its_token_whatever_the_offset_says(reader: Reader) -> None:
    query = "/v1alpha1/claims:search?query=the%20north&pageSize=1"
    first = reader.get(query).json
    second = reader.get(f"{query}&pageToken={first['nextPageToken']}&offset=1").json
    assert [first["claims"][0]["claimant"], second["claims"][0]["claimant"]] == [
        "Nora Å. Lind",
        "the mayor",
    ]
    assert "nextPageToken" not in second


def test_what_is_older_than_asked_is_left_out(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = reader.verdict(1).updated_at + timedelta(days=9)
    monkeypatch.setattr(machines, "utc_now", lambda: later)
    assert found(reader, "query=harbour&maxAgeDays=10") == ["1"]
    assert found(reader, "query=harbour&maxAgeDays=8") == []
    correct(reader.newsroom, 1)
    assert found(reader, "query=harbour&maxAgeDays=0") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "query is required unless reviewPublisherSiteFilter is given."),
        ("query=%20", "query is required"),
        ("query=x", "Write at least 2 letters."),
        ("query=harbour&pageSize=ten", "pageSize must be a whole number"),
        ("query=harbour&pageSize=-1", "pageSize must be a whole number"),
        ("query=harbour&maxAgeDays=soon", "maxAgeDays must be a whole number"),
        ("query=harbour&offset=10001", "offset must be a whole number from 0 to 10000."),
        ("query=harbour&languageCode=%3Cb%3E", "languageCode must be a BCP-47 code"),
        ("query=harbour&pageToken=abc", "This list has no such page"),
        ("query=" + "a" * 300, "The search is longer"),
    ],
)
def test_what_cannot_be_asked_is_told_as_json(
    sqlite_reader: Reader, query: str, words: str
) -> None:
    answer = sqlite_reader.get(f"/v1alpha1/claims:search?{query}", 400)
    assert answer.content_type == "application/json; charset=utf-8"
    error = answer.json["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert words in error["message"]


def test_a_draft_that_renames_the_claimant_hides_no_verdict(reader: Reader) -> None:
    road.begin_change(reader.newsroom, 1, ChangeKind.CORRECTION, reader.newsroom.edith)
    road.edit_claim(reader.newsroom, 1, reader.newsroom.carla, claimant="a mayor of Elsewhere")
    assert found(reader, "query=the%20mayor%20harbour") == ["1"]
    assert found(reader, "query=elsewhere") == []


def test_a_correction_is_found_by_its_own_words_and_no_more_by_the_old(reader: Reader) -> None:
    assert found(reader, "query=profit") == []
    correct(reader.newsroom, 1)
    assert found(reader, "query=profit") == ["1"]
    assert found(reader, "query=accounts%20mayor") == []


def test_a_name_that_is_hidden_since_finds_nothing_that_shows_it_no_more(
    newsroom: Newsroom,
) -> None:
    """A search must not tell who is behind a role (L13, L15)."""
    named = replace(factories.CLAIM, statement="Anna Berglund kept the books of the harbour.")
    article_id = factories.article(newsroom)
    plain = factories.claim(newsroom, State.APPROVED, given=named, article_id=article_id)
    factories.publish(newsroom, plain, newsroom.edith, "names_private_person")
    reader = open_reader(newsroom)
    assert found(reader, "query=Berglund") == ["1"]
    hiding = replace(
        factories.CLAIM, names_private_person=True, hidden_names=(("Anna Berglund", "a clerk"),)
    )
    claim_id = factories.claim(newsroom, State.APPROVED, given=hiding, article_id=article_id)
    factories.clear(newsroom, claim_id)
    factories.publish(newsroom, claim_id, newsroom.edith)
    assert found(reader, "query=Berglund") == []
    assert found(reader, "query=books%20harbour") == ["1"]
    page = read(reader.get("/verdicts?q=berglund").text)
    assert "No verdict fits all of this." in page.text


# ── Sitemaps ─────────────────────────────────────────────────────────────────────────────────────


def places(reader: Reader, path: str) -> dict[str, str]:
    """The addresses of a sitemap with their last changes."""
    root = ET.fromstring(reader.get(path).data)  # noqa: S314  our own
    return {
        str(one.findtext(f"{SITEMAP}loc")): one.findtext(f"{SITEMAP}lastmod", "") for one in root
    }


def test_the_sitemap_leads_to_every_page_with_its_last_change(reader: Reader) -> None:
    index = places(reader, "/sitemap.xml")
    pages: dict[str, str] = {}
    for url in index:
        pages |= places(reader, url.removeprefix(BASE))
    assert len(index) == 4
    verdict = reader.verdict(2)
    changed = verdict.updated_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    assert pages[f"{BASE}/verdicts/2-{verdict.slug}"] == changed
    assert index[f"{BASE}/sitemaps/verdicts-1.xml"] == changed
    assert pages[f"{BASE}/articles/1-the-harbour-runs-at-a-loss"] == changed
    for url in pages:
        reader.get(url.removeprefix(BASE) or "/")


def test_a_sitemap_has_no_more_than_its_part(
    sqlite_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "SITEMAP_ROWS", 1)
    index = places(sqlite_reader, "/sitemap.xml")
    assert {f"{BASE}/sitemaps/verdicts-{n}.xml" for n in (1, 2)} <= set(index)
    assert len(places(sqlite_reader, "/sitemaps/verdicts-2.xml")) == 1
    sqlite_reader.get("/sitemaps/verdicts-3.xml", 404)
    sqlite_reader.get("/sitemaps/articles-2.xml", 404)


def test_the_news_are_those_of_the_last_two_days(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reader.verdict(1).first_published_at
    for hours, count in ((1, 2), (47, 2), (49, 0)):
        now = first + timedelta(hours=hours)
        monkeypatch.setattr(machines, "utc_now", lambda now=now: now)
        root = ET.fromstring(reader.get("/sitemaps/news.xml").data)  # noqa: S314  our own
        assert len(root) == count
    monkeypatch.setattr(machines, "utc_now", lambda: first)
    retract(reader.newsroom, 2)
    (news,) = ET.fromstring(reader.get("/sitemaps/news.xml").data)  # noqa: S314  our own
    assert news.findtext(f"{NEWS}news/{NEWS}title") == f"Supported: “{reader.verdict(1).statement}”"
    assert news.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "en"


# ── Who we are ───────────────────────────────────────────────────────────────────────────────────


def test_robots_are_led_to_the_sitemap_and_past_the_desk(sqlite_reader: Reader) -> None:
    lines = sqlite_reader.get("/robots.txt").text.splitlines()
    assert "Disallow: /desk" in lines
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("desk@example.org", "Contact: mailto:desk@example.org"),
        ("https://desk.example/contact", "Contact: https://desk.example/contact"),
        ("", ""),
        ("ring the bell @ the door", ""),
        ("http://desk.example/contact", ""),
    ],
)
def test_security_txt_names_the_address_of_the_desk_where_it_has_one(
    sqlite_newsroom: Newsroom, contact: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_newsroom.work() as work:
        desk_settings.name_desk(work, contact=contact)
    reader = open_reader(sqlite_newsroom)
    monkeypatch.setattr(machines, "utc_now", lambda: datetime(2026, 11, 23, 4, tzinfo=UTC))
    if not told:
        reader.get("/.well-known/security.txt", 404)
        return
    lines = reader.get("/.well-known/security.txt").text.splitlines()
    assert told in lines
    assert "Expires: 2027-05-01T00:00:00Z" in lines
    assert f"Canonical: {BASE}/.well-known/security.txt" in lines


def test_llms_txt_leads_to_texts_data_and_method(sqlite_reader: Reader) -> None:
    text = sqlite_reader.get("/llms.txt").text
    assert text.startswith("# ")
    for path in (
        "/about/method",
        "/data/claimreviews.json",
        "/sitemap.xml",
        "/feeds/corrections.json",
    ):
        assert f"({BASE}{path})" in text
        sqlite_reader.get(path)


def test_nothing_for_machines_sets_a_cookie(sqlite_reader: Reader) -> None:
    paths: list[Any] = ["/data/claimreviews.json", "/sitemap.xml", "/robots.txt", "/llms.txt"]
    for path in (*paths, "/v1alpha1/claims:search?query=harbour"):
        assert "Set-Cookie" not in sqlite_reader.get(path).headers
