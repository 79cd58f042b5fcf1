"""The application as Flask knows it, with three changes: an address is built once and then remembered,
requests are `Incoming`, the language in a reader's address is part of the folder, and static files are sent compressed.

A page of the desk names some fifty addresses, most of them the same on every page.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, has_request_context, request

from factcheck.domain import wording
from factcheck.web import languages, static_files
from factcheck.web.incoming import Incoming

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

REMEMBERED = 2_000  # patterns of addresses, some 200 bytes each
# Addresses are built with this number and those after it, which no address holds, to find where numbers stand in them.
STANDS_IN = 7_000_000_000_000

Values = tuple[tuple[str, object], ...]
_FOLDER: ContextVar[str] = ContextVar("folder", default="")


def folder() -> str:
    """The folder the site is served under, as the request at hand says; empty at the root of a host.

    A language other than English ends it.

    `request.root_path` says the same, at ten times the price: a page of the desk asks a hundred times.
    """
    return _FOLDER.get()


class Application(Flask):
    """Flask whose `url_for` remembers what it built, for the folder the site is served under.

    Addresses that differ in numbers alone share one pattern, so that a hundred thousand claims need one.
    """

    request_class = Incoming

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        build: Callable[..., str] = super().url_for

        @lru_cache(maxsize=REMEMBERED)
        def pattern(folder: str, endpoint: str, values: Values) -> str:
            # The folder tells apart what is remembered; Flask itself asks the request for it.
            numbers = [name for name, value in values if value is int]
            marks = {name: STANDS_IN + place for place, name in enumerate(numbers)}
            built = build(endpoint, **(dict(values) | marks)).replace("%", "%%")
            for name, mark in marks.items():
                if built.count(str(mark)) != 1:
                    raise TypeError(f"{endpoint}: no place of its own for {name}")
                built = built.replace(str(mark), f"%({name})d")
            return built if languages.is_everywhere(endpoint) else languages.without(built, folder)

        self._pattern = pattern

    def send_static_file(self, filename: str) -> Response:
        """As Flask's, from memory."""
        return static_files.answer(str(self.static_folder), filename)

    def wsgi_app(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """As Flask's; whoever calls from a program of his own, as the export does, goes on in his language."""
        with wording.kept():
            return super().wsgi_app(environ, start_response)

    def request_context(self, environ: dict[str, Any]) -> Any:
        """As Flask's; notes language and folder on the way."""
        arrived = languages.arrive(environ, self.extensions.get("catalogues", {}))
        _FOLDER.set(arrived.get("SCRIPT_NAME", ""))
        return super().request_context(arrived)

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
            except TypeError:  # a list among the values, or digits that look like a number's place
                return self._kept(endpoint, super().url_for(endpoint, **values))
        built = super().url_for(
            endpoint,
            _anchor=_anchor,
            _method=_method,
            _scheme=_scheme,
            _external=_external,
            **values,
        )
        return self._kept(endpoint, built)

    @staticmethod
    def _kept(endpoint: str, built: str) -> str:
        """The address with its language, where there is such a page in every language."""
        named = f"{request.blueprint or ''}{endpoint}" if endpoint.startswith(".") else endpoint
        return built if languages.is_everywhere(named) else languages.without(built, _FOLDER.get())

    def _from_memory(self, endpoint: str, values: dict[str, Any]) -> str:
        known = tuple(
            [(name, int if type(value) is int else value) for name, value in values.items()]
        )
        return self._pattern(_FOLDER.get(), endpoint, known) % values
