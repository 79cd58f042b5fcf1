"""The desk's own settings, for administrators: what readers call it, and where they report errors."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.terms import Part
from factcheck.services import desk_settings
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, refuse
from factcheck.web.forms.desk_settings import DeskForm
from factcheck.web.security import door
from factcheck.web.seen import seen_version

blueprint = Blueprint("desk_settings", __name__)


@blueprint.route("/desk/settings", methods=["GET", "POST"])
@door(Part.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """Name and address as they stand, and the form that changes them."""
    form = DeskForm(obj=desk_settings.settings(current.reading()))
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), status_of(form)
    try:
        with current.work() as work:
            desk_settings.save(work, form.given(), seen_version())
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(form), status
    flash("The settings are changed; readers see them from now on.", "status")
    return redirect(url_for("desk_settings.index"), 303)


def _page(form: DeskForm) -> str:
    """A form that came back names what it was begun with, so that a change made meanwhile is still told."""
    stored = desk_settings.settings(current.reading())
    version = seen_version() if form.is_submitted() else desk_settings.version_of(stored)
    return render_template("desk/settings.html", form=form, version=version)
