"""The rules about a page and its ClaimReview: one on a page, at its own address, nothing in it that people cannot see.

Words are compared by their letters and digits alone: quotation marks, blanks and line breaks make no difference.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from factcheck.domain.claimreview_asked import Asked, Found, host_of, nodes, text
from factcheck.domain.claimreview_reading import shown, step
from factcheck.domain.claimreview_rules_item import day_of

LEAST_WORDS = 60  # letters and digits beside claim and rating that make a short summary
_UNSAFE = re.compile(r"</|<!--|<script|[\u2028\u2029]", re.IGNORECASE)
_MENDING = re.compile(
    r"correct|erratum|errata|mistake|report|complain|исправ|опечат|ошиб|поправк|сообщ|түзет|қате|хабарла",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Page:
    """A web page as far as it matters here: `blocks` are its JSON-LD scripts as they stand in it.

    `words` is what people read, `days` what its `time` elements say for programs, `links` are (words, address) of its
    links; `microdata` counts ClaimReviews in attributes.
    """

    blocks: Sequence[str]
    words: str
    address: str = ""
    canonical: str = ""
    is_hidden: bool = False
    links: Sequence[tuple[str, str]] = ()
    days: Sequence[str] = ()
    microdata: int = 0
    title: str = field(default="", repr=False)

    @cached_property
    def letters(self) -> str:
        return letters_of(f"{self.title} {self.words}")


@dataclass(frozen=True)
class OnPage:
    """One ClaimReview and the page it stands on; `several` is how many the page has."""

    asked: Asked
    page: Page
    several: int = 1


def letters_of(words: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).casefold()))


# ── The page as a whole ──────────────────────────────────────────────────────────────────────────


def page_hidden(page: Page, reviews: Sequence[Asked]) -> Found:
    if page.is_hidden and reviews:
        yield "$", ""


def review_missing(page: Page, reviews: Sequence[Asked]) -> Found:
    if not reviews and not page.microdata:
        yield "$", ""


def review_attributes(page: Page, reviews: Sequence[Asked]) -> Found:  # noqa: ARG001  rules share one signature
    if page.microdata:
        yield "$", str(page.microdata)


def several_reviews(page: Page, reviews: Sequence[Asked]) -> Found:  # noqa: ARG001  rules share one signature
    """A round-up gives each claim an anchor of its own; anything else is more than one on a page (D17)."""
    addresses = [text(one.review, "url") for one in reviews]
    if len(reviews) > 1 and (
        len(set(addresses)) < len(reviews) or not all("#" in one for one in addresses)
    ):
        yield "$", str(len(reviews))


def several_claims(page: Page, reviews: Sequence[Asked]) -> Found:
    if len(reviews) > 1 and next(several_reviews(page, reviews), None) is None:
        yield "$", str(len(reviews))


def script_unsafe(page: Page, reviews: Sequence[Asked]) -> Found:  # noqa: ARG001  rules share one signature
    for index, block in enumerate(page.blocks):
        if _UNSAFE.search(block):
            yield f"script[{index}]", ""


def mending_missing(page: Page, reviews: Sequence[Asked]) -> Found:
    if reviews and not any(_MENDING.search(f"{words} {address}") for words, address in page.links):
        yield "$", ""


# ── Each review and the words beside it ──────────────────────────────────────────────────────────


def canonical_other(on: OnPage) -> Found:
    address, canonical = (_bare(one) for one in (text(on.asked.review, "url"), on.page.canonical))
    if address and canonical and address != canonical:
        yield "$.url", shown(on.page.canonical)


def _bare(address: str) -> str:
    """Without its anchor, which may differ (D4), and without the slash that sites add and drop."""
    return address.partition("#")[0].rstrip("/")


def claim_unseen(on: OnPage) -> Found:
    if letters_of(on.asked.statement) not in on.page.letters:
        yield "$.claimReviewed", ""


def rating_unseen(on: OnPage) -> Found:
    words = text(on.asked.rating, "alternateName")
    if letters_of(words) not in on.page.letters:
        yield "$.reviewRating.alternateName", shown(words)


def claimant_unseen(on: OnPage) -> Found:
    for path, one in nodes(on.asked.item, "author", on.asked.item_path, as_name="name"):
        name = text(one, "name")
        if letters_of(name) not in on.page.letters:
            yield step(path, "name"), shown(name)


def explanation_unseen(on: OnPage) -> Found:
    if letters_of(text(on.asked.rating, "ratingExplanation")) not in on.page.letters:
        yield "$.reviewRating.ratingExplanation", ""


def date_unseen(on: OnPage) -> Found:
    for path, value in (
        ("$.datePublished", on.asked.review.get("datePublished")),
        (step(on.asked.item_path, "datePublished"), on.asked.item.get("datePublished")),
    ):
        if isinstance(value, str) and day_of(value) and not _is_seen(value, on.page):
            yield path, shown(value)


def _is_seen(value: str, page: Page) -> bool:
    """By a `time` element, or by year and day in the words: months have names in every language."""
    if any(one[:10] == value[:10] for one in page.days):
        return True
    year, _, day = day_of(value) or (0, 0, 0)
    is_whole = len(value) >= 10
    numbers = set(re.findall(r"\d+", page.words))
    return str(year) in numbers and (not is_whole or bool({str(day), f"{day:02}"} & numbers))


def summary_missing(on: OnPage) -> Found:
    shown_twice = len(letters_of(on.asked.statement)) + len(
        letters_of(text(on.asked.rating, "alternateName"))
    )
    if len(letters_of(on.page.words)) < shown_twice + LEAST_WORDS:
        yield "$", ""


def own_address(on: OnPage) -> Found:
    """The page was reached at another address than it calls its own, and it names no canonical one."""
    host = host_of(on.page.address)
    if (
        host
        and not on.page.canonical
        and _bare(on.page.address) != _bare(text(on.asked.review, "url"))
    ):
        yield "$.url", shown(on.page.address)
