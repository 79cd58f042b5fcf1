"""The application as Flask knows it, with one change: an address is built once and then remembered.

A page of the desk names some fifty addresses, most of them the same on every page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

REMEMBERED = 2_000  # patterns and addresses, some 100 bytes each
STANDS_IN = 7_000_000_000_000  # a number no address has, and longer than any that stands in a route
_MARK = str(STANDS_IN)

Values = tuple[tuple[str, object], ...]


class Application(Flask):
    """Flask whose `url_for` remembers what it built, for the folder the site is served under.

    Addresses that differ in numbers alone share one pattern, so that a hundred thousand claims need one.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        build = super().url_for

        @lru_cache(maxsize=REMEMBERED)
        def remembered(_: str, endpoint: str, values: Values) -> str:
            # The folder is only there to tell apart what is remembered: Flask asks the request for it.
            return build(endpoint, **dict(values))  # type: ignore[arg-type]  # names as given to url_for

        self._remembered: Callable[[str, str, Values], str] = remembered

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's.  Raises `werkzeug.routing.BuildError` for an endpoint or values that lead nowhere."""
        is_plain = _method is None and _scheme is None and not _external
        if is_plain and not endpoint.startswith(".") and has_request_context():
            if _anchor is not None:
                values["_anchor"] = _anchor
            try:
                return self._from_memory(endpoint, values)
            except TypeError:  # a list among the values
                return super().url_for(endpoint, **values)
        return super().url_for(
            endpoint,
            _anchor=_anchor,
            _method=_method,
            _scheme=_scheme,
            _external=_external,
            **values,
        )

    def _from_memory(self, endpoint: str, values: dict[str, Any]) -> str:
        """The address; a single number is put where another stood in for it when the pattern was built."""
        numbers = [name for name, value in values.items() if type(value) is int]
        if len(numbers) == 1:
            name = numbers[0]
            pattern = self._built(endpoint, {**values, name: STANDS_IN})
            if pattern.count(_MARK) == 1:
                return pattern.replace(_MARK, str(values[name]))
        return self._built(endpoint, values)

    def _built(self, endpoint: str, values: dict[str, Any]) -> str:
        return self._remembered(request.root_path, endpoint, tuple(values.items()))
