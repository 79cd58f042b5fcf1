"""The application as Flask knows it, with one change: an address is built once and then remembered.

A page of the desk names some fifty addresses, most of them the same on every page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

REMEMBERED = 10_000  # addresses, about 100 bytes each


class Application(Flask):
    """Flask whose `url_for` remembers what it built, for the folder the site is served under."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        build = super().url_for

        @lru_cache(maxsize=REMEMBERED)
        def remembered(_: str, endpoint: str, values: tuple[tuple[str, object], ...]) -> str:
            # The folder is only there to tell apart what is remembered: Flask asks the request for it.
            return build(endpoint, **dict(values))  # type: ignore[arg-type]  # names as given to url_for

        self._remembered: Callable[[str, str, tuple[tuple[str, object], ...]], str] = remembered

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's.  Raises `werkzeug.routing.BuildError` for an endpoint or values that lead nowhere."""
        is_plain = not (endpoint.startswith(".") or "_external" in values or "_scheme" in values)
        if is_plain and has_request_context():
            try:
                return self._remembered(request.root_path, endpoint, tuple(values.items()))
            except TypeError:  # a list among the values
                pass
        return super().url_for(endpoint, **values)
