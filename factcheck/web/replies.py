"""The right of reply on the desk: recording that somebody was asked, and what came of it (L4-L7)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import workflow
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb
from factcheck.services import replies, standing
from factcheck.services.standing import NoSuchClaim
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.replies import AskForm, OutcomeForm
from factcheck.web.security import door

blueprint = Blueprint("replies", __name__)


@blueprint.route("/desk/claims/<int:id>/replies/new", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def new(id: int) -> ResponseReturnValue:
    """Record that somebody was asked for a reply."""
    form = AskForm()
    if not form.is_submitted():
        return _ask_page(id)
    if not form.validate():
        return _ask_page(id, form), status_of(form)
    try:
        with current.work() as work:
            replies.ask(work, id, form.given())
    except BadInput as bad:
        put_beside(_field_at_fault(form, bad), bad)
        return _ask_page(id, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _ask_page(id, form), status
    flash("The request for a reply is recorded.", "status")
    return redirect(url_for("claims.page", id=id, _anchor="replies"), 303)


@blueprint.route("/desk/claims/<int:id>/replies/<int:reply_id>", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def outcome(id: int, reply_id: int) -> ResponseReturnValue:
    """Record what came of asking, or that nothing did."""
    form = OutcomeForm()
    if not form.is_submitted():
        return _outcome_page(id, reply_id)
    if not form.validate():
        return _outcome_page(id, reply_id, form), status_of(form)
    given = (form.outcome.data, form.response.data or "", form.used_text.data or "")
    try:
        with current.work() as work:
            replies.record(work, id, reply_id, *given)
    except BadInput as bad:
        put_beside(form.response, bad)
        return _outcome_page(id, reply_id, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _outcome_page(id, reply_id, form), status
    flash("What came of it is recorded.", "status")
    return redirect(url_for("claims.page", id=id, _anchor="replies"), 303)


def _field_at_fault(form: AskForm, bad: BadInput) -> Any:
    """The field that mends what the service refused."""
    if form.due_at.data <= form.asked_at.data:
        return form.due_at
    return form.asked_at if "time of asking" in bad.sentence else form.short_notice_reason


def _ask_page(id: int, form: AskForm | None = None) -> str:
    """The form as it was sent, or as it is opened: the claimant, and the time that the policy gives from now."""
    ticket = standing.load(current.reading(), id)
    hours = ticket.standing.policy.reply_hours
    if form is None:
        workflow.check(Verb.ASK_REPLY, ticket.standing, current.actor())
        now = datetime.now(UTC)
        due_at = now + timedelta(hours=hours)
        form = AskForm(whom=ticket.claim.claimant, asked_at=now, due_at=due_at)
    return render_template("claims/ask.html", ticket=ticket, form=form, hours=hours)


def _outcome_page(id: int, reply_id: int, form: OutcomeForm | None = None) -> str:
    """The form as it was sent, or as it is opened: what is recorded already."""
    ticket = standing.load(current.reading(), id)
    reply = next((reply for reply in ticket.replies if reply.id == reply_id), None)
    if reply is None:
        raise NoSuchClaim
    if form is None:
        workflow.check(Verb.RECORD_REPLY, ticket.standing, current.actor())
        form = OutcomeForm(response=reply.response, used_text=reply.used_text)
    return render_template("claims/outcome.html", ticket=ticket, form=form, reply=reply)
