"""JSON that strangers wrote, read without trusting it: its depth, its length, its numbers, its doubled names.

What Python's own reader lets pass and others refuse or read otherwise is told here: `NaN`, numbers beyond measure, a
name that stands twice in one object.  Nothing raises but `Unreadable`.
"""

import json
import re
from dataclasses import dataclass

from factcheck.domain.limits import MARKUP_CHARS, MARKUP_DEPTH

DIGITS = 100  # a longer whole number is none anybody wrote on purpose
SHOWN = 80  # characters of a stranger's word that are repeated
NAMED = 20  # doubled names that are told of one document
# A string without an end swallows the rest, so that each character is looked at once.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class Unreadable(ValueError):
    """The text is no JSON that can be judged; `code` names the rule, `detail` says what was found."""

    def __init__(self, code: str, detail: str):
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Read:
    """What a text says, and the names that stood twice in one object of it, each once."""

    value: object
    doubled: tuple[str, ...] = ()


def read_json(text: str) -> Read:
    """The value of a JSON text.  Raises `Unreadable`."""
    if len(text) > MARKUP_CHARS:
        raise Unreadable("json-too-long", f"{len(text):,} characters")
    _require_shallow(text)
    doubled: dict[str, None] = {}

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        node: dict[str, object] = {}
        for name, value in pairs:
            if name in node:
                doubled.setdefault(shown(name))
            node[name] = value
        return node

    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=once,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except json.JSONDecodeError as error:
        where = f"{error.msg} (line {error.lineno}, character {error.colno})"
        raise Unreadable("json-broken", where) from error
    except RecursionError as error:
        raise Unreadable("json-too-deep", f"more than {MARKUP_DEPTH} levels") from error
    return Read(value, tuple(doubled)[:NAMED])


def _require_shallow(text: str) -> None:
    """Told before anything is built of it: a reader that calls itself would end the process elsewhere."""
    depth = 0
    for found in _STRUCTURE.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            if depth > MARKUP_DEPTH:
                raise Unreadable("json-too-deep", f"more than {MARKUP_DEPTH} levels")
        elif mark in "]}":
            depth -= 1


def _no_number(word: str) -> object:
    raise Unreadable("json-no-number", word)


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise Unreadable("json-no-number", f"a number of {len(digits):,} digits")
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        raise Unreadable("json-no-number", shown(digits))
    return number


def shown(text: str) -> str:
    """A stranger's word as a sentence may repeat it: on one line, printable, not long."""
    plain = "".join(one if one.isprintable() else "\ufffd" for one in text[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"


_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def step(path: str, key: str | int) -> str:
    """A path one level further in: `$.author`, `$.author[0]`, `$['@graph']`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return (
        f"{path}.{key}"
        if _PLAIN_NAME.fullmatch(key) and len(key) <= SHOWN
        else f"{path}['{shown(key)}']"
    )
