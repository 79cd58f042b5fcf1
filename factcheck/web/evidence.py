"""Evidence on the desk: one piece at a time, saved at once; changed under a version check; withdrawn with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import workflow
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb
from factcheck.models import Evidence
from factcheck.services import evidence, standing
from factcheck.services.standing import NoSuchClaim, Ticket
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.evidence import EvidenceForm, WithdrawForm, input_of, values_of
from factcheck.web.forms.fields import today
from factcheck.web.security import door

blueprint = Blueprint("evidence", __name__)


@blueprint.route("/desk/claims/<int:id>/evidence/new", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def new(id: int) -> ResponseReturnValue:  # noqa: A002  the address calls it so
    """Log a piece of evidence."""
    ticket = standing.load(current.reading(), id)
    form = EvidenceForm(accessed_on=today().isoformat())
    form.offer(evidence.standing_rows(current.reading(), id))
    if not form.is_submitted():
        workflow.check(Verb.LOG_EVIDENCE, ticket.standing, current.actor())
        return _page(ticket, form)
    if not form.validate():
        return _page(ticket, form), status_of(form)
    try:
        with current.work() as work:
            row = evidence.log(work, id, form.given())
            _share_origin(work, id, form)
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _page(ticket, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(ticket, form), status
    return _saved(id, row.number)


@blueprint.route("/desk/claims/<int:id>/evidence/<int:number>", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int, number: int) -> ResponseReturnValue:  # noqa: A002  the address calls it so
    """Change a piece of evidence; a save that comes too late shows both texts."""
    ticket, rows, row = _look_up(id, number)
    form = EvidenceForm(data=values_of(row))
    form.offer(rows, number)
    if not form.is_submitted():
        workflow.check(Verb.CHANGE_EVIDENCE, ticket.standing, current.actor())
        if row.withdrawn_at is not None:
            raise WrongState(f"Evidence {number} was withdrawn: {row.withdrawn_reason}")
        return _page(ticket, form, row)
    if not form.validate():
        return _page(ticket, form, row), status_of(form)
    try:
        with current.work() as work:
            evidence.change(work, id, number, form.seen_version.data or 0, form.given())
            _share_origin(work, id, form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(ticket, form, row), status
    return _saved(id, number)


@blueprint.post("/desk/claims/<int:id>/evidence/<int:number>/withdraw")
@door(Part.CHECKER, Part.EDITOR)
def withdraw(id: int, number: int) -> ResponseReturnValue:  # noqa: A002  the address calls it so
    """Take a piece of evidence out of the count; the row and the reason stay."""
    ticket, rows, row = _look_up(id, number)
    form = EvidenceForm(formdata=None, data=values_of(row))
    form.offer(rows, number)
    out = WithdrawForm()
    if not out.validate():
        return _page(ticket, form, row, out=out), status_of(out)
    try:
        with current.work() as work:
            evidence.withdraw(work, id, number, out.seen_version.data or 0, out.reason.data or "")
    except NOT_NOW as why:
        status = refuse(out, why)
        return _page(ticket, form, row, out=out), status
    flash(f"Evidence {number} is withdrawn.", "status")
    return redirect(url_for("claims.page", id=id, _anchor="evidence"), 303)


def _look_up(id: int, number: int) -> tuple[Ticket, list[Evidence], Evidence]:  # noqa: A002  as above
    """The ticket, all its evidence, and the row asked for.  Raises `NoSuchClaim`."""
    ticket = standing.load(current.reading(), id)
    rows = list(evidence.all_rows(current.reading(), id))
    row = next((row for row in rows if row.number == number), None)
    if row is None:
        raise NoSuchClaim
    return ticket, rows, row


def _share_origin(work: Work, id: int, form: EvidenceForm) -> None:  # noqa: A002  as above
    """Give the evidence this one shares its origin with the same group, where it has none."""
    if form.partner is None or not form.group:
        return
    row = evidence.row(work.session, id, form.partner.number)
    evidence.change(work, id, row.number, row.version, input_of(row, origin_group=form.group))


def _page(
    ticket: Ticket,
    form: EvidenceForm,
    row: Evidence | None = None,
    out: WithdrawForm | None = None,
) -> str:
    return render_template(
        "claims/evidence.html",
        ticket=ticket,
        form=form,
        row=row,
        out=out or (WithdrawForm(formdata=None, seen_version=row.version) if row else None),
    )


def _saved(id: int, number: int) -> ResponseReturnValue:  # noqa: A002  as above
    """Back to the row on the claim's page, which says that it is saved."""
    address = url_for("claims.page", id=id, saved=number, _anchor=f"evidence-{number}")
    return redirect(address, 303)
