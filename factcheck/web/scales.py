"""Rating scales, for administrators: versions, the next version as one form, use and mappings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain.inputs import BadInput
from factcheck.domain.numbers import parse_whole
from factcheck.domain.ratings import LANGUAGES, BadScale
from factcheck.domain.terms import Part
from factcheck.services import scales
from factcheck.services.scales import MappingInput
from factcheck.web import current
from factcheck.web.errors import VERSION_FIELD
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.scales import MappingForm, ScaleForm
from factcheck.web.security import door

blueprint = Blueprint("scales", __name__)

ID_MAX = 2**63 - 1


@blueprint.get("/desk/scales")
@door(Part.ADMINISTRATOR)
def index() -> str:
    return render_template("scales/index.html", scales=scales.scales(current.reading()))


@blueprint.get("/desk/scales/<int:scale_id>")
@door(Part.ADMINISTRATOR)
def page(scale_id: int) -> str:
    """One scale: its labels in force, what they are mapped to, its earlier versions."""
    return _page(scale_id, MappingForm())


def _page(scale_id: int, form: MappingForm) -> str:
    session = current.reading()
    scale, others = scales.scale(session, scale_id), scales.scales(session)
    form.offer(scale, others)
    labels = {(one.id, label.code): label.label for one in others for label in one.current.ratings}
    return render_template(
        "scales/page.html", scale=scale, form=form, labels=labels, languages=LANGUAGES
    )


@blueprint.get("/desk/scales/<int:scale_id>/edit")
@door(Part.ADMINISTRATOR)
def edit(scale_id: int) -> str:
    return _edit_page(ScaleForm(scales.scale(current.reading(), scale_id)))


def _edit_page(form: ScaleForm) -> str:
    return render_template("scales/edit.html", form=form, scale=form.scale, languages=LANGUAGES)


@blueprint.post("/desk/scales/<int:scale_id>/edit")
@door(Part.ADMINISTRATOR)
def save(scale_id: int) -> ResponseReturnValue:
    """Make the next version; what is wrong stands beside its label, and nothing typed is lost."""
    form = ScaleForm(scales.scale(current.reading(), scale_id), request.form)
    if not form.validate():
        return _edit_page(form), status_of(form)
    try:
        with current.work() as work:
            number = scales.new_version(work, scale_id, _seen(), form.given(), form.note.data or "")
    except BadScale as bad:
        form.put_beside(bad.problems)
        return _edit_page(form), bad.http_status
    except NOT_NOW as why:
        status = refuse(form, why)
        return _edit_page(form), status
    flash(f"Version {number} is in force. What was published keeps its own version.", "status")
    return redirect(url_for("scales.page", scale_id=scale_id), 303)


def _seen() -> int:
    """The version the form was made from; 0, which is always too late, when it names none."""
    try:
        return parse_whole(request.form.get(VERSION_FIELD), low=0, high=ID_MAX)
    except BadInput:
        return 0


@blueprint.post("/desk/scales/<int:scale_id>/use")
@door(Part.ADMINISTRATOR)
def use(scale_id: int) -> ResponseReturnValue:
    with current.work() as work:
        scales.put_in_use(work, scale_id)
    flash("New verdicts carry the labels of this scale from now on.", "status")
    return redirect(url_for("scales.page", scale_id=scale_id), 303)


@blueprint.post("/desk/scales/<int:scale_id>/mappings")
@door(Part.ADMINISTRATOR)
def add_mapping(scale_id: int) -> ResponseReturnValue:
    form = MappingForm(request.form)
    if not form.validate():
        return _page(scale_id, form), status_of(form)
    try:
        with current.work() as work:
            scales.add_mapping(work, scale_id, _mapping(form))
    except BadInput as bad:
        put_beside(form.target, bad)
        return _page(scale_id, form), 422
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(scale_id, form), status
    flash("The mapping is there. It goes one way only.", "status")
    return redirect(url_for("scales.page", scale_id=scale_id) + "#mappings", 303)


def _mapping(form: MappingForm) -> MappingInput:
    number, _, code = (form.target.data or "").partition(":")
    try:
        to_scale_id = parse_whole(number, low=1, high=ID_MAX)
    except BadInput:
        raise BadInput("Choose one of the labels.") from None
    return MappingInput(form.from_code.data or "", to_scale_id, code, form.note.data or "")


@blueprint.post("/desk/scales/<int:scale_id>/mappings/<int:mapping_id>/remove")
@door(Part.ADMINISTRATOR)
def remove_mapping(scale_id: int, mapping_id: int) -> ResponseReturnValue:
    with current.work() as work:
        scales.remove_mapping(work, scale_id, mapping_id)
    flash("The mapping is gone; the history keeps that it was there.", "status")
    return redirect(url_for("scales.page", scale_id=scale_id) + "#mappings", 303)
