"""Refusals and failures as pages: what happened, what was kept, what to do (16.5.1).

Every answer to a form that could not be carried out shows what was typed, so that nothing is lost.
No page tells anything about the inside of the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    TooManyRequests,
    default_exceptions,
)

from factcheck.db import Busy, NoRoom
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.snapshots import NotIntact
from factcheck.domain.wording import mark, say, say_many
from factcheck.services.stale import StaleSave
from factcheck.web import current, languages, throttle
from factcheck.web.addresses import folder
from factcheck.web.differences import Compared, compare
from factcheck.web.security import door_of

BUSY_SECONDS = 5
AWAY_SECONDS = 300  # when to ask again for what is kept, while its store does not answer
VERSION_FIELD = "seen_version"  # in every form whose save may come too late
HOLDER_FIELD = "seen_holder"  # in the button that takes a claim: who held it there
# In forms that anybody may send: when it was opened, and what no person fills in (`patience`).
BEGUN_FIELD, TRAP_FIELD = "begun", "further"
NEVER_SHOWN = ("csrf_token", VERSION_FIELD, HOLDER_FIELD, "seen_hash", BEGUN_FIELD, TRAP_FIELD)
# What fields of readers' forms are called where the form itself could not be shown again.
FIELDS = (
    mark("Words"),
    mark("Page"),
    mark("Address"),
    mark("Seen where"),
    mark("Why"),
    mark("Mail"),
)
# What readers are told where kept bytes cannot be shown: damaged or missing, and in a store that does not answer.
UNSHOWN = mark("Cannot be shown")
DAMAGED = mark(
    "What we keep at this address is damaged or missing, so we do not show it. This is our fault, not yours; it was "
    "written down."
)
AWAY = mark(
    "What we keep cannot be reached at the moment. Nothing is lost; please come back in a few minutes."
)
TOO_LARGE = mark(
    "At most %(size)s MB can be sent at once: shorten the text, or choose a smaller file."
)
MEGABYTE = 1_000_000
TIMED_OUT = "Your session ended, so nothing was saved. What you typed is below."

PAGES: Mapping[int, tuple[str, str]] = {
    400: (mark("Not understood"), mark("This request could not be read.")),
    401: (mark("Signed out"), mark("Your session ended. Sign in again to go on.")),
    403: (mark("Not yours to do"), mark("This is not open to you.")),
    404: (mark("Not here"), mark("There is nothing at this address, or nothing that you may see.")),
    405: (mark("Not like this"), mark("This address cannot be used in this way.")),
    409: (
        mark("Changed meanwhile"),
        mark("Somebody changed this at the same moment; read it again."),
    ),
    413: (mark("Too long"), mark("What was sent is larger than this desk takes.")),
    415: (mark("Another kind"), mark("This kind of content is not taken here.")),
    422: (mark("Not ready"), mark("Something is missing.")),
    429: (mark("Too many tries"), mark("There were too many tries; please wait.")),
    500: (mark("Something failed"), mark("This is our fault, not yours; it was written down.")),
    503: (mark("Busy"), Busy.sentence),
    507: (mark("No room"), NoRoom.sentence),
}


@dataclass(frozen=True)
class Fault:
    """What goes on the page: the sentence, where to go from here, and a title where the usual one does not fit."""

    status: int
    sentence: str = ""
    advice: str = ""
    way: tuple[str, str] | None = None
    title: str = ""


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(SecurityError, on_wrong_host)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(TooManyRequests, on_too_many)
    app.register_error_handler(InternalServerError, on_failure)
    app.register_error_handler(Refusal, lambda e: page(Fault(e.http_status, e.sentence)))
    app.register_error_handler(BadInput, lambda e: page(Fault(e.http_status, e.sentence)))
    app.register_error_handler(Busy, on_busy)
    app.register_error_handler(StaleSave, on_stale)
    app.register_error_handler(IntegrityError, on_collision)
    app.register_error_handler(NotIntact, on_not_intact)
    app.register_error_handler(LookupError, on_missing)


def page(fault: Fault) -> Response:
    """The error page of a status, in the room the person stands in."""
    title, usual = PAGES.get(fault.status, PAGES[500 if fault.status >= 500 else 400])
    is_inside = bool(current_user.is_authenticated) and not languages.prefix()
    way = (url_for("desk.my_work"), "Back to my work") if is_inside else None
    html = render_template(
        "errors/error.html",
        layout="layout/desk.html" if is_inside else "layout/reader.html",
        title=say(fault.title or title),
        sentence=say(fault.sentence or usual),
        advice=say(fault.advice),
        way=fault.way or way,
        kept="\n\n".join(kept_lines()),
    )
    return make_response(html, fault.status)


def kept_lines() -> Iterator[str]:
    """What was typed into the form that failed, a field at a time; passwords and tokens never."""
    if request.method in {"GET", "HEAD"} or g.get("is_unreadable"):
        return
    try:
        sent = request.form
    except (
        HTTPException
    ):  # nobody read it before, at an address without a view: too long, or broken off
        return
    for name, value in sent.items(multi=True):
        is_secret = "password" in name or name.endswith("token")
        if value.strip() and not is_secret and name not in NEVER_SHOWN:
            yield f"{say(name.replace('_', ' ').capitalize())}: {value}"


def on_http(error: HTTPException) -> Response:
    """Flask's own refusals; a sentence is taken over only where the desk wrote it itself."""
    status = error.code or 500
    g.is_unreadable = status == 413  # reading the form is what failed
    usual = getattr(default_exceptions.get(status), "description", None)
    own = error.description if error.description != usual else None
    has_sentence = own is not None and status in {401, 403, 404, 409, 422}
    way = (url_for("auth.login"), "Sign in") if status == 401 else None
    advice = _how_much() if status == 413 else ""
    answer = page(Fault(status, own or "" if has_sentence else "", advice, way))
    if status == 405:
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return answer


