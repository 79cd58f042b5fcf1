"""Feeds of any verdict at all are documents their readers can read, and say what happened to it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from factcheck.domain import feeds
from factcheck.domain.feed_formats import atom, json_feed, moment, rss, writable
from factcheck.domain.feeds import NEVER, Feed
from factcheck.domain.published import PublishedVerdict
from tests.verdicts import ADDRESS, CORRECTED, CORRECTION, FIRST, a_verdict, verdicts

NUMBER = "https://check.example/verdicts/12"
ATOM = "{http://www.w3.org/2005/Atom}"


def document(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  our own


def addresses(_: PublishedVerdict) -> tuple[str, str]:
    return NUMBER, ADDRESS


def a_feed(*found: PublishedVerdict, hub: str = "") -> Feed:
    return Feed(
        url="https://check.example/feeds/verdicts.atom",
        page_url="https://check.example/",
        title="The Example Desk",
        about="Every verdict.",
        author="The Example Desk",
        entries=tuple(feeds.of_verdict(one, addresses) for one in found),
        hub=hub,
    )


@given(verdicts())
def test_any_verdict_makes_three_documents_that_say_the_same(verdict: PublishedVerdict) -> None:
    feed = a_feed(verdict)
    entry = document(atom(feed)).find(f"{ATOM}entry")
    item = document(rss(feed)).find("channel/item")
    (other,) = json.loads(json_feed(feed).decode("utf-8"))["items"]
    assert entry is not None
    assert item is not None
    assert entry.findtext(f"{ATOM}id") == item.findtext("guid") == other["id"] == NUMBER
    assert entry.findtext(f"{ATOM}updated") == other["date_modified"]
    assert entry.findtext(f"{ATOM}published") == other["date_published"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ufffeb", "a\ud800b", "a\x1bb"])
def test_what_xml_has_no_way_to_write_is_marked(text: str) -> None:
    assert writable(text) == "a\ufffdb"
    feed = a_feed(a_verdict(statement=text, reason=text))
    entry = document(atom(feed)).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}summary") == "a\ufffdb"
    document(rss(feed))
    json_feed(feed).decode("utf-8")


def test_what_xml_can_write_stays() -> None:
    assert writable("a\tb\nc <&> Қ 🜚") == "a\tb\nc <&> Қ 🜚"


def test_a_verdict_is_dated_by_its_first_publication_and_its_last_change() -> None:
    entry = feeds.of_verdict(a_verdict(), addresses)
    assert (entry.published, entry.updated) == (FIRST, CORRECTED)
    assert (entry.id, entry.url) == (NUMBER, ADDRESS)
    assert entry.title == "Mostly supported: “The bridge over the Aksu cost twelve million.”"
    assert any(
        "The rating was “Supported” and is now “Mostly supported”." in one for one in entry.lines
    )


def test_a_retracted_verdict_gives_neither_its_rating_nor_its_reason() -> None:
    gone = a_verdict(is_retracted=True, retraction_note="The contract was forged.", notices=())
    entry = feeds.of_verdict(gone, addresses)
    assert entry.title.startswith("Retracted: ")
    assert entry.summary == "The contract was forged."
    assert entry.labels == ("Retracted",)
    assert "Mostly supported" not in " ".join((*entry.lines, entry.title))
    assert gone.reason not in entry.lines


def test_a_notice_is_an_entry_that_never_changes() -> None:
    entry = feeds.of_notice(CORRECTION, a_verdict(), addresses)
    assert entry.id == f"{NUMBER}#version-2"
    assert entry.published == entry.updated == CORRECTED
    assert entry.title.startswith("Correction: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("True", "True", ""),
        ("True", "False", "The rating was “True” and is now “False”."),
        ("True", "", "The rating “True” no longer stands."),
        ("", "False", "The rating, void since the retraction, is now “False”."),
    ],
)
def test_what_became_of_the_rating_is_said(old: str, new: str, line: str) -> None:
    assert feeds.rating_line(replace(CORRECTION, old_rating=old, new_rating=new)) == line


def test_the_newest_change_stands_first_and_a_feed_is_no_longer_than_its_limit() -> None:
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 1, 2)]
    made = [feeds.of_verdict(a_verdict(updated_at=at), addresses) for at in moments]
    assert [one.updated.day for one in feeds.in_order(made, 2)] == [3, 2]


def test_an_empty_feed_is_one_and_names_its_hub() -> None:
    feed = a_feed(hub="https://hub.example/")
    assert feed.updated == NEVER
    root = document(atom(feed))
    assert root.findtext(f"{ATOM}updated") == moment(NEVER) == "1970-01-01T00:00:00Z"
    assert [one.get("href") for one in root.iter(f"{ATOM}link") if one.get("rel") == "hub"] == [
        "https://hub.example/"
    ]
