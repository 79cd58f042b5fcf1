"""A feed as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1; written by libraries, never pasted together (P12-P14)."""

import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from factcheck.domain.feeds import Entry, Feed
from factcheck.domain.wording import say

ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# What XML 1.0 cannot hold at all, not even escaped, and what UTF-8 cannot write.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("atom", ATOM)


def writable(text: str) -> str:
    """`text` with a mark in place of each character that XML or UTF-8 has no way to write."""
    return _NO_XML.sub("\ufffd", text)


def moment(at: datetime) -> str:
    """As RFC 3339 says it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def child(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """A new last element inside `parent`."""
    made = ET.SubElement(parent, name, {key: writable(value) for key, value in attributes.items()})
    made.text = writable(text) or None
    return made


def as_xml(root: ET.Element) -> bytes:
    """A whole document in UTF-8, with its declaration."""
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = ET.Element("feed", {"xmlns": ATOM})
    if feed.language:
        root.set(XML_LANGUAGE, feed.language)
    child(root, "id", feed.url)
    child(root, "title", feed.title)
    child(root, "subtitle", feed.about)
    child(root, "updated", moment(feed.updated))
    child(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    child(root, "link", rel="alternate", type="text/html", href=feed.page_url)
    if feed.hub:
        child(root, "link", rel="hub", href=feed.hub)
    child(child(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _atom_entry(child(root, "entry"), entry)
    return as_xml(root)


def _atom_entry(node: ET.Element, entry: Entry) -> None:
    if entry.language:
        node.set(XML_LANGUAGE, writable(entry.language))
    child(node, "id", entry.id)
    child(node, "title", entry.title)
    child(node, "published", moment(entry.published))
    child(node, "updated", moment(entry.updated))
    child(node, "link", rel="alternate", type="text/html", href=entry.url)
    for label in entry.labels:
        child(node, "category", term=label)
    child(node, "summary", entry.summary)
    content = child(node, "content", type="xhtml")
    content.append(_paragraphs(entry, xmlns=XHTML))


def _paragraphs(entry: Entry, **attributes: str) -> ET.Element:
    block = ET.Element("div", attributes)
    for line in entry.lines:
        child(block, "p", line)
    child(child(block, "p"), "a", say("The whole verdict with its sources"), href=entry.url)
    return block


def _html(entry: Entry) -> str:
    return ET.tostring(_paragraphs(entry), encoding="unicode", method="html")


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0; `atom:updated` says what RSS has no word for."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = child(root, "channel")
    child(channel, "title", feed.title)
    child(channel, "link", feed.page_url)
    child(channel, "description", feed.about)
    if feed.language:
        child(channel, "language", feed.language)
    child(channel, "lastBuildDate", format_datetime(feed.updated.astimezone(UTC), usegmt=True))
    child(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=feed.url)
    if feed.hub:
        child(channel, f"{{{ATOM}}}link", rel="hub", href=feed.hub)
    for entry in feed.entries:
        item = child(channel, "item")
        child(item, "title", entry.title)
        child(item, "link", entry.url)
        child(item, "guid", entry.id, isPermaLink="true")
        child(item, "pubDate", format_datetime(entry.published.astimezone(UTC), usegmt=True))
        child(item, f"{{{ATOM}}}updated", moment(entry.updated))
        for label in entry.labels:
            child(item, "category", label)
        child(item, "description", _html(entry))
    return as_xml(root)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    made: dict[str, object] = {
        "version": JSON_FEED,
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "authors": [{"name": feed.author}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    if feed.language:
        made["language"] = feed.language
    if feed.hub:
        made["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    # A lone surrogate has no UTF-8 form.
    return json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": _html(entry),
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "tags": list(entry.labels),
    }
    return item | ({"language": entry.language} if entry.language else {})
