"""How often somebody may try a password (6.3.1), counted in the database for all processes together.

The counters themselves are kept by `factcheck.services.throttle`.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from math import ceil
from typing import cast

from flask import Flask, Response, after_this_request, current_app, request
from flask_limiter import Limiter, RequestLimit
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from limits import parse
from limits.storage import MemoryStorage, Storage

from factcheck.db import Work, utc_now
from factcheck.domain.limits import (
    CAPTURES_ASKED,
    EXPORTS,
    IMPORTS,
    LINKS_LOGGED,
    PAGES_DRAWN,
    RECHECKS,
    SIGN_IN_TRIES,
    SIGN_IN_TRIES_IN_ALL,
    TIPS_SENT,
    TIPS_SENT_IN_ALL,
    UPLOADS,
)
from factcheck.domain.mail import mail_key
from factcheck.domain.refusals import Refusal
from factcheck.domain.wording import say_many
from factcheck.services import snapshots, throttle
from factcheck.web import current
from factcheck.web.security import View

TRIES = f"{SIGN_IN_TRIES} per 5 minutes"  # for one name, for one address, and for one known device
TRIES_IN_ALL = f"{SIGN_IN_TRIES_IN_ALL} per 5 minutes"
DEVICE_LIFE = timedelta(days=180)
FEW = 5  # captures a minute that forms ask for without a statement more, in each process
_ASKED_HERE = "captures asked for here"
_CAPTURES = parse(f"{CAPTURES_ASKED} per minute")


class TooManyCaptures(Refusal):
    """One person had too many sources captured this minute; nothing was saved."""

    http_status = 429


class DeskStorage(Storage):
    """The `limits` package's idea of a store, on the database of the application at work."""

    STORAGE_SCHEME = ["desk"]  # noqa: RUF012  the base class's own attribute

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with current.work_as(current.NOBODY) as work:
            return throttle.count(work, key, expiry, amount)

    def get(self, key: str) -> int:
        return throttle.look(current.reading(), key, utc_now())[0]

    def get_expiry(self, key: str) -> float:
        return throttle.look(current.reading(), key, utc_now())[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with current.work_as(current.NOBODY) as work:
            return throttle.clear_all(work)

    def clear(self, key: str) -> None:
        with current.work_as(current.NOBODY) as work:
            throttle.clear(work, key)


def by_address() -> str:
    """The address a request came from, as far as the proxies in front are trusted."""
    return request.remote_addr or "unknown"


def by_network() -> str:
    """The same for strangers: whoever has one address of IPv6 has a whole /64 of them."""
    try:
        address = ip_address(by_address())
    except ValueError:
        return by_address()
    if address.version == 4 or address.ipv4_mapped is not None:
        return str(address)
    return str(ip_network((address, 64), strict=False))


class OnViews(Limiter):
    """Limits stand on views alone, and each view that has one asks for itself.

    What the package asks before every request are limits of whole applications and blueprints, of which there are none.
    """

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if callable_name is not None:
            super()._check_request_limit(callable_name, in_middleware)


limiter = OnViews(key_func=by_address, storage_uri="desk://", key_prefix="try")


def init_app(app: Flask) -> None:
    """Give the application its counters; those in memory belong to this process."""
    app.extensions[_ASKED_HERE] = MemoryStorage()
    limiter.init_app(app)


def _digest(text: str) -> str:
    """A counter must not carry a mail address, and its key has a length."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def by_name() -> str:
    """The name typed at the login, however it is spelled."""
    return _digest(mail_key(request.form.get("email", "")[:1_000]))


def by_device() -> str:
    return _known_device() or "unknown"


def by_person() -> str:
    return f"person {current_user.id}" if current_user.is_authenticated else by_address()


def in_all() -> str:
    return "all"


def is_known_device() -> bool:
    """Whether this browser has signed in under the typed name before.

    It has counters of its own, so that nobody locks a colleague out by trying her name (abuse 25).
    """
    return bool(_known_device())


def is_unknown_device() -> bool:
    return not is_known_device()


def imports(form_again: Callable[[str], str]) -> Callable[[View], View]:
    """Limit how often one person sends this form (2.4.1); `form_again` draws it with that sentence, nothing lost."""
    return _a_minute(IMPORTS, "imports", lambda said: form_again(f"{said} Nothing was lost."))


def uploads(form_again: Callable[[str], str]) -> Callable[[View], View]:
    """The same for files that are kept as evidence; what was chosen is chosen again."""
    return _a_minute(UPLOADS, "uploads", form_again)


def links(form_again: Callable[[str], str]) -> Callable[[View], View]:
    """The same for lists of links, each of which has the desk ask another site."""
    return _a_minute(LINKS_LOGGED, "lists of links", form_again)


def captures(view: View) -> View:
    """The same for a button that has the desk ask another site once more: it loses nothing, so a page says it."""
    return _limited(view, CAPTURES_ASKED, "captures", "POST")


def count_captures(work: Work) -> None:
    """Count a change that asks for a copy with the captures of the button, for whoever makes it.

    The first few of a minute are counted in this process alone, and cost the database nothing: whoever logs a link
    now and then never meets the limit.  Raises `TooManyCaptures`, which undoes the change.
    """
    if all(letter["kind"] != snapshots.JOB for letter in work.letters):
        return
    here = current_app.extensions[_ASKED_HERE]
    key, seconds = _CAPTURES.key_for("try", by_person(), "captures"), _CAPTURES.get_expiry()
    if here.incr(key, seconds) <= FEW:
        return
    if throttle.count(work, key, seconds) <= CAPTURES_ASKED - FEW:
        return
    ends = throttle.look(work.session, key, work.now)[1]
    left = max(1, ceil((ends - work.now).total_seconds()))
    after_this_request(lambda answer: _not_before(answer, left))
    said = f"{CAPTURES_ASKED} captures a minute are the limit: send it again in {left} seconds."
    raise TooManyCaptures(said)


def _not_before(answer: Response, seconds: int) -> Response:
    answer.headers["Retry-After"] = str(seconds)
    return answer


def looks(view: View) -> View:
    """The same for further looks at sources."""
    return _limited(view, RECHECKS, "looks", "POST")


def exports(view: View) -> View:
    """The same for files that are packed on the spot."""
    return _limited(view, EXPORTS, "exports", "GET")


def drawings(view: View) -> View:
    """The same for what is drawn or decoded on the spot, also for whoever asks for its headers alone."""
    return _limited(view, PAGES_DRAWN, "drawings", "GET", "HEAD", "POST")


def _a_minute(most: int, what: str, form_again: Callable[[str], str]) -> Callable[[View], View]:
    def on_breach(_limit: RequestLimit) -> Response:
        said = f"{most} {what} a minute are the limit: send it again in {seconds_left()} seconds."
        return Response(form_again(said), HTTPStatus.TOO_MANY_REQUESTS)

    return lambda view: _limited(view, most, what, "POST", on_breach=on_breach)


def _limited(
    view: View,
    most: int,
    what: str,
    *methods: str,
    on_breach: Callable[[RequestLimit], Response] | None = None,
) -> View:
    gate = limiter.shared_limit(
        f"{most} per minute", what, key_func=by_person, methods=list(methods), on_breach=on_breach
    )
    return cast("View", gate(view))


def tips(form_again: Callable[[str], str]) -> Callable[[View], View]:
    """Limit how often strangers send something in: from one network, and all of them together (2.4.1)."""

    def on_breach(_limit: RequestLimit) -> Response:
        minutes = ceil(seconds_left() / 60)
        said = say_many(
            "Too much was sent in from where you are this hour. Send it again in a minute; it is all here.",
            "Too much was sent in from where you are this hour. Send it again in %(number)s minutes; it is all here.",
            minutes,
        )
        return Response(form_again(said), HTTPStatus.TOO_MANY_REQUESTS)

    def limited(view: View) -> View:
        # In this order what one place sends too much is not counted against all; a test holds it.
        for most, key in ((TIPS_SENT, by_network), (TIPS_SENT_IN_ALL, in_all)):
            gate = limiter.shared_limit(
                f"{most} per hour", "tips", key_func=key, methods=["POST"], on_breach=on_breach
            )
            view = cast("View", gate(view))
        return view

    return limited


def give_back() -> None:
    """The last try was no guess: take it off every counter it went on."""
    with current.work_as(current.NOBODY) as work:
        for one in limiter.current_limits:
            throttle.give_back(work, one.key)


def seconds_left() -> int:
    """How long to wait, at least one second, after the limit that was met."""
    met = limiter.current_limit
    # `met.reset_at` is a second later, which may be longer than the limit itself.
    return max(1, ceil(met.window.reset_time - utc_now().timestamp())) if met else 1


# ── The browsers that people have signed in with ─────────────────────────────────────────────────


def _cookie_name() -> str:
    return "__Host-factcheck-device" if current.settings().is_https else "factcheck-device"


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="known device")


def _known_device() -> str:
    """The counter's name of a device that is known for the typed name; empty for any other."""
    try:
        name, number = _signer().loads(
            request.cookies.get(_cookie_name(), ""), max_age=int(DEVICE_LIFE.total_seconds())
        )
    except (BadData, TypeError, ValueError):
        return ""
    return f"{name} {number}" if name == by_name() else ""


def remember_device(response: Response) -> None:
    """Make this browser known for the name that has just signed in."""
    response.set_cookie(
        _cookie_name(),
        _signer().dumps([by_name(), secrets.token_hex(16)]),
        max_age=DEVICE_LIFE,
        secure=current.settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
