"""The rules about the review itself: the claim in its words, the address, the rating, who checked (D1-D10).

Each function is one rule of `claimreview_table`: it yields where something is wrong, and what completes the sentence.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from factcheck.domain.claimreview_asked import (
    AXIS,
    Asked,
    Found,
    host_of,
    is_of_site,
    kinds,
    nodes,
    numbers_of,
    text,
)
from factcheck.domain.claimreview_reading import shown, step
from factcheck.domain.claimreview_vocabulary import PROPERTIES

CLAIM_LENGTH = 75  # D3: the big readers of this markup want fewer characters than this.
RATING_LENGTH = 100  # D5: a sentence longer than this is cut before its meaning
EXPLANATION_LENGTH = 600  # D15: a sentence or two
INT32 = 2**31 - 1
WALKED = 5_000  # values of one review that are looked at for empty ones and unknown names

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|yclid|ref|share)=", re.IGNORECASE)
_SHORT = frozenset("bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly clck.ru fb.me".split())
_CONTEXT = re.compile(r"https?://(?:www\.)?schema\.org/?(?:docs/jsonldcontext\.jsonld?)?")
_PEOPLE = re.compile(
    r"(?:Organi[sz]ation|Person|Business|Agency|Party|Team|Group|School|University)$"
)


# ── The document ─────────────────────────────────────────────────────────────────────────────────


def context_missing(asked: Asked) -> Found:
    if asked.context in (None, "", [], {}):
        yield step("$", "@context"), ""


def context_foreign(asked: Asked) -> Found:
    if asked.context not in (None, "", [], {}) and not _is_schema_org(asked.context):
        yield step("$", "@context"), ""


def _is_schema_org(context: object) -> bool:
    if isinstance(context, str):
        return _CONTEXT.fullmatch(context.strip()) is not None
    if isinstance(context, list):
        return any(_is_schema_org(one) for one in context if not isinstance(one, list))
    return isinstance(context, dict) and any(
        isinstance(one, str) and _CONTEXT.fullmatch(one.strip()) for one in context.values()
    )


def type_prefixed(asked: Asked) -> Found:
    value = asked.review.get("@type")
    if any(
        isinstance(one, str) and ":" in one
        for one in (value if isinstance(value, list) else [value])
    ):
        yield step("$", "@type"), ""


def reference_loose(asked: Asked) -> Found:
    yield from asked.loose


def property_unknown(asked: Asked) -> Found:
    for path, node in _walk(asked.review):
        allowed = [PROPERTIES[kind] for kind in kinds(node) if kind in PROPERTIES]
        if not allowed or len(allowed) < len(kinds(node)):
            continue
        known = frozenset().union(*allowed)
        for name in node:
            if not name.startswith("@") and ":" not in name and name not in known:
                yield step(path, name), shown(name)


def value_empty(asked: Asked) -> Found:
    for path, node in _walk(asked.review):
        for name, value in node.items():
            if value is None or value in ("", [], {}):
                yield step(path, name), ""


def _walk(review: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every thing in a review with its path, the review first."""
    waiting: list[tuple[str, object]] = [("$", review)]
    for _ in range(WALKED):
        if not waiting:
            return
        path, value = waiting.pop()
        if isinstance(value, dict):
            yield path, value
            waiting += [(step(path, key), one) for key, one in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(step(path, index), one) for index, one in reversed(list(enumerate(value)))]


# ── The claim in its words ───────────────────────────────────────────────────────────────────────


def claim_has_rating(asked: Asked) -> Found:
    labels = (*asked.labels, text(asked.rating, "alternateName"))
    if any(_is_at_edge(label, asked.statement) for label in labels if label.strip()):
        yield "$.claimReviewed", ""


def _is_at_edge(label: str, statement: str) -> bool:
    """Asked of the two ends alone, so that a long text costs no more than a short one."""
    word, room = re.escape(label.strip()), len(label) + 20
    begins = re.search(rf"^\W*{word}(?!\w)", statement[:room], re.IGNORECASE)
    return begins is not None or (
        re.search(rf"(?<!\w){word}\W*$", statement[-room:], re.IGNORECASE) is not None
    )


def claim_long(asked: Asked) -> Found:
    if len(asked.statement) >= CLAIM_LENGTH:
        yield "$.claimReviewed", f"{len(asked.statement):,}"


def claim_tags(asked: Asked) -> Found:
    if _TAG.search(asked.statement):
        yield "$.claimReviewed", ""


def claim_entities(asked: Asked) -> Found:
    found = _ENTITY.search(asked.statement)
    if found and unescape(found[0]) != found[0]:
        yield "$.claimReviewed", found[0]


