"""ClaimReview for machines: built from a published verdict and made safe for a page.

``claim_review`` says in schema.org's words (release 30.0) exactly what the page says (D19);
nothing is looked up here that a ``PublishedVerdict`` does not hold. The judge of such a
document lives in ``claimreview_judge.py`` and is named here again, since whoever writes one wants both.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from factcheck.domain.claimreview_asked import Node, is_nobody
from factcheck.domain.claimreview_judge import Finding, findings
from factcheck.domain.media_reviews import SCHEMA_CATEGORIES, SCHEMA_KINDS
from factcheck.domain.published import (
    PublishedArticle,
    PublishedNotice,
    PublishedRating,
    PublishedSource,
    PublishedVerdict,
)

__all__ = [
    "Finding",
    "Node",
    "Publisher",
    "as_script",
    "claim_review",
    "data_feed",
    "findings",
    "newsroom",
    "part_of_data",
    "publisher_of",
    "verdict_address",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The newsroom that checked: its name, home page, logo and corrections page (D10, D22), and what D16 names."""

    name: str
    url: str
    logo: str = ""
    corrections_url: str = ""
    method_url: str = ""
    feedback_url: str = ""
    funding_url: str = ""
    team_url: str = ""


def publisher_of(name: str, home: str) -> Publisher:
    """The desk of this name whose pages begin with the address `home`."""
    return Publisher(name=name, url=f"{home}/", corrections_url=f"{home}/corrections")


def verdict_address(home: str, number: int, slug: str) -> str:
    """The permanent address of a published verdict (D4)."""
    return f"{home}/verdicts/{number}-{slug}"


# ── What machines get ──


def claim_review(v: PublishedVerdict, *, url: str, publisher: Publisher) -> Node | None:
    """The one ClaimReview of a verdict page, or None once the verdict is retracted (C6, D37).

    ``url`` is the canonical address of the page (D4). Keys without a value are left out.
    """
    if v.is_retracted:
        return None
    corrections = [_correction(notice) for notice in v.notices if notice.kind == "correction"]
    return _node(
        "ClaimReview",
        {
            "@context": "https://schema.org",
            "url": url,
            "claimReviewed": v.statement,
            "author": _node("Organization", {"name": publisher.name, "url": publisher.url}),
            "publisher": _publisher(publisher),
            "datePublished": _moment(v.first_published_at),
            "dateModified": _moment(v.updated_at),
            "inLanguage": v.language,
            "version": v.version,
            "itemReviewed": _claim(v),
            "reviewRating": _rating(v.rating, v.reason),
            "citation": [_citation(source) for source in v.sources if not source.withheld],
            "correction": corrections,
            "associatedMediaReview": _media_review(v, url, publisher),
            "keywords": [topic.name for topic in v.topics],
        },
    )


def newsroom(publisher: Publisher) -> Node:
    """The desk itself with the pages its practice can be held to (D16, D22)."""
    values = {
        "@context": "https://schema.org",
        "name": publisher.name,
        "url": publisher.url,
        "logo": publisher.logo,
        "correctionsPolicy": publisher.corrections_url,
        "verificationFactCheckingPolicy": publisher.method_url,
        "unnamedSourcesPolicy": publisher.method_url,
        "actionableFeedbackPolicy": publisher.feedback_url,
        "ownershipFundingInfo": publisher.funding_url,
        "masthead": publisher.team_url,
    }
    return _node("NewsMediaOrganization", values)


def data_feed(
    reviews: Sequence[Node], *, url: str, publisher: Publisher, parts: Sequence[Node], licence: str
) -> Node:
    """One part of all ClaimReviews as a data file (D33); `parts` name the others, each item its licence.

    Nothing retracted is among `reviews`, so that a retraction leaves the feed with the page (D37).
    """
    items = [
        {
            "@type": "DataFeedItem",
            "dateCreated": one["datePublished"],
            "dateModified": one["dateModified"],
            "url": one["url"],
            "item": [one | ({"sdLicense": licence} if licence else {})],
        }
        for one in reviews
    ]
    values = {
        "@context": "https://schema.org",
        "name": f"ClaimReviews of {publisher.name}",
        "url": url,
        "license": licence,
        "publisher": _publisher(publisher),
        "dateModified": max((str(one["dateModified"]) for one in reviews), default=""),
        "hasPart": list(parts),
    }
    return _node("DataFeed", values) | {"dataFeedElement": items}


