"""Structured data as somebody else finds it in a page: `extruct`, whose parser is none of ours (V5).

`extruct` asks for jstyleson, which comes as source alone and mends JSON that is none: here such JSON is a fault, so
that what stands in its place refuses it.
"""

import importlib
import sys
import warnings
from types import ModuleType
from typing import Any

import pytest


def linked_data(page: str) -> list[dict[str, Any]]:
    """Every JSON-LD thing of a page.  Raises `ValueError` for JSON that is none."""
    stand_in = ModuleType("jstyleson")
    stand_in.loads = _refuse  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setitem(sys.modules, "jstyleson", stand_in)
        extruct = importlib.import_module("extruct")
        found = extruct.extract(page, syntaxes=["json-ld"], uniform=False)
    things: list[dict[str, Any]] = found["json-ld"]
    return things


def _refuse(text: str, **_: object) -> object:
    raise ValueError(f"no JSON: {text[:80]!r}")
