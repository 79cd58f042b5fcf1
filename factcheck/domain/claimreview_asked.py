"""What a rule about a ClaimReview is asked with, and how it looks into a document that may hold anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from factcheck.domain.claimreview_reading import step

Node = dict[str, object]
Found = Iterator[tuple[str, str]]  # the path, and what the sentence is completed with

AXIS = ("worstRating", "ratingValue", "bestRating")
_PREFIX = re.compile(r"https?://schema\.org/|schema:")
_NOBODY = (
    "unknown|anonymous|anonymous user|unknown author|n/a|none|nobody|not known|-|?|"
    "неизвестно|неизвестен|неизвестный|аноним|анонимно|белгісіз"
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One ClaimReview, references in it followed, with what is known beside it.

    `labels` are the words of the scale in use and `numbers` what each stands for, None beside the axis; `page` is the
    address it was found on; `context` is the `@context` in force; `loose` are references that lead nowhere.
    """

    review: Node
    labels: tuple[str, ...] = ()
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    page: str = ""
    context: object = None
    loose: tuple[tuple[str, str], ...] = ()

    @property
    def rating(self) -> Node:
        return part(self.review, "reviewRating")

    @property
    def item(self) -> Node:
        found = nodes(self.review, "itemReviewed", "$")
        return found[0][1] if found else {}

    @property
    def item_path(self) -> str:
        found = nodes(self.review, "itemReviewed", "$")
        return found[0][0] if found else "$.itemReviewed"

    @property
    def statement(self) -> str:
        return text(self.review, "claimReviewed")

    @property
    def places(self) -> list[Node]:
        """Where the claim was made; a bare address is taken for a place."""
        return [
            place
            for key in ("appearance", "firstAppearance")
            for _, place in nodes(self.item, key, "", as_name="url")
        ]


def part(holder: Mapping[str, object], key: str) -> Node:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def text(holder: Mapping[str, object], key: str) -> str:
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""


def nodes(
    holder: Mapping[str, object], key: str, path: str, *, as_name: str = ""
) -> list[tuple[str, Node]]:
    """The things under `key` with their paths: schema.org lets one stand for a list of one (D13).

    With `as_name` a bare text is a thing that has nothing but that property.
    """
    value = holder.get(key)
    here = step(path, key)
    listed = (
        [(step(here, index), one) for index, one in enumerate(value)]
        if isinstance(value, list)
        else [(here, value)]
    )
    found: list[tuple[str, Node]] = []
    for where, one in listed:
        if isinstance(one, dict):
            found.append((where, one))
        elif as_name and isinstance(one, str) and one.strip():
            found.append((where, {as_name: one}))
    return found


def kinds(node: Mapping[str, object]) -> set[str]:
    """The types of a thing without the prefix of schema.org."""
    value = node.get("@type")
    listed = value if isinstance(value, list) else [value]
    return {_PREFIX.sub("", one, count=1) for one in listed if isinstance(one, str)}


def host_of(address: str) -> str:
    """The host of a whole http or https address, else an empty string."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} and not re.search(r"\s", address) else ""


def is_of_site(host: str, site: str) -> bool:
    """Whether a host is the site itself or below it; `www.` makes no other site."""
    site = site.removeprefix("www.")
    return bool(site) and (host.removeprefix("www.") == site or host.endswith(f".{site}"))


def is_nobody(name: str) -> bool:
    """True for an empty name and for words that only say that there is none (D12)."""
    plain = name.strip().casefold()
    return not plain or plain in _NOBODY.split("|")


def numbers_of(rating: Mapping[str, object]) -> tuple[float, float, float] | None:
    """Worst, value and best, where all three are numbers."""
    given = [rating.get(key) for key in AXIS]
    found = [x for x in given if isinstance(x, int | float) and not isinstance(x, bool)]
    return (found[0], found[1], found[2]) if len(found) == len(AXIS) else None
