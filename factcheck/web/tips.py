"""What readers send in without an account: errors they report, claims to check, and what became of them.

None of these pages may be kept by a browser or a cache.  The private page tells no site that it was come from, and
asks machines not to list it.
"""

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from factcheck.domain.limits import TIP_MAIL_LIFE
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.tips import TipInput
from factcheck.services import public, tip_rows, tips
from factcheck.web import current, patience, rating_words, throttle
from factcheck.web.forms import UNPROCESSABLE, status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.tips import ReportForm, SendForm
from factcheck.web.public import address
from factcheck.web.security import PUBLIC, door

blueprint = Blueprint("tips", __name__)


# ── Reporting an error ───────────────────────────────────────────────────────────────────────────


@blueprint.get("/report")
@door(PUBLIC)
def report() -> str:
    """The form for an error on any page of ours."""
    return _report_page(ReportForm())


@blueprint.get("/report/<int:id>")
@door(PUBLIC)
def report_verdict(id: int) -> str:
    """The form for an error in one verdict, which stands on top of it."""
    return _report_page(*_about(id))


def _about(id: int) -> tuple[ReportForm, PublishedVerdict]:
    """The form without its question for the page, and the verdict it is about."""
    found = public.verdict(current.reading(), id)
    if found is None:
        abort(404)
    form = ReportForm()
    del form.page
    return form, rating_words.told(found)


def _report_page(form: ReportForm, verdict: PublishedVerdict | None = None) -> str:
    return render_template(
        "tips/report.html",
        form=form,
        verdict=verdict,
        begun=patience.begun(),
        mail_days=TIP_MAIL_LIFE,
    )


def _report_again(sentence: str) -> str:
    """The form as it was sent, with a sentence on top."""
    number = (request.view_args or {}).get("id")
    form, verdict = _about(number) if number else (ReportForm(), None)
    put_on_top(form, sentence)
    return _report_page(form, verdict)


@blueprint.post("/report")
@throttle.tips(_report_again)
@door(PUBLIC)
def send_report() -> ResponseReturnValue:
    """Keep a report about any page of ours."""
    form = ReportForm()
    return _keep(form, lambda: form.given(None), lambda: _report_page(form))


@blueprint.post("/report/<int:id>")
@throttle.tips(_report_again)
@door(PUBLIC)
def send_report_on_verdict(id: int) -> ResponseReturnValue:
    """Keep a report about one verdict."""
    form, verdict = _about(id)
    return _keep(form, lambda: form.given(id), lambda: _report_page(form, verdict))


# ── Sending a claim ──────────────────────────────────────────────────────────────────────────────


@blueprint.get("/send")
@door(PUBLIC)
def send() -> str:
    """The form for a claim that somebody should check."""
    return _send_page(SendForm())


def _send_page(form: SendForm) -> str:
    return render_template(
        "tips/send.html",
        form=form,
        begun=patience.begun(),
        mail_days=TIP_MAIL_LIFE,
        canonical=address("tips.send"),
    )


def _send_again(sentence: str) -> str:
    """The form as it was sent, with a sentence on top."""
    form = SendForm()
    put_on_top(form, sentence)
    return _send_page(form)


@blueprint.post("/send")
@throttle.tips(_send_again)
@door(PUBLIC)
def send_claim() -> ResponseReturnValue:
    """Keep a claim to check."""
    form = SendForm()
    return _keep(form, form.given, lambda: _send_page(form))


def _keep(
    form: ReportForm | SendForm, given: Callable[[], TipInput], page: Callable[[], str]
) -> ResponseReturnValue:
    """Keep what was sent and lead to its private page, or show the form again with all that was typed."""
    if not form.validate():
        return page(), status_of(form)
    complaint = patience.complaint()
    if complaint:
        put_on_top(form, complaint)
        return page(), UNPROCESSABLE
    try:
        with current.work_as(current.NOBODY) as work:
            token = tips.receive(work, given())
    except NOT_NOW as why:
        status = refuse(form, why)
        return page(), status
    return redirect(url_for("tips.sent", token=token), 303)


# ── Following it ─────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/sent/<token>")
@door(PUBLIC)
def sent(token: str) -> Response:
    """What became of a message, for whoever has its private address."""
    found = tip_rows.followed(current.reading(), token)
    answer = make_response(
        render_template("tips/sent.html", tip=found, own_address=address("tips.sent", token=token))
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
