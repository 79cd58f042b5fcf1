"""Files brought in as copies of a source, where its page cannot be fetched or never was one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.limits import FILES_BYTES
from factcheck.domain.terms import Part
from factcheck.models import Evidence
from factcheck.services import snapshots
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.uploads import UploadForm
from factcheck.web.security import door, takes

blueprint = Blueprint("uploads", __name__)

FORM_BYTES = FILES_BYTES + 100_000  # the files and what stands around them


def _again(said: str) -> str:
    form = UploadForm()
    put_on_top(form, said)
    return _page(form, _row(**(request.view_args or {})))


@blueprint.route("/desk/claims/<int:id>/evidence/<int:number>/upload", methods=["GET", "POST"])
@throttle.uploads(_again)
@takes(FORM_BYTES)
@door(Part.CHECKER, Part.EDITOR)
def upload(id: int, number: int) -> ResponseReturnValue:
    """Keep files as copies of one piece of evidence: all of them, or none."""
    form = UploadForm()
    row = _row(id, number)  # refuses whoever may not, before a file is looked into
    if not form.is_submitted():
        return _page(form, row)
    if not form.validate():
        return _page(form, row), status_of(form)
    taken = form.taken(current.desk().take_file)
    if form.files.errors:
        return _page(form, row), status_of(form)
    try:
        with current.work() as work:
            kept = [snapshots.bring_upload(work, id, number, one).number for one in taken]
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(form, row), status
    said = "A copy" if len(kept) == 1 else f"{len(kept)} copies"
    flash(f"{said} of evidence {number} {'is' if len(kept) == 1 else 'are'} kept.", "status")
    there = url_for("snapshots.page", id=id, number=number, _anchor=f"copy-{kept[-1]}")
    return redirect(there, 303)


def _row(id: int, number: int) -> Evidence:
    return snapshots.open_for_copies(current.reading(), current.actor(), id, number)


def _page(form: UploadForm, row: Evidence) -> str:
    return render_template("claims/upload.html", form=form, row=row)
