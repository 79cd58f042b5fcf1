"""The pages about the desk, for administrators: which there are, and the form that writes the next version."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.policy_pages import PageText, differences, slug_of
from factcheck.domain.terms import Part
from factcheck.services import policy_pages
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, refuse
from factcheck.web.forms.policy_pages import PolicyPageForm
from factcheck.web.markdown import render
from factcheck.web.security import door
from factcheck.web.seen import seen_version
from factcheck.web.woven import woven

blueprint = Blueprint("policy_pages", __name__)


@blueprint.get("/desk/pages")
@door(Part.ADMINISTRATOR)
def index() -> str:
    """Every page there can be, and on which of them the desk has written nothing yet."""
    return render_template("policy_pages/index.html", pages=policy_pages.pages(current.reading()))


@blueprint.route("/desk/pages/<name>", methods=["GET", "POST"])
@door(Part.ADMINISTRATOR)
def edit(name: str) -> ResponseReturnValue:
    """Write the next version, or look at it first; what was typed stays whatever becomes of it."""
    slug = slug_of(name)
    form = PolicyPageForm()
    if not form.is_submitted():
        stored = policy_pages.current(current.reading(), name)
        empty = {"title": slug.heading}
        values = {"title": stored.title, "text": stored.text} if stored else empty
        return _page(name, PolicyPageForm(formdata=None, data=values))
    if request.form.get("then") == "preview":
        if form.is_fit_to_preview():
            return _page(name, form, form.given())
        return _page(name, form), status_of(form)
    if not form.validate():
        return _page(name, form), status_of(form)
    try:
        with current.work() as work:
            note = form.note.data
            number = policy_pages.save(work, name, form.given(), note, seen_version())
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(name, form), status
    flash(f"Version {number} is what readers get from now on.", "status")
    return redirect(url_for("policy_pages.edit", name=name), 303)


def _page(name: str, form: PolicyPageForm, looked_at: PageText | None = None) -> str:
    """A form that came back names what it was begun with, so that a version made meanwhile is still told."""
    session = current.reading()
    stored = policy_pages.current(session, name)
    number = stored.number if stored else 0
    changes = differences(stored.said if stored else None, looked_at) if looked_at else []
    return render_template(
        "policy_pages/edit.html",
        slug=slug_of(name),
        form=form,
        stored=stored,
        versions=policy_pages.versions(session, name),
        seen=seen_version() if form.is_submitted() else number,
        looked_at=looked_at,
        preview=render(looked_at.text, top=2) if looked_at else "",
        changes=woven(changes),
    )
