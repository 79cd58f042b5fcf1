"""Taking articles in: by paste, by file, by an address that a job fetches; looked over, corrected, then kept."""

from datetime import UTC, datetime

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

from factcheck.domain.inputs import BadInput
from factcheck.domain.limits import ADDRESS_CHARS
from factcheck.domain.taken import PageState
from factcheck.domain.terms import Part
from factcheck.models import PageRequest
from factcheck.services import intake, pages
from factcheck.services.intake import AlreadyImported
from factcheck.web import current, throttle
from factcheck.web.forms import status_of
from factcheck.web.forms.articles import LANGUAGES
from factcheck.web.forms.beside import NOT_NOW, put_beside, put_on_top, refuse
from factcheck.web.forms.importing import FetchForm, ImportForm
from factcheck.web.security import door

blueprint = Blueprint("importing", __name__)

LOOK_AGAIN_SECONDS = 2


def _article_again(said: str) -> str:
    form = ImportForm()
    put_on_top(form, said)
    return _again(form, None)


def _address_again(said: str) -> str:
    form = FetchForm()
    put_on_top(form, said)
    return _import_page(ImportForm(formdata=None), form)


@blueprint.route("/desk/articles/import", methods=["GET", "POST"])
@throttle.imports(_article_again)
@door(Part.CHECKER, Part.EDITOR)
def import_article() -> ResponseReturnValue:
    """Take an article in by paste or by file, or show first what would be taken."""
    form = ImportForm()
    if not form.is_submitted():
        # Whoever comes from a page that could not be fetched brings its address along.
        form.url.data = request.args.get("url", "")[:ADDRESS_CHARS]
        return _import_page(form)
    if form.wants_a_look:
        is_fine = form.look()
        return (_preview(form), 200) if is_fine else (_import_page(form), status_of(form))
    return _keep(form)


@blueprint.post("/desk/articles/import/pages")
@throttle.imports(_address_again)
@door(Part.CHECKER, Part.EDITOR)
def fetch() -> ResponseReturnValue:
    """Have the page at an address fetched; the answer of this request waits for nobody."""
    form = FetchForm()
    if not form.validate():
        return _import_page(ImportForm(formdata=None), form), status_of(form)
    try:
        with current.work() as work:
            page = pages.ask(work, form.address.data)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _import_page(ImportForm(formdata=None), form), status
    return redirect(url_for("importing.page", id=page.id), 303)


@blueprint.route("/desk/articles/import/pages/<int:id>", methods=["GET", "POST"])
@door(Part.CHECKER, Part.EDITOR)
def page(id: int) -> ResponseReturnValue:
    """A page that was asked for: under way, not had, or to be looked over and kept."""
    asked = pages.one(current.reading(), id, current.actor().id)
    state, failure = pages.state_of(asked, datetime.now(UTC))
    if state is PageState.WAITING:
        return _waiting(asked)
    if state is PageState.FAILED:
        form = FetchForm(formdata=None, data={"address": asked.address})
        return render_template("articles/not_fetched.html", page=asked, failure=failure, form=form)
    filled = ImportForm()
    if filled.is_submitted():
        return _keep(filled, asked)
    return _preview(ImportForm.of(pages.gathered(asked), asked.reached), asked)


@blueprint.post("/desk/articles/import/pages/<int:id>/drop")
@door(Part.CHECKER, Part.EDITOR)
def drop(id: int) -> ResponseReturnValue:
    """Forget a page that was asked for."""
    with current.work() as work:
        pages.drop(work, id)
    flash("The page was dropped. Nothing of it was stored.", "status")
    return redirect(url_for("importing.import_article"), 303)


def _keep(form: ImportForm, asked: PageRequest | None = None) -> ResponseReturnValue:
    """Store the article; whatever keeps it from being stored stands beside its field, and all that was typed stays."""
    if not form.validate():
        return _again(form, asked), status_of(form)
    try:
        with current.work() as work:
            article = intake.import_article(work, form.given())
            if asked is not None:
                pages.drop(work, asked.id)
    except AlreadyImported as known:
        put_beside(form.text, BadInput(known.sentence))
        return _again(form, asked, known), known.http_status
    except BadInput as bad:
        put_beside(form.text, bad)
        return _again(form, asked), status_of(form)
    except NOT_NOW as why:
        status = refuse(form, why)
        return _again(form, asked), status
    flash(f"Imported as article {article.id}. Choose words to open claims.", "status")
    return redirect(url_for("articles.page", id=article.id), 303)


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────


def _again(
    form: ImportForm, asked: PageRequest | None, known: AlreadyImported | None = None
) -> str:
    """The page the form came from, with what has to be mended."""
    if asked is not None or form.was_looked_at:
        return _preview(form, asked, known)
    return _import_page(form, known=known)


def _import_page(
    form: ImportForm, fetching: FetchForm | None = None, known: AlreadyImported | None = None
) -> str:
    now = datetime.now(UTC)
    asked = pages.asked_by(current.reading(), current.actor().id)
    return render_template(
        "articles/import.html",
        form=form,
        fetching=fetching or FetchForm(formdata=None),
        known=known,
        languages=LANGUAGES,
        asked=[(one, pages.state_of(one, now)[0]) for one in asked],
    )


def _preview(
    form: ImportForm, asked: PageRequest | None = None, known: AlreadyImported | None = None
) -> str:
    """What was taken from where, all of it in fields."""
    text = str(form.text.data or "")
    here = None if known else pages.known(current.reading(), text, str(form.url.data or ""))
    return render_template(
        "articles/preview.html",
        form=form,
        page=asked,
        known=known,
        here=here,
        words=len(text.split()),
        languages=LANGUAGES,
    )


def _waiting(asked: PageRequest) -> Response:
    """A page that looks again by itself, without a script: the header does what a `meta` would."""
    answer = make_response(render_template("articles/fetching.html", page=asked))
    answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer
