"""Claims as W3C Web Annotations (A4): one claim as an annotation, an article's set as a collection.

Pure: JSON-LD as dicts, whose addresses and values are handed in. Offsets are code points of the
stored text, end exclusive (A2). Where the claim was found in the text is `anchoring`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from factcheck.domain.anchoring import Span, passage_address

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# The vocabulary of annotations has no word for the hash of words that are kept back (A12).
_HASH_CONTEXT = {"sha256": "https://schema.org/sha256"}
PAGE_ITEMS = 100

Node = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Source:
    """The article a claim stands in: its address, the moment our text of it was taken, and where that is kept.

    `cached` is the address of our own capture and may be empty, as may be `language`.
    """

    url: str
    taken_at: datetime
    cached: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What readers are told of a claim: the label, the reason in a sentence, the page of the verdict."""

    label: str
    reason: str
    url: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Annotated:
    """A claim to be annotated; `finding` is None until it is published, and after it is retracted.

    `creator` names the desk, `spans` are the claim's exact words, one after the other (A9): words that are empty are
    kept back and only their position is told, and without any span the target is the article as a whole.
    """

    id: str
    statement: str
    language: str
    created_at: datetime
    spans: tuple[Span, ...]
    creator: str = ""
    finding: Finding | None = None


def annotation(claim: Annotated, source: Source, *, quote_limit: int | None = None) -> Node:
    """The annotation of one claim.

    A claim with several spans has as many targets. Words longer than `quote_limit` characters are
    kept back: the position stays, with the hash of the words (A12).
    """
    return {"@context": _context(quote_limit), **_item(claim, source, quote_limit)}


def marked(id: str, span: Span, source: Source, text_hash: str) -> Node:  # noqa: A002  JSON-LD calls it so
    """The quote of a piece of evidence as an annotation of its source, as the desk's kept copy has it.

    Positions are characters of the readable text of that copy, whose SHA-256 is `text_hash`, in hex.
    """
    target = _target(span, source, None)
    return {
        "@context": [CONTEXT, _HASH_CONTEXT],
        "id": id,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": target | {"sha256": text_hash},
    }


def collection(
    claims: Sequence[Annotated],
    source: Source,
    *,
    url: str,
    label: str,
    quote_limit: int | None = None,
    size: int = PAGE_ITEMS,
) -> Node:
    """The AnnotationCollection of an article with its first page of `size` items; `url` is its address."""
    made: Node = {
        "@context": _context(quote_limit),
        "id": url,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(claims),
    }
    if claims:
        made["first"] = _page(claims, source, url, 0, quote_limit, size)
        made["last"] = _page_address(url, _page_count(claims, size) - 1)
    return made


def page(
    claims: Sequence[Annotated],
    source: Source,
    *,
    url: str,
    number: int,
    quote_limit: int | None = None,
) -> Node:
    """One AnnotationPage of the collection at `url`, counted from 0; IndexError beyond the last."""
    if not 0 <= number < _page_count(claims):
        raise IndexError(f"The collection has no page {number}.")
    return {"@context": _context(quote_limit), **_page(claims, source, url, number, quote_limit)}


def _context(quote_limit: int | None) -> object:
    return CONTEXT if quote_limit is None else [CONTEXT, _HASH_CONTEXT]


def _page_count(claims: Sequence[Annotated], size: int = PAGE_ITEMS) -> int:
    return -(-len(claims) // size)


def _page_address(url: str, number: int) -> str:
    return f"{url}{'&' if '?' in url else '?'}page={number}"


def _page(
    claims: Sequence[Annotated],
    source: Source,
    url: str,
    number: int,
    quote_limit: int | None,
    size: int = PAGE_ITEMS,
) -> Node:
    start = number * size
    made: Node = {
        "id": _page_address(url, number),
        "type": "AnnotationPage",
        "partOf": url,
        "startIndex": start,
    }
    if number:
        made["prev"] = _page_address(url, number - 1)
    if number + 1 < _page_count(claims, size):
        made["next"] = _page_address(url, number + 1)
    items = claims[start : start + size]
    return {**made, "items": [_item(claim, source, quote_limit) for claim in items]}


def _item(claim: Annotated, source: Source, quote_limit: int | None) -> Node:
    """A published finding assesses the words; before that the annotation says what the claim is."""
    finding = claim.finding
    targets = [_target(span, source, quote_limit) for span in claim.spans] or [_whole(source)]
    made: Node = {
        "id": claim.id,
        "type": "Annotation",
        "motivation": "assessing" if finding else "describing",
        "created": _moment(claim.created_at),
    }
    if finding:
        made["modified"] = _moment(finding.updated_at)
    if claim.creator:
        made["creator"] = {"type": "Organization", "name": claim.creator}
    made["body"] = _bodies(claim)
    made["target"] = targets[0] if len(targets) == 1 else targets
    return made


def _bodies(claim: Annotated) -> list[Node]:
    bodies = [_words(claim.statement, "describing", claim.language)]
    if claim.finding:
        bodies += [
            _words(claim.finding.label, "classifying", claim.language),
            _words(claim.finding.reason, "assessing", claim.language),
            {"type": "SpecificResource", "source": claim.finding.url, "purpose": "linking"},
        ]
    return [body for body in bodies if body.get("value", True)]


def _words(value: str, purpose: str, language: str) -> Node:
    body: Node = {"type": "TextualBody", "value": value, "format": "text/plain"}
    return body | ({"language": language} if language else {}) | {"purpose": purpose}


def _target(span: Span, source: Source, quote_limit: int | None) -> Node:
    """The words in their article: the state first, since selectors speak of the text as it was then."""
    position: Node = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    target = _whole(source)
    if not span.exact:
        return target | {"selector": [position]}
    if quote_limit is not None and len(span.exact) > quote_limit:
        position["sha256"] = sha256(span.exact.encode()).hexdigest()
        return target | {"selector": [position]}
    quote: Node = {"type": "TextQuoteSelector", "exact": span.exact}
    # A selector has at most one of each, and none that is empty (A5).
    quote |= {"prefix": span.prefix} if span.prefix else {}
    quote |= {"suffix": span.suffix} if span.suffix else {}
    see = {"type": "FragmentSelector", "value": passage_address("", span).removeprefix("#")}
    conforms = {"conformsTo": "https://wicg.github.io/scroll-to-text-fragment/"}
    return target | {"selector": [position, quote, see | conforms]}


def _whole(source: Source) -> Node:
    """The article as our text of it was at that moment."""
    state: Node = {"type": "TimeState", "sourceDate": _moment(source.taken_at)}
    if source.cached:
        state["cached"] = source.cached
    return {"type": "SpecificResource", "source": source.url, "state": state}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
