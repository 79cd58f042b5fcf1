"""The verdict of a claim: writing it, handing it in, taking it back, and reading how its versions differ."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import workflow
from factcheck.domain.claimreview import Finding, findings
from factcheck.domain.inputs import BadInput
from factcheck.domain.media_reviews import BadMedia
from factcheck.domain.numbers import parse_whole
from factcheck.domain.terms import ArticleKind, Part
from factcheck.domain.verdict_parts import written
from factcheck.domain.workflow import Verb
from factcheck.models import Verdict
from factcheck.services import standing, verdicts
from factcheck.services.reference import reference
from factcheck.services.standing import HIGHEST_ID, Ticket
from factcheck.web import current, tickets
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.verdicts import VerdictForm
from factcheck.web.markdown import render
from factcheck.web.security import DESK, door
from factcheck.web.woven import woven

blueprint = Blueprint("verdicts", __name__)

SAVED = "The draft is saved."


@blueprint.route("/desk/claims/<int:id>/verdict", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int) -> ResponseReturnValue:
    """Write or rewrite the verdict; whoever saves is an author of it.  A save that comes too late shows both texts."""
    form = VerdictForm()
    if not form.is_submitted():
        ticket = standing.load(current.reading(), id)
        workflow.check(Verb.SAVE_VERDICT, ticket.standing, current.actor())
        return _page(ticket, VerdictForm.of(ticket))
    known = reference(current.reading(), current.sign().reference_version)
    form.rating.offer_ratings(known.ratings.values())  # the service knows which of them fit
    if not form.validate():
        return _sent_page(id, form), status_of(form)
    has_media = current.settings().has_media_reviews
    try:
        with current.work() as work:
            verdicts.save(work, id, form.seen_version.data, form.given(has_media=has_media))
    except BadMedia as bad:
        put_beside(form.media_kind, bad)
        return _sent_page(id, form), status_of(form)
    except BadInput as bad:
        put_beside(form.rating if "rating" in bad.sentence else form.conclusion, bad)
        return _sent_page(id, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _sent_page(id, form), status
    return _submit_saved(id) if request.form.get("then") == "submit" else _saved(id)


def _saved(id: int) -> ResponseReturnValue:
    """Back to the claim, or to the form with the explanation as readers get it."""
    flash(SAVED, "saved")
    if request.form.get("then") == "preview":
        return redirect(url_for("verdicts.edit", id=id, _anchor="preview"), 303)
    return redirect(url_for("claims.page", id=id, _anchor="verdict"), 303)


def _submit_saved(id: int) -> ResponseReturnValue:
    """Hand the draft in that was just saved; where something is missing it stays a draft, and the page says what."""
    try:
        with current.work() as work:
            verdicts.submit(work, id)
    except NOT_NOW as why:
        ticket = standing.load(current.reading(), id)
        form = VerdictForm.of(ticket)
        form.mark_missing()
        return _page(ticket, form, not_submitted=why.sentence), getattr(why, "http_status", 503)
    flash("The verdict is submitted for review.", "status")
    return redirect(url_for("claims.page", id=id), 303)


def _sent_page(id: int, form: VerdictForm) -> str:
    """The form as it was sent, with what it has to say of the claim as it stands now."""
    ticket = standing.load(current.reading(), id)
    form.offer(ticket)
    return _page(ticket, form)


def _page(ticket: Ticket, form: VerdictForm, not_submitted: str = "") -> str:
    verdict = ticket.verdict
    highest = max((row.number for row in ticket.evidence), default=0)
    return render_template(
        "verdicts/edit.html",
        ticket=ticket,
        form=form,
        has_media=current.settings().has_media_reviews,
        page=tickets.ticket_page(ticket, current.actor(), ()),
        stances=tickets.by_stance(ticket.logged),
        warnings=_warnings(ticket),
        preview=render(verdict.explanation, sources=highest) if verdict else "",
        further=written(verdict),
        highest=highest,
        not_submitted=not_submitted,
    )


def _warnings(ticket: Ticket) -> list[Finding]:
    """What machines that read the page will trip over in the claim's wording; it hinders nobody (D2, D3)."""
    scale = verdicts.scale_of(ticket)
    if ticket.article.kind is ArticleKind.OWN_DRAFT or scale is None:
        return []
    wording = {"@type": "ClaimReview", "claimReviewed": ticket.claim.statement}
    found = findings(wording, labels=[view.label for view in scale.choices])
    return [one for one in found if one.path == "$.claimReviewed" and one.level == "warning"]


# ── Handing in and taking back ───────────────────────────────────────────────────────────────────


@blueprint.post("/desk/claims/<int:id>/verdict/submit")
@door(Part.CHECKER, Part.EDITOR)
def submit(id: int) -> ResponseReturnValue:
    """Hand the draft in for review."""
    with current.work() as work:
        verdicts.submit(work, id)
    flash("The verdict is submitted for review.", "status")
    return redirect(url_for("claims.page", id=id), 303)


@blueprint.post("/desk/claims/<int:id>/verdict/withdraw")
@door(Part.CHECKER, Part.EDITOR)
def withdraw(id: int) -> ResponseReturnValue:
    """Take the submitted verdict back to work on it."""
    with current.work() as work:
        verdicts.withdraw(work, id)
    flash("The verdict is back with you.", "status")
    return redirect(url_for("verdicts.edit", id=id), 303)


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/claims/<int:id>/verdict/versions")
@door(DESK)
def versions(id: int) -> str:
    """All versions of the verdict; `?old=1&new=2` shows how two submitted ones differ."""
    session = current.reading()
    ticket = standing.load(session, id)
    rows = verdicts.versions(session, id)
    submitted = [row.number for row in rows if row.content_hash is not None]
    old, new = _chosen(submitted)
    differences = verdicts.compare(session, id, old, new) if old and new else None
    return render_template(
        "verdicts/versions.html",
        ticket=ticket,
        rows=rows,
        ratings=ticket.reference.ratings,
        names=_authors(ticket, rows),
        submitted=submitted,
        old=old,
        new=new,
        differences=woven(differences) if differences is not None else None,
    )


def _chosen(submitted: Sequence[int]) -> tuple[int, int]:
    """The two versions asked for, else the last two that were submitted; zeros where there are not two."""
    asked = [request.args.get(name, "") for name in ("old", "new")]
    if any(asked):
        old, new = (parse_whole(text, low=1, high=HIGHEST_ID) for text in asked)
        return old, new
    return (submitted[1], submitted[0]) if len(submitted) > 1 else (0, 0)


def _authors(ticket: Ticket, rows: Sequence[Verdict]) -> dict[int, str]:
    """Names by number: whoever wrote a version has a hand in the claim."""
    known = {person_id: name for person_id, name, _ in ticket.contributions}
    return {row.author_id: known.get(row.author_id, "") for row in rows}
