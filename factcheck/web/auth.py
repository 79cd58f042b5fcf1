"""The doors of the desk: signing in, signing out, and the links by which a password is chosen.

Flask-Login says who is there; whether a session still stands says the table (`services.sessions`),
asked once a request.  Who may enter which other route is the business of `security`.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.wrappers import Response as BaseResponse

from factcheck.db import Busy, Database, utc_now
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Actor
from factcheck.models.people import LinkPurpose
from factcheck.services import accounts, links, sessions
from factcheck.services.accounts import NameTaken
from factcheck.services.sessions import TOUCH_EVERY, SignedIn
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.accounts import ChoosePasswordForm, JoinForm, SignInForm
from factcheck.web.security import PUBLIC, door, door_of

blueprint = Blueprint("auth", __name__)

# One answer for an unknown name, a wrong password and somebody who left (abuse 26).
NO_MATCH = "Mail address and password do not belong together here."
SIGN_IN_AGAIN = "Your session ended. Sign in again to go on."


class Colleague(UserMixin):
    """Somebody signed in, as Flask-Login and the templates see her (`current_user`)."""

    def __init__(self, found: SignedIn, token: str):
        self.id = found.id
        self.name = found.name
        self.email = found.email
        self.parts = found.parts
        self.actor = found.actor
        self.session_id = found.session_id
        self.last_seen_at = found.last_seen_at
        self.desk = found.desk
        self.token = token

    def get_id(self) -> str:
        """What the cookie carries: the session's token, never the person's number."""
        return self.token


def load_colleague(token: object) -> Colleague | None:
    """Flask-Login's question at each request; one statement."""
    if not isinstance(token, str):
        return None
    found = sessions.find(current.reading(), token, utc_now())
    return Colleague(found, token) if found else None


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    # The table knows which sessions stand.  Binding them to an address as well would throw out
    # everybody whose telephone changes networks.
    manager.session_protection = None
    manager.user_loader(load_colleague)
    throttle.init_app(app)
    app.before_request(turn_back_the_timed_out)
    app.after_request(partial(remember_use, LastUse(app.extensions["factcheck"].database)))


def turn_back_the_timed_out() -> BaseResponse | None:
    """Somebody whose session is over: to the sign-in, or to a page that keeps what was typed.

    It asks before anything is looked up, so it tells no more about an object than about none.
    """
    if "_user_id" not in session or current_user.is_authenticated:
        return None
    rule = door_of(current_app, request.endpoint) if request.endpoint else None
    if rule is None or rule.is_public:
        return None
    if request.method in {"GET", "HEAD"}:
        flash(SIGN_IN_AGAIN, "status")
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
    return abort(401, SIGN_IN_AGAIN)


class LastUse:
    """Notes in the table when a session was used last: one note at a time, after the answer is sent.

    A note is no reason to wait: while another process holds the database, requests that only read
    go on (R6), and notes pause for a minute.
    """

    def __init__(self, database: Database):
        self._database = database
        self._turn = threading.Lock()
        self._paused_until: datetime | None = None

    def is_due(self, last_seen_at: datetime) -> bool:
        now = utc_now()
        is_paused = self._paused_until is not None and now < self._paused_until
        return now - last_seen_at > TOUCH_EVERY and not is_paused

    def note(self, actor: Actor, session_id: int) -> None:
        if not self._turn.acquire(blocking=False):
            return
        try:
            with self._database.work(actor) as work:
                sessions.touch(work, session_id)
        except Busy:
            self._paused_until = utc_now() + TOUCH_EVERY
        finally:
            self._turn.release()


def remember_use(last_use: LastUse, response: Response) -> Response:
    colleague = g.get("_login_user")  # whoever has not been asked for is not looked up for this
    if isinstance(colleague, Colleague) and last_use.is_due(colleague.last_seen_at):
        response.call_on_close(partial(last_use.note, colleague.actor, colleague.session_id))
    return response


# ── Signing in and out ───────────────────────────────────────────────────────────────────────────


@blueprint.get("/login")
@door(PUBLIC)
def login() -> BaseResponse:
    if current_user.is_authenticated:
        return redirect(_next())
    return _login_page(SignInForm(), 200)


@blueprint.post("/login")
@throttle.limiter.limit(
    throttle.TRIES_IN_ALL, key_func=throttle.in_all, exempt_when=throttle.is_known_device
)
@throttle.limiter.limit(
    throttle.TRIES, key_func=throttle.by_address, exempt_when=throttle.is_known_device
)
@throttle.limiter.limit(
    throttle.TRIES, key_func=throttle.by_name, exempt_when=throttle.is_known_device
)
@throttle.limiter.limit(
    throttle.TRIES, key_func=throttle.by_device, exempt_when=throttle.is_unknown_device
)
@door(PUBLIC)
def sign_in() -> BaseResponse:
    form = SignInForm()
    if not form.validate():
        return _login_page(form, status_of(form))
    found = accounts.recognise(current.reading(), form.email.data, form.password.data)
    if found is None:
        current_app.logger.warning("sign-in refused for a try from %s", throttle.by_address())
        form.form_errors.append(NO_MATCH)
        return _login_page(form, 401)
    throttle.give_back()
    _begin(found)
    response = make_response(redirect(_next(), 303))
    throttle.remember_device(response)
    return response


