"""The languages of the readers' side: which one an address asks for, and where the same page stands in another.

English stands at the addresses there always were; another language is their first segment (`/ru/verdicts/…`), which
moves into the folder the site is served under, so that every address a page names keeps it.  Nothing else chooses: no
header and no cookie, so that one address is one page for everybody, and for every cache.

The desk, and what programs read, stand at one address in one language each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from factcheck.domain import wording

Environ = dict[str, Any]
ENGLISH = NullTranslations()


@dataclass(frozen=True)
class Language:
    """A language by its code (BCP 47) and by the name it calls itself."""

    code: str
    name: str

    @property
    def prefix(self) -> str:
        """What its addresses begin with: nothing for the one at the addresses there always were."""
        return "" if self.code == DEFAULT else f"/{self.code}"


DEFAULT = "en"
LANGUAGES = (Language("en", "English"), Language("ru", "Русский"), Language("kk", "Қазақша"))
BY_CODE = {one.code: one for one in LANGUAGES}
PREFIXED = tuple(one.code for one in LANGUAGES if one.prefix)

# Whose addresses there are in every language, and which of them stand once all the same: they are read by programs.
ROOMS = frozenset(
    {
        *("public", "public_copies", "public_log", "archive", "topics", "feeds", "finding"),
        *("embeds", "tips", "about", "translated"),
    }
)
ONCE = frozenset(
    {
        *("embeds.oembed", "public.other_language", "translated.english"),
        *("public_log.head", "public_log.head_json", "public_log.key", "public_log.leaves"),
        *("public_log.inclusion", "public_log.consistency", "public_log.checker"),
    }
)


def current() -> str:
    """The code of the language that the request at hand is answered in; English outside of any."""
    return wording.language()


def prefix() -> str:
    """What addresses of the language at hand begin with."""
    return BY_CODE[wording.language()].prefix


def split(path: str) -> tuple[str, str]:
    """The language a path asks for, and the path without it."""
    for code in PREFIXED:
        if path.startswith(f"/{code}/"):
            return code, path[len(code) + 1 :]
    return DEFAULT, path


def of_address(url: str, base_url: str) -> tuple[str, str]:
    """The language a whole address of this site asks for, and the address without it."""
    begin = urlsplit(base_url).path
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that are no address
        return DEFAULT, url
    code, path = split(parts.path.removeprefix(begin))
    return code, url if code == DEFAULT else parts._replace(path=begin + path).geturl()


def arrive(environ: Environ, catalogues: Mapping[str, NullTranslations]) -> Environ:
    """The request with its language moved from the path into the folder; everything is said in it from now on."""
    code, path = split(environ.get("PATH_INFO", ""))
    wording.use(code, catalogues.get(code, ENGLISH))
    if code == DEFAULT:
        return environ
    folder = environ.get("SCRIPT_NAME", "") + BY_CODE[code].prefix
    return {**environ, "SCRIPT_NAME": folder, "PATH_INFO": path}


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def is_everywhere(endpoint: str) -> bool:
    """Whether there is such a page in every language."""
    return endpoint not in ONCE and endpoint.partition(".")[0] in ROOMS


def without(url: str, folder: str) -> str:
    """An address built below `folder`, as it is without the language that ends this folder."""
    begin = prefix()
    if not begin:
        return url
    parts = urlsplit(url)
    root = folder.removesuffix(begin)
    return parts._replace(path=root + parts.path.removeprefix(folder)).geturl()


def init_app(app: Flask) -> None:
    app.before_request(keep_to_readers)


def keep_to_readers() -> None:
    """404 for everything that does not stand in other languages, before anybody asks who may enter."""
    if prefix() and not is_everywhere(_endpoint()):
        abort(404)


def _endpoint() -> str:
    """The endpoint of the address at hand, whether or not it takes the method that was used."""
    refused: HTTPException | None = getattr(request, "routing_exception", None)
    adapter = current_app.create_url_adapter(request)
    if isinstance(refused, MethodNotAllowed) and refused.valid_methods and adapter is not None:
        found: str = adapter.match(method=next(iter(refused.valid_methods)))[0]
        return found
    return request.endpoint or ""
