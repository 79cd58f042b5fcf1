"""What pages are said with in the language of their address: the catalogues, and what templates may call for it.

Flask-Babel reads the catalogues (`factcheck/translations`) and teaches templates `_()` and `{% trans %}`; what they
say goes through `factcheck.domain.wording`, as everything else that readers are told.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, cast
from urllib.parse import quote

from flask import Flask, request
from flask_babel import Babel, force_locale, get_translations
from jinja2 import pass_context

from factcheck.domain import languages as guessing
from factcheck.domain import policy_pages, wording
from factcheck.resources import translations_folder
from factcheck.web import current, languages
from factcheck.web.addresses import folder
from factcheck.web.languages import LANGUAGES, Language

GUESSED = 2_000  # texts whose language is remembered
_CODE = re.compile(
    "[A-Za-z0-9-]{1,35}"
)  # needs no quotation marks, so that there is nothing to be escaped
_PATH = "/:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?%"


def init_app(app: Flask) -> None:
    Babel(
        app,
        default_locale=languages.DEFAULT,
        default_translation_directories=str(translations_folder()),
        locale_selector=languages.current,
    )
    app.config["WTF_I18N_ENABLED"] = False  # the sentences beside fields are the desk's own
    app.extensions["catalogues"] = {one.code: catalogue(app, one.code) for one in LANGUAGES}
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    # Flask-Babel would ask for the locale at each word; the catalogue at hand is known since the request arrived.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's own
        wording.say, wording.plural, newstyle=True, pgettext=wording.say_in
    )
    app.jinja_env.filters.update(said=said, listed=wording.listed)
    app.jinja_env.globals.update(
        mark=wording.mark,
        interfaces=LANGUAGES,
        in_language=in_language,
        alternates=alternates,
        is_other=is_other,
        written_in=written_in,
        written_of=written_of,
        pages_language=policy_pages.LANGUAGE,
    )
    app.context_processor(lambda: {"interface": languages.BY_CODE[languages.current()]})


def catalogue(app: Flask, code: str) -> NullTranslations:
    """What the files have for a language, as Flask-Babel reads them; English is as it stands in the program."""
    if code == languages.DEFAULT:
        return languages.ENGLISH
    with app.app_context(), force_locale(code):
        return cast("NullTranslations", get_translations())


@pass_context  # so that Jinja does not say it once and for all where it stands for a constant
def said(_: Any, english: str) -> str:
    """A sentence that a table holds, in the language at hand."""
    return wording.say(str(english))


# ── Where the same page stands in another language ───────────────────────────────────────────────


def in_language(one: Language) -> str:
    """The address of this page in a language; of its list of verdicts where there is no such page."""
    root = folder().removesuffix(languages.prefix()) + one.prefix
    if not languages.is_everywhere(request.endpoint or ""):
        return f"{root}/"
    # One stroke alone: an address that began with two would name another site.
    path = "/" + quote(request.path.lstrip("/"), safe=_PATH)
    query = quote(request.query_string, safe=_QUERY)
    return f"{root}{path}?{query}" if query else f"{root}{path}"


def alternates(canonical: str) -> Iterator[tuple[str, str]]:
    """The addresses of a page by language, and the one for everybody else, of its canonical address."""
    home = current.settings().base_url + folder()
    root = home.removesuffix(languages.prefix())
    path = canonical.removeprefix(home)
    for one in LANGUAGES:
        yield one.code, f"{root}{one.prefix}{path}"
    yield "x-default", f"{root}{path}"


# ── What is written in another language than the page ────────────────────────────────────────────


def is_other(code: str) -> bool:
    """Whether words in this language stand on a page in another."""
    return bool(code) and code != languages.current()


def written_in(code: str) -> str:
    """The attribute that tells in which language the words below are; nothing where it is the page's own (P25)."""
    return f" lang={code}" if is_other(code) and _CODE.fullmatch(code) else ""


def written_of(text: object, otherwise: str = languages.DEFAULT) -> str:
    """The language that a text of the desk's shows by itself; `otherwise` where it is too short to tell."""
    return _guess(text) or otherwise if isinstance(text, str) else otherwise


@lru_cache(maxsize=GUESSED)
def _guess(text: str) -> str:
    return guessing.guess(text)