def _begin(found: accounts.Recognised) -> None:
    """A session of its own for each sign-in: whatever the browser brought along is dropped (7.2.4)."""
    person_id = found.actor.id
    assert person_id is not None  # noqa: S101  people have numbers; only the command line has none
    with current.work_as(found.actor) as work:
        agent = request.headers.get("User-Agent", "")
        token = sessions.start(work, person_id, address=throttle.by_address(), agent=agent)
        if found.new_hash:
            accounts.renew_hash(work, person_id, found.new_hash)
    session.clear()
    colleague = load_colleague(token)
    if colleague is None:  # disabled in this very moment
        abort(401, NO_MATCH)
    login_user(colleague)


def _login_page(form: SignInForm, status: int) -> Response:
    action = url_for("auth.sign_in", next=request.args.get("next") or None)
    return make_response(render_template("auth/login.html", form=form, action=action), status)


def _next() -> str:
    """Where to go after signing in: a path of this site, or one's own work (3.7.2)."""
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else url_for("desk.my_work")


def is_local(path: str) -> bool:
    """Whether a path leads nowhere but here, as browsers read it (`/\\host` is `//host` to them)."""
    is_plain = all("!" <= character <= "~" and character != "\\" for character in path)
    if not (is_plain and path.startswith("/") and not path.startswith("//") and len(path) < 2_000):
        return False
    try:
        parts = urlsplit(path)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc)


@blueprint.post("/logout")
@door(PUBLIC)
def logout() -> BaseResponse:
    """End this session in the table, so that a copy of its cookie is worth nothing (7.4.1)."""
    if current_user.is_authenticated:
        with current.work() as work:
            sessions.end(work, current_user.session_id, current_user.id)
    session.clear()
    flash("You are signed out.", "status")
    response = make_response(redirect(url_for("auth.login"), 303))
    # Not "cookies": the session's is gone, and the one that knows this device is to stay.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


# ── Links ────────────────────────────────────────────────────────────────────────────────────────
# A link is opened by GET and used by POST only: mail scanners open whatever they see.


@blueprint.get("/invitations/<token>")
@door(PUBLIC)
def invitation(token: str) -> Response:
    link = links.find(current.reading(), token, LinkPurpose.INVITATION, utc_now())
    return _link_page("auth/join.html", JoinForm(data={"name": link.name}), link, 200)


@blueprint.post("/invitations/<token>")
@door(PUBLIC)
def join(token: str) -> BaseResponse:
    link = links.find(current.reading(), token, LinkPurpose.INVITATION, utc_now())
    form = JoinForm()

    def accept() -> None:
        with current.work_as(current.NOBODY) as work:
            links.accept(work, token, form.name.data, form.password.data)

    done = "Your account is ready. Sign in with your mail address and your password."
    return _use(link, form, accept, "auth/join.html", done)


@blueprint.get("/passwords/<token>")
@door(PUBLIC)
def password_link(token: str) -> Response:
    link = links.find(current.reading(), token, LinkPurpose.PASSWORD, utc_now())
    return _link_page("auth/password.html", ChoosePasswordForm(), link, 200)


@blueprint.post("/passwords/<token>")
@door(PUBLIC)
def choose_password(token: str) -> BaseResponse:
    link = links.find(current.reading(), token, LinkPurpose.PASSWORD, utc_now())
    form = ChoosePasswordForm()

    def choose() -> None:
        with current.work_as(current.NOBODY) as work:
            links.choose_password(work, token, form.password.data)

    done = "Your password was changed and all your sessions ended. Sign in with the new one."
    return _use(link, form, choose, "auth/password.html", done)


def _use(
    link: links.Link,
    form: JoinForm | ChoosePasswordForm,
    verb: Callable[[], None],
    template: str,
    done: str,
) -> BaseResponse:
    """Carry a link's form out, or show it again with what is wrong beside the field."""
    if not form.validate():
        return _link_page(template, form, link, status_of(form))
    try:
        verb()
    except BadInput as bad:
        wrong = form.name if isinstance(bad, NameTaken) else form.password
        wrong.errors = [*wrong.errors, bad.sentence]
        return _link_page(template, form, link, status_of(form))
    session.clear()
    flash(done, "status")
    return redirect(url_for("auth.login"), 303)


def _link_page(
    template: str, form: JoinForm | ChoosePasswordForm, link: links.Link, status: int
) -> Response:
    response = make_response(render_template(template, form=form, link=link), status)
    # The address is a secret: no other site gets it.  Our own must, or CSRF's check of the
    # referrer on HTTPS would refuse the form.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
