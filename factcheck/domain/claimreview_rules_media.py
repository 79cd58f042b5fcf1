"""The rules about a MediaReview that comes with a ClaimReview: what was looked at, and what it is (D30-D32).

Each function is one rule of `claimreview_table`: it yields where something is wrong, and what completes the sentence.
"""

from collections.abc import Iterator

from factcheck.domain.claimreview_asked import Asked, Found, Node, kinds, nodes, text
from factcheck.domain.claimreview_reading import shown, step
from factcheck.domain.media_reviews import NOT_OF_AN_ORIGINAL, SCHEMA_CATEGORIES, Authenticity

KEY, CATEGORY = "associatedMediaReview", "mediaAuthenticityCategory"
_ORIGINAL = SCHEMA_CATEGORIES[Authenticity.ORIGINAL.value]
_AGAINST = tuple(SCHEMA_CATEGORIES[one.value] for one in NOT_OF_AN_ORIGINAL)


def _reviews(asked: Asked) -> list[tuple[str, Node]]:
    return nodes(asked.review, KEY, "$")


def _categories(node: Node) -> Iterator[str]:
    value = node.get(CATEGORY)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one.strip().removeprefix("https://schema.org/").removeprefix("http://schema.org/")


def media_kind(asked: Asked) -> Found:
    for path, one in _reviews(asked):
        if "MediaReview" not in kinds(one):
            yield step(path, "@type"), ""


def media_uncategorised(asked: Asked) -> Found:
    for path, one in _reviews(asked):
        if not any(_categories(one)):
            yield step(path, CATEGORY), ""


def media_category(asked: Asked) -> Found:
    for path, one in _reviews(asked):
        for name in _categories(one):
            if name not in SCHEMA_CATEGORIES.values():
                yield step(path, CATEGORY), shown(name)


def media_contradiction(asked: Asked) -> Found:
    for path, one in _reviews(asked):
        named = set(_categories(one))
        against = [name for name in _AGAINST if name in named]
        if _ORIGINAL in named and against:
            yield step(path, CATEGORY), " and ".join(against)


def media_unplaced(asked: Asked) -> Found:
    for path, one in _reviews(asked):
        for there, item in nodes(one, "itemReviewed", path) or [(step(path, "itemReviewed"), {})]:
            # Older writers put the picture itself there, newer ones the thing that appears in places.
            places = [item, *(each for _, each in nodes(item, "mediaItemAppearance", there))]
            if not any(text(each, "contentUrl") or text(each, "url") for each in places):
                yield there, ""
