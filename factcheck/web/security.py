"""Doors, headers and cookies: who may enter which route, and what every answer carries.

Default deny (8.2.1): a view without a door is refused, and a test walks all routes to find such views.  What a person
may do to one claim is the rulebook's business, not this module's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from factcheck.config import Settings
from factcheck.domain.limits import ARTICLE_BYTES
from factcheck.domain.terms import Part
from factcheck.web import current

View = TypeVar("View", bound=Callable[..., Any])

# An article of 2 MB becomes up to three times as long as a form field, every byte of it percent-encoded.
FORM_BYTES = 3 * ARTICLE_BYTES + 500_000

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
# What every answer carries, unless its view said otherwise (3.4.x).
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in CSP.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_HEADERS = {
    **HEADERS,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}

# Where answers to strangers may be kept by browsers and caches; None is no blueprint at all.
PUBLIC_ROOMS = frozenset(
    {
        *("public", "archive", "annotations", "about", "feeds", "machines", "embeds", "finding"),
        *("public_log", "share_pictures", "topics", "translated", None),
    }
)

csrf = CSRFProtect()


@dataclass(frozen=True)
class Door:
    """Who may enter a route: everybody, everybody signed in, or those who play one of `parts`."""

    is_public: bool
    parts: frozenset[Part] = frozenset(Part)

    @property
    def about(self) -> str:
        if self.is_public:
            return "everybody"
        if self.parts == frozenset(Part):
            return "everybody on the desk"
        return ", ".join(part.label for part in Part if part in self.parts)


PUBLIC = Door(is_public=True)
DESK = Door(is_public=False)


def door(rule: Door | Part, *more: Part) -> Callable[[View], View]:
    """Declare who may enter the view below: `@door(PUBLIC)`, `@door(DESK)` or `@door(Part.EDITOR, ...)`."""

    def mark(view: View) -> View:
        view.door = rule if isinstance(rule, Door) else Door(False, frozenset({rule, *more}))  # type: ignore[attr-defined]  # the mark is ours
        return view

    return mark


def takes(most: int) -> Callable[[View], View]:
    """Let the form of the view below have up to `most` bytes, sent by somebody who is signed in."""

    def mark(view: View) -> View:
        view.form_bytes = most  # type: ignore[attr-defined]  # the mark is ours
        return view

    return mark


def door_of(app: Flask, endpoint: str) -> Door | None:
    """The door of a route; Flask's own static route is public."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions.get(endpoint), "door", None)


def flask_config(settings: Settings) -> dict[str, object]:
    """Flask's configuration from ours."""
    return {
        "SECRET_KEY": settings.require_secret(),
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SESSION_COOKIE_NAME": "__Host-factcheck" if settings.is_https else "factcheck",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "MAX_CONTENT_LENGTH": FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": 1_000,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session: a text written overnight is not lost
        "WTF_CSRF_SSL_STRICT": settings.is_https,
        "TRUSTED_HOSTS": _hosts(settings),
    }


def _hosts(settings: Settings) -> list[str]:
    named = settings.base_url.split("://", 1)[1].split("/", 1)[0]
    return [named, named.rsplit(":", 1)[0], "127.0.0.1", "localhost", "[::1]"]


class Number(IntegerConverter):
    """A number in an address: ASCII digits without leading zeros, so that each thing has one address.

    Nine digits at most, which every database's ids can hold.  The pattern alone says so: a number that were refused
    after it had matched would be told 405 where a page and its form are two rules.
    """

    regex = "[1-9][0-9]{0,8}"


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies; what signs them is made once instead of at every request."""

    def __init__(self) -> None:
        self._signs: dict[tuple[object, ...], URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, *app.config["SECRET_KEY_FALLBACKS"])
        if keys not in self._signs:
            self._signs = {keys: super().get_signing_serializer(app)}
        return self._signs[keys]


def init_app(app: Flask) -> None:
    app.session_interface = Cookies()
    app.url_map.converters["int"] = Number
    settings: Settings = app.extensions["factcheck"].settings
    app.before_request(widen_form)  # before the token is looked for, since that reads the form
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = token_of_forms
    if settings.proxy_depth:
        depth = settings.proxy_depth
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=depth, x_proto=depth, x_host=depth)  # type: ignore[method-assign]  # Flask's own way
    app.before_request(keep_door)
    app.after_request(set_headers)
    app.teardown_appcontext(current.close_reading)


def token_of_forms() -> str:
    """Flask-WTF's token, asked for once a request: a page has one in every form."""
    if "token_of_forms" not in g:
        g.token_of_forms = generate_csrf()
    return cast("str", g.token_of_forms)


def holds_token() -> bool:
    """Whether the page that answers this request has a token in a form of it."""
    return "token_of_forms" in g


def widen_form() -> None:
    """Files may come in at the doors that take them; everywhere else a form is as long as an article."""
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "form_bytes", 0)
    if most and current_user.is_authenticated:
        request.max_content_length = most


def keep_door() -> BaseResponse | None:
    """Let in, send to the login, or refuse.  A stranger gets 404 for every object, there or not (8.2.2)."""
    if request.endpoint is None:
        return None  # no such route: Flask answers 404 or 405
    rule = door_of(current_app, request.endpoint)
    if rule is None:
        current_app.logger.error("route %s has no door", request.endpoint)
        abort(403)
    if rule.is_public:
        return None
    if not current_user.is_authenticated:
        if request.method in {"GET", "HEAD"} and not request.view_args:
            return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
        abort(404)
    if not current_user.actor.plays(*rule.parts):
        abort(403, f"This page is for: {rule.about}.")
    return None


def usual_headers(settings: Settings) -> Mapping[str, str]:
    """What every answer carries, unless its view said otherwise: those that depend on the settings among it."""
    return HTTPS_HEADERS if settings.is_https else HEADERS


def set_headers(response: Response) -> Response:
    """The headers of every answer (3.4.x, 14.2.2)."""
    headers = response.headers
    said = {name.lower() for name in headers.keys()}  # noqa: SIM118  its items are pairs
    usual = usual_headers(current.settings())
    headers.extend([(name, value) for name, value in usual.items() if name.lower() not in said])
    if request.endpoint != "static" and (current_user.is_authenticated or not _is_public()):
        headers["Cache-Control"] = "no-store"
    return response


def _is_public() -> bool:
    rule = door_of(current_app, request.endpoint) if request.endpoint else None
    return rule is not None and rule.is_public and request.blueprint in PUBLIC_ROOMS
