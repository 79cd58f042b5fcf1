"""Published pages withheld by order: the desk's page for it, and what readers get in its place (P19, RFC 7725)."""

import re

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from factcheck.domain.dates import spell_date
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import Part
from factcheck.domain.wording import say
from factcheck.services import standing, withholdings
from factcheck.services.withheld import Withheld
from factcheck.web import current
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, refuse
from factcheck.web.forms.withholdings import EndForm, OrderForm
from factcheck.web.security import door

blueprint = Blueprint("withholdings", __name__)

# Forms of a verdict that are no pages: their readers get the same words as plain text.
TEXTS = (".md", ".txt", ".json", ".png")
NO_PAGES = frozenset({"embeds"})


# ── On the desk ──────────────────────────────────────────────────────────────────────────────────


_NUMBER = re.compile(r"[0-9]{1,9}")


@blueprint.route("/desk/claims/<int:id>/withhold", methods=["GET", "POST"])
@door(Part.ADMINISTRATOR, Part.LEGAL_REVIEWER)
def page(id: int) -> ResponseReturnValue:
    """The order on what is published of a claim; entering one."""
    form = OrderForm()
    if not form.is_submitted():
        return _page(id, form)
    if not form.validate():
        return _page(id, form), status_of(form)
    try:
        with current.work() as work:
            withholdings.enter(work, id, form.given())
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(id, form), status
    flash(
        "The order is written down. Readers have the page until somebody else confirms it.",
        "status",
    )
    return redirect(url_for("withholdings.page", id=id), 303)


@blueprint.post("/desk/claims/<int:id>/withhold/confirm")
@door(Part.ADMINISTRATOR, Part.LEGAL_REVIEWER)
def confirm(id: int) -> ResponseReturnValue:
    """Withhold the page, as a second person."""
    seen = request.form.get("order", "")
    with current.work() as work:
        withholdings.confirm(work, id, int(seen) if _NUMBER.fullmatch(seen) else 0)
    flash("The page is withheld. Readers are told by whose order.", "status")
    return redirect(url_for("withholdings.page", id=id), 303)


@blueprint.post("/desk/claims/<int:id>/withhold/end")
@door(Part.ADMINISTRATOR, Part.LEGAL_REVIEWER)
def end(id: int) -> ResponseReturnValue:
    """Give the page back to readers, or drop an order that nobody confirmed."""
    form = EndForm()
    if not form.validate():
        return _page(id, None, form), status_of(form)
    with current.work() as work:
        withholdings.end(work, id, form.reason.data or "")
    flash("The order counts no more. Readers have the page.", "status")
    return redirect(url_for("claims.page", id=id), 303)


def _page(id: int, form: OrderForm | None, end: EndForm | None = None) -> str:
    session = current.reading()
    ticket = standing.load(session, id)
    if ticket.publication is None:
        raise WrongState("Nothing of this claim stands before readers.")
    order = withholdings.standing(session, id)
    _require_shown(order is not None, form, end)
    return render_template(
        "publishing/withhold.html",
        ticket=ticket,
        form=form or OrderForm(formdata=None),
        end=end or EndForm(formdata=None),
        order=order,
        is_hers=order is not None and order.row.asked_by_id == current.actor().id,
    )


def _require_shown(has_order: bool, form: OrderForm | None, end: EndForm | None) -> None:
    """Raise `WrongState` for a form the page has no more, since somebody was faster: the refusal shows its words."""
    if has_order and form is not None and form.is_submitted():
        raise WrongState("There is an order on this page already; read it first.")
    if not has_order and end is not None and end.is_submitted():
        raise WrongState("There is no order on this page any more.")


# ── For readers ──────────────────────────────────────────────────────────────────────────────────


@blueprint.app_errorhandler(Withheld)
def on_withheld(found: Withheld) -> Response:
    """451, by whose order and what may be said of it; `blocked-by` names who withholds, which is this desk."""
    if request.path.endswith(TEXTS) or request.blueprint in NO_PAGES:
        answer = Response(_in_words(found), 451, content_type="text/plain; charset=utf-8")
    else:
        answer = make_response(render_template("errors/withheld.html", found=found), 451)
    home = current.settings().base_url
    answer.headers["Link"] = f'<{home}{url_for("public.verdicts")}>; rel="blocked-by"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _in_words(found: Withheld) -> str:
    order = ", ".join(filter(None, (found.authority, found.reference)))
    day = spell_date(found.since.astimezone(current.settings().zone).date())
    told = say("By order of %(order)s, since %(day)s.", order=order, day=day)
    lines = [say("Withheld by order"), "", told, "", found.told, ""]
    return "\n".join(lines)
