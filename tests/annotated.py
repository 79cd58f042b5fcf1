"""What the Web Annotation Data Model asks of annotations, collections and pages, tried on JSON as it was sent.

Only MUSTs are looked at, each as the recommendation of 23 February 2017 says it.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
    "identifying", "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def is_iri(value: object) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def faults(node: dict[str, Any]) -> list[str]:
    """What a document breaks; empty when it is an annotation, a collection or a page as the model wants it."""
    found = [] if CONTEXT in several(node.get("@context")) else ["no @context"]
    of_type = {
        "Annotation": _annotation,
        "AnnotationCollection": _collection,
        "AnnotationPage": _page,
    }
    return found + list(of_type[node["type"]](node))


def _annotation(node: dict[str, Any]) -> Iterator[str]:
    if not is_iri(node.get("id")):
        yield "an annotation has exactly one IRI"
    if "Annotation" not in several(node.get("type")):
        yield "an annotation is of the class Annotation"
    if not several(node.get("target") or []):
        yield "there is at least one target"
    for name in ("created", "modified"):
        if name in node and not MOMENT.fullmatch(node[name]):
            yield f"{name} is a moment in UTC"
    for motivation in several(node.get("motivation", [])):
        if motivation not in MOTIVATIONS:
            yield f"{motivation} is no motivation"
    for body in several(node.get("body", [])):
        yield from _body(body)
    for target in several(node["target"]):
        yield from _specific(target)


def _body(body: dict[str, Any]) -> Iterator[str]:
    if body["type"] == "TextualBody":
        if not isinstance(body.get("value"), str):
            yield "a textual body has exactly one value"
        if not isinstance(body.get("language", ""), str):
            yield "a textual body has at most one language here"
    elif body["type"] == "SpecificResource":
        yield from _specific(body)
    if body.get("purpose") not in MOTIVATIONS:
        yield "a purpose is a motivation"


def _specific(node: dict[str, Any]) -> Iterator[str]:
    if not is_iri(node.get("source")):
        yield "a specific resource has exactly one source"
    state = node.get("state")
    if state is not None:
        if state["type"] != "TimeState" or not MOMENT.fullmatch(state["sourceDate"]):
            yield "a time state has a date in UTC"
        if "cached" in state and not is_iri(state["cached"]):
            yield "what is cached has an address"
    for selector in several(node.get("selector", [])):
        yield from _selector(selector)


def _selector(one: dict[str, Any]) -> Iterator[str]:
    if one["type"] == "TextPositionSelector":
        start, end = one.get("start"), one.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            yield "a position has exactly one start and one end, neither negative"
    elif one["type"] == "TextQuoteSelector":
        for name in ("exact", "prefix", "suffix"):
            if name in one and not (isinstance(one[name], str) and one[name]):
                yield f"a quote has at most one {name}"
        if "exact" not in one:
            yield "a quote has exactly one exact"
    elif one["type"] == "FragmentSelector":
        if not isinstance(one.get("value"), str) or not is_iri(one.get("conformsTo", "x:")):
            yield "a fragment has exactly one value"
    else:
        yield f"{one['type']} is no selector we send"


def _collection(node: dict[str, Any]) -> Iterator[str]:
    if not is_iri(node.get("id")):
        yield "a collection has exactly one IRI"
    if not (isinstance(node.get("total", 0), int) and node.get("total", 0) >= 0):
        yield "a total is not negative"
    if node["total"] and "first" not in node:
        yield "a collection that is not empty has a first page"
    if isinstance(node.get("first"), dict):
        yield from _page(node["first"], node["id"])


def _page(node: dict[str, Any], of: str = "") -> Iterator[str]:
    if not is_iri(node.get("id")) or node["type"] != "AnnotationPage":
        yield "a page has exactly one IRI and the class AnnotationPage"
    if not is_iri(node.get("partOf")) or (of and node["partOf"] != of):
        yield "a page is part of its collection"
    if not isinstance(node.get("items"), list):
        yield "a page has its items in a list"
    if not (isinstance(node.get("startIndex", 0), int) and node.get("startIndex", 0) >= 0):
        yield "a start index is not negative"
    for item in node["items"]:
        yield from _annotation(item)
