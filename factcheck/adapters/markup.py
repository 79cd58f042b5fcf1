"""What a web page says to programs and to people: its JSON-LD as it stands, its words, its links.

The words are read by `html_text`, which also judges depth and number of tags before anything else walks the tree.
Nothing of the JSON is read here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml import etree, html

from factcheck.adapters.html_text import read_html
from factcheck.adapters.page_text import decode
from factcheck.domain.inputs import BadInput

BLOCKS, LINKS, TIMES = 200, 5_000, 1_000  # more of one page are not looked at
WORDS_OF_A_LINK = 200
NO_PAGE = "It cannot be read as a web page."

# Control characters end some parsers; in JSON they stand for nothing.
_NOT_TEXT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROBOTS = frozenset(("robots", "googlebot", "bingbot"))
_HIDING = re.compile(r"\b(?:noindex|none)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ReadPage:
    """A page: its scripts of JSON-LD, what people read, and what else bears on either.

    `days` are what its `time` elements say for programs, `links` (words, address) pairs; `microdata` counts
    ClaimReviews in attributes.
    """

    blocks: tuple[str, ...]
    words: str
    title: str
    canonical: str
    is_hidden: bool
    links: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    microdata: int


def read_markup(data: bytes, *, charset: str = "", address: str = "", robots: str = "") -> ReadPage:
    """The page in `data`; `robots` is what its `X-Robots-Tag` said.  Raises `BadInput`."""
    source = _DECLARATION.sub("", decode(data, charset).translate(_NOT_TEXT))
    words, title = read_html(source)
    try:
        tree = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise BadInput(NO_PAGE) from error
    return ReadPage(
        blocks=tuple(islice(_blocks(tree), BLOCKS)),
        words=words,
        title=title,
        canonical=_canonical(tree, address),
        is_hidden=_is_hidden(tree, robots),
        links=tuple(islice(_links(tree), LINKS)),
        days=tuple(islice((one.get("datetime") or "" for one in tree.iter("time")), TIMES)),
        microdata=sum(1 for _ in _attributed(tree)),
    )


def _blocks(tree: html.HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        kind = (script.get("type") or "").partition(";")[0].strip().lower()
        if kind == "application/ld+json":
            yield script.text or ""


def _canonical(tree: html.HtmlElement, address: str) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                return str(urljoin(address, link.get("href").strip()))
            except ValueError:
                return str(link.get("href"))
    return ""


def _is_hidden(tree: html.HtmlElement, robots: str) -> bool:
    said = [robots]
    said += [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("name") or "").lower() in _ROBOTS
    ]
    return any(_HIDING.search(one) for one in said)


def _links(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for link in tree.iter("a"):
        if link.get("href"):
            words = " ".join("".join(link.itertext()).split())
            yield words[:WORDS_OF_A_LINK], link.get("href")


def _attributed(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Things that attributes call a ClaimReview: microdata and RDFa."""
    for one in tree.iter():
        said = f"{one.get('itemtype') or ''} {one.get('typeof') or ''}"
        if re.search(r"(?:^|[\s/:])ClaimReview\b", said):
            yield one
