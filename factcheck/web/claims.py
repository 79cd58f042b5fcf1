"""A claim's pages: opening it from an article's words, the ticket itself, changing it, and its own verbs."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.db import Work
from factcheck.domain import anchoring, coverage, workflow
from factcheck.domain.anchoring import Span
from factcheck.domain.inputs import BadInput
from factcheck.domain.policy import RiskFlags
from factcheck.domain.proposals import Said, risks_of, said_by
from factcheck.domain.terms import Part
from factcheck.domain.topics import UnfitTopics
from factcheck.domain.workflow import Verb
from factcheck.models import Article, ArticleVersion, Claim
from factcheck.services import (
    claims,
    intake,
    people,
    record,
    standing,
    suggestions,
    topics,
)
from factcheck.services.standing import Ticket
from factcheck.web import claim_page, current, passages, seen_before
from factcheck.web.asked import asked_number
from factcheck.web.forms import UNPROCESSABLE, status_of
from factcheck.web.forms.articles import WordsForm
from factcheck.web.forms.beside import NOT_NOW, put_beside, put_on_top, refuse
from factcheck.web.forms.claims import (
    CONSEQUENCES,
    AssignForm,
    DismissForm,
    DueForm,
    EditClaimForm,
    OpenClaimForm,
    values_of,
)
from factcheck.web.forms.names import BLANK_ROWS
from factcheck.web.security import DESK, door
from factcheck.web.seen import seen_holder

blueprint = Blueprint("claims", __name__)

DEEDS_A_PAGE = 100


# ── Opening a claim ──────────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/articles/<int:article_id>/claims/new", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def new(article_id: int) -> ResponseReturnValue:
    """Words of an article become a claim: named in the address, then said more of in the form."""
    article, version = intake.article(current.reading(), article_id)
    form = OpenClaimForm(appearance_url=article.url)
    if not form.is_submitted():
        words = WordsForm(formdata=request.args)
        try:
            span = _named(version.text, words)
        except BadInput as bad:
            put_beside(words.quote, bad)
            span = None
        if span is None:
            status = status_of(words) if words.errors else 200
            return render_template("claims/words.html", article=article, words=words), status
        form.start.data, form.end.data = span.start, span.end
        said = said_by(version.text, span.start, span.end, article.published_on)
        if said is not None:
            form.claimant.data = said.claimant
            form.said_on.data = said.said_on or article.published_on
        flags = risks_of(version.text, span.start, span.end)
        for name, is_set in vars(flags).items():
            form[name].data = is_set
        return _new_page(article, version.text, form, span, said, flags)
    span = _span_of(version.text, form)
    if "more_names" in request.form:
        form.hidden_names.add_rows(BLANK_ROWS)
        return _new_page(article, version.text, form, span)
    return _opening(article, version, form, span)


def _opening(
    article: Article, version: ArticleVersion, form: OpenClaimForm, span: Span | None
) -> ResponseReturnValue:
    """What the button that was pressed asks for: the list anew, a link to a known claim, or a new claim."""
    text = version.text
    pressed = seen_before.pressed()
    if pressed in {"look", "different"}:
        status = UNPROCESSABLE if seen_before.is_reason_missing() else 200
        return _new_page(article, text, form, span), status
    if span is None or (pressed != "same" and not form.validate()):
        return _new_page(article, text, form, span), status_of(form)
    try:
        if pressed == "same":
            return seen_before.link_words(
                article.id, span, lambda work: _accepted(work, version, span)
            )
        with current.work() as work:
            opened = _open(work, article.id, form, span)
            work.session.flush()
            seen_before.after_opening(work, opened.id)
            _accepted(work, version, span)
    except UnfitTopics as bad:
        put_beside(form.topics, bad)
        return _new_page(article, text, form, span), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _new_page(article, text, form, span), status
    told = _opened(opened, request.form.get("then", ""))
    flash(seen_before.taken_over(opened.id) if pressed == "reuse" else told, "status")
    if request.form.get("then") == "on":
        return redirect(url_for("sentences.onward", id=article.id, after=span.start), 303)
    return redirect(url_for("claims.page", id=opened.id), 303)


def _accepted(work: Work, version: ArticleVersion, span: Span) -> None:
    """Words that were proposed for checking turned out to hold a claim."""
    places = coverage.touched(version.text, span.start, span.end)
    rated = [current.desk().suggester.rated(version.text, *place) for place in places]
    suggestions.accepted(work, version.id, rated)


def _named(text: str, words: WordsForm) -> Span | None:
    """The words the address names: by place, or by themselves; None while nothing is named."""
    if "start" in request.args:
        return anchoring.span_at(text, asked_number("start", 0), asked_number("end", 0))
    if not any(name in request.args for name in ("quote", "paragraph", "occurrence")):
        return None
    if not words.validate():
        return None
    return anchoring.find_quote(
        text,
        words.quote.data or "",
        paragraph=words.paragraph.data,
        occurrence=words.occurrence.data,
    )


def _span_of(text: str, form: OpenClaimForm) -> Span | None:
    """The words the form carries along; what does not fit the text is said at its head."""
    try:
        start, end = (form[name].clean(form[name].data or "") for name in ("start", "end"))
        span = anchoring.span_at(text, start, end)
    except BadInput:
        put_on_top(form, "The quote is not in the article. Choose the words again.")
        return None
    seen = request.form.get("words", "").split()
    if seen and seen != span.exact.split():  # a form carries line breaks in its own way
        put_on_top(form, "The article’s text changed meanwhile. Choose the words again.")
        return None
    return span


def _new_page(
    article: Article,
    text: str,
    form: OpenClaimForm,
    span: Span | None,
    said: Said | None = None,
    flags: RiskFlags | None = None,
) -> str:
    form.topics.offer(topics.offered(current.reading()))
    shown = passages.in_sentence(text, span.start, span.end) if span else None
    return render_template(
        "claims/new.html",
        article=article,
        form=form,
        words=shown,
        stretched=anchoring.stretched(text, span) if span and not form.is_submitted() else {},
        said=said,
        is_risky=flags is not None and flags != RiskFlags(),
        consequences=CONSEQUENCES,
        board=seen_before.board_of_words(article.id, article.kind.value, shown[1] if shown else ""),
    )


def _open(work: Work, article_id: int, form: OpenClaimForm, span: Span) -> Claim:
    then = request.form.get("then", "")
    return claims.open_claim(
        work,
        article_id,
        seen_before.with_protection(work, form.given()),
        [span],
        is_spotted=then == "spot",
        is_taken=then == "take",
    )


def _opened(claim: Claim, then: str) -> str:
    return {
        "spot": f"Marked as spotted: claim {claim.id}.",
        "take": f"Claim {claim.id} is open and yours. Log the first evidence.",
    }.get(then, f"Claim {claim.id} is open.")


# ── The ticket ───────────────────────────────────────────────────────────────────────────────────


@blueprint.get("/desk/claims/<int:id>")
@door(DESK)
def page(id: int) -> ResponseReturnValue:
    """The claim with all that was found and decided, and every verb with its consequence or its refusal."""
    return make_response(claim_page.shown(id, asked_number("saved", 0)))


@blueprint.get("/desk/claims/<int:id>/history")
@door(DESK)
def history(id: int) -> str:
    """Everything that happened to the claim, newest first."""
    session = current.reading()
    ticket = standing.load(session, id)
    before = asked_number("before", record.HIGHEST_SEQ)
    deeds = record.of_claim(session, id, before=before, limit=DEEDS_A_PAGE + 1)
    shown = deeds[:DEEDS_A_PAGE]
    return render_template(
        "claims/history.html",
        ticket=ticket,
        deeds=tuple(shown),
        older=shown[-1].seq if len(deeds) > DEEDS_A_PAGE else None,
        is_first="before" not in request.args,
    )


# ── Changing a claim ─────────────────────────────────────────────────────────────────────────────


@blueprint.route("/desk/claims/<int:id>/edit", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int) -> ResponseReturnValue:
    """Change what is said about a claim, or where it is marked."""
    ticket = standing.load(current.reading(), id)
    form = EditClaimForm(data=values_of(ticket))
    form.remove.offer({anchor.id: anchor.exact for anchor in ticket.anchors})
    if not form.is_submitted():
        workflow.check(Verb.EDIT_CLAIM, ticket.standing, current.actor())
        return _edit_page(ticket, form)
    if "more_names" in request.form:
        form.hidden_names.add_rows(BLANK_ROWS)
        return _edit_page(ticket, form)
    if not form.validate():
        return _edit_page(ticket, form), status_of(form)
    try:
        spans = _further_words(ticket, form)
        with current.work() as work:
            claims.edit(
                work,
                id,
                form.seen_version.data,
                form.given(),
                add_spans=spans,
                remove_anchor_ids=form.remove.data or (),
            )
    except BadInput as bad:
        put_beside(form.topics if isinstance(bad, UnfitTopics) else form.add_quote, bad)
        return _edit_page(ticket, form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _edit_page(ticket, form), status
    flash("The claim is saved.", "status")
    return redirect(url_for("claims.page", id=id), 303)


def _further_words(ticket: Ticket, form: EditClaimForm) -> list[Span]:
    if not (form.add_quote.data or "").strip():
        return []
    _, version = intake.article(current.reading(), ticket.article.id)
    found = anchoring.find_quote(
        version.text,
        form.add_quote.data or "",
        paragraph=form.add_paragraph.data,
        occurrence=form.add_occurrence.data,
    )
    return [found]


def _edit_page(ticket: Ticket, form: EditClaimForm) -> str:
    form.topics.offer(topics.offered(current.reading()), ticket.topics)
    return render_template("claims/edit.html", ticket=ticket, form=form, consequences=CONSEQUENCES)


# ── Verbs ────────────────────────────────────────────────────────────────────────────────────────


def _do(id: int, verb: Callable[[Work], object], said: str) -> ResponseReturnValue:
    """Carry a verb out, say so, and show the claim."""
    with current.work() as work:
        verb(work)
    flash(said, "status")
    return redirect(url_for("claims.page", id=id), 303)


@blueprint.post("/desk/claims/<int:id>/open")
@door(Part.CHECKER, Part.EDITOR)
def open_spotted(id: int) -> ResponseReturnValue:
    return _do(id, lambda work: claims.open_spotted(work, id), "The claim is open.")


@blueprint.post("/desk/claims/<int:id>/take")
@door(Part.CHECKER)
def take(id: int) -> ResponseReturnValue:
    seen = seen_holder()
    return _do(id, lambda work: claims.take(work, id, seen), "The claim is yours.")


@blueprint.post("/desk/claims/<int:id>/reopen")
@door(Part.CHECKER, Part.EDITOR)
def reopen(id: int) -> ResponseReturnValue:
    return _do(id, lambda work: claims.reopen(work, id), "The claim is open again.")


@blueprint.route("/desk/claims/<int:id>/dismiss", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def dismiss(id: int) -> ResponseReturnValue:
    """Decide not to check the claim, with a reason."""
    form = DismissForm()
    if not form.validate_on_submit():
        return _small_page(id, form, Verb.DISMISS)
    why, reason = form.why.data, form.reason.data
    return _do(id, lambda work: claims.dismiss(work, id, why, reason), "The claim is dismissed.")


@blueprint.route("/desk/claims/<int:id>/assign", methods=["GET", "POST"])
@door(Part.EDITOR)
def assign(id: int) -> ResponseReturnValue:
    """Give the claim to a checker."""
    form = AssignForm()
    form.offer(people.active(current.reading(), Part.CHECKER))
    if form.validate_on_submit():
        try:
            return _do(
                id, lambda work: claims.assign(work, id, form.person.data), "The claim is assigned."
            )
        except BadInput as bad:
            put_beside(form.person, bad)
    return _small_page(id, form, Verb.ASSIGN)


@blueprint.route("/desk/claims/<int:id>/due", methods=["GET", "POST"])
@door(Part.EDITOR)
def due(id: int) -> ResponseReturnValue:
    """Say by when the claim should be settled, or that no date is set."""
    form = DueForm()
    if not form.validate_on_submit():
        return _small_page(id, form, None)
    on: date | None = form.due_on.data
    said = f"Due on {on}." if on else "No date is set any more."
    return _do(id, lambda work: claims.set_due(work, id, on), said)


def _small_page(
    id: int,
    form: DismissForm | AssignForm | DueForm,
    verb: Verb | None,
) -> ResponseReturnValue:
    """The form of one verb on a page of its own: without scripts, and where something must be mended."""
    ticket = standing.load(current.reading(), id)
    if verb is not None:
        workflow.check(verb, ticket.standing, current.actor())
    body = render_template("claims/verb.html", ticket=ticket, form=form, verb=verb)
    return (body, status_of(form)) if form.errors else body
