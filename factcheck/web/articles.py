"""Articles on the desk: their list, taking one in, and reading one with its claims marked."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import coverage
from factcheck.domain.coverage import Covered, Look, PassReason
from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.terms import Part, State
from factcheck.models import Article, ArticleVersion
from factcheck.services import article_facts, intake, text_moves
from factcheck.services.marks import MarkRow
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current, passages, sentences
from factcheck.web.asked import NOWHERE, asked_number
from factcheck.web.forms import status_of
from factcheck.web.forms.articles import LANGUAGES, ArticleForm, WordsForm
from factcheck.web.forms.beside import NOT_NOW, refuse
from factcheck.web.security import DESK, door
from factcheck.web.seen import seen_version

blueprint = Blueprint("articles", __name__)

STRIP_CELLS = (
    300  # in the strip that shows a whole article; a long one has several sentences to a cell
)


@blueprint.get("/desk/articles")
@door(DESK)
def index() -> str:
    """The articles, newest first."""
    before = asked_number("before", HIGHEST_ID)
    lines = intake.articles(current.reading(), before=before, limit=PAGE_ROWS + 1)
    shown = lines[:PAGE_ROWS]
    older = shown[-1].article.id if len(lines) > PAGE_ROWS else None
    return render_template(
        "articles/index.html", lines=shown, older=older, is_first="before" not in request.args
    )


@blueprint.get("/desk/articles/<int:id>")
@door(DESK)
def page(id: int) -> str:
    """An article to be read, its claims marked in the words they were made from."""
    article, version = intake.article(current.reading(), id)
    rows, every = sentences.gone_through(version)
    places = [
        passages.Mark(row.anchor_id, row.claim_id, row.start, row.end, row.state, row.is_held)
        for row in rows
    ]
    chosen = _chosen(every)
    at = chosen.start if chosen is not None else asked_number("at", NOWHERE)
    window = passages.window(
        version.text,
        places,
        first=asked_number("from", 1),
        at=at if at != NOWHERE else None,
        covered=every,
    )
    claims = {row.claim_id: row for row in rows}
    states = Counter(row.state for row in claims.values())
    told = sentences.told_of(version.text, window)
    return render_template(
        "articles/page.html",
        article=article,
        window=window,
        claims=list(claims.values()),
        tally=[(state, states[state]) for state in State if states[state]],
        version=version,
        facts=_facts(version, claims),
        words=WordsForm(formdata=None),
        progress=coverage.progress(every),
        looks=_counted(every),
        strip=coverage.strip(every, STRIP_CELLS),
        chosen=chosen,
        chosen_text=version.text[chosen.start : chosen.end] if chosen else "",
        told=told,
        chosen_told=told.get(chosen.start, sentences.Told()) if chosen else sentences.Told(),
        reasons=PassReason,
        is_rated=current.desk().suggester.is_ready(version.text),
        next_left=coverage.next_left(every, chosen.start if chosen else NOWHERE),
    )


@blueprint.route("/desk/articles/<int:id>/edit", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int) -> ResponseReturnValue:
    """Change what is said about an article; its text stays."""
    article, _ = intake.article(current.reading(), id)
    form = ArticleForm(obj=article)
    if not form.is_submitted():
        return _edit_page(article, form)
    if not form.validate():
        return _edit_page(article, form), status_of(form)
    try:
        with current.work() as work:
            article_facts.describe(work, id, seen_version(), form.facts())
    except NOT_NOW as why:
        status = refuse(form, why)
        return _edit_page(article, form), status
    flash("The article’s details are saved. Readers get them with the next publication.", "status")
    return redirect(url_for("articles.page", id=id), 303)


def _edit_page(article: Article, form: ArticleForm) -> str:
    stored = article_facts.version_of(article_facts.facts_of(article))
    version = seen_version() if form.is_submitted() else stored
    return render_template(
        "articles/edit.html", article=article, form=form, version=version, languages=LANGUAGES
    )


def _facts(version: ArticleVersion, claims: Mapping[int, MarkRow]) -> coverage.Facts:
    """The four numbers; claims whose words this text lost count until somebody has said what became of them."""
    told = [(row.state, row.is_held) for row in claims.values()]
    if version.number == 1:
        return coverage.facts(told)
    waiting = {
        line.claim_id: line.state for line in text_moves.waiting(current.reading(), version.id)
    }
    lost = [(state, False) for claim_id, state in waiting.items() if claim_id not in claims]
    return coverage.facts(told + lost, len(waiting))


def _counted(every: Sequence[Covered]) -> list[tuple[Look, int]]:
    """How many sentences are in each of the four states."""
    counts = Counter(one.look for one in every)
    return [(look, counts[look]) for look in Look]


def _chosen(every: Sequence[Covered]) -> Covered | None:
    """The sentence the address names by the code point it begins at."""
    start = asked_number("sentence", NOWHERE)
    return next((one for one in every if one.start == start), None)
