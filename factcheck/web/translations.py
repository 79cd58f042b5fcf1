"""Translations of published verdicts on the desk: written beside the original, reviewed, put before readers."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Busy, Work
from factcheck.domain import translating
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import Refusal
from factcheck.domain.terms import Capacity, Part
from factcheck.domain.translating import Step
from factcheck.domain.translations import NoSuchTranslation, left_as_they_are, left_in
from factcheck.services import translation_road as road
from factcheck.services import translation_rows, translations
from factcheck.services.translation_road import Place
from factcheck.services.translation_rows import Source
from factcheck.web import current, rating_words
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.forms.translations import (
    ApproveForm,
    AskForm,
    ClearForm,
    SendBackForm,
    StepForm,
    TextsForm,
    filled,
    form_for,
)
from factcheck.web.in_languages import translation_address
from factcheck.web.markdown import render
from factcheck.web.published import highest_source
from factcheck.web.security import DESK, door
from factcheck.web.seen import seen_version
from factcheck.web.woven import woven

blueprint = Blueprint("translations", __name__)

HOME = "/desk/claims/<int:id>/translations/<language>"
READS = (Part.REVIEWER, Part.EDITOR)
STEPS: Mapping[Step, type[StepForm]] = {
    Step.ASK: AskForm,
    Step.APPROVE: ApproveForm,
    Step.CLEAR: ClearForm,
    Step.SEND_BACK: SendBackForm,
}


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


@blueprint.route(HOME, methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int, language: str) -> ResponseReturnValue:
    """Write the translation beside the original; whoever saves is an author of it."""
    place = road.look(current.reading(), id, language)
    source = _source(place)
    form = form_for(source.parts)()
    if not form.is_submitted():
        translating.check(Step.WRITE, place.road, current.actor())
        return _edit_page(place, filled(source.parts, place.texts, source.number))
    if not form.validate():
        return _edit_page(place, form), status_of(form)
    try:
        with current.work() as work:
            seen = seen_version(), form.seen_source.data or 0
            translations.save(work, id, language, form.given(), *seen)
    except NOT_NOW as why:
        place = road.look(current.reading(), id, language)
        form = form_for(_source(place).parts)()  # beside the original as it is now
        status = refuse(form, why)
        return _edit_page(place, form), status
    return _saved(id, language)


def _saved(id: int, language: str) -> ResponseReturnValue:
    """After a save: handed in as well where that was pressed, and on to the page it leads to."""
    if request.form.get("then") != "hand_in":
        flash("The draft is saved.", "status")
        return redirect(url_for("translations.edit", id=id, language=language), 303)
    try:
        with current.work() as work:
            translations.hand_in(work, id, language)
    except NOT_NOW as why:
        place = road.look(current.reading(), id, language)
        form = filled(_source(place).parts, place.texts, _source(place).number)
        return _edit_page(place, form, why.sentence), _status(why)
    flash("The translation is handed in for review.", "status")
    return redirect(url_for("translations.page", id=id, language=language), 303)


def _status(why: Refusal | Busy) -> int:
    return why.http_status


def _edit_page(place: Place, form: TextsForm, not_handed_in: str = "") -> str:
    source = _source(place)
    session = current.reading()
    return render_template(
        "translations/edit.html",
        there=place,
        ticket=place.ticket,
        source=source,
        form=form,
        # A form that came back names what it was begun with, so that a save made meanwhile is still told.
        seen=seen_version() if form.is_submitted() and not not_handed_in else place.held.saves,
        changes=woven(road.original_since(session, place)),
        sent_back=[one for one in place.held.reviews if one.state == "sent_back"],
        hides_names=bool(road.names_of(place.ticket)),
        not_handed_in=not_handed_in,
    )


def _source(place: Place) -> Source:
    if place.source is None:  # `look` has refused already
        raise NoSuchTranslation
    return place.source


# ── Reading and deciding ─────────────────────────────────────────────────────────────────────────


@blueprint.get(f"{HOME}/review")
@door(DESK)
def page(id: int, language: str) -> str:
    """What changed, the page as readers would get it, and the forms to decide with."""
    return _page(road.look(current.reading(), id, language))


def _page(place: Place, sent: StepForm | None = None) -> str:
    session, actor = current.reading(), current.actor()
    source, newest = _source(place), place.held.newest
    if newest is None:
        raise NoSuchTranslation
    refused = road.refusals(place, actor)
    shown = road.shown(place, place.texts)
    compared = road.since_approved(session, place)
    return render_template(
        "translations/page.html",
        there=place,
        ticket=place.ticket,
        version=newest,
        source=source,
        refused=refused,
        forms=_forms(place, sent, refused),
        compared=compared,
        changes=woven(compared.words) if compared else (),
        changed_original=woven(compared.original if compared else ()),
        stale=woven(road.original_since(session, place)),
        v=rating_words.told(shown, place.language),
        explanation=render(shown.explanation, sources=highest_source(shown)),
        canonical=translation_address(shown, place.language),
        kept=left_as_they_are(source.parts, place.texts),
        left=left_in(source.verdict, shown),
        versions=translation_rows.versions(session, newest.translation_id),
    )


def _forms(place: Place, sent: StepForm | None, refused: Mapping[Step, str]) -> dict[str, StepForm]:
    """The forms of what this person can do; the one that was sent comes back as it was."""
    found: dict[str, StepForm] = {}
    for step, kind in STEPS.items():
        is_sent = sent is not None and sent.step == step.value
        if step in refused and not is_sent:
            continue
        form = sent if sent is not None and is_sent else kind(formdata=None)
        if isinstance(form, AskForm):
            form.person.offer(road.colleagues(current.reading(), place))
        found[step.value] = form
    return found


def _do(
    id: int,
    language: str,
    form: StepForm,
    verb: Callable[[Work], Any],
    said: Callable[[Any], str],
) -> ResponseReturnValue:
    """Carry a step out with what its form says; else the page again, with the reason and all that was typed."""
    place = road.look(current.reading(), id, language)
    translating.check(Step(form.step), place.road, current.actor())
    if not form.validate():
        return _page(place, form), status_of(form)
    try:
        with current.work() as work:
            outcome = verb(work)
    except BadInput as bad:
        put_beside(next(field for field in form if field.name in {"person", "reason"}), bad)
        return _page(road.look(current.reading(), id, language), form), status_of(form)
    flash(said(outcome), "status")
    return redirect(url_for("translations.page", id=id, language=language), 303)


@blueprint.post(f"{HOME}/ask")
@door(Part.CHECKER, Part.EDITOR)
def ask(id: int, language: str) -> ResponseReturnValue:
    """Ask a colleague to review the translation."""
    form = AskForm()
    return _do(
        id,
        language,
        form,
        lambda work: translations.ask(
            work, id, language, form.person.data, form.capacity.data or Capacity.EDITORIAL
        ),
        lambda _: "The colleague is asked.",
    )


@blueprint.post(f"{HOME}/approve")
@door(*READS)
def approve(id: int, language: str) -> ResponseReturnValue:
    """Approve exactly the words whose hash was on the page (W4)."""
    form = ApproveForm()
    return _do(
        id,
        language,
        form,
        lambda work: translations.approve(
            work, id, language, form.seen_hash.data or "", form.note.data or ""
        ),
        _told,
    )


@blueprint.post(f"{HOME}/clear")
@door(Part.LEGAL_REVIEWER)
def clear(id: int, language: str) -> ResponseReturnValue:
    """Clear exactly the words whose hash was on the page, as legal reviewer (L1)."""
    form = ClearForm()
    return _do(
        id,
        language,
        form,
        lambda work: translations.clear(
            work, id, language, form.seen_hash.data or "", form.note.data or ""
        ),
        _told,
    )


def _told(is_enough: object) -> str:
    if is_enough:
        return "The translation is approved; an editor can publish it."
    return "Your decision is recorded; more are needed."


@blueprint.post(f"{HOME}/send-back")
@door(*READS)
def send_back(id: int, language: str) -> ResponseReturnValue:
    """Return the translation with a reason."""
    form = SendBackForm()
    return _do(
        id,
        language,
        form,
        lambda work: translations.send_back(work, id, language, form.reason.data or ""),
        lambda _: "The translation went back to whoever wrote it.",
    )


@blueprint.post(f"{HOME}/take-back")
@door(Part.CHECKER, Part.EDITOR)
def take_back(id: int, language: str) -> ResponseReturnValue:
    """Take back what was handed in, to work on it."""
    with current.work() as work:
        translations.take_back(work, id, language)
    flash("The translation is back with you.", "status")
    return redirect(url_for("translations.edit", id=id, language=language), 303)


@blueprint.post(f"{HOME}/publish")
@door(Part.EDITOR)
def publish(id: int, language: str) -> ResponseReturnValue:
    """Put exactly the version that was on the page before readers."""
    with current.work() as work:
        translations.publish(work, id, language, request.form.get("seen_hash", ""))
    flash("Readers get the translation from now on.", "status")
    return redirect(url_for("translations.page", id=id, language=language), 303)
