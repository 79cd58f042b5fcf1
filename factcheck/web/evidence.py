"""Evidence on the desk: one piece at a time, saved at once; changed under a version check; withdrawn with a reason."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import workflow
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Part
from factcheck.domain.workflow import Verb
from factcheck.services import evidence, standing
from factcheck.services.evidence import EvidenceInput
from factcheck.services.standing import Ticket
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_on_top, refuse
from factcheck.web.forms.evidence import EvidenceForm, WithdrawForm, values_of
from factcheck.web.forms.fields import today
from factcheck.web.forms.links import LinksForm
from factcheck.web.security import door

blueprint = Blueprint("evidence", __name__)


@blueprint.route("/desk/claims/<int:id>/evidence/new", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def new(id: int) -> ResponseReturnValue:
    """Log a piece of evidence."""
    form = EvidenceForm(accessed_on=today().isoformat())
    if not form.is_submitted():
        return _page(id, form)
    _offer_partners(id, form)
    if not form.validate():
        return _page(id, form), status_of(form)
    try:
        with current.work() as work:
            row = evidence.log(work, id, form.given())
            _share_origin(work, id, form)
            throttle.count_captures(work)
    except BadInput as bad:
        put_on_top(form, bad.sentence)
        return _page(id, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, form), status
    return _saved(id, row.number)


def _links_again(said: str) -> str:
    form = LinksForm()
    put_on_top(form, said)
    return _links_page(standing.load(current.reading(), (request.view_args or {})["id"]), form)


@blueprint.route("/desk/claims/<int:id>/evidence/links", methods=["GET", "POST"])
@throttle.links(_links_again)
@door(Part.CHECKER, Part.EDITOR)
def links(id: int) -> ResponseReturnValue:
    """Log several links, each a row of its own and saved by itself."""
    form = LinksForm()
    ticket = standing.load(current.reading(), id)
    if not form.is_submitted():
        workflow.check(Verb.LOG_EVIDENCE, ticket.standing, current.actor())
        return _links_page(ticket, form)
    if not form.validate():
        return _links_page(ticket, form), status_of(form)
    given = form.each()
    for place, one in enumerate(given):
        try:
            with current.work() as work:
                evidence.log(work, id, one)
        except BadInput as bad:
            put_on_top(form, bad.sentence)
            return _links_page(ticket, form, given[place:]), status_of(form)
        except NOT_NOW as why:
            status = refuse(form, why)
            return _links_page(ticket, form, given[place:]), status
    flash(f"{len(given)} {'link is' if len(given) == 1 else 'links are'} logged.", "status")
    return redirect(url_for("claims.page", id=id, _anchor="evidence"), 303)


def _links_page(ticket: Ticket, form: LinksForm, left: Sequence[EvidenceInput] = ()) -> str:
    """The form; where some links were saved already, with those that are `left`."""
    if left:
        form.links.raw_data = ["\n".join(one.url for one in left)]
    return render_template("claims/links.html", ticket=ticket, form=form)


@blueprint.route("/desk/claims/<int:id>/evidence/<int:number>", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int, number: int) -> ResponseReturnValue:
    """Change a piece of evidence; a save that comes too late shows both texts."""
    form = EvidenceForm()
    if not form.is_submitted():
        return _page(id, None, number)
    _offer_partners(id, form, number)
    if not form.validate():
        return _page(id, form, number), status_of(form)
    try:
        with current.work() as work:
            evidence.change(work, id, number, form.seen_version.data or 0, form.given())
            _share_origin(work, id, form)
            throttle.count_captures(work)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, form, number), status
    return _saved(id, number)


@blueprint.post("/desk/claims/<int:id>/evidence/<int:number>/withdraw")
@door(Part.CHECKER, Part.EDITOR)
def withdraw(id: int, number: int) -> ResponseReturnValue:
    """Take a piece of evidence out of the count; the row and the reason stay."""
    out = WithdrawForm()
    if not out.validate():
        return _page(id, None, number, out), status_of(out)
    try:
        with current.work() as work:
            evidence.withdraw(work, id, number, out.seen_version.data or 0, out.reason.data or "")
    except NOT_NOW as why:
        status = refuse(out, why)
        return _page(id, None, number, out), status
    flash(f"Evidence {number} is withdrawn.", "status")
    return redirect(url_for("claims.page", id=id, _anchor="evidence"), 303)


def _offer_partners(id: int, form: EvidenceForm, number: int = 0) -> None:
    """Where one was chosen to share an origin with, look up which there are."""
    if form.shares_with.data:
        form.offer(standing.load(current.reading(), id).evidence, number)


def _share_origin(work: Work, id: int, form: EvidenceForm) -> None:
    """Give the evidence this one shares its origin with the same group, where it has none."""
    if form.partner is None or not form.group:
        return
    row = evidence.row(work.session, id, form.partner.number)
    given = replace(evidence.stored(row), origin_group=form.group)
    evidence.change(work, id, row.number, row.version, given)


def _page(
    id: int,
    form: EvidenceForm | None,
    number: int = 0,
    out: WithdrawForm | None = None,
) -> str:
    """The forms as they were sent, or as they are opened, where the claim and the row are open for them."""
    session = current.reading()
    ticket = standing.load(session, id)
    row = evidence.row(session, id, number) if number else None
    if request.method == "GET":
        verb = Verb.CHANGE_EVIDENCE if row else Verb.LOG_EVIDENCE
        workflow.check(verb, ticket.standing, current.actor())
        if row is not None and row.withdrawn_at is not None:
            raise WrongState(f"Evidence {number} was withdrawn: {row.withdrawn_reason}")
        if row is not None and row.protected is not None:
            raise WrongState(f"Evidence {number} is a protected source: it has a page of its own.")
    if form is None:
        form = EvidenceForm(formdata=None, data=values_of(row) if row else None)
    if out is None and row is not None:
        out = WithdrawForm(formdata=None, seen_version=row.version)
    form.offer(ticket.evidence, number)
    return render_template("claims/evidence.html", ticket=ticket, form=form, row=row, out=out)


def _saved(id: int, number: int) -> ResponseReturnValue:
    """Back to the row on the claim's page, which says that it is saved."""
    address = url_for("claims.page", id=id, saved=number, _anchor=f"evidence-{number}")
    return redirect(address, 303)