def _how_much() -> str:
    """How much may be sent here, where it is the size of what was sent that is refused and not its parts."""
    most = request.max_content_length
    if most is None or (request.content_length or 0) <= most:
        return ""
    return say(TOO_LARGE, size=most // MEGABYTE)


def on_wrong_host(_error: SecurityError) -> Response:
    """A host name that is not ours: no address of ours may be built from it, so no page either."""
    return Response("This host name is not served here.\n", 400, mimetype="text/plain")


def on_csrf(_error: CSRFError) -> Response:
    """A form without the token of its session: most often somebody whose session ended meanwhile."""
    rule = door_of(current_app, request.endpoint or "")
    if current_user.is_authenticated or (rule is not None and rule.is_public):
        sentence = mark(
            "This form is too old or came from elsewhere. Open the page anew and send it."
        )
        return page(Fault(400, sentence, way=(way_back(), say("Open the page anew"))))
    return page(Fault(400, TIMED_OUT, way=(url_for("auth.login"), "Sign in")))


def on_too_many(error: TooManyRequests) -> Response:
    wait = throttle.seconds_left()
    minutes = -(-wait // 60)
    sentence = say_many(
        "There were too many tries. Try again in %(number)s minute.",
        "There were too many tries. Try again in %(number)s minutes.",
        minutes,
    )
    form_again = error.response  # what was typed stays, where a door says so (`throttle.imports`)
    answer = form_again if isinstance(form_again, Response) else page(Fault(error.code, sentence))
    answer.headers["Retry-After"] = str(wait)
    return answer


def on_busy(error: Busy) -> Response:
    answer = page(Fault(error.http_status))
    answer.headers["Retry-After"] = str(BUSY_SECONDS)
    return answer


def on_not_intact(bad: NotIntact) -> Response:
    """Kept bytes that cannot be shown: the desk reads how and what to do, a reader that it is our fault, and whose.

    What stands behind a reader's address is told to nobody there, signed in or not; it is in the log.
    """
    status = 503 if bad.is_away else 500
    rule = door_of(current_app, request.endpoint or "")
    if rule is None or not rule.is_public:
        answer = page(Fault(status, bad.sentence, title=UNSHOWN))
    else:
        current_app.logger.error("%s is not shown to readers: %s", request.path, bad.sentence)
        told = request.view_args or {}
        way = None
        if {"id", "slug"} <= told.keys():
            place = url_for("public.verdict", id=told["id"], slug=told["slug"])
            way = (place, say("Back to the verdict"))
        answer = page(Fault(status, AWAY if bad.is_away else DAMAGED, way=way, title=UNSHOWN))
        answer.headers["Cache-Control"] = "no-store"
    if bad.is_away:
        answer.headers["Retry-After"] = str(AWAY_SECONDS)
    return answer


def on_collision(error: IntegrityError) -> Response:
    """The database refused what the rules should have refused first; say so in the log."""
    current_app.logger.warning("refused by the database: %s", type(error.orig).__name__)
    return page(Fault(409))


def on_missing(error: LookupError) -> Response:
    """`NoSuchClaim` and its like: the same page as for an address that does not exist (8.2.2)."""
    sentence = getattr(error, "sentence", "")
    if not sentence:
        raise error
    return page(Fault(NotFound.code, sentence, getattr(error, "advice", "")))


def on_failure(_error: InternalServerError) -> Response:
    """The last resort: it needs neither database nor session, since either may be what failed.

    On a demonstration it says so all the same, but for one case: see `current.sign_after_failure`.
    """
    current.close_reading()
    if "sign" not in g:
        g.sign = current.sign_after_failure()
    if "_login_user" not in g:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # Flask-Login puts itself there
    return page(Fault(500))


def on_stale(stale: StaleSave) -> Response:
    """Both texts side by side, and both ways on; neither is lost (promise 4)."""
    fields: list[Compared] = compare(stale.theirs, stale.yours)
    mine = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", VERSION_FIELD}
    ]
    html = render_template(
        "errors/conflict.html",
        stale=stale,
        fields=fields,
        mine=mine,
        version_field=VERSION_FIELD,
        way_back=way_back(),
    )
    return make_response(html, 409)


def way_back() -> str:
    """Where the page of the form is to be had: the form's own address if that can be opened."""
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and adapter.test(request.path, method="GET"):
        return folder() + request.path
    return url_for("desk.my_work")
