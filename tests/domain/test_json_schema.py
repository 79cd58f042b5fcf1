"""Our part of JSON Schema and the package `jsonschema` find the same in the same documents."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from factcheck.domain.claimreview import claim_review
from factcheck.domain.claimreview_reading import step
from factcheck.domain.claimreview_schema import SCHEMA
from factcheck.domain.claimreview_table import TABLE
from factcheck.domain.json_schema import KEYWORDS, faults
from tests.verdicts import ADDRESS, DESK, a_verdict

ANNOTATIONS = {"x-code", "x-missing", "x-together", "description", "title", "$comment"}
VALIDATOR = Draft202012Validator(SCHEMA)
DOCUMENT = claim_review(a_verdict(), url=ADDRESS, publisher=DESK) or {}


def by_the_package(value: object) -> set[tuple[str, str]]:
    """(path, keyword) of everything the package finds."""
    found = set()
    for error in VALIDATOR.iter_errors(value):
        path = "$"
        for one in error.absolute_path:
            path = step(path, one)
        found.add((path, str(error.validator)))
    return found


def by_us(value: object) -> set[tuple[str, str]]:
    """The same; what is missing is told at the thing that misses it, as the package tells it."""
    found = set()
    for fault in faults(SCHEMA, value, SCHEMA):
        path = fault.path
        if fault.keyword == "required":
            path = (
                path[: -len("['@type']")] if path.endswith("['@type']") else path.rpartition(".")[0]
            )
        found.add((path, fault.keyword))
    return found


def schemas(schema: object, name: str = "") -> Iterator[Mapping[str, object]]:
    """Every schema in a schema."""
    if isinstance(schema, dict):
        if name not in {"properties", "$defs", "dependentRequired"}:
            yield schema
        for key, one in schema.items():
            yield from schemas(one, "" if name in {"properties", "$defs"} else key)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_no_keyword_is_used_that_we_do_not_ask() -> None:
    asked = KEYWORDS | ANNOTATIONS | {"$schema", "$id", "$defs"}
    assert {key for one in schemas(SCHEMA) for key in one} <= asked


def test_every_code_of_the_schema_stands_in_the_table_as_an_error() -> None:
    named = {
        str(one[key])
        for one in schemas(SCHEMA)
        for key in ("x-code", "x-missing", "x-together")
        if key in one
    }
    assert {TABLE[code].level for code in named} == {"error"}
    assert all(TABLE[code].of_review is None for code in named)


def test_every_fault_has_a_code() -> None:
    for value in (3, {}, {"reviewRating": {}, "itemReviewed": {"author": {}}, "@type": []}):
        assert all(fault.code in TABLE for fault in faults(SCHEMA, value, SCHEMA))


def test_a_document_of_ours_is_faultless_to_both() -> None:
    assert by_us(DOCUMENT) == by_the_package(DOCUMENT) == set()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
_ADDRESSES = st.sampled_from(
    ["https://a.example/x", "https://", "http://a b", "ClaimReview", "Rating"]
)
_VALUES = _JSON | _ADDRESSES | st.lists(_ADDRESSES)
_PLACES = [
    *(("@type",), ("@context",), ("claimReviewed",), ("url",), ("reviewRating",), ("author",)),
    *(("publisher",), ("itemReviewed",), ("headline",), ("itemReviewed", "author")),
    *(("itemReviewed", "appearance"), ("itemReviewed", "author", "name")),
    *(("reviewRating", name) for name in ("@type", "alternateName", "ratingValue", "worstRating")),
]


@given(st.lists(st.tuples(st.sampled_from(_PLACES), _VALUES), max_size=3))
def test_a_spoilt_document_is_judged_alike(changes: list[tuple[tuple[str, ...], Any]]) -> None:
    data: Any = deepcopy(DOCUMENT)
    for way, value in changes:
        node = data
        for key in way[:-1]:
            node = node.get(key) if isinstance(node, dict) else None
        if isinstance(node, dict):
            node[way[-1]] = value
    assert by_us(data) == by_the_package(data)


@given(_JSON)
def test_any_value_is_judged_alike(value: object) -> None:
    assert by_us(value) == by_the_package(value)


@pytest.mark.parametrize("gone", ["@type", "claimReviewed", "url", "reviewRating"])
def test_what_is_missing_is_missing_to_both(gone: str) -> None:
    data = {key: value for key, value in DOCUMENT.items() if key != gone}
    assert by_us(data) == by_the_package(data) == {("$", "required")}
