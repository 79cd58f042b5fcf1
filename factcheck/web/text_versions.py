"""The texts of an article: bringing in a newer one after a look at it, comparing two, reading an old one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import anchoring, texts
from factcheck.domain.anchoring import Span
from factcheck.domain.inputs import BadInput
from factcheck.domain.refusals import WrongState
from factcheck.domain.renewal import CHOICES, Outcome, Settling, Stood
from factcheck.domain.revision import Revised
from factcheck.domain.terms import Part
from factcheck.models import Article, ArticleVersion
from factcheck.services import (
    intake,
    marks,
    text_comparison,
    text_moves,
    text_settling,
    text_versions,
)
from factcheck.services.intake import AlreadyImported
from factcheck.services.text_comparison import Look
from factcheck.services.text_moves import MoveLine
from factcheck.web import current, passages, text_rows, throttle
from factcheck.web.asked import asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.beside import NOT_NOW, put_beside, put_on_top, refuse
from factcheck.web.forms.text_versions import NewTextForm, PlaceForm
from factcheck.web.security import DESK, door
from factcheck.web.woven import Strand, weave

blueprint = Blueprint("text_versions", __name__)

CARDS = 20  # changes to be settled on one page
NOT_WAITING = (
    "This waits for nobody any more: it was settled, or a newer text came. Nothing was saved."
)
SAID = {
    Settling.SAME: "Settled: still the same claim.",
    Settling.RECHECK: "Settled: the claim is to be checked again.",
    Settling.PLACED: "Settled: the claim stands at the words you chose.",
    Settling.GONE: "Settled: the claim keeps its place in the old text.",
}


@dataclass(frozen=True)
class Typed:
    """A form that was refused: for which change, so that what was typed stays on its card."""

    move_id: int
    form: PlaceForm


# ── Bringing one in ──────────────────────────────────────────────────────────────────────────────


def _text_again(said: str) -> str:
    article, latest = intake.article(current.reading(), (request.view_args or {})["id"])
    form = NewTextForm()
    put_on_top(form, said)
    return _new_page(article, latest, form)


@blueprint.route("/desk/articles/<int:id>/versions/new", methods=["GET", "POST"])
@throttle.imports(_text_again)
@door(Part.CHECKER, Part.EDITOR)
def new(id: int) -> ResponseReturnValue:
    """A newer text: first a look at what it changes, then it is kept."""
    article, latest = intake.article(current.reading(), id)
    form = NewTextForm()
    if not form.is_submitted():
        return _new_page(article, latest, form)
    if not form.validate():
        return _new_page(article, latest, form), status_of(form)
    try:
        found = text_comparison.look(current.reading(), id, form.text.data or "")
    except AlreadyImported as known:
        put_beside(form.text, BadInput(known.sentence))
        return _new_page(article, latest, form, known=known), known.http_status
    except (BadInput, WrongState) as why:
        put_beside(form.text, BadInput(why.sentence, http_status=why.http_status))
        status = status_of(form) if isinstance(why, BadInput) else why.http_status
        return _new_page(article, latest, form), status
    if not _may_keep(form, found):
        return _new_page(article, latest, form, found)
    try:
        with current.work() as work:
            fresh = text_versions.renew(work, id, form.seen.data or 0, form.text.data or "")
    except NOT_NOW as why:
        status = refuse(form, why)
        return _new_page(article, latest, form), status
    flash(f"Text {fresh.number} is kept. {_outlook(found)}", "status")
    return redirect(url_for("text_versions.page", id=id, number=fresh.number), 303)


def _may_keep(form: NewTextForm, found: Look) -> bool:
    """Only the very text whose comparison was on the page is kept, and only beside the one it was compared with."""
    if request.form.get("then") != "keep":
        return False
    if form.looked.data != texts.fingerprint(found.text):
        put_on_top(form, "The text is another one than was looked at. Here is what it changes.")
        return False
    if form.seen.data != found.latest.number:
        put_on_top(
            form,
            f"Text {found.latest.number} came in meanwhile. Here is what yours changes of it; nothing was lost.",
        )
        return False
    return True


def _new_page(
    article: Article,
    latest: ArticleVersion,
    form: NewTextForm,
    found: Look | None = None,
    known: AlreadyImported | None = None,
) -> str:
    shown = None
    if found is not None:
        shown = text_rows.rows(
            latest.text, found.text, found.sentences, (), old_number=latest.number
        )
    return render_template(
        "articles/version_new.html",
        article=article,
        latest=latest,
        form=form,
        known=known,
        found=found,
        rows=shown,
        looked=texts.fingerprint(found.text) if found else "",
        changes=_changes(found) if found else (),
    )


def _changes(found: Look) -> list[tuple[Outcome, int, tuple[Strand, ...]]]:
    """The claims that do not carry on, with their old and new words woven."""
    return [
        (one.outcome, mark.claim_id, tuple(weave(mark.checked, one.span.exact if one.span else "")))
        for mark, one in zip(found.marks, found.carried, strict=True)
        if CHOICES[one.outcome]
    ][:CARDS]


def _outlook(found: Look) -> str:
    asked = sum(count for outcome, count in found.counts.items() if CHOICES[outcome])
    if not asked:
        return "Every claim carries on."
    return "One place asks for you." if asked == 1 else f"{asked} places ask for you."


# ── Reading them ─────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/articles/<int:id>/versions")
@door(DESK)
def index(id: int) -> str:
    """Every text of an article, newest first."""
    article, _ = intake.article(current.reading(), id)
    lines = text_moves.texts_of(current.reading(), id)
    return render_template("articles/version_list.html", article=article, lines=lines)


@blueprint.get("/desk/articles/<int:id>/versions/<int:number>")
@door(DESK)
def page(id: int, number: int) -> ResponseReturnValue:
    """What a text changed of the one before, sentence by sentence, and what became of every claim."""
    if number == 1:
        text_moves.text(current.reading(), id, number)
        return redirect(url_for("text_versions.text", id=id, number=1))
    return _page(id, number)


def _page(article_id: int, number: int, typed: Typed | None = None) -> str:
    session = current.reading()
    article, latest = intake.article(session, article_id)
    version = text_moves.text(session, article_id, number)
    before = text_moves.text(session, article_id, number - 1)
    every = text_moves.moves(session, version.id)
    is_newest = latest.number == number
    waiting = [move for move in every if move.is_waiting and is_newest]
    cards = _cards(waiting, version.text, typed)
    return render_template(
        "articles/version_page.html",
        article=article,
        version=version,
        latest=latest,
        rows=text_rows.rows(
            before.text,
            version.text,
            _sentences(before, version, every),
            every,
            old_number=before.number,
            first=asked_number("from", 1),
        ),
        cards=cards,
        waiting=len(waiting),
        settled=[move for move in every if move.decision is not None],
        kept=[move for move in every if not CHOICES[move.outcome]],
        forms={one.move.id: _form_of(one.move.id, typed) for one in cards},
        typed_id=typed.move_id if typed else 0,
    )


def _cards(waiting: list[MoveLine], text: str, typed: Typed | None) -> list[text_rows.Card]:
    """The first of what waits, and the one whose form was refused in any case.

    Raises `WrongState` where that one waits no more: there is no card then to say on what is wrong.
    """
    shown = waiting[:CARDS]
    if typed is not None and typed.move_id not in {move.id for move in shown}:
        still = [move for move in waiting if move.id == typed.move_id]
        if not still:
            raise WrongState(NOT_WAITING)
        shown += still
    return [text_rows.card(move, text) for move in shown]


def _form_of(move_id: int, typed: Typed | None) -> PlaceForm:
    if typed is not None and typed.move_id == move_id:
        return typed.form
    return PlaceForm(formdata=None, prefix=f"m{move_id}-")


def _sentences(
    before: ArticleVersion, version: ArticleVersion, every: Sequence[MoveLine]
) -> Sequence[Revised]:
    here = (
        Stood(move.was.start, move.was.end, move.checked)
        for move in every
        if move.was.text_number == before.number
    )
    return text_comparison.sentences_of(before.text, version.text, here)


@blueprint.get("/desk/articles/<int:id>/versions/<int:number>/text")
@door(DESK)
def text(id: int, number: int) -> str:
    """One text as it was, with the claims at the words they had in it."""
    session = current.reading()
    article, latest = intake.article(session, id)
    version = text_moves.text(session, id, number)
    rows = marks.of_version(session, version.id)
    places = [
        passages.Mark(row.anchor_id, row.claim_id, row.start, row.end, row.state, row.is_held)
        for row in rows
    ]
    at = asked_number("at", -1) if "at" in request.args else None
    window = passages.window(version.text, places, first=asked_number("from", 1), at=at)
    return render_template(
        "articles/version_text.html",
        article=article,
        version=version,
        latest=latest,
        window=window,
        claims=len({row.claim_id for row in rows}),
    )


# ── Settling ─────────────────────────────────────────────────────────────────────────────────────


@blueprint.post("/desk/articles/<int:id>/versions/<int:number>/moves/<int:move_id>")
@door(Part.CHECKER, Part.EDITOR)
def settle(id: int, number: int, move_id: int) -> ResponseReturnValue:
    """Say what became of words that changed or were lost."""
    version = text_moves.text(current.reading(), id, number)
    form = PlaceForm(prefix=f"m{move_id}-")
    typed = Typed(move_id, form)
    choice = _choice()
    if not form.validate():
        return _page(id, number, typed), status_of(form)
    try:
        span = _span(version.text, form) if choice is Settling.PLACED else None
        with current.work() as work:
            text_settling.settle(work, id, move_id, choice, span)
    except BadInput as bad:
        put_beside(form.quote, bad)
        return _page(id, number, typed), status_of(form)
    flash(SAID[choice], "status")
    return redirect(url_for("text_versions.page", id=id, number=number, _anchor="settle"), 303)


def _choice() -> Settling:
    try:
        return Settling(request.form.get("choice", ""))
    except ValueError:
        raise BadInput("Choose one of the answers.") from None


def _span(text: str, form: PlaceForm) -> Span:
    """The words a person means: a guess by its place, or words typed.  Raises `BadInput`."""
    if form.start.data is not None and form.end.data is not None:
        return anchoring.span_at(text, form.start.data, form.end.data)
    return anchoring.find_quote(
        text,
        form.quote.data or "",
        paragraph=form.paragraph.data,
        occurrence=form.occurrence.data,
    )
