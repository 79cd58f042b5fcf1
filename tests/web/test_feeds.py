"""Feeds as followers read them: parsed by feedparser, with ids that never move and dates that say what happened."""

import calendar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest

from factcheck.domain.limits import FEED_ENTRIES
from factcheck.domain.terms import State
from tests import factories
from tests.cast import Newsroom
from tests.pages import read
from tests.readers import Reader, correct, open_reader, retract, two_published

HUB = "https://hub.example/"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def reader(sqlite_newsroom: Newsroom) -> Reader:
    two_published(sqlite_newsroom)
    return open_reader(sqlite_newsroom)


def parsed(reader: Reader, path: str) -> Any:
    """A feed as feedparser reads it; it must find nothing to forgive."""
    found = feedparser.parse(reader.get(path).data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def at(moment: Any) -> datetime:
    return datetime.fromtimestamp(calendar.timegm(moment), UTC)


def items(reader: Reader, path: str) -> list[dict[str, Any]]:
    answer = reader.get(path)
    assert answer.content_type == "application/feed+json; charset=utf-8"
    found: list[dict[str, Any]] = answer.json["items"]
    return found


@pytest.mark.parametrize(("form", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_the_feed_of_all_verdicts_tells_claim_finding_and_both_dates(
    reader: Reader, form: str, version: str
) -> None:
    feed = parsed(reader, f"/feeds/verdicts.{form}")
    assert feed.version == version
    assert [entry.id for entry in feed.entries] == [f"{BASE}/verdicts/2", f"{BASE}/verdicts/1"]
    verdict, entry = reader.verdict(1), feed.entries[1]
    assert entry.title == f"Supported: “{verdict.statement}”"
    assert entry.link == f"{BASE}/verdicts/1-{verdict.slug}"
    assert at(entry.published_parsed) == verdict.first_published_at.replace(microsecond=0)
    assert at(entry.updated_parsed) == verdict.updated_at.replace(microsecond=0)
    assert "The accounts say so." in entry.summary
    assert feed.feed.links[0].rel in {"self", "alternate"}


def test_json_feed_says_the_same_as_atom(reader: Reader) -> None:
    answer = reader.get("/feeds/verdicts.json")
    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["feed_url"] == f"{BASE}/feeds/verdicts.json"
    found = items(reader, "/feeds/verdicts.json")
    other = parsed(reader, "/feeds/verdicts.atom").entries
    for one, entry in zip(found, other, strict=True):
        assert (one["id"], one["url"], one["title"]) == (entry.id, entry.link, entry.title)
        assert (one["date_published"], one["date_modified"]) == (entry.published, entry.updated)


def test_words_of_others_are_escaped_twice_where_a_feed_carries_html(reader: Reader) -> None:
    told = items(reader, "/feeds/verdicts.json")[0]
    assert told["title"] == f"Supported: “{reader.verdict(2).statement}”"
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in told["content_html"]
    content = parsed(reader, "/feeds/verdicts.atom").entries[0].content[0].value
    assert "&lt;b&gt;" in content


def test_a_correction_moves_updated_and_nothing_else(reader: Reader) -> None:
    before = {entry.id: entry for entry in parsed(reader, "/feeds/verdicts.atom").entries}
    correct(reader.newsroom, 1)
    first = parsed(reader, "/feeds/verdicts.atom").entries[0]
    old = before[first.id]
    assert first.id == f"{BASE}/verdicts/1"
    assert (first.link, first.published) == (old.link, old.published)
    assert first.updated > old.updated
    assert first.title.startswith("Contradicted: ")
    assert "The rating was “Supported” and is now “Contradicted”." in first.content[0].value


def test_a_retraction_stays_in_every_feed_and_says_so_first(reader: Reader) -> None:
    retract(reader.newsroom, 1)
    for path in (
        "/feeds/verdicts.rss",
        "/feeds/articles/1.atom",
        "/feeds/ratings/supported.atom",
        "/feeds/claimants/the%20mayor.atom",
    ):
        entry = parsed(reader, path).entries[0]
        assert entry.title.startswith("Retracted: “"), path
        assert "The accounts were withdrawn." in entry.summary
        assert "Our finding" not in str(entry)


def test_corrections_have_a_feed_of_their_own_one_entry_a_change(reader: Reader) -> None:
    assert parsed(reader, "/feeds/corrections.atom").entries == []
    correct(reader.newsroom, 1)
    retract(reader.newsroom, 1)
    entries = parsed(reader, "/feeds/corrections.atom").entries
    assert [entry.id for entry in entries] == [
        f"{BASE}/verdicts/1#version-3",
        f"{BASE}/verdicts/1#version-2",
    ]
    assert [entry.title.partition(":")[0] for entry in entries] == ["Retraction", "Correction"]
    for entry in entries:
        assert entry.published == entry.updated
        assert entry.link.endswith("#corrections")
    assert "no longer stands. The accounts were withdrawn." in entries[0].summary


def test_an_entry_of_a_correction_leads_to_an_address_that_is_there(reader: Reader) -> None:
    correct(reader.newsroom, 1)
    entry = parsed(reader, "/feeds/corrections.rss").entries[0]
    assert entry.guidislink is False or entry.link
    page = read(reader.get(entry.id.removeprefix(BASE), follow_redirects=True).text)
    assert page.id("version-2")


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        ("/feeds/articles/1.json", [2, 1]),
        ("/feeds/ratings/supported.json", [2, 1]),
        ("/feeds/ratings/contradicted.json", []),
        ("/feeds/claimants/the%20mayor.json", [1]),
        ("/feeds/claimants/Nora%20%C3%85.%20Lind.json", [2]),
    ],
)
def test_a_feed_holds_what_it_is_about(reader: Reader, path: str, numbers: list[int]) -> None:
    found = items(reader, path)
    assert [one["id"] for one in found] == [f"{BASE}/verdicts/{number}" for number in numbers]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/articles/9.atom",
        "/feeds/ratings/no-such.atom",
        "/feeds/claimants/nobody.atom",
        "/feeds/verdicts.xml",
        "/feeds/claimants/.atom",
    ],
)
def test_what_was_never_published_has_no_feed(reader: Reader, path: str) -> None:
    reader.get(path, 404)


