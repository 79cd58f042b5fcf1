"""A web page: its readable text, and its headline, byline, date, outlet and language with the place each stood in.

`trafilatura` finds the text and the facts; where a fact stands is looked up here, in the order in which publishers
mean it: JSON-LD, the page's meta tags, its title, the page itself.  A page in which trafilatura finds no text is read
whole by `html_text`, which also judges depth and number of tags before anything else walks the tree.
"""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import trafilatura
from lxml import etree, html

from factcheck.adapters.html_text import read_html
from factcheck.adapters.reading import Found, Reading

MAIN_CHARS = 250  # a main part shorter than this is a find of chance
_WALKED = 5_000  # values of a page's JSON-LD that are looked at

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{1,40})""", re.IGNORECASE
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TEXT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
_RULE = re.compile(r"[|\s-]*-[|\s-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ARTICLE = re.compile(r"(Article|Posting|Report|Review)$")
_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "byline": ("author", "article:author", "dc.creator", "parsely-author"),
    "published_on": (
        *("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
        *("pubdate", "publishdate", "parsely-pub-date", "og:published_time"),
    ),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "language": ("content-language", "dc.language", "og:locale"),
}
_LINKED = {
    "title": ("headline", "name"),
    "byline": ("author", "creator"),
    "published_on": ("datePublished", "dateCreated"),
    "outlet": ("publisher",),
    "language": ("inLanguage",),
}

Told = list[tuple[str, str]]  # (origin, value), the most trusted first


def read(data: bytes, address: str, charset: str) -> Reading:
    """Text and facts of a page.  Raises `BadInput` for one that is too deep or too dense."""
    source = decode(data, charset).translate(_NOT_TEXT)
    whole, heading = read_html(source)
    told = _told(source)
    found = _by_trafilatura(source, address)
    main = _plain(str(found.get("text") or ""))
    facts = {
        name: _choose(name, told[name], str(found.get(key) or "")) for name, key in _KEYS.items()
    }
    if facts["title"] is None and heading:
        facts["title"] = Found(heading, "heading")
    if (outlet := facts["outlet"]) and outlet.origin == "page" and outlet.value in address:
        facts["outlet"] = Found(outlet.value, "address")  # a site that names itself nowhere
    kept = {name: fact for name, fact in facts.items() if fact}
    return Reading(*((main, "main_part") if len(main) >= MAIN_CHARS else (whole, "page")), kept)


_KEYS = {
    "title": "title",
    "byline": "author",
    "published_on": "date",
    "outlet": "sitename",
    "language": "language",
}


def decode(data: bytes, charset: str) -> str:
    """The letters of a page: by its mark, by what was said of it, by its own word, as UTF-8, by their looks."""
    named = _META_CHARSET.search(data[:4_096])
    marked = next((mark for mark in _MARKS if data.startswith(mark)), None)
    said = "utf-8-sig" if marked == codecs.BOM_UTF8 else "utf-16" if marked else ""
    for name in filter(None, (said, charset, named and named[1].decode(), "utf-8")):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return trafilatura.utils.decode_file(data)


def _by_trafilatura(source: str, address: str) -> Mapping[str, Any]:
    try:
        found = trafilatura.bare_extraction(
            source,
            url=address or None,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            as_dict=False,
        )
    except (ValueError, TypeError, AttributeError, LookupError, etree.LxmlError):
        return {}  # the whole page is read instead
    return found.as_dict() if isinstance(found, trafilatura.settings.Document) else {}


def _plain(text: str) -> str:
    """Paragraphs with a blank line between them; rows of a table with tabs instead of trafilatura's drawn lines."""
    pieces: list[str] = []
    before = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        if _RULE.fullmatch(line):
            continue
        kind = line[:1] if line.startswith(("| ", "- ")) else ""
        pieces.append("\n" if kind and kind == before else "\n\n")
        is_row = kind == "|"
        pieces.append("\t".join(map(str.strip, line.strip("| ").split("|"))) if is_row else line)
        before = kind
    return "".join(pieces).strip()


# ── Where it stands ──────────────────────────────────────────────────────────────────────────────


def _choose(name: str, told: Told, value: str) -> Found | None:
    """The fact and its place: what the publisher states for programs, else what trafilatura makes of the page."""
    value = _shaped(name, value)
    if told and told[0][0] == "json_ld":
        return Found(told[0][1], "json_ld")
    for origin, said in told:
        if value and (value.casefold() in said.casefold() or said.casefold() in value.casefold()):
            return Found(value, origin)
    if value:
        return Found(value, "page")
    return Found(told[0][1], told[0][0]) if told else None


def _shaped(name: str, value: str) -> str:
    value = " ".join(value.split())
    if name == "published_on":
        day = _DAY.match(value)
        return day[0] if day else ""
    if name == "byline":
        return "" if "://" in value else value.replace("; ", ", ")
    return value.replace("_", "-") if name == "language" else value


def _told(source: str) -> dict[str, Told]:
    told: dict[str, Told] = {name: [] for name in _KEYS}
    try:
        tree = html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", source), parser=html.HTMLParser(huge_tree=False)
        )
    except (etree.LxmlError, ValueError):
        return told
    for origin, name, value in (*_linked(tree), *_in_tags(tree)):
        if shaped := _shaped(name, value):
            told[name].append((origin, shaped))
    return told


def _in_tags(tree: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (
            meta.get("property")
            or meta.get("name")
            or meta.get("itemprop")
            or meta.get("http-equiv")
        )
        if key and meta.get("content"):
            said.setdefault(key.lower(), meta.get("content"))
    for name, keys in _META.items():
        yield from (("meta", name, said[key]) for key in keys if key in said)
    if tree.get("lang"):
        yield "lang", "language", tree.get("lang")
    for title in tree.iter("title"):
        yield "title", "title", title.text_content()
        break
    for heading in tree.iter("h1"):
        yield "heading", "title", heading.text_content()
        break
    for time in tree.iter("time"):
        yield "time", "published_on", time.get("datetime") or ""
        break


def _linked(tree: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """What the first article in the page's JSON-LD says of itself."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            article = _article_in(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
        if article:
            for name, keys in _LINKED.items():
                value = next(filter(None, (_words(article.get(key)) for key in keys)), "")
                yield "json_ld", name, value
            return


def _article_in(data: object) -> dict[str, Any] | None:
    waiting, walked = [data], 0
    while waiting and walked < _WALKED:
        one, walked = waiting.pop(0), walked + 1
        if isinstance(one, list):
            waiting += one[:_WALKED]
        elif isinstance(one, dict):
            kinds = one.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                return one
            waiting += [
                one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one
            ]
    return None


def _words(value: object) -> str:
    """A name, however it is wrapped: text, a thing with a name, or several of them."""
    if isinstance(value, str):
        return unescape(value)  # JSON knows no entities, but its writers do
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("alternateName"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value[:20])))
    return ""
