"""The list of people, for administrators: invite, give and take parts, let go, end sessions."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from factcheck.db import utc_now
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Part
from factcheck.services import accounts, links, people
from factcheck.services.accounts import MailTaken
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.accounts import InviteForm, PartsForm
from factcheck.web.security import door

blueprint = Blueprint("people", __name__)


@blueprint.get("/desk/people")
@door(Part.ADMINISTRATOR)
def index() -> Response:
    return _page(InviteForm(), 200)


def _page(form: InviteForm, status: int) -> Response:
    now = utc_now()
    html = render_template(
        "people/index.html",
        form=form,
        everybody=people.everybody(current.reading(), now),
        invitations=people.invitations(current.reading(), now),
    )
    return make_response(html, status)


@blueprint.post("/desk/people")
@door(Part.ADMINISTRATOR)
def invite() -> Response:
    """Make an invitation and show its link, this once: the answer itself is the page."""
    form = InviteForm()
    if not form.validate():
        return _page(form, status_of(form))
    try:
        with current.work() as work:
            token = links.invite(work, form.email.data, form.name.data, form.parts.data)
    except BadInput as bad:
        wrong = form.email if isinstance(bad, MailTaken) else form.name
        wrong.errors = [bad.sentence]
        return _page(form, status_of(form))
    return _link_page(
        "Invitation for " + form.name.data,
        url_for("auth.invitation", token=token),
        "It works once, for 72 hours. With it anybody can join under this name: send it to "
        "nobody else.",
    )


@blueprint.post("/desk/people/<int:person_id>/password-link")
@door(Part.ADMINISTRATOR)
def password_link(person_id: int) -> Response:
    with current.work() as work:
        token = links.password_link(work, person_id)
    name = accounts.find(current.reading(), person_id).name
    return _link_page(
        "New password for " + name,
        url_for("auth.password_link", token=token),
        "It works once, for 10 minutes. Be sure who asks for it, and hand it over in person or by "
        "telephone: whoever opens it first chooses the password.",
    )


def _link_page(title: str, path: str, sentence: str) -> Response:
    """The one page on which a link is to be seen."""
    address = current.settings().base_url + path
    html = render_template("people/link.html", title=title, address=address, sentence=sentence)
    return make_response(html)


@blueprint.get("/desk/people/<int:person_id>")
@door(Part.ADMINISTRATOR)
def person(person_id: int) -> Response:
    found = accounts.find(current.reading(), person_id)
    return _person_page(person_id, PartsForm(data={"parts": list(found.parts)}), 200)


def _person_page(person_id: int, form: PartsForm, status: int) -> Response:
    found = accounts.find(current.reading(), person_id)
    return make_response(render_template("people/person.html", person=found, form=form), status)


@blueprint.post("/desk/people/<int:person_id>/parts")
@door(Part.ADMINISTRATOR)
def set_parts(person_id: int) -> BaseResponse:
    form = PartsForm()
    if not form.validate():
        return _person_page(person_id, form, status_of(form))
    with current.work() as work:
        changed = accounts.set_parts(work, person_id, form.parts.data)
        labels = [part.label for part in Part if part in changed.parts]
    words = ", ".join(labels) or "none"
    flash(f"{changed.name} now has these parts: {words}.", "status")
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.post("/desk/people/<int:person_id>/disable")
@door(Part.ADMINISTRATOR)
def disable(person_id: int) -> BaseResponse:
    with current.work() as work:
        name = accounts.disable(work, person_id).name
    flash(f"{name} is disabled; every session has ended.", "status")
    return redirect(url_for("people.index"), 303)


@blueprint.post("/desk/people/<int:person_id>/enable")
@door(Part.ADMINISTRATOR)
def enable(person_id: int) -> BaseResponse:
    with current.work() as work:
        name = accounts.enable(work, person_id).name
    flash(f"{name} may sign in again.", "status")
    return redirect(url_for("people.index"), 303)


@blueprint.post("/desk/people/<int:person_id>/sessions/end")
@door(Part.ADMINISTRATOR)
def end_sessions(person_id: int) -> BaseResponse:
    with current.work() as work:
        ended = accounts.sign_out_everywhere(work, person_id)
    flash(f"Sessions ended: {ended}.", "status")
    return redirect(url_for("people.index"), 303)


@blueprint.post("/desk/invitations/<int:invitation_id>/take-back")
@door(Part.ADMINISTRATOR)
def take_back(invitation_id: int) -> BaseResponse:
    with current.work() as work:
        links.take_back(work, invitation_id)
    flash("The invitation no longer works.", "status")
    return redirect(url_for("people.index"), 303)
