"""The gate of our own drafts: the one table, waivers by name, clearing, and the signed sheets."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from factcheck.domain import gate as rules
from factcheck.domain.gate import NotClear
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Part
from factcheck.services import clearances, gate
from factcheck.services.clearance_sheet import dismissals
from factcheck.services.gate_told import told
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.gate import ClearanceForm, WaiverForm
from factcheck.web.security import DESK, door

blueprint = Blueprint("gate", __name__)


@blueprint.get("/desk/articles/<int:draft_id>/gate")
@door(DESK)
def page(draft_id: int) -> str:
    """Everything that stands between one of our own drafts and readers, in one table."""
    return _page(draft_id)


def _page(
    draft_id: int,
    form: WaiverForm | ClearanceForm | None = None,
    claim_id: int = 0,
) -> str:
    """The gate; with `form`, that of the claim (0: the signature) stands open with what was typed and what is wrong."""
    session = current.reading()
    now = gate.standing(session, draft_id)
    actor = current.actor()
    return render_template(
        "articles/gate.html",
        now=now,
        sheets=clearances.sheets(session, now),
        dismissals=dismissals(session, now.rows),
        form=form,
        wrong=claim_id,
        forms={
            row.fact.claim_id: form
            if row.fact.claim_id == claim_id and form is not None
            else WaiverForm(row.fact.claim_id, formdata=None)
            for row in now.rows
        },
        no_waiver={
            row.fact.claim_id: _said(rules.refuse_waiver(row.fact, actor)) for row in now.rows
        },
        no_clearance=_said(rules.refuse_clearance(now.gate, actor)),
        is_editor=actor.plays(Part.EDITOR),
    )


def _said(why: Refusal | None) -> str:
    if why is None:
        return ""
    return "The article may not run yet: see above." if isinstance(why, NotClear) else why.sentence


@blueprint.get("/desk/articles/<int:draft_id>/gate.json")
@door(DESK)
def data(draft_id: int) -> dict[str, object]:
    """The same for programs."""
    session = current.reading()
    now = gate.standing(session, draft_id)
    return told(now, clearances.newest(session, now))


# ── Waivers ──────────────────────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/articles/<int:draft_id>/gate/claims/<int:claim_id>/waive")
@door(Part.EDITOR)
def waive(draft_id: int, claim_id: int) -> ResponseReturnValue:
    """Let one claim run as it is, by name and with a reason."""
    gate.standing(current.reading(), draft_id).row(claim_id)
    form = WaiverForm(claim_id)
    if not form.validate():
        return _page(draft_id, form, claim_id), status_of(form)
    try:
        with current.work() as work:
            gate.waive(work, draft_id, claim_id, form.reason.data or "", form.seen_hash.data or "")
    except BadInput as bad:
        put_beside(form.reason, bad)
        return _page(draft_id, form, claim_id), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(draft_id, form, claim_id), status
    flash(f"Claim {claim_id} may run, by your word.", "status")
    return _back(draft_id, claim_id)


@blueprint.post("/desk/articles/<int:draft_id>/gate/claims/<int:claim_id>/take-back")
@door(Part.EDITOR)
def take_back(draft_id: int, claim_id: int) -> ResponseReturnValue:
    """Take a waiver back."""
    with current.work() as work:
        gate.take_back(work, draft_id, claim_id)
    flash(f"The waiver of claim {claim_id} is taken back.", "status")
    return _back(draft_id, claim_id)


def _back(draft_id: int, claim_id: int) -> Response:
    return redirect(url_for("gate.page", draft_id=draft_id, _anchor=f"fact-{claim_id}"), 303)


# ── Clearing ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/articles/<int:draft_id>/gate/clear")
@door(Part.EDITOR)
def clear(draft_id: int) -> ResponseReturnValue:
    """Sign the sheet of exactly what was on the page."""
    gate.standing(current.reading(), draft_id)
    form = ClearanceForm()
    try:
        with current.work() as work:
            made = clearances.clear(work, draft_id, form.seen.data or "", current.desk().desk_key())
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(draft_id, form), status
    flash("The article is cleared to run. This is its signed sheet.", "status")
    return redirect(url_for("gate.sheet", draft_id=draft_id, number=made.number), 303)


@blueprint.get("/desk/articles/<int:draft_id>/gate/<int:number>")
@door(DESK)
def sheet(draft_id: int, number: int) -> str:
    """A signed sheet, to be read and printed; what made it void stands on top."""
    now, line = clearances.sheet(current.reading(), draft_id, number)
    return render_template("articles/clearance.html", now=now, line=line, data=line.data)


@blueprint.get("/desk/articles/<int:draft_id>/gate/<int:number>.json")
@door(DESK)
def file(draft_id: int, number: int) -> Response:
    """The signed file, byte for byte what `factcheck clearance verify` takes."""
    _, line = clearances.sheet(current.reading(), draft_id, number)
    answer = Response(line.file, mimetype="application/json")
    name = f"clearance-{draft_id}-{number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
