"""The JSON Schema (2020-12) of a ClaimReview: the shape our desk writes and Google's feature asks for (V1, D1-D14).

What it refuses are errors, each told under the code that its `x-code` or `x-missing` names; the sentences stand in
`claimreview_table`.  What needs more than one value, or the page, is asked by the rules there.
"""

from factcheck.domain.claimreview_vocabulary import RELEASE

_TYPE_OF_REVIEW = r"^(https?://schema\.org/|schema:)?ClaimReview$"
_TYPE_OF_RATING = r"^(https?://schema\.org/|schema:)?Rating$"

_RATING: dict[str, object] = {
    "type": "object",
    "x-code": "rating-form",
    "x-together": "rating-trio",
    "required": ["@type", "alternateName"],
    "dependentRequired": {
        "ratingValue": ["worstRating", "bestRating"],
        "worstRating": ["ratingValue", "bestRating"],
        "bestRating": ["ratingValue", "worstRating"],
    },
    "properties": {
        "@type": {
            "type": ["string", "array"],
            "pattern": _TYPE_OF_RATING,
            "contains": {"type": "string", "pattern": _TYPE_OF_RATING},
            "x-code": "rating-kind",
            "x-missing": "rating-kind",
        },
        "alternateName": {
            "type": "string",
            "pattern": r"\S",
            "x-code": "rating-words",
            "x-missing": "rating-words",
        },
        "ratingValue": {"type": "number", "x-code": "rating-number"},
        "bestRating": {"type": "number", "x-code": "rating-number"},
        "worstRating": {"$ref": "#/$defs/lowest", "type": "number", "x-code": "rating-number"},
        "ratingExplanation": {"type": "string", "x-code": "text-form"},
    },
}

_PARTY: dict[str, object] = {
    "description": "Who checked: a thing with a name or an address, several of them, or a bare name.",
    "type": ["object", "array", "string"],
    "minItems": 1,
    "items": {"type": ["object", "string"], "x-code": "author-form"},
    "x-code": "author-form",
}

_CLAIMANT: dict[str, object] = {
    "type": ["object", "string"],
    "x-code": "claimant-form",
    "required": ["name"],
    "properties": {
        "name": {
            "type": "string",
            "pattern": r"\S",
            "x-code": "claimant-unnamed",
            "x-missing": "claimant-unnamed",
        }
    },
}

_PLACE: dict[str, object] = {
    "type": ["object", "string"],
    "x-code": "appearance-form",
    "properties": {
        "url": {"type": "string", "x-code": "appearance-form"},
        "name": {"type": "string", "x-code": "appearance-form"},
    },
}


def _one_or_more(name: str, code: str) -> dict[str, object]:
    """schema.org lets one thing stand for a list of one (D13)."""
    one = f"#/$defs/{name}"
    return {
        "type": ["object", "array", "string"],
        "items": {"$ref": one},
        "required": _DEFS[name].get("required", []),
        "properties": _DEFS[name].get("properties", {}),
        "x-code": code,
    }


_DEFS: dict[str, dict[str, object]] = {
    "rating": _RATING,
    "lowest": {"minimum": 1, "x-code": "worst-low"},
    "party": _PARTY,
    "claimant": _CLAIMANT,
    "place": _PLACE,
}
_DEFS["claim"] = {
    "type": ["object", "array"],
    "minItems": 1,
    "items": {"type": "object", "x-code": "item-form"},
    "x-code": "item-form",
    "properties": {
        "author": _one_or_more("claimant", "claimant-form"),
        "appearance": _one_or_more("place", "appearance-form"),
        "firstAppearance": _one_or_more("place", "appearance-form"),
    },
}

SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:factcheck:claimreview",
    "title": "ClaimReview",
    "description": (
        "A fact-check for machines, in the words of schema.org: what this desk writes, and what readers of such markup "
        "ask for."
    ),
    "$comment": f"Properties and types as in schema.org release {RELEASE}.",
    "type": "object",
    "x-code": "review-form",
    "required": ["@type", "claimReviewed", "url", "reviewRating"],
    "properties": {
        "@context": {"type": ["string", "object", "array"], "x-code": "context-form"},
        "@type": {
            "type": ["string", "array"],
            "pattern": _TYPE_OF_REVIEW,
            "contains": {"type": "string", "pattern": _TYPE_OF_REVIEW},
            "x-code": "review-form",
            "x-missing": "review-form",
        },
        "claimReviewed": {
            "type": "string",
            "pattern": r"\S",
            "x-code": "claim-text",
            "x-missing": "claim-missing",
        },
        "url": {
            "type": "string",
            "pattern": r"^https?://[^\s/?#]+[^\s]*$",
            "x-code": "url-form",
            "x-missing": "url-missing",
        },
        "reviewRating": {"$ref": "#/$defs/rating", "x-missing": "rating-missing"},
        "author": {"$ref": "#/$defs/party"},
        "publisher": {"$ref": "#/$defs/party"},
        "itemReviewed": {"$ref": "#/$defs/claim"},
        "headline": {"type": "string", "x-code": "text-form"},
        "name": {"type": "string", "x-code": "text-form"},
        "reviewBody": {"type": "string", "x-code": "text-form"},
    },
    "$defs": _DEFS,
}
