"""Reviews: the review page, and what reviewers, legal reviewers and editors do from it."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import workflow
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import Outcome
from factcheck.domain.terms import ArticleKind, Capacity, Part
from factcheck.services import legal, publication, reviews, standing
from factcheck.services.reviews import LastLook
from factcheck.web import current, review_page, tickets
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.reviews import (
    ApproveForm,
    AskForm,
    ClearForm,
    HoldForm,
    RecuseForm,
    ReleaseForm,
    SendBackForm,
    VerbForm,
    WaiveForm,
)
from factcheck.web.markdown import render
from factcheck.web.published import address_of, highest_source
from factcheck.web.security import DESK, door
from factcheck.web.woven import woven

blueprint = Blueprint("reviews", __name__)

READS = (Part.REVIEWER, Part.EDITOR)
DECIDES = (*READS, Part.LEGAL_REVIEWER)


@blueprint.get("/desk/claims/<int:id>/review")
@door(DESK)
def page(id: int) -> str:
    """Everything a reviewer needs to decide on exactly this content, and the forms to decide with."""
    return _page(id)


def _page(id: int, sent: VerbForm | None = None) -> str:
    session, actor = current.reading(), current.actor()
    ticket = standing.load(session, id)
    is_public = ticket.article.kind is ArticleKind.ELSEWHERE
    shown = publication.preview_of(ticket) if is_public and ticket.verdict else None
    verdict = ticket.verdict
    explanation = shown.explanation if shown else verdict.explanation if verdict else ""
    look = reviews.last_look(session, ticket, actor.id) if actor.id is not None else None
    return render_template(
        "reviews/page.html",
        ticket=ticket,
        # Evidence is changed on the claim's page: here it is read.
        page=replace(tickets.ticket_page(ticket, actor, ()), may_change_evidence=False),
        moves=review_page.moves(ticket, actor, session, sent),
        why_not=review_page.why_not(ticket, actor),
        stances=tickets.by_stance(ticket.logged),
        look=look,
        changes=_changes(look),
        v=shown,
        explanation=render(explanation, sources=highest_source(shown) if shown else 0),
        canonical=address_of(shown, id) if shown else "",
    )


def _changes(look: LastLook | None) -> object:
    return woven(look.differences) if look is not None else ()


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def _do(
    id: int,
    form: VerbForm,
    verb: Callable[[Work], object],
    said: Callable[[object], str],
    back_to: str = "claims.page",
) -> ResponseReturnValue:
    """Carry a verb out with what its form says; else the review page again, with the reason and all that was typed."""
    review_page.offer(form, current.reading())
    if not form.validate():
        _require_open(id, form)
        return _page(id, form), status_of(form)
    try:
        with current.work() as work:
            outcome = verb(work)
    except BadInput as bad:
        put_beside(
            next(field for field in form if field.name in {"person", "voted", "reason"}), bad
        )
        return _page(id, form), status_of(form)
    except NOT_NOW as why:
        _require_open(id, form)
        status = refuse(form, why)
        return _page(id, form), status
    flash(said(outcome), "status")
    return redirect(url_for(back_to, id=id), 303)


def _require_open(id: int, form: VerbForm) -> None:
    """Where words were typed for a verb that is refused, the page has no form to keep them: that of errors does."""
    if not any(field.data for field in form if field.name in {"note", "reason"}):
        return
    ticket = standing.load(current.reading(), id)
    found = workflow.refusal(form.verb, ticket.standing, current.actor())
    if found is not None:
        raise found


def _always(sentence: str) -> Callable[[object], str]:
    return lambda _outcome: sentence


@blueprint.post("/desk/claims/<int:id>/review/approve")
@door(*READS)
def approve(id: int) -> ResponseReturnValue:
    """Approve exactly the content whose hash was on the page (W4)."""
    form = ApproveForm()
    return _do(
        id,
        form,
        lambda work: reviews.approve(work, id, form.seen_hash.data or "", form.note.data or ""),
        lambda outcome: (
            "The verdict is approved."
            if outcome is Outcome.APPROVED
            else "Your approval is recorded; more votes are needed."
        ),
    )


@blueprint.post("/desk/claims/<int:id>/review/clear")
@door(Part.LEGAL_REVIEWER)
def clear(id: int) -> ResponseReturnValue:
    """Clear exactly the content whose hash was on the page, as legal reviewer (L1)."""
    form = ClearForm()
    return _do(
        id,
        form,
        lambda work: reviews.clear(work, id, form.seen_hash.data or "", form.note.data or ""),
        _always("This version is cleared for publication."),
    )


@blueprint.post("/desk/claims/<int:id>/review/send-back")
@door(*DECIDES)
def send_back(id: int) -> ResponseReturnValue:
    """Return the verdict with a reason, and say which rating one would have given (W5)."""
    form = SendBackForm()
    return _do(
        id,
        form,
        lambda work: reviews.send_back(work, id, form.reason.data or "", form.voted.data),
        lambda outcome: (
            "The verdict went back to the checker."
            if outcome is Outcome.SENT_BACK
            else "Your vote to send it back is recorded; the others decide as well."
        ),
    )


@blueprint.post("/desk/claims/<int:id>/review/start")
@door(*DECIDES)
def start_reading(id: int) -> ResponseReturnValue:
    """Say that I have begun to read this version."""
    with current.work() as work:
        reviews.start_reading(work, id)
    flash("The others see that you are reading.", "status")
    return redirect(url_for("reviews.page", id=id), 303)


@blueprint.post("/desk/claims/<int:id>/review/recuse")
@door(Part.CHECKER, *DECIDES)
def recuse(id: int) -> ResponseReturnValue:
    """Declare a conflict of interest and stay out of the claim (M12)."""
    form = RecuseForm()
    return _do(
        id,
        form,
        lambda work: reviews.recuse(work, id, form.reason.data or ""),
        _always("Your conflict of interest is on record. Others carry the claim on."),
    )


@blueprint.post("/desk/claims/<int:id>/review/ask")
@door(Part.CHECKER, *READS)
def ask(id: int) -> ResponseReturnValue:
    """Ask a colleague to review this version."""
    form = AskForm()
    return _do(
        id,
        form,
        lambda work: reviews.ask(
            work, id, form.person.data, form.capacity.data or Capacity.EDITORIAL
        ),
        _always("The colleague is asked."),
        back_to="reviews.page",
    )


# ── Hold and waivers ─────────────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/claims/<int:id>/hold")
@door(Part.LEGAL_REVIEWER)
def hold(id: int) -> ResponseReturnValue:
    """Set the legal hold: nothing publishes while it is on."""
    form = HoldForm()
    said = _always("The hold is on. Nothing publishes.")
    return _do(id, form, lambda work: legal.hold(work, id, form.reason.data or ""), said)


@blueprint.post("/desk/claims/<int:id>/hold/release")
@door(Part.LEGAL_REVIEWER)
def release(id: int) -> ResponseReturnValue:
    """Release the legal hold, with a reason."""
    form = ReleaseForm()
    said = _always("The hold is released.")
    return _do(id, form, lambda work: legal.release(work, id, form.reason.data or ""), said)


@blueprint.post("/desk/claims/<int:id>/waive")
@door(Part.EDITOR)
def waive(id: int) -> ResponseReturnValue:
    """Let the claim go without a reply or with fewer sources, by name and with a reason."""
    form = WaiveForm()
    said = _always("The waiver is on record, under your name.")
    return _do(
        id,
        form,
        lambda work: legal.waive(work, id, form.kind.data, form.reason.data or ""),
        said,
    )
