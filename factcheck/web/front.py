"""In front of Flask: readers' pages answered from memory, as fast as files, and never one that is out of date.

At each request the database says the readers' mark, which rises with every change they can see, in the transaction of
that change.  An answer held under an older mark is made again: from the bytes that were stored with the change, or by
the application.  It is held only if the mark did not rise meanwhile, so that nobody slow puts an old page back.

Whoever is signed in, sends something, or asks for what is not in `ADDRESSES` goes through to Flask, as many at once as
`FACTCHECK_THREADS` says: the server has more threads than that, so that readers wait behind nobody.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import SecurityError
from werkzeug.wsgi import get_host

from factcheck.domain.limits import STALE_SECONDS, TIMED_SECONDS
from factcheck.domain.negotiation import encoding_for, is_known
from factcheck.domain.printing import BROTLI, GZIP, IDENTITY, Packed
from factcheck.services import readers
from factcheck.services.readers import EVERYTHING, LISTS
from factcheck.web import current, languages, security
from factcheck.web.packing import pack
from factcheck.web.page_memory import Answer, Header, PageMemory, answer_of
from factcheck.web.printing import made_with

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

MEGABYTE = 1_000_000
HOSTS_REMEMBERED = 50
# Caches ask each time (`must-revalidate`); one that knows `stale-while-revalidate` may answer first and ask then.
CACHE_CONTROL = f"public, max-age=0, must-revalidate, stale-while-revalidate={STALE_SECONDS}"
# Kinds a page may be asked for in instead of HTML: such a request is the application's.
OTHER_KINDS = ("text/markdown", "text/plain")
# What answers differ by, whatever the address: another encoding, and another page for whoever is signed in.
VARY = ("Accept-Encoding", "Cookie")
# Headers of the application's answer that are not taken over: each encoding says its own, or none.
OWN = frozenset({"content-length", "vary", "cache-control", "surrogate-key", "etag"})
# Request headers that ask for a part or an encoding of an answer, or for none if it is known.  They are taken out, so
# that the application answers with the whole page, uncompressed, whoever asked first.
OF_THE_ANSWER = (
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_RANGE",
)


# ── What is answered here ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Address:
    """Addresses that readers share: a pattern of paths, and the queries that are known beside none at all.

    `keys` are what caches know them by, with the groups of the pattern; the application's answer may add to them in
    `Surrogate-Key`.  `vary` are further request headers by which the application may answer in another way than here
    (whoever accepts one of `OTHER_KINDS` is its business).  `is_stored`: bytes are kept with the publication.
    `lasts`: for so many seconds at most, where an answer depends on the time as well.
    """

    path: re.Pattern[str]
    keys: tuple[str, ...]
    query: re.Pattern[str] | None = None
    vary: tuple[str, ...] = ()
    is_stored: bool = False
    lasts: float = inf

    def keys_of(self, path: str) -> list[str]:
        found = self.path.fullmatch(languages.split(path)[1])
        groups = found.groups() if found else ()
        return [EVERYTHING, *(key.format(*groups) for key in self.keys)]


def _address(path: str, *keys: str, query: str = "", **more: Any) -> Address:
    return Address(re.compile(path), keys, re.compile(query) if query else None, **more)


_NUMBER = "([1-9][0-9]{0,8})"
_VERDICT = f"/verdicts/{_NUMBER}-[^/]+"
_ARTICLE = f"/articles/{_NUMBER}-[^/]+"
_FEED = "(?:atom|rss|json)"
_RATING = "rating=[a-z0-9_-]{1,40}"
_CARD = "url=[A-Za-z0-9%._~:/-]{1,400}&format=(?:json|xml)"  # as a verdict's page writes it
_ABOUT = "/about/[a-z-]{1,40}"

# Whoever adds a page for readers names its address here; what it shows must raise the mark (migrations 0028 and 0033).
ADDRESSES: tuple[Address, ...] = (
    _address(rf"{_VERDICT}\.(?:md|txt)", "verdict-{0}"),
    _address(_VERDICT, "verdict-{0}", vary=("Accept",), is_stored=True),
    _address(f"{_VERDICT}/versions/{_NUMBER}", "verdict-{0}"),
    _address(rf"{_VERDICT}/annotation\.json", "verdict-{0}"),
    _address(_ARTICLE, "article-{0}"),
    _address(rf"{_ARTICLE}/annotations\.json", "article-{0}", query="page=[0-9]{1,3}"),
    _address("/", LISTS, query=_RATING),
    _address("/verdicts", LISTS, query=_RATING),
    _address("/rated/[a-z0-9_-]{1,40}", LISTS),
    _address(f"(?:/rated/[a-z0-9_-]{{1,40}}|/verdicts)/all(?:/{_NUMBER})?", LISTS),
    _address(f"/corrections(?:/{_NUMBER})?", LISTS),
    _address("/topics", LISTS),
    _address("/topics/[a-z0-9-]{1,60}", LISTS),
    _address("/ratings", "ratings"),
    _address(f"/log(?:/before/{_NUMBER})?", "log"),
    _address(rf"/log/leaves(?:-{_NUMBER})?\.json", "log"),
    _address(r"/log/(?:head|head\.json|key)", "log"),
    _address("/about", "about"),
    _address(_ABOUT, "about"),
    _address(f"{_ABOUT}/versions/{_NUMBER}", "about"),
    # Followed, and shown elsewhere.
    _address(rf"/feeds/(?:verdicts|corrections)\.{_FEED}", LISTS),
    _address(rf"/feeds/ratings/[^/]+\.{_FEED}", LISTS),
    _address(rf"/feeds/claimants/.+\.{_FEED}", LISTS),
    _address(rf"/feeds/articles/{_NUMBER}\.{_FEED}", "article-{0}"),
    _address("/follow", LISTS),
    _address(f"/embed/verdicts/{_NUMBER}", "verdict-{0}"),
    _address("/oembed", query=_CARD),
    # For programs.
    _address("/data/organization.jsonld", "about"),
    _address(rf"/data/claimreviews(?:-{_NUMBER})?\.json", LISTS),
    _address("/sitemap.xml", LISTS),
    _address("/sitemaps/pages.xml", "about"),
    _address(rf"/sitemaps/(?:verdicts|articles)-{_NUMBER}\.xml", LISTS),
    _address("/sitemaps/news.xml", LISTS, lasts=TIMED_SECONDS),
    _address("/llms.txt", "about"),
    _address("/robots.txt", "about"),
    _address("/.well-known/security.txt", "about", lasts=TIMED_SECONDS),
)


def address_of(path: str, query: str) -> Address | None:
    """The row of `ADDRESSES` for a request, in whichever language; None where it is none of them."""
    plain = languages.split(path)[1]
    for one in ADDRESSES:
        if one.path.fullmatch(plain):
            is_known_query = one.query is not None and one.query.fullmatch(query) is not None
            return one if not query or is_known_query else None
    return None


def _has_other_kinds(path: str, query: str) -> bool:
    """Whether what is there may also be had as something else than HTML, by what the reader's program accepts."""
    found = address_of(path, query)
    return found is not None and "Accept" in found.vary


