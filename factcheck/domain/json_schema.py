"""As much of JSON Schema 2020-12 as our own schemas use, so that the rules need nothing beside the standard library.

A test lets the package `jsonschema` judge the same documents, and both must find the same (V1).  Two annotations of
our own say which finding a fault is: `x-code` on a schema, and `x-missing` on a property that is required.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from factcheck.domain.claimreview_reading import step

Schema = Mapping[str, object]

KEYWORDS = frozenset(
    "$ref type pattern minimum minItems contains items required dependentRequired properties".split()
)
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
}


@dataclass(frozen=True)
class Fault:
    """What a schema has against the value at `path`: which keyword, and the code that stands for it."""

    path: str
    keyword: str
    code: str


def faults(schema: Schema, value: object, root: Schema, path: str = "$") -> Iterator[Fault]:
    """Everything `schema` has against `value`; `root` is where its `$ref` are looked up.  Never raises for a value."""
    code = str(schema.get("x-code", ""))
    ref = schema.get("$ref")
    if isinstance(ref, str):
        yield from faults(_named(root, ref), value, root, path)
    yield from (Fault(path, keyword, code) for keyword in _of_itself(schema, value, root))
    if isinstance(value, list):
        items = schema.get("items")
        if isinstance(items, Mapping):
            for index, item in enumerate(value):
                yield from faults(items, item, root, step(path, index))
    if isinstance(value, dict):
        yield from _of_names(schema, value, root, path)


def _of_itself(schema: Schema, value: object, root: Schema) -> Iterator[str]:
    """The keywords that a value breaks by itself, whatever is in it."""
    if "type" in schema and not _is_type(value, schema["type"]):
        yield "type"
    pattern, minimum, least = (schema.get(name) for name in ("pattern", "minimum", "minItems"))
    if isinstance(pattern, str) and isinstance(value, str) and not _regex(pattern).search(value):
        yield "pattern"
    if isinstance(minimum, int) and _is_number(value) and value < minimum:
        yield "minimum"
    if isinstance(least, int) and isinstance(value, list) and len(value) < least:
        yield "minItems"
    contains = schema.get("contains")
    if (
        isinstance(contains, Mapping)
        and isinstance(value, list)
        and not any(next(faults(contains, one, root), None) is None for one in value)
    ):
        yield "contains"


def _of_names(
    schema: Schema, value: Mapping[str, object], root: Schema, path: str
) -> Iterator[Fault]:
    """What an object lacks, and what is wrong with what it has."""
    properties = _mapping(schema, "properties")
    for name in _list(schema.get("required")):
        if name not in value:
            yield Fault(
                step(path, name), "required", str(_mapping(properties, name).get("x-missing", ""))
            )
    for given, wanted in _mapping(schema, "dependentRequired").items():
        if given in value and any(name not in value for name in _list(wanted)):
            yield Fault(path, "dependentRequired", str(schema.get("x-together", "")))
    for name, inner in properties.items():
        if name in value and isinstance(inner, Mapping):
            yield from faults(inner, value[name], root, step(path, name))


def _is_number(value: object) -> TypeGuard[int | float]:
    """bool is an int to Python; a document that says true for a number says no number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_type(value: object, wanted: object) -> bool:
    names = [wanted] if isinstance(wanted, str) else _list(wanted)
    return any(isinstance(value, _TYPES[name]) and not isinstance(value, bool) for name in names)


def _mapping(holder: Schema, name: str) -> Schema:
    found = holder.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _named(root: Schema, ref: str) -> Schema:
    found = root
    for name in ref.removeprefix("#/").split("/"):
        found = _mapping(found, name)
    return found


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
