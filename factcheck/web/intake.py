"""The desk's intake: what readers sent, and what is decided about each message (C9)."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from factcheck.db import Work
from factcheck.domain.acts import Act, refusal
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Part
from factcheck.domain.tips import TipState, offered
from factcheck.services import tip_opening, tip_rows, tips
from factcheck.services.tip_rows import COUNTED, Opened
from factcheck.web import current
from factcheck.web.asked import asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.tips import (
    DeclineForm,
    MergeForm,
    OpeningForm,
    TakeUpForm,
    opening_values,
)
from factcheck.web.security import DESK, door

blueprint = Blueprint("intake", __name__)

MESSAGE = "/desk/intake/<int:id>"


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/intake")
@door(DESK)
def index() -> str:
    """What readers sent, one state at a time: what waits the longest first, what is decided the newest first."""
    asked = request.args.get("state", "")
    state = TipState(asked) if asked in set(TipState) else TipState.RECEIVED
    after = asked_number("after", 0)
    found = tip_rows.listed(current.reading(), state, after)
    return render_template(
        "intake/index.html",
        found=found,
        state=state,
        states=[_link(one, state, found.counts[one]) for one in TipState],
        first_url=_url(state) if after else "",
        next_url=_url(state, found.next_after) if found.next_after else "",
    )


def _url(state: TipState, after: int | None = None) -> str:
    is_usual = state is TipState.RECEIVED
    return url_for("intake.index", state=None if is_usual else state.value, after=after)


def _link(state: TipState, shown: TipState, count: int) -> dict[str, object]:
    told = f"{COUNTED - 1:,}+" if count == COUNTED else str(count)
    label = state.label.capitalize()
    return {"label": label, "url": _url(state), "is_current": state is shown, "count": told}


# ── One message ──────────────────────────────────────────────────────────────────────────────────


@blueprint.get(MESSAGE)
@door(DESK)
def page(id: int) -> str:
    """One message, and what can be done with it."""
    return _page(_tip(id))


def _tip(id: int) -> Opened:
    return tip_rows.opened(current.reading(), id)


def _page(tip: Opened, *sent: FlaskForm) -> str:
    """The page with one form as it was sent, where one was, and the others as they are at first."""
    forms: dict[type[FlaskForm], FlaskForm] = {type(one): one for one in sent}
    about = tip.about_claim_id
    for kind, values in (
        (MergeForm, {}),
        (TakeUpForm, {"published_claim": about}),
        (DeclineForm, {}),
        (OpeningForm, opening_values(tip)),
    ):
        forms.setdefault(kind, kind(formdata=None, data=values))
    may_decide = refusal(Act.SORT_INTAKE, current.actor()) is None
    return render_template(
        "intake/page.html",
        tip=tip,
        verbs=offered(tip.state) if may_decide else [],
        sent=sent[0] if sent else None,
        merging=forms[MergeForm],
        opening=forms[OpeningForm],
        correcting=forms[TakeUpForm],
        declining=forms[DeclineForm],
    )


@blueprint.post(f"{MESSAGE}/merge")
@door(Part.CHECKER, Part.EDITOR)
def merge(id: int) -> ResponseReturnValue:
    """Put it into a claim that is here."""
    form = MergeForm()
    number = form.claim_number
    return _decide(
        id, form, number, lambda work: tips.merge(work, id, number.data), "It is in claim {}."
    )


@blueprint.post(f"{MESSAGE}/open")
@door(Part.CHECKER, Part.EDITOR)
def open_claim(id: int) -> ResponseReturnValue:
    """Open a claim from it, and put it into that."""
    form = OpeningForm()
    if not form.validate():
        return _page(_tip(id), form), status_of(form)
    try:
        with current.work() as work:
            opened = tip_opening.open_claim(work, id, form.given())
    except BadInput as bad:
        put_beside(form.text, bad)
        return _page(_tip(id), form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(_tip(id), form), status
    flash(f"Claim {opened.id} is open, and message {id} is in it.", "status")
    return redirect(url_for("claims.page", id=opened.id), 303)


@blueprint.post(f"{MESSAGE}/take-up")
@door(Part.CHECKER, Part.EDITOR)
def take_up(id: int) -> ResponseReturnValue:
    """Take it up as a request to correct a published verdict."""
    form = TakeUpForm()
    number = form.published_claim
    said = "The editors are told that a correction of claim {} is asked for."
    return _decide(id, form, number, lambda work: tips.take_up(work, id, number.data), said)


@blueprint.post(f"{MESSAGE}/decline")
@door(Part.CHECKER, Part.EDITOR)
def decline(id: int) -> ResponseReturnValue:
    """Decline it, with a reason that its sender reads."""
    form = DeclineForm()
    reason = form.reason
    said = "It is declined; the sender reads why."
    return _decide(id, form, reason, lambda work: tips.decline(work, id, reason.data), said)


@blueprint.post(f"{MESSAGE}/spam")
@door(Part.CHECKER, Part.EDITOR)
def spam(id: int) -> ResponseReturnValue:
    """Say that it is spam."""
    with current.work() as work:
        tips.mark_spam(work, id)
    return _on("It is marked as spam; the sender’s address is forgotten.")


@blueprint.post(f"{MESSAGE}/put-back")
@door(Part.CHECKER, Part.EDITOR)
def put_back(id: int) -> ResponseReturnValue:
    """Put it back among what was received."""
    with current.work() as work:
        tips.put_back(work, id)
    flash("It is back among what was received.", "status")
    return redirect(url_for("intake.page", id=id), 303)


def _decide(
    id: int,
    form: FlaskForm,
    field: Any,
    verb: Callable[[Work], object],
    said: str,
) -> ResponseReturnValue:
    """Carry out a decision of one field, or show the page again with what is wrong beside it."""
    if not form.validate():
        return _page(_tip(id), form), status_of(form)
    try:
        with current.work() as work:
            verb(work)
    except BadInput as bad:
        put_beside(field, bad)
        return _page(_tip(id), form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(_tip(id), form), status
    return _on(said.format(field.data))


def _on(said: str) -> ResponseReturnValue:
    """Back to what waits, since whoever decides goes through all of it."""
    flash(said, "status")
    return redirect(url_for("intake.index"), 303)
