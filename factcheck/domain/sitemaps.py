"""Sitemaps for search engines: an index, its parts, and the news of the last two days (P15)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from factcheck.domain.feed_formats import as_xml, child, moment
from factcheck.domain.published import PublishedVerdict

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

ET.register_namespace("news", NEWS)
ET.register_namespace("xhtml", XHTML)

Place = tuple[str, datetime | None]  # an address, and when what is there last changed
# Of an address: the languages there are, and where each stands.
Alternates = Callable[[str], Iterable[tuple[str, str]]]


def index(parts: Iterable[Place]) -> bytes:
    """The index that leads to all parts."""
    return _document("sitemapindex", "sitemap", parts)


def urls(pages: Iterable[Place], alternates: Alternates) -> bytes:
    """One part: the addresses of pages, each with where it stands in other languages."""
    return _document("urlset", "url", pages, alternates)


def _document(
    root_name: str, name: str, places: Iterable[Place], alternates: Alternates | None = None
) -> bytes:
    root = ET.Element(root_name, {"xmlns": SITEMAP})
    for url, at in places:
        node = child(root, name)
        child(node, "loc", url)
        if at is not None:
            child(node, "lastmod", moment(at))
        for language, there in alternates(url) if alternates else ():
            child(node, f"{{{XHTML}}}link", rel="alternate", hreflang=language, href=there)
    return as_xml(root)


def news(verdicts: Iterable[tuple[str, PublishedVerdict]], publication: str) -> bytes:
    """The verdicts first published of late, each with its address; `publication` is what readers call the desk."""
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for url, v in verdicts:
        node = child(root, "url")
        child(node, "loc", url)
        told = child(node, f"{{{NEWS}}}news")
        paper = child(told, f"{{{NEWS}}}publication")
        child(paper, f"{{{NEWS}}}name", publication)
        child(paper, f"{{{NEWS}}}language", v.language.partition("-")[0])
        child(told, f"{{{NEWS}}}publication_date", moment(v.first_published_at))
        child(told, f"{{{NEWS}}}title", f"{v.rating.label}: “{v.statement}”")
    return as_xml(root)