def test_a_feed_ends_after_its_newest_entries(sqlite_newsroom: Newsroom) -> None:
    article_id = factories.article(sqlite_newsroom)
    for _ in range(FEED_ENTRIES + 1):
        factories.claim(sqlite_newsroom, State.PUBLISHED, article_id=article_id)
    reader = open_reader(sqlite_newsroom)
    for path in ("/feeds/verdicts.json", "/feeds/articles/1.json"):
        found = items(reader, path)
        assert len(found) == FEED_ENTRIES
        assert found[0]["id"] == f"{BASE}/verdicts/{FEED_ENTRIES + 1}"


def test_a_hub_is_named_in_each_form_and_in_the_header(sqlite_newsroom: Newsroom) -> None:
    two_published(sqlite_newsroom)
    reader = open_reader(sqlite_newsroom, websub_hub=HUB)
    for form in ("atom", "rss"):
        feed = parsed(reader, f"/feeds/verdicts.{form}").feed
        assert {link.href for link in feed.links if link.rel == "hub"} == {HUB}
    answer = reader.get("/feeds/verdicts.json")
    assert answer.json["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert answer.headers.getlist("Link") == [
        f'<{BASE}/feeds/verdicts.json>; rel="self"',
        f'<{HUB}>; rel="hub"',
    ]


def test_without_a_hub_none_is_named(reader: Reader) -> None:
    assert b"hub" not in reader.get("/feeds/verdicts.atom").data
    assert "hubs" not in reader.get("/feeds/verdicts.json").json


def test_a_follower_who_has_it_gets_nothing_again(reader: Reader) -> None:
    first = reader.get("/feeds/verdicts.atom")
    tag = first.headers["ETag"]
    reader.get("/feeds/verdicts.atom", 304, headers={"If-None-Match": tag})
    correct(reader.newsroom, 1)
    changed = reader.get("/feeds/verdicts.atom", headers={"If-None-Match": tag})
    assert changed.headers["ETag"] != tag


def test_no_feed_sets_a_cookie(reader: Reader) -> None:
    for form in ("atom", "rss", "json"):
        assert "Set-Cookie" not in reader.get(f"/feeds/verdicts.{form}").headers


# ── For people ───────────────────────────────────────────────────────────────────────────────────


def test_a_page_lists_all_feeds_and_each_of_them_is_there(reader: Reader) -> None:
    page = read(reader.get("/follow").text)
    feeds = {url for url in page.links().values() if url.startswith("/feeds/")}
    assert {
        "/feeds/verdicts.atom",
        "/feeds/corrections.rss",
        "/feeds/ratings/contradicted.json",
        "/feeds/claimants/the%20mayor.atom",
        "/feeds/articles/1.json",
    } <= feeds
    for url in feeds:
        reader.get(url)


def test_whoever_is_shown_by_role_has_no_feed(sqlite_newsroom: Newsroom) -> None:
    hidden = replace(
        factories.CLAIM,
        claimant="Jo Low",
        claimant_role="a clerk",
        names_private_person=True,
        is_claimant_public=False,
    )
    claim_id = factories.claim(sqlite_newsroom, State.APPROVED, given=hidden)
    factories.clear(sqlite_newsroom, claim_id)
    factories.publish(sqlite_newsroom, claim_id, sqlite_newsroom.edith)
    reader = open_reader(sqlite_newsroom)
    for name in ("Jo%20Low", "a%20clerk"):
        reader.get(f"/feeds/claimants/{name}.atom", 404)
    page = reader.get("/follow").text
    assert "Jo Low" not in page
    assert "/feeds/claimants/" not in page


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/", "/feeds/verdicts.atom"),
        ("/corrections", "/feeds/corrections.atom"),
        ("/articles/1-x", "/feeds/articles/1.atom"),
        ("/verdicts/1", "/feeds/articles/1.atom"),
        ("/verdicts?rating=supported", "/feeds/ratings/supported.atom"),
        ("/verdicts?claimant=mayor", "/feeds/claimants/the%20mayor.atom"),
    ],
)
def test_a_page_names_the_feed_that_belongs_to_it(reader: Reader, path: str, feed: str) -> None:
    page = read(reader.get(path, follow_redirects=True).text)
    named = [one.attributes for one in page.all("link") if one.attributes.get("rel") == "alternate"]
    assert feed in [one["href"] for one in named if one.get("type") == "application/atom+xml"]