# ── How it is answered ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Asked:
    """What the application answered, read to its end."""

    status: str
    headers: list[Header]
    body: bytes

    def all_of(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]

    def may_be_shared(self, address: Address) -> bool:
        """Whether everybody may get it: a page that is there, and that depends on nothing we did not look at."""
        named = {word.strip().lower() for one in self.all_of("vary") for word in one.split(",")}
        known = {word.lower() for word in (*VARY, *address.vary)}
        is_private = any(
            word in one for one in self.all_of("cache-control") for word in ("no-store", "private")
        )
        return (
            self.status.startswith("200")
            and not self.all_of("set-cookie")
            and not is_private
            and named <= known
        )


class Front:
    """The layer itself: a WSGI application around Flask's."""

    def __init__(self, app: Flask):
        desk = current.desk_of(app)
        self._app: Callable[[Environ, StartResponse], Iterable[bytes]] = app.wsgi_app
        self._config = app.config
        self._database = desk.database
        self._settings = desk.settings
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._hosts: set[str] = set()
        self.clock = time.time
        self._room = threading.BoundedSemaphore(desk.settings.threads)
        self._making = threading.Lock()
        self.memory = PageMemory(desk.settings.page_memory * MEGABYTE)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        key = f"{path}?{query}"
        held = self.memory.get(key)
        if held is None and address_of(path, query) is None:
            return self._through(environ, start_response)
        if not self._is_anybodys(environ, path, query):
            return self._through(environ, start_response)
        mark = self._database.mark()
        if mark is None:
            return self._through(environ, start_response)
        if held is None or not held.is_current(mark, self.clock()):
            made = self._made(environ, key, mark, held)
            if isinstance(made, Asked):
                start_response(made.status, made.headers)
                return () if environ["REQUEST_METHOD"] == "HEAD" else (made.body,)
            held = made
        return _answered(held, environ, start_response)

    def _through(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The application's answer, once it has room: whoever waits here leaves threads to readers."""
        with self._room:
            return self._app(environ, start_response)

    def _is_anybodys(self, environ: Environ, path: str, query: str) -> bool:
        """Whether the answer is the same for everybody: nobody is signed in, and nothing is changed by asking."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("SCRIPT_NAME"):
            return False
        if self._cookie in environ.get("HTTP_COOKIE", ""):
            return False
        accept = environ.get("HTTP_ACCEPT", "")
        if any(kind in accept for kind in OTHER_KINDS) and _has_other_kinds(path, query):
            return False
        return environ.get("HTTP_HOST", "") in self._hosts or self._is_our_host(environ)

    def _is_our_host(self, environ: Environ) -> bool:
        """Whether the request names a host of ours, judged as Flask judges it: no page goes out under another name."""
        try:
            get_host(environ, self._config["TRUSTED_HOSTS"])
        except SecurityError:
            return False
        if len(self._hosts) < HOSTS_REMEMBERED and "HTTP_HOST" in environ:
            self._hosts.add(environ["HTTP_HOST"])
        return True

    # ── Made again ───────────────────────────────────────────────────────────────────────────────

    def _made(self, environ: Environ, key: str, mark: int, held: Answer | None) -> Answer | Asked:
        """The page as it is now: an answer, or what the application says where there is no such page."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        address = address_of(path, query)
        if address is None:  # cannot be: what is held under a key was made for an address of the table
            return self._ask(environ)
        code, plain = languages.split(path)
        beside, made = "", None
        if address.is_stored and code == languages.DEFAULT:
            made = self._stored(path, mark, held, address)
        elif address.is_stored:
            # What is stored is the English page: while it is the same, and no scale says anything else, so is this one,
            # unless somebody translated it.
            beside = self._beside(plain, code)
            made = held.under(mark) if held and beside and held.beside == beside else None
        if made is None:
            return self._asked(environ, key, address, beside)
        if self._database.mark() == mark:
            self.memory.keep(key, made)
        return made

    def _asked(
        self, environ: Environ, key: str, address: Address, beside: str
    ) -> Answer | Asked:
        """The page as the application makes it, one at a time: who waited takes what another thread made meanwhile."""
        with self._making:
            mark, held = self._database.mark(), self.memory.get(key)
            if held is not None and mark is not None and held.is_current(mark, self.clock()):
                return held
            until = self.clock() + address.lasts
            asked = self._ask(environ)
            if mark is None or not asked.may_be_shared(address):
                return asked
            packed = pack(asked.body, held.packed if held else None)
            headers = _headers(asked, address, environ["PATH_INFO"])
            made = answer_of(packed, headers, mark, until=until, beside=beside)
            if self._database.mark() == mark:
                self.memory.keep(key, made)
            return made

    def _stored(self, path: str, mark: int, held: Answer | None, address: Address) -> Answer | None:
        """The page as it was stored with the change that made it; None where it was not, or is not right any more."""
        made_by = made_with(self._settings)
        try:
            with Session(self._database.reader) as session:
                if held is not None:
                    now = readers.etag(session, path, made_by)
                    if now is None or now == held.packed.etag:
                        return held.under(mark) if now else None
                found = readers.stored(session, path, made_by)
        except SQLAlchemyError:
            return None
        if found is None:
            return None
        forms = {IDENTITY: found.plain, GZIP: found.gzip, BROTLI: found.brotli}
        headers = [
            ("Content-Type", found.content_type),
            *security.usual_headers(self._settings).items(),
        ]
        keys = found.surrogate_keys.split()
        return answer_of(Packed(found.etag, forms), [*headers, *_shared(address, keys)], mark)

    def _beside(self, path: str, language: str) -> str:
        """The entity tag of the page stored for a path that this language has the same words of; empty for none."""
        made_by = made_with(self._settings)
        try:
            with Session(self._database.reader) as session:
                return readers.etag_beside(session, path, made_by, language) or ""
        except SQLAlchemyError:
            return ""

    def _ask(self, environ: Environ) -> Asked:
        """The application's own answer to a GET."""
        said: list[tuple[str, list[Header]]] = []

        def start_response(status: str, headers: list[Header], _error: Any = None) -> Any:
            said[:] = [(status, list(headers))]
            return chunks.append

        chunks: list[bytes] = []
        plain = {**environ, "REQUEST_METHOD": "GET"}
        for name in OF_THE_ANSWER:
            plain.pop(name, None)
        told = self._app(plain, start_response)
        try:
            chunks.extend(told)
        finally:
            close = getattr(told, "close", None)
            if close is not None:
                close()
        (status, headers), *_ = said
        return Asked(status, headers, b"".join(chunks))


def _answered(held: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    form = held.forms[encoding_for(environ.get("HTTP_ACCEPT_ENCODING"))]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and (known == form.quoted or is_known(known, form.etag)):
        start_response("304 NOT MODIFIED", list(form.brief))
        return ()
    start_response("200 OK", list(form.headers))
    return () if environ["REQUEST_METHOD"] == "HEAD" else (form.body,)


def _headers(asked: Asked, address: Address, path: str) -> list[Header]:
    own = [pair for pair in asked.headers if pair[0].lower() not in OWN]
    keys = address.keys_of(path)
    keys += [key for one in asked.all_of("surrogate-key") for key in one.split()]
    return [*own, *_shared(address, keys)]


def _shared(address: Address, keys: Iterable[str]) -> list[Header]:
    """The headers by which caches know every page of readers."""
    return [
        ("Cache-Control", CACHE_CONTROL),
        ("Vary", ", ".join((*VARY, *address.vary))),
        ("Surrogate-Key", " ".join(dict.fromkeys(keys))),
    ]


def init_app(app: Flask) -> None:
    front = Front(app)
    app.wsgi_app = front  # type: ignore[method-assign]  # Flask's own way
    app.extensions["front"] = front
