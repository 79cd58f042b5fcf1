"""oEmbed 1.0, the provider's side: whose card an address means, how large it is, what is answered (P17)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree import ElementTree as ET

from factcheck.domain.feed_formats import as_xml, child, writable
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import ADDRESS_CHARS
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.reader_words import finding
from factcheck.domain.wording import quoted

WIDTH, HEIGHT = 600, 320  # CSS pixels, where the consumer asks for no less
AGE_SECONDS = 300  # how long a consumer may keep the answer; the card itself is always current
FORMATS = ("json", "xml")
_VERDICT = re.compile(
    r"/verdicts/([1-9][0-9]{0,8})(?:-[^/]*)?(?:/versions/[1-9][0-9]{0,8})?(?:\.md|\.txt)?/?"
)


@dataclass(frozen=True)
class Size:
    """Width and height of the card in CSS pixels."""

    width: int
    height: int


def verdict_of(url: str, base_url: str) -> int | None:
    """The number of the verdict that an address of this site means, whichever of its forms it is; else None."""
    ours, asked = urlsplit(base_url), _split(url)
    if asked is None or asked.netloc.lower() != ours.netloc.lower():
        return None
    if asked.scheme not in {"http", "https"} or not asked.path.startswith(f"{ours.path}/"):
        return None
    found = _VERDICT.fullmatch(unquote(asked.path[len(ours.path) :]))
    return int(found[1]) if found else None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url) if len(url) <= ADDRESS_CHARS else None
    except ValueError:  # brackets that are no address
        return None


def size_of(given: Mapping[str, str]) -> Size:
    """The size within `maxwidth` and `maxheight`.  Raises `BadInput` where one is no whole number from 1 on."""
    return Size(
        min(WIDTH, _most(given, "maxwidth", WIDTH)), min(HEIGHT, _most(given, "maxheight", HEIGHT))
    )


def _most(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise BadInput(f"{name} must be a whole number of pixels.")
    return int(text)


def frame(v: PublishedVerdict, size: Size, *, card: str, name: str) -> str:
    """The HTML that shows the card on another page; it outlives this rating, so that it does not say it (P17)."""
    element = ET.Element("iframe")
    title = f"{quoted(v.statement)} – {name}"
    facts = {"src": card, "width": f"{size.width}", "height": f"{size.height}", "title": title}
    style = "max-width: 100%"
    for key, value in {**facts, "loading": "lazy", "frameborder": "0", "style": style}.items():
        element.set(key, writable(value))
    return ET.tostring(element, encoding="unicode", method="html")


def answer(
    v: PublishedVerdict, size: Size, *, card: str, name: str, home: str
) -> dict[str, str | int]:
    """What the consumer gets; `card` is the address of the card, `name` and `home` are the desk's."""
    title = f"{finding(v)}: {quoted(v.statement)}"
    return {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": name,
        "provider_url": home,
        "cache_age": AGE_SECONDS,
        "html": frame(v, size, card=card, name=name),
        "width": size.width,
        "height": size.height,
    }


def as_document(values: Mapping[str, str | int]) -> bytes:
    """The answer as XML."""
    root = ET.Element("oembed")
    for key, value in values.items():
        child(root, key, str(value))
    return as_xml(root)
