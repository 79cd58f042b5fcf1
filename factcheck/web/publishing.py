"""Publishing: the page before readers get it and the confirmation, changes afterwards, retraction (P24, C1-C8)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import utc_now
from factcheck.domain import workflow
from factcheck.domain.claimreview import Finding
from factcheck.domain.proposals import SHOWN_AS
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.refusals import WrongState
from factcheck.domain.terms import ArticleKind, ChangeKind, Part
from factcheck.domain.workflow import Verb
from factcheck.services import markup_gate, publication, standing
from factcheck.services.standing import Ticket
from factcheck.web import current, tickets
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, refuse
from factcheck.web.forms.publishing import ChangeForm, PublishForm, RetractForm
from factcheck.web.markdown import render
from factcheck.web.published import address_of, highest_source
from factcheck.web.security import DESK, door

blueprint = Blueprint("publishing", __name__)


# ── Before readers get it ────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/claims/<int:id>/preview")
@door(DESK)
def preview(id: int) -> str:
    """The page as readers will get it, for nobody but the desk: not indexed, nothing for machines."""
    ticket = standing.load(current.reading(), id)
    shown = _shown(ticket)
    return render_template(
        "publishing/preview.html",
        ticket=ticket,
        v=shown,
        explanation=render(shown.explanation, sources=highest_source(shown)),
        json_ld="",
        canonical=address_of(shown, id),
        is_old_version=False,
    )


def _shown(ticket: Ticket) -> PublishedVerdict:
    """What readers would get of this claim.  Raises `WrongState` where there is no such page."""
    if ticket.article.kind is ArticleKind.OWN_DRAFT:
        raise WrongState("This claim stands in our own draft; it has no page for readers.")
    if ticket.verdict is None:
        raise WrongState("Nobody has written a verdict on this claim yet.")
    return publication.preview_of(ticket)


@blueprint.get("/desk/claims/<int:id>/publish")
@door(Part.EDITOR)
def page(id: int) -> str:
    """The last look: the page as readers get it, what was asked of it, and the button that carries its hash."""
    ticket = standing.load(current.reading(), id)
    return _page(ticket)


def _page(ticket: Ticket, form: PublishForm | None = None) -> str:
    shown = _shown(ticket)
    refusal = workflow.refusal(Verb.PUBLISH, ticket.standing, current.actor())
    judged = _judged(ticket, shown)
    return render_template(
        "publishing/page.html",
        ticket=ticket,
        page=tickets.ticket_page(ticket, current.actor(), ()),
        form=form or PublishForm(formdata=None),
        refusal=refusal.sentence if refusal else "",
        refused=[_to_mend(ticket, one) for one in judged if one.level == "error"],
        warnings=[one for one in judged if one.level == "warning"],
        unflagged={name: SHOWN_AS[name] for name in publication.unflagged(ticket, shown)},
        v=shown,
        explanation=render(shown.explanation, sources=highest_source(shown)),
        canonical=address_of(shown, ticket.claim.id),
    )


def _judged(ticket: Ticket, shown: PublishedVerdict) -> list[Finding]:
    """What machines will say about the page’s ClaimReview (V1): errors keep it from readers, warnings hinder nobody."""
    home = current.settings().base_url
    return markup_gate.judged(ticket, shown, home=home, name=current.sign().name)


# Where what the judge says of a part of the markup is mended; the first that fits.
MENDED_AT = (
    ("$.reviewRating", "verdicts.edit", "the verdict"),
    ("$.inLanguage", "articles.edit", "the article"),
    ("$.author", "desk_settings.index", "the desk’s settings"),
    ("$.publisher", "desk_settings.index", "the desk’s settings"),
    ("$", "claims.edit", "the claim"),
)


def _to_mend(ticket: Ticket, found: Finding) -> tuple[Finding, str, str]:
    """A finding with the address of the form where it is mended, and the words for it."""
    places = {
        "claims.edit": ticket.claim.id,
        "verdicts.edit": ticket.claim.id,
        "articles.edit": ticket.article.id,
    }
    endpoint, words = next(
        (endpoint, words) for start, endpoint, words in MENDED_AT if found.path.startswith(start)
    )
    address = url_for(endpoint, id=places[endpoint]) if endpoint in places else url_for(endpoint)
    return found, address, words


@blueprint.post("/desk/claims/<int:id>/publish")
@door(Part.EDITOR)
def publish(id: int) -> ResponseReturnValue:
    """Put exactly the content whose hash was on the page before readers."""
    form = PublishForm()
    try:
        with current.work() as work:
            publication.publish(
                work,
                id,
                form.seen_hash.data or "",
                request.form.getlist("looked_at"),
                home=current.settings().base_url,
            )
    except NOT_NOW as why:
        status = refuse(form, why)
        return _page(standing.load(current.reading(), id), form), status
    # Back to the desk: a page of readers is the same for everybody and can confirm nothing to anybody.
    flash("Published. Readers see it now.", "status")
    return redirect(url_for("claims.page", id=id), 303)


# ── Changes afterwards ───────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/claims/<int:id>/change", methods=["GET", "POST"])
@door(Part.EDITOR)
def begin_change(id: int) -> ResponseReturnValue:
    """Begin a correction, a clarification or an update; `then=preview` shows the notice first."""
    form = ChangeForm()
    if not form.is_submitted():
        return _change_page(id, form)
    if not form.validate():
        return _change_page(id, form), status_of(form)
    kind, note = form.kind.data, form.note.data or ""
    try:
        if request.form.get("then") != "begin":
            return _change_page(id, form, kind)
        with current.work() as work:
            publication.begin_change(work, id, kind, note)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _change_page(id, form), status
    flash(f"The {kind.label} is begun. Readers keep the published verdict meanwhile.", "status")
    return redirect(url_for("verdicts.edit", id=id), 303)


def _change_page(id: int, form: ChangeForm, told: ChangeKind | None = None) -> str:
    """The form with the kinds that can be begun, and the notice of the kind that is `told`; raises its refusal."""
    ticket, actor = standing.load(current.reading(), id), current.actor()
    found = {
        kind: workflow.refusal(verb, ticket.standing, actor)
        for kind, verb in publication.VERBS.items()
    }
    refused = {kind: why.sentence for kind, why in found.items() if why is not None}
    if told or (len(refused) == len(found) and not form.is_submitted()):
        workflow.check(publication.VERBS[told] if told else Verb.CORRECT, ticket.standing, actor)
    form.offer(kind for kind in found if kind not in refused)
    note = form.note.data or ""
    return render_template(
        "publishing/change.html",
        ticket=ticket,
        form=form,
        refused=refused,
        told=publication.announced(ticket, told, note, utc_now()) if told else None,
    )


@blueprint.post("/desk/claims/<int:id>/change/drop")
@door(Part.EDITOR)
def drop_change(id: int) -> ResponseReturnValue:
    """Give the change up; what readers have stays."""
    with current.work() as work:
        publication.drop_change(work, id)
    flash("The change is given up. Readers keep what they have.", "status")
    return redirect(url_for("claims.page", id=id), 303)


# ── Retraction ───────────────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/claims/<int:id>/retract", methods=["GET", "POST"])
@door(Part.EDITOR)
def retract(id: int) -> ResponseReturnValue:
    """Withdraw the published verdict: what readers will get is shown first, `then=retract` does it."""
    form = RetractForm()
    if not form.is_submitted():
        return _retract_page(id, form)
    if not form.validate():
        return _retract_page(id, form), status_of(form)
    if request.form.get("then") != "retract":
        return _retract_page(id, form, is_told=True)
    try:
        with current.work() as work:
            publication.retract(work, id, form.reason.data or "")
    except NOT_NOW as why:
        status = refuse(form, why)
        return _retract_page(id, form), status
    flash("Retracted. Another editor has to confirm it within a day.", "status")
    return redirect(url_for("claims.page", id=id), 303)


def _retract_page(id: int, form: RetractForm, *, is_told: bool = False) -> str:
    """The form, with what readers will get where it `is_told`; once retracted, the second person's button."""
    ticket, actor = standing.load(current.reading(), id), current.actor()
    facts = ticket.standing.publication
    is_open = facts.is_retracted and not facts.is_retraction_confirmed
    if not form.is_submitted() and not is_open:
        workflow.check(Verb.RETRACT, ticket.standing, actor)
    confirming = workflow.refusal(Verb.CONFIRM_RETRACTION, ticket.standing, actor)
    kind, reason = ChangeKind.RETRACTION, form.reason.data or ""
    return render_template(
        "publishing/retract.html",
        ticket=ticket,
        form=form,
        told=publication.announced(ticket, kind, reason, utc_now()) if is_told else None,
        is_open=is_open,
        why_not_confirm=confirming.sentence if confirming else "",
    )


@blueprint.post("/desk/claims/<int:id>/retract/confirm")
@door(Part.EDITOR)
def confirm_retraction(id: int) -> ResponseReturnValue:
    """Be the second person of a retraction."""
    with current.work() as work:
        publication.confirm_retraction(work, id)
    flash("The retraction is confirmed.", "status")
    return redirect(url_for("claims.page", id=id), 303)
