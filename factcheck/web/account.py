"""One's own account: password, sessions, parts.  Other people's accounts are in `people`."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from factcheck.db import utc_now
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import NotYourPart
from factcheck.services import accounts, sessions
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.accounts import ChangePasswordForm
from factcheck.web.security import DESK, door

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@door(DESK)
def index() -> Response:
    return _page(ChangePasswordForm(), 200)


def _page(form: ChangePasswordForm, status: int) -> Response:
    open_sessions = sessions.own(current.reading(), current_user.id, utc_now())
    html = render_template("account/index.html", form=form, open_sessions=open_sessions)
    return make_response(html, status)


@blueprint.post("/account/password")
@throttle.limiter.limit(throttle.TRIES, key_func=throttle.by_person)
@door(DESK)
def change_password() -> BaseResponse:
    """Throttled like the sign-in: whoever finds a browser open must not guess the password there."""
    form = ChangePasswordForm()
    if not form.validate():
        return _page(form, status_of(form))
    try:
        with current.work() as work:
            accounts.change_password(
                work,
                form.old_password.data,
                form.new_password.data,
                keep_session_id=current_user.session_id,
            )
    except NotYourPart as wrong:
        form.old_password.errors = [wrong.sentence]
        return _page(form, wrong.http_status)
    except BadInput as bad:
        form.new_password.errors = [bad.sentence]
        return _page(form, status_of(form))
    throttle.give_back()
    flash("Your password was changed. All your other sessions ended.", "status")
    return redirect(url_for("account.index"), 303)


@blueprint.post("/account/sessions/<int:session_id>/end")
@door(DESK)
def end_session(session_id: int) -> BaseResponse:
    with current.work() as work:
        ended = sessions.end(work, session_id, current_user.id)
    flash("Signed out there." if ended else "That session had ended already.", "status")
    return redirect(url_for("account.index"), 303)


@blueprint.post("/account/sessions/end-others")
@door(DESK)
def end_others() -> BaseResponse:
    with current.work() as work:
        ended = sessions.end_others(work, current_user.id, current_user.session_id)
    flash(f"Signed out everywhere else ({ended}).", "status")
    return redirect(url_for("account.index"), 303)
