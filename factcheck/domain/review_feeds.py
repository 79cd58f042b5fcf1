"""Reviews that others published, read from what feeds hold: ClaimReview in several wrappings.

Taken are a Data Commons DataFeed, JSON Lines or a list of ClaimReview objects, a JSON-LD graph, and the answer of the
Fact Check Tools (`claims:search`).  Nothing is fetched.  A faulty entry is named and spoils no other.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from factcheck.domain.imported_reviews import ImportedReview, Node, is_review, review
from factcheck.domain.inputs import BadInput

TRIED_LINES = 100  # one object among so many lines makes a file JSON Lines


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that could not be read: where it stands in the file, and why."""

    where: str
    why: str


def reviews(text: str) -> Iterator[ImportedReview | Fault]:
    """Each review of a feed, or what is wrong with it.  Raises `BadInput` when the whole is no feed."""
    for where, entry in _entries(text.removeprefix("\ufeff")):
        try:
            yield review(entry)
        except BadInput as bad:
            yield Fault(where, bad.sentence)


# ── Wrappings ────────────────────────────────────────────────────────────────────────────────────


def _entries(text: str) -> Iterator[tuple[str, object]]:
    try:
        whole = _load(text)
    except BadInput as bad:
        lines = text.split("\n")
        if not any(_is_object(line) for line in islice(filter(str.strip, lines), TRIED_LINES)):
            raise BadInput(f"The file is no JSON and no JSON Lines: {bad.sentence}") from bad
        yield from _lines(lines)
        return
    yield from _unwrapped(whole)


def _load(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise BadInput(f"{error.msg} at line {error.lineno}, character {error.colno}.") from error
    except RecursionError as error:
        raise BadInput("It nests too deeply.") from error
    except ValueError as error:
        raise BadInput("It holds a number that is none.") from error


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _is_object(line: str) -> bool:
    try:
        return isinstance(_load(line), dict)
    except BadInput:
        return False


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield f"line {number}", _load(line)
            except BadInput:
                yield f"line {number}", None


def _unwrapped(whole: object) -> Iterator[tuple[str, object]]:
    if isinstance(whole, list):
        yield from _numbered("entry", whole)
    elif isinstance(whole, dict) and isinstance(elements := whole.get("dataFeedElement"), list):
        yield from _fed(elements)
    elif isinstance(whole, dict) and isinstance(claims := whole.get("claims"), list):
        yield from _tooled(claims)
    elif isinstance(whole, dict) and isinstance(graph := whole.get("@graph"), list):
        yield from _numbered("node", [node for node in graph if is_review(node)])
    elif is_review(whole):
        yield "line 1", whole
    else:
        raise BadInput(
            "The file is neither a DataFeed nor JSON Lines of ClaimReview nor an answer of the Fact Check Tools."
        )


def _numbered(noun: str, entries: Iterable[object]) -> Iterator[tuple[str, object]]:
    for number, entry in enumerate(entries, start=1):
        yield f"{noun} {number}", entry


def _fed(elements: Iterable[object]) -> Iterator[tuple[str, object]]:
    """The reviews of a DataFeed; an element whose item is null belongs to a page that has none any more."""
    for where, element in _numbered("element", elements):
        item = element.get("item", element) if isinstance(element, dict) else element
        if isinstance(item, list):
            yield from ((f"{where}, {inner}", one) for inner, one in _numbered("item", item))
        elif item is not None or not isinstance(element, dict):
            yield where, item


def _tooled(claims: Iterable[object]) -> Iterator[tuple[str, object]]:
    """The reviews of the Fact Check Tools, in schema.org's words."""
    for where, claim in _numbered("claim", claims):
        found = claim.get("claimReview") if isinstance(claim, dict) else None
        if not isinstance(claim, dict) or not isinstance(found, list):
            yield where, None
            continue
        for inner, one in _numbered("review", found):
            yield f"{where}, {inner}", _translated(claim, one) if isinstance(one, dict) else None


def _translated(claim: Node, found: Node) -> Node:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.get("text"),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": claim.get("claimant")},
            "datePublished": claim.get("claimDate"),
        },
        "url": found.get("url"),
        "headline": found.get("title"),
        "datePublished": found.get("reviewDate"),
        "inLanguage": found.get("languageCode"),
        "reviewRating": {"@type": "Rating", "alternateName": found.get("textualRating")},
        "author": found.get("publisher"),
    }
