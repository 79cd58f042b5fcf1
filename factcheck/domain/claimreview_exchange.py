"""The write format of the Fact Check Tools (D34): a page of ClaimReviews in the words of that interface, both ways.

What one of the two says and the other has a word for comes back as it was.  `name` and `versionId` belong to whoever
keeps the page there: they are kept beside it, and a verdict of ours that was never sent has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factcheck.domain.claimreview_asked import Node, nodes, part, text
from factcheck.domain.claimreview_reading import step

PAGES = "claimReviewMarkupPages"
Held = Mapping[str, object]


@dataclass(frozen=True)
class Brought:
    """One ClaimReview of a file, and where in it that stands."""

    where: str
    review: Node


# ── Out ──────────────────────────────────────────────────────────────────────────────────────────


def page_of(review: Held) -> Node:
    """A ClaimReview as a page that the interface takes; what is not known is left out."""
    author = _first(review, "author")
    return _kept(
        {
            "pageUrl": text(review, "url"),
            "publishDate": text(review, "datePublished"),
            "claimReviewAuthor": _kept(
                {"name": text(author, "name"), "imageUrl": _image(author) or _logo(review)}
            ),
            "claimReviewMarkups": [markup_of(review)],
        }
    )


def markup_of(review: Held) -> Node:
    item = _first(review, "itemReviewed")
    places = [text(one, "url") for _, one in nodes(item, "appearance", "", as_name="url")]
    return _kept(
        {
            "url": text(review, "url"),
            "claimReviewed": text(review, "claimReviewed"),
            "claimDate": text(item, "datePublished"),
            "claimLocation": text(item, "name"),
            "claimFirstAppearance": text(
                next((one for _, one in nodes(item, "firstAppearance", "", as_name="url")), {}),
                "url",
            ),
            "claimAppearances": [one for one in places if one],
            "claimAuthor": _claimant_of(_first(item, "author")),
            "rating": _rating_of(part(review, "reviewRating")),
        }
    )


def _claimant_of(author: Held) -> Node:
    same = author.get("sameAs")
    return _kept(
        {
            "name": text(author, "name"),
            "imageUrl": _image(author),
            "jobTitle": text(author, "jobTitle"),
            "sameAs": next(
                (
                    one
                    for one in (same if isinstance(same, list) else [same])
                    if isinstance(one, str)
                ),
                "",
            ),
        }
    )


def _rating_of(rating: Held) -> Node:
    numbers = {
        key: value
        for key in ("ratingValue", "bestRating", "worstRating")
        if isinstance(value := rating.get(key), int) and not isinstance(value, bool)
    }
    words = {
        "textualRating": text(rating, "alternateName"),
        "ratingExplanation": text(rating, "ratingExplanation"),
        "imageUrl": _image(rating),
    }
    return {**_kept(words), **numbers}


def _first(holder: Held, key: str) -> Node:
    return next((one for _, one in nodes(holder, key, "", as_name="name")), {})


def _image(node: Held) -> str:
    return text(node, "image") or text(part(node, "image"), "url")


def _logo(review: Held) -> str:
    publisher = part(review, "publisher")
    return text(publisher, "logo") or text(part(publisher, "logo"), "url")


def _kept(values: Held) -> Node:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}


# ── In ───────────────────────────────────────────────────────────────────────────────────────────


def pages_in(value: object) -> list[Node]:
    """The pages of a file in the write format: one, a list of them, or an answer of the interface."""
    if isinstance(value, dict) and isinstance(value.get(PAGES), list):
        value = value[PAGES]
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict) and "claimReviewMarkups" in one]


def brought(pages: list[Node]) -> Iterator[Brought]:
    """Each ClaimReview of the pages in schema.org's words."""
    for index, page in enumerate(pages):
        where = step(step("$", PAGES), index) if len(pages) > 1 else "$"
        for path, markup in nodes(page, "claimReviewMarkups", where):
            yield Brought(path, review_of(page, markup))


def review_of(page: Held, markup: Held) -> Node:
    author = part(page, "claimReviewAuthor")
    return _typed(
        "ClaimReview",
        {
            "@context": "https://schema.org",
            "url": text(markup, "url") or text(page, "pageUrl"),
            "claimReviewed": text(markup, "claimReviewed"),
            "datePublished": text(page, "publishDate"),
            "author": _typed(
                "Organization", {"name": text(author, "name"), "image": text(author, "imageUrl")}
            ),
            "itemReviewed": _claim_of(markup),
            "reviewRating": _typed("Rating", _rating_in(part(markup, "rating"))),
        },
    )


def _claim_of(markup: Held) -> Node:
    author = part(markup, "claimAuthor")
    first = text(markup, "claimFirstAppearance")
    places = markup.get("claimAppearances")
    return _typed(
        "Claim",
        {
            "name": text(markup, "claimLocation"),
            "datePublished": text(markup, "claimDate"),
            "author": _typed(
                "Person",
                {
                    "name": text(author, "name"),
                    "image": text(author, "imageUrl"),
                    "jobTitle": text(author, "jobTitle"),
                    "sameAs": text(author, "sameAs"),
                },
            ),
            "firstAppearance": _typed("CreativeWork", {"url": first}),
            "appearance": [
                {"@type": "CreativeWork", "url": one}
                for one in (places if isinstance(places, list) else [])
                if isinstance(one, str) and one.strip()
            ],
        },
    )


def _rating_in(rating: Held) -> Node:
    return {
        "alternateName": text(rating, "textualRating"),
        "ratingExplanation": text(rating, "ratingExplanation"),
        "image": text(rating, "imageUrl"),
        **{
            key: value
            for key in ("worstRating", "ratingValue", "bestRating")
            if isinstance(value := rating.get(key), int) and not isinstance(value, bool)
        },
    }


def _typed(kind: str, values: Held) -> Node:
    """A thing with its type, or nothing where nothing is known of it."""
    kept = _kept(values)
    return {"@type": kind, **kept} if kept else {}