def part_of_data(url: str, at: datetime) -> Node:
    """How one part of the data names another."""
    return _node("DataFeed", {"url": url, "dateModified": _moment(at)})


def _node(kind: str, values: Mapping[str, object]) -> Node:
    kept = {key: value for key, value in values.items() if value not in ("", None, [])}
    return {"@type": kind} | kept


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _publisher(publisher: Publisher) -> Node:
    values = {
        "name": publisher.name,
        "url": publisher.url,
        "logo": publisher.logo,
        "correctionsPolicy": publisher.corrections_url,
    }
    return _node("Organization", values)


def _claim(v: PublishedVerdict) -> Node:
    carriers = (v.article, *v.also_in)
    appearance = [*_origin(v), *(one for article in carriers for one in _carrier(article))]
    values = {"author": _claimant(v), "datePublished": v.said_on, "appearance": appearance}
    return _node("Claim", values)


def _claimant(v: PublishedVerdict) -> Node | None:
    """Who said it, by name or by role as on the page; nobody where nobody is known (D12)."""
    if is_nobody(v.claimant):
        return None
    kind = "Organization" if v.claimant_kind == "organisation" else "Person"
    return _node(kind, {"name": v.claimant})


def _origin(v: PublishedVerdict) -> list[Node]:
    """Where it was said.

    It is called an appearance, as the article is: that it was the first one nobody has checked.
    """
    is_article = v.article is not None and v.appearance_url == v.article.url
    if not (v.appearance_url or v.said_where) or (is_article and v.appearance_url):
        return []
    return [_node("CreativeWork", {"url": v.appearance_url, "name": v.said_where})]


def _carrier(article: PublishedArticle | None) -> list[Node]:
    if article is None:
        return []
    outlet = _node("Organization", {"name": article.outlet}) if article.outlet else None
    values = {
        "url": article.url,
        "name": article.title,
        "publisher": outlet,
        "datePublished": article.published_on,
    }
    return [_node("CreativeWork", values)]


def _rating(rating: PublishedRating, reason: str) -> Node:
    """Words always; the three numbers together or none of them (D5, D6, D8, D9)."""
    words: Node = {"alternateName": rating.label or reason, "ratingExplanation": reason}
    numbers: Node = {
        "worstRating": rating.worst,
        "ratingValue": rating.value,
        "bestRating": rating.best,
    }
    is_on_axis = None not in numbers.values()
    return _node("Rating", words | numbers if is_on_axis else words)


def _citation(source: PublishedSource) -> Node:
    publisher = _node("Organization", {"name": source.publisher}) if source.publisher else None
    values = {
        "position": source.number,
        "name": source.title,
        "url": source.url,
        "publisher": publisher,
        "datePublished": source.published_on,
    }
    return _node("Dataset" if source.kind == "dataset" else "CreativeWork", values)


def _media_review(v: PublishedVerdict, url: str, publisher: Publisher) -> Node | None:
    """What is said of a picture or recording, in its own words and inside the one ClaimReview (D17, D30, D32)."""
    if v.media is None:
        return None
    shown_as = _node(
        SCHEMA_KINDS[v.media.kind],
        {"contentUrl": v.media.url, "archivedAt": v.media.archived_url},
    )
    return _node(
        "MediaReview",
        {
            "url": url,
            "author": _node("Organization", {"name": publisher.name, "url": publisher.url}),
            "datePublished": _moment(v.first_published_at),
            "inLanguage": v.language,
            "mediaAuthenticityCategory": [SCHEMA_CATEGORIES[one] for one in v.media.categories],
            "originalMediaContextDescription": v.media.context,
            "originalMediaLink": v.media.original_url,
            "itemReviewed": _node(
                "MediaReviewItem",
                {
                    "mediaItemAppearance": [shown_as],
                    "interpretedAsClaim": _node("Claim", {"name": v.statement}),
                },
            ),
        },
    )


def _correction(notice: PublishedNotice) -> Node:
    return _node("CorrectionComment", {"text": notice.note, "datePublished": _moment(notice.at)})


# ── Into the page ──

# What ends a script element or a line of script, and what no encoder can write.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def as_script(data: Mapping[str, object]) -> str:
    """``data`` as JSON that can stand inside a script element of any page (D23).

    Raises ``ValueError`` for NaN and infinity, which JSON has no words for.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