def claim_is_address(asked: Asked) -> Found:
    if host_of(asked.statement):
        yield "$.claimReviewed", ""


# ── The address ──────────────────────────────────────────────────────────────────────────────────


def url_host(asked: Asked) -> Found:
    address = text(asked.review, "url")
    if re.match(r"https?://[^\s/?#]", address) and not host_of(address):
        yield "$.url", ""


def url_foreign(asked: Asked) -> Found:
    host, page = host_of(text(asked.review, "url")), host_of(asked.page)
    if host and page and not is_of_site(host, page):
        yield "$.url", shown(host)


def url_short(asked: Asked) -> Found:
    host = host_of(text(asked.review, "url")).removeprefix("www.")
    if host in _SHORT:
        yield "$.url", shown(host)


def url_insecure(asked: Asked) -> Found:
    address = text(asked.review, "url")
    if host_of(address) and address.startswith("http:"):
        yield "$.url", ""


def url_tracking(asked: Asked) -> Found:
    if _TRACKING.search(text(asked.review, "url")):
        yield "$.url", ""


# ── The rating ───────────────────────────────────────────────────────────────────────────────────


def rating_long(asked: Asked) -> Found:
    words = text(asked.rating, "alternateName")
    if len(words) > RATING_LENGTH:
        yield "$.reviewRating.alternateName", f"{len(words):,}"


def rating_name(asked: Asked) -> Found:
    words, name = text(asked.rating, "alternateName"), text(asked.rating, "name")
    if words and name and words.casefold() != name.casefold():
        yield "$.reviewRating.name", ""


def rating_bare_number(asked: Asked) -> Found:
    words = text(asked.rating, "alternateName")
    if words and not any(one.isalpha() for one in words):
        yield "$.reviewRating.alternateName", shown(words)


def best_not_above(asked: Asked) -> Found:
    numbers = numbers_of(asked.rating)
    if numbers and not numbers[0] < numbers[2]:
        yield "$.reviewRating.bestRating", ""


def value_outside(asked: Asked) -> Found:
    numbers = numbers_of(asked.rating)
    if numbers and not numbers[0] <= numbers[1] <= numbers[2]:
        yield "$.reviewRating.ratingValue", ""


def number_fraction(asked: Asked) -> Found:
    if any(isinstance(asked.rating.get(key), float) for key in AXIS):
        yield "$.reviewRating", ""


def number_huge(asked: Asked) -> Found:
    numbers = numbers_of(asked.rating)
    if numbers and any(abs(one) > INT32 for one in numbers):
        yield "$.reviewRating", ""


def number_off_axis(asked: Asked) -> Found:
    words = text(asked.rating, "alternateName")
    if words in asked.numbers and asked.numbers[words] is None and "ratingValue" in asked.rating:
        yield "$.reviewRating.ratingValue", shown(words)


def number_other(asked: Asked) -> Found:
    number = asked.numbers.get(text(asked.rating, "alternateName"))
    given = numbers_of(asked.rating)
    if number is not None and given and given[1] != number:
        yield "$.reviewRating.ratingValue", str(number)


def explanation_missing(asked: Asked) -> Found:
    if not text(asked.rating, "ratingExplanation"):
        yield "$.reviewRating.ratingExplanation", ""


def explanation_long(asked: Asked) -> Found:
    length = len(text(asked.rating, "ratingExplanation"))
    if length > EXPLANATION_LENGTH:
        yield "$.reviewRating.ratingExplanation", f"{length:,}"


# ── Who checked ──────────────────────────────────────────────────────────────────────────────────


def author_missing(asked: Asked) -> Found:
    authors = [one for _, one in nodes(asked.review, "author", "$")]
    if not any(text(one, "name") or text(one, "url") for one in authors):
        yield "$.author", ""


def author_kind(asked: Asked) -> Found:
    for path, one in nodes(asked.review, "author", "$"):
        if set(one) != {"@id"} and not any(_PEOPLE.search(kind) for kind in kinds(one)):
            yield step(path, "@type"), ""


def author_is_claimant(asked: Asked) -> Found:
    claimants = {
        text(one, "name").casefold() for _, one in nodes(asked.item, "author", "", as_name="name")
    }
    for path, one in nodes(asked.review, "author", "$", as_name="name"):
        if text(one, "name").casefold() in claimants - {""}:
            yield step(path, "name"), ""


def author_url(asked: Asked) -> Found:
    for path, one in nodes(asked.review, "author", "$"):
        if one.get("url") is not None and not host_of(text(one, "url")):
            yield step(path, "url"), ""
