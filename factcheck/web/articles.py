"""Articles on the desk: their list, taking one in, and reading one with its claims marked."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from factcheck.domain import coverage
from factcheck.domain.coverage import Covered
from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import PAGE_ROWS
from factcheck.domain.numbers import parse_whole
from factcheck.domain.spotting.ranking import Spotted
from factcheck.domain.terms import Part, State
from factcheck.models import Article, ArticleVersion
from factcheck.services import article_facts, intake, marks
from factcheck.services import coverage as looks
from factcheck.services.intake import AlreadyImported
from factcheck.services.marks import MarkRow
from factcheck.services.standing import HIGHEST_ID
from factcheck.web import current, passages
from factcheck.web.forms import status_of
from factcheck.web.forms.articles import LANGUAGES, ArticleForm, ImportForm, WordsForm
from factcheck.web.forms.beside import NOT_NOW, put_beside, refuse
from factcheck.web.security import DESK, door
from factcheck.web.seen import seen_version

blueprint = Blueprint("articles", __name__)

NOWHERE = -1
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


@blueprint.route("/desk/articles/import", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def import_article() -> ResponseReturnValue:
    """Take an article in, by paste or by file."""
    form = ImportForm()
    if not form.is_submitted():
        return _import_page(form)
    if not form.validate():
        return _import_page(form), status_of(form)
    try:
        with current.work() as work:
            article = intake.import_article(work, form.given())
    except AlreadyImported as known:
        put_beside(form.text, BadInput(known.sentence))
        return _import_page(form, known), known.http_status
    except BadInput as bad:
        put_beside(form.text, bad)
        return _import_page(form), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _import_page(form), status
    flash(f"Imported as article {article.id}. Choose words to open claims.", "status")
    return redirect(url_for("articles.page", id=article.id), 303)


def _import_page(form: ImportForm, known: AlreadyImported | None = None) -> str:
    return render_template("articles/import.html", form=form, known=known, languages=LANGUAGES)


@blueprint.get("/desk/articles/<int:id>")
@door(DESK)
def page(id: int) -> str:  # noqa: A002  the address calls it so
    """An article to be read, its claims marked in the words they were made from."""
    article, version = intake.article(current.reading(), id)
    rows, every = _gone_through(version)
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
    return render_template(
        "articles/page.html",
        article=article,
        window=window,
        claims=list(claims.values()),
        tally=[(state, states[state]) for state in State if states[state]],
        held=sum(row.is_held for row in claims.values()),
        words=WordsForm(formdata=None),
        progress=coverage.progress(every),
        strip=coverage.strip(every, STRIP_CELLS),
        chosen=chosen,
        chosen_text=version.text[chosen.start : chosen.end] if chosen else "",
        suggested=_suggested(version.text),
        next_left=coverage.next_left(every, chosen.start if chosen else NOWHERE),
    )


@blueprint.route("/desk/articles/<int:id>/edit", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def edit(id: int) -> ResponseReturnValue:  # noqa: A002  as above
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


def _gone_through(version: ArticleVersion) -> tuple[Sequence[MarkRow], list[Covered]]:
    """The spans of claims in a text, and what is known of each of its sentences."""
    rows = marks.of_version(current.reading(), version.id)
    spans = [(row.claim_id, row.start, row.end) for row in rows]
    passed = looks.passed(current.reading(), version.id)
    suggested = {(one.start, one.end) for one in _suggested(version.text).values()}
    return rows, coverage.look_over(version.text, spans, passed, suggested)


def _suggested(text: str) -> Mapping[int, Spotted]:
    return current.desk().suggester.of(text)


def _chosen(every: Sequence[Covered]) -> Covered | None:
    """The sentence the address names by the code point it begins at."""
    start = asked_number("sentence", HIGHEST_ID)
    return next((one for one in every if one.start == start), None)


@blueprint.post("/desk/articles/<int:id>/sentences/pass")
@door(Part.CHECKER, Part.EDITOR)
def pass_over(id: int) -> ResponseReturnValue:  # noqa: A002  the address calls it so
    """Nothing in this sentence can be checked: one small request, and on to the next."""
    start = _start()
    with current.work() as work:
        looks.pass_over(work, id, start)
    return _looked(id, start, is_onward=True)


@blueprint.post("/desk/articles/<int:id>/sentences/take-back")
@door(Part.CHECKER, Part.EDITOR)
def take_back(id: int) -> ResponseReturnValue:  # noqa: A002  the address calls it so
    """Undo having passed a sentence over."""
    start = _start()
    with current.work() as work:
        looks.take_back(work, id, start)
    return _looked(id, start, is_onward=False)


def _start() -> int:
    return parse_whole(request.form.get("start", ""), low=0, high=HIGHEST_ID)


def _looked(article_id: int, start: int, *, is_onward: bool) -> ResponseReturnValue:
    """Where things stand now: for the script as JSON, for everybody else the page at the next sentence."""
    _, version = intake.article(current.reading(), article_id)
    _, every = _gone_through(version)
    here = next(one for one in every if one.start == start)
    onward = coverage.next_left(every, start)
    if request.accept_mimetypes.best == "application/json":
        how_far = coverage.progress(every)
        return {
            "look": here.look.value,
            "words": here.look.label,
            "left": how_far.left,
            "total": how_far.total,
            "percent": how_far.percent,
            "next": onward.start if onward else None,
        }
    at = onward.start if onward and is_onward else start
    return redirect(url_for("articles.page", id=article_id, sentence=at, _anchor=f"s{at}"), 303)


def asked_number(name: str, default: int) -> int:
    """A whole number from the address's query, `default` where it is left out.  Raises `BadInput`."""
    typed = request.args.get(name)
    return default if typed is None else parse_whole(typed, low=0, high=HIGHEST_ID)
