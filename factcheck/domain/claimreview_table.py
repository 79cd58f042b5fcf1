"""Every finding there can be about a ClaimReview, in one table: its code, how grave it is, its sentence, its source.

A `source` is a rule of requirements 1.1 and 1.2 (`D6`) or `V1`, which is ours.  `{}` in a sentence is what was found.
A row without a check is found while reading, or by the schema under that code.
"""

from collections.abc import Mapping
from types import MappingProxyType

from factcheck.domain import claimreview_rules_media as m
from factcheck.domain import claimreview_rules_page as p
from factcheck.domain.claimreview_rows import OF_REVIEW, E, Row, W

_READING = (
    Row("json-broken", E, "This is no JSON: {}.", "V1"),
    Row("json-too-long", E, "It is too long to be judged: {}.", "V1"),
    Row("json-too-deep", E, "It nests too deeply: {}.", "V1"),
    Row("json-no-number", E, "It holds a number that is none: {}.", "V1"),
    Row(
        "json-doubled",
        E,
        "“{}” stands twice in one object; programs differ in which of the two they take.",
        "V1",
    ),
    Row("document-none", E, "There is no ClaimReview in it.", "D1"),
    Row("findings-many", W, "There is more: only the first {} findings are listed.", "V1"),
)

_SCHEMA = (
    Row("review-form", E, "This is no ClaimReview: its @type has to say so.", "D1"),
    Row("context-form", E, "@context is an address, an object or a list of them.", "D1"),
    Row("claim-missing", E, "Write the claim that was checked.", "D2"),
    Row("claim-text", E, "Write the claim that was checked, as text.", "D2"),
    Row("url-missing", E, "Give the full address of the verdict page (https://…).", "D4"),
    Row(
        "url-form",
        E,
        "Give the full address of the verdict page, with https:// and without blanks.",
        "D4",
    ),
    Row("rating-missing", E, "Give the verdict as a Rating.", "D5"),
    Row(
        "rating-form",
        E,
        "Give the verdict as a Rating, one thing with @type and alternateName.",
        "D5",
    ),
    Row("rating-kind", E, "The rating has to say that it is a Rating.", "D5"),
    Row(
        "rating-words", E, "Say the rating in words; numbers or a name alone are not enough.", "D5"
    ),
    Row("rating-number", E, "Write the three numbers as numbers, not as text.", "D6"),
    Row("worst-low", E, "worstRating is at least 1.", "D6"),
    Row(
        "rating-trio",
        E,
        "worstRating, ratingValue and bestRating stand together or not at all.",
        "D8",
    ),
    Row("text-form", E, "This is a text.", "D15"),
    Row(
        "author-form",
        E,
        "Whoever checked or published is a thing with a name, or several of them.",
        "D10",
    ),
    Row("item-form", E, "What was checked is a thing: who said it, when and where.", "D11"),
    Row("claimant-unnamed", E, "Name who made the claim, or leave the author out.", "D11"),
    Row(
        "claimant-form",
        E,
        "Whoever made the claim is a person or an organisation with a name.",
        "D11",
    ),
    Row(
        "appearance-form",
        E,
        "A place where the claim was made is an address, or a thing with url or name.",
        "D11",
    ),
)

_MEDIA = (
    Row(
        "media-kind",
        E,
        "What is said of a picture or recording has to say that it is a MediaReview.",
        "D32",
        m.media_kind,
    ),
    Row(
        "media-uncategorised",
        E,
        "Say with mediaAuthenticityCategory in which way the picture or recording is what it is shown as.",
        "D30",
        m.media_uncategorised,
    ),
    Row("media-category", E, "“{}” is no category of a MediaReview.", "D30", m.media_category),
    Row(
        "media-contradiction",
        E,
        "OriginalMediaContent contradicts {}; a review says one or the other.",
        "D31",
        m.media_contradiction,
    ),
    Row(
        "media-unplaced",
        W,
        "Say where the picture or recording is shown: mediaItemAppearance with contentUrl.",
        "D30",
        m.media_unplaced,
    ),
)

_PAGE = (
    Row("page-without", E, "The page has no ClaimReview.", "D1", of_page=p.review_missing),
    Row(
        "page-attributes",
        W,
        "{} ClaimReview in attributes of the page are not judged; write JSON-LD.",
        "D1",
        of_page=p.review_attributes,
    ),
    Row(
        "page-several",
        E,
        "The page has {} ClaimReviews without an anchor each; a fact-check has one.",
        "D17",
        of_page=p.several_reviews,
    ),
    Row(
        "page-roundup",
        W,
        "The page has {} ClaimReviews; some readers take pages with one alone.",
        "D17",
        of_page=p.several_claims,
    ),
    Row(
        "page-hidden",
        E,
        "The page asks not to be indexed; such a page carries no markup.",
        "D20",
        of_page=p.page_hidden,
    ),
    Row(
        "page-script",
        E,
        "The markup holds characters that can end its script element; write them as \\u003c.",
        "D23",
        of_page=p.script_unsafe,
    ),
    Row(
        "page-corrections",
        W,
        "Nothing on the page leads to corrections, or to reporting an error.",
        "D22",
        of_page=p.mending_missing,
    ),
    Row(
        "page-canonical",
        E,
        "The page calls {} its canonical address; the markup has to name the same.",
        "D4",
        on_page=p.canonical_other,
    ),
    Row(
        "page-address",
        W,
        "The page was reached at {}, and it names no canonical address.",
        "D4",
        on_page=p.own_address,
    ),
    Row(
        "page-claim",
        E,
        "The claim in the markup does not stand on the page for people to read.",
        "D19",
        on_page=p.claim_unseen,
    ),
    Row(
        "page-rating",
        E,
        "“{}” does not stand on the page for people to read.",
        "D19",
        on_page=p.rating_unseen,
    ),
    Row(
        "page-claimant",
        E,
        "“{}” is named in the markup and not on the page.",
        "D19",
        on_page=p.claimant_unseen,
    ),
    Row(
        "page-explanation",
        W,
        "The reason in the markup does not stand on the page.",
        "D19",
        on_page=p.explanation_unseen,
    ),
    Row("page-date", W, "{} does not stand on the page.", "D19", on_page=p.date_unseen),
    Row(
        "page-summary",
        E,
        "The page says hardly more than claim and rating; it has to hold a short summary.",
        "D20",
        on_page=p.summary_missing,
    ),
)

TABLE: Mapping[str, Row] = MappingProxyType(
    {row.code: row for row in (*_READING, *_SCHEMA, *OF_REVIEW, *_MEDIA, *_PAGE)}
)
